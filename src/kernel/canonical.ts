/** One spelling of a JSON value, RFC 8785 (JCS): what is signed, hashed and compared. */
import canonicalize from 'canonicalize';
import { assert } from './result.ts';

/** Throws for what JSON cannot hold (undefined, a function, a big integer, NaN): such a value must not be signed. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  assert(text !== undefined, 'a JSON value');
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonical(value));
}
