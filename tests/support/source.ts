import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { repositoryRoot } from '../../src/platform/paths.ts';

export interface Call { file: string; name: string; /** texts that stand in the first argument */ texts: string[] }

type Node = { type: string; [key: string]: unknown };

/** Every call or construction of one of these names in the platform's own code, with the texts of its first argument. */
export function callsOf(names: readonly string[]): Call[] {
  const files = globSync('src/**/*.ts', { cwd: repositoryRoot }).filter((file) => !/\.test\.ts$|\/testing\//.test(file));
  const calls: Call[] = [];
  for (const file of files.sort()) {
    const { program } = parseSync(file, readFileSync(join(repositoryRoot, file), 'utf8'));
    walk(program as unknown as Node, (node) => {
      if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return;
      const name = nameOf(node['callee'] as Node);
      const [first] = node['arguments'] as Node[];
      if (name !== null && names.includes(name) && first) calls.push({ file, name, texts: resultsOf(first) });
    });
  }
  return calls;
}

function nameOf(callee: Node): string | null {
  if (callee.type === 'Identifier') return callee['name'] as string;
  if (callee.type === 'MemberExpression') return ((callee['property'] as Node)['name'] as string | undefined) ?? null;
  return null;
}

/** What an expression may come to, as far as it is written down: a text, or either side of a choice. */
function resultsOf(node: Node): string[] {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return [node['value']];
  if (node.type === 'ConditionalExpression') return [...resultsOf(node['consequent'] as Node), ...resultsOf(node['alternate'] as Node)];
  if (node.type === 'LogicalExpression') return [...resultsOf(node['left'] as Node), ...resultsOf(node['right'] as Node)];
  return [];
}

function walk(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') walk(child as Node, see);
    }
  }
}
