import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, fromBase64, fromBase64Url, fromUnpaddedBase64, sameBytes, toBase64, toBase64Url, toHex } from './bytes.ts';

it('base64 texts are those of Node, and one per value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytesOf(bytes));
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytesOf(bytes));
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (text) => {
      const bytes = fromBase64Url(text);
      if (bytes !== undefined) expect(toBase64Url(bytes)).toBe(text);
      else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
    }),
    { numRuns: 1000 },
  );
});

it('refuses other spellings', () => {
  for (const text of ['A', 'AB', 'AAB', 'AA==', 'A A', '*', 'AA\n']) expect(fromUnpaddedBase64(text), text).toBeUndefined();
  for (const text of ['A', 'AA', 'AA=A', 'A===', 'AA= ']) expect(fromBase64(text), text).toBeUndefined();
});

it('compares lengths and every byte', () => {
  expect(sameBytes(bytesOf(Uint8Array.of(1, 2)), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
});
