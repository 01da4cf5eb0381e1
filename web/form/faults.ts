// What stands in a form and cannot be right, said before it is sent: all of it at once, in the order of the form. What is empty is no fault here.
import { fieldOf, unwrap, type JsonSchema } from './schema.ts';

export interface Fault { path: string; kind: 'money' | 'number' | 'whole' | 'positive' | 'id' | 'form' | 'least' | 'most'; limit?: number }

export function faultsOf(name: string, schema: JsonSchema, value: unknown, path: string): Fault[] {
  if (value === undefined || value === null || value === '') return [];
  const field = fieldOf(name, schema);
  const inner = unwrap(schema).schema;
  if (field.kind === 'group') {
    const members = value as Record<string, unknown>;
    return field.properties.flatMap((one) => faultsOf(one.name, one.schema, members[one.name], path === '' ? one.name : `${path}.${one.name}`));
  }
  if (field.kind === 'list') return Array.isArray(value) ? (value as unknown[]).flatMap((item, i) => faultsOf(name, field.item, item, `${path}.${i}`)) : [];
  if (field.kind === 'money') return field.asText && inner.pattern !== undefined ? formed('money', inner.pattern, value, path) : sum(value, inner, path);
  if (field.kind === 'number') return field.asText ? [] : numbered(value, inner, field.whole, path);
  if (field.kind !== 'text') return [];
  return name.endsWith('IdNo') ? formed('id', '^[0-9A-Za-z()（）-]{6,40}$', value, path) : formed('form', field.pattern, value, path);
}

function formed(kind: 'money' | 'id' | 'form', pattern: string | undefined, value: unknown, path: string): Fault[] {
  if (pattern === undefined || (typeof value !== 'string' && typeof value !== 'number')) return [];
  return new RegExp(pattern, 'u').test(String(value).trim()) ? [] : [{ path, kind }];
}

function sum(value: unknown, schema: JsonSchema, path: string): Fault[] {
  const fen = typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null;
  if (fen === null) return [{ path, kind: 'money' }];
  return fen < leastOf(schema) ? [{ path, kind: 'positive' }] : [];
}

function numbered(value: unknown, schema: JsonSchema, whole: boolean, path: string): Fault[] {
  const n = typeof value === 'number' ? value : Number(value);
  if (!Number.isFinite(n)) return [{ path, kind: whole ? 'whole' : 'number' }];
  if (whole && !Number.isInteger(n)) return [{ path, kind: 'whole' }];
  if (n < leastOf(schema)) return [{ path, kind: 'least', limit: leastOf(schema) }];
  return schema.maximum !== undefined && n > schema.maximum ? [{ path, kind: 'most', limit: schema.maximum }] : [];
}

function leastOf({ minimum, exclusiveMinimum }: JsonSchema): number {
  return exclusiveMinimum === undefined ? minimum ?? -Infinity : Math.floor(exclusiveMinimum) + 1;
}
