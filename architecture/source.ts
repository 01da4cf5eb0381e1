import { parseSync } from 'oxc-parser';

export interface SourceFacts {
  /** What is imported or re-exported, types too; undefined where it cannot be read from the text. */
  imports: (string | undefined)[];
  exports: string[];
  /** Calls and members that a pure file may not use, as written in architecture/table.ts. */
  uses: string[];
  errors: string[];
}

export function readSource(path: string, text: string): SourceFacts {
  const { program, module, errors } = parseSync(path, text);
  const imports: (string | undefined)[] = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []))),
  ];
  const uses = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'ImportExpression' || node.type === 'TSImportType') imports.push(literal(node.source) ?? literal(node.argument));
    const use = useOf(node);
    if (use !== undefined) uses.add(use);
  });
  const exports = module.staticExports.flatMap(({ entries }) => entries.flatMap(({ exportName }) => exportName.name ?? []));
  return { imports: [...new Set(imports)], exports, uses: [...uses], errors: errors.map(({ message }) => message) };
}

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (!isNode(value)) return;
  visit(value);
  for (const field of Object.keys(value)) walk(value[field], visit);
}

function useOf(node: Node): string | undefined {
  const noArguments = Array.isArray(node.arguments) && node.arguments.length === 0;
  if (node.type === 'NewExpression' && noArguments && nameOf(node.callee) === 'Date') return 'new Date()';
  if (node.type === 'CallExpression' && nameOf(node.callee) === 'Date') return 'Date()';
  if (node.type !== 'MemberExpression') return undefined;
  const object = globalName(node.object);
  const property = nameOf(node.property) ?? literal(node.property);
  return object !== undefined && property !== undefined ? `${object}.${property}` : undefined;
}

/** `globalThis.Math` is `Math`. */
function globalName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'MemberExpression' && nameOf(value.object) === 'globalThis') return nameOf(value.property);
  return nameOf(value);
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' && typeof value.name === 'string' ? value.name : undefined;
}

function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'TSLiteralType') return literal(value.literal);
  return value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
