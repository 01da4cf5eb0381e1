import { randomUUID } from 'node:crypto';
import { z } from 'zod';

type Schema = { [key: string]: unknown };

/** Something that fits a declaration's form: enough to get past it to the question who may act. */
export function sampleOf(type: z.ZodType, known: Readonly<Record<string, unknown>> = {}): unknown {
  return sample(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema, known);
}

function sample(schema: Schema, known: Readonly<Record<string, unknown>>): unknown {
  if ('const' in schema) return schema['const'];
  const choices = (schema['enum'] ?? schema['anyOf'] ?? schema['oneOf']) as unknown[] | undefined;
  if (choices) return 'enum' in schema ? choices[0] : sample(choices[0] as Schema, known);
  switch (schema['type']) {
    case 'object': return object(schema, known);
    case 'array': return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => sample(schema['items'] as Schema, known));
    case 'integer': case 'number': return Math.max(Number(schema['minimum'] ?? 1), Number(schema['exclusiveMinimum'] ?? 0) + 1);
    case 'boolean': return true;
    case 'null': return null;
    case 'string': return text(schema);
    default: return 'x';
  }
}

function object(schema: Schema, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const required = (schema['required'] ?? []) as string[];
  return Object.fromEntries(Object.entries(properties).filter(([name]) => required.includes(name)).map(([name, one]) => [name, name in known ? known[name] : sample(one, known)]));
}

/** The patterns the forms use, each with a word that fits. */
const WORDS = ['a'.repeat(64), 'a'.repeat(32), '330100', '33', '2027-01-01', '2027-01', 'abc', 'ABC', 'a1', '1', '10', '13800000000', 'A08', 'AAAA'.repeat(30), 'a'.repeat(40)];

function text(schema: Schema): string {
  if (schema['format'] === 'uuid') return randomUUID();
  if (schema['format'] === 'date-time') return '2027-01-01T00:00:00.000Z';
  const patterns = [schema['pattern'], ...((schema['allOf'] ?? []) as Schema[]).map((one) => one['pattern'])].filter((one) => typeof one === 'string').map((one) => new RegExp(one));
  if (patterns.length === 0) return 'x'.repeat(Math.max(2, Number(schema['minLength'] ?? 2)));
  const word = WORDS.find((one) => patterns.every((pattern) => pattern.test(one)) && one.length >= Number(schema['minLength'] ?? 0));
  if (word === undefined) throw new Error(`no word fits ${String(patterns[0])}`);
  return word;
}
