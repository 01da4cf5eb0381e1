import { canonical } from '../../kernel/canonical.ts';
import { refuse } from './refusal.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject { readonly [key: string]: Json }

/** RFC 8785, with a typed refusal for what has no JSON form: the value may come from anywhere. */
export function canonicalJson(value: unknown): string {
  try {
    return canonical(value);
  } catch (error) {
    return refuse('json-malformed', message(error));
  }
}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    return refuse('json-malformed', message(error));
  }
}

/** Parses text that must be its own canonical form: no second spelling of a leaf can exist. */
export function parseCanonical(text: string): Json {
  const value = parseJson(text);
  if (!isPlainlyCanonical(value, text) && canonicalJson(value) !== text) refuse('not-canonical', 'text is not its RFC 8785 form');
  return value;
}

/**
 * A quick yes for nearly every leaf. JSON.stringify spells numbers and strings as RFC 8785 does; what remains to look at
 * is the order of keys and unpaired surrogates, which it escapes. Where it says no, the full form decides.
 */
export function isPlainlyCanonical(value: Json, text: string): boolean {
  try {
    return !text.includes('\\ud') && JSON.stringify(value) === text && hasSortedKeys(value);
  } catch {
    return false; // nested deeper than its stack
  }
}

function hasSortedKeys(value: Json): boolean {
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    let before: string | null = null;
    for (const [key, inner] of Object.entries(next)) {
      if (!Array.isArray(next) && before !== null && before >= key) return false;
      before = key;
      if (typeof inner === 'object') pending.push(inner);
    }
  }
  return true;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Leaves carry integers in the I-JSON range only; money and scores travel as strings. */
export function refuseFractions(value: Json): void {
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'number' && !Number.isSafeInteger(next)) refuse('number-not-integer', String(next));
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) pending.push(inner);
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
