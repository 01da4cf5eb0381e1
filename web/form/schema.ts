// Forms from contracts: which field a piece of JSON Schema becomes. Pure, so that it can be tested without a page.
export interface JsonSchema {
  type?: string | string[]; const?: unknown; enum?: unknown[]; properties?: Record<string, JsonSchema>; required?: string[]; items?: JsonSchema;
  anyOf?: JsonSchema[]; oneOf?: JsonSchema[]; additionalProperties?: boolean | JsonSchema; default?: unknown; description?: string; format?: string; pattern?: string;
  minimum?: number; maximum?: number; exclusiveMinimum?: number; minLength?: number; maxLength?: number; minItems?: number; maxItems?: number;
}

export type Field =
  | { kind: 'const'; value: unknown }
  | { kind: 'text' | 'area'; maxLength: number | undefined; pattern: string | undefined }
  | { kind: 'file' } | { kind: 'named-file' } | { kind: 'instant' } | { kind: 'date' } | { kind: 'flag' }
  | { kind: 'money'; asText: boolean } | { kind: 'number'; whole: boolean; minimum: number | undefined; maximum: number | undefined; asText: boolean }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'list'; item: JsonSchema; min: number; max: number | undefined }
  | { kind: 'group'; properties: readonly { name: string; schema: JsonSchema; required: boolean }[] }
  | { kind: 'record' };

const digest = '^[0-9a-f]{64}$';
const areaFrom = 300;

/** A schema that also allows null is the same field left empty. */
export function unwrap(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    const rest = options.filter(({ type }) => type !== 'null');
    const nullable = rest.length < options.length;
    const [only] = rest;
    if (rest.length === 1 && only) return { schema: only, nullable };
    return { schema: rest.every(({ type }) => type === 'object') && only ? only : { ...schema, anyOf: rest }, nullable };
  }
  if (Array.isArray(schema.type) && schema.type.includes('null')) {
    const types = schema.type.filter((type) => type !== 'null');
    return { schema: { ...schema, type: types.length === 1 ? types[0] : types } as JsonSchema, nullable: true };
  }
  return { schema, nullable: false };
}

export function fieldOf(name: string, given: JsonSchema): Field {
  const { schema } = unwrap(given);
  if ('const' in schema) return { kind: 'const', value: schema.const };
  if (schema.enum) return { kind: 'choice', options: schema.enum.map(String) };
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes('boolean')) return { kind: 'flag' };
  if (types.includes('array')) return { kind: 'list', item: schema.items ?? {}, min: schema.minItems ?? 0, max: schema.maxItems };
  if (types.includes('object')) return objectField(schema);
  if (name.endsWith('Fen')) return { kind: 'money', asText: types.includes('string') };
  if (types.includes('integer') || types.includes('number')) {
    return { kind: 'number', whole: types.includes('integer'), minimum: schema.minimum, maximum: schema.maximum, asText: types.includes('string') };
  }
  return textField(schema);
}

function objectField(schema: JsonSchema): Field {
  const names = Object.keys(schema.properties ?? {});
  if (names.length === 0) return { kind: 'record' };
  if (names.includes('sha256') && names.every((name) => ['sha256', 'name', 'sm3', 'size'].includes(name))) return { kind: 'named-file' };
  const properties = Object.entries(schema.properties ?? {}).map(([name, one]) => ({ name, schema: one, required: schema.required?.includes(name) ?? false }));
  return { kind: 'group', properties };
}

function textField(schema: JsonSchema): Field {
  if (schema.pattern === digest) return { kind: 'file' };
  if (schema.format === 'date-time') return { kind: 'instant' };
  if (schema.format === 'date') return { kind: 'date' };
  return { kind: (schema.maxLength ?? 0) >= areaFrom ? 'area' : 'text', maxLength: schema.maxLength, pattern: schema.pattern };
}

/** What a fresh form holds: defaults of the contract, and one row in lists that need one. */
export function emptyValue(name: string, given: JsonSchema): unknown {
  if (given.default !== undefined) return structuredClone(given.default);
  const field = fieldOf(name, given);
  if (field.kind === 'const') return field.value;
  if (field.kind === 'record') return {};
  // a box that is not ticked says no
  if (field.kind === 'flag') return unwrap(given).nullable ? undefined : false;
  // a list of plain words is typed line by line and begins empty
  if (field.kind === 'list') return isPlain(name, field.item) ? [] : Array.from({ length: Math.min(field.min, 3) }, () => emptyValue(name, field.item));
  if (field.kind !== 'group' || unwrap(given).nullable) return undefined;
  return Object.fromEntries(field.properties.filter(({ required }) => required).map((one) => [one.name, emptyValue(one.name, one.schema)]));
}

/** Words or numbers: nothing that has a control of its own. */
export function isPlain(name: string, item: JsonSchema): boolean { return ['text', 'number'].includes(fieldOf(name, item).kind); }

/** What is left empty is left out, so that the contract's own defaults hold. */
export function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned).filter((one) => one !== undefined);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pruned(one)] as const).filter(([, one]) => one !== undefined));
  return value === '' ? undefined : value;
}

/** Fields that must not be empty and are: their paths, in the order of the form. */
export function missingPaths(name: string, schema: JsonSchema, value: unknown, path: string): string[] {
  const field = fieldOf(name, schema);
  if (field.kind === 'group') {
    if (value === undefined) return [];
    const members = (value ?? {}) as Record<string, unknown>;
    return field.properties.flatMap((one) => {
      const at = path === '' ? one.name : `${path}.${one.name}`;
      const member = members[one.name];
      const open = one.required && one.schema.default === undefined && !unwrap(one.schema).nullable;
      if (open && isEmpty(member)) return [at];
      return missingPaths(one.name, one.schema, member, at);
    });
  }
  if (field.kind === 'list') return (Array.isArray(value) ? value : []).flatMap((item, i) => missingPaths(name, field.item, item, `${path}.${i}`));
  return [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.every((one) => one === undefined));
}
