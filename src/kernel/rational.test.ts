import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as r from './rational.ts';

test('texts and JSON numbers are read exactly', () => {
  const read = (value: string | number): [bigint, bigint] | undefined => {
    const parsed = r.parseRational(value);
    return parsed === undefined ? undefined : [parsed.num, parsed.den];
  };
  expect([read('2/3'), read('0.015'), read(0.1), read(-2.5), read('007'), read(1e-7), read(1e21)])
    .toEqual([[2n, 3n], [3n, 200n], [1n, 10n], [-5n, 2n], [7n, 1n], [1n, 10_000_000n], [10n ** 21n, 1n]]);
  expect(['', '1.', '.5', '1/0', 'x', '1e3', ' 1', '1'.repeat(61), Number.NaN, Number.POSITIVE_INFINITY].map(read))
    .toEqual(Array.from({ length: 10 }, () => undefined));
});

test('a half goes up, and only a half', () => {
  const rounded = (text: string): bigint => r.roundToHundredths(r.toRational(text));
  expect(['29.845', '29.8449999', '29.855', '0.005', '-0.005', '0.0049'].map(rounded)).toEqual([2985n, 2984n, 2986n, 1n, -1n, 0n]);
  // 1.005 as a binary number is below 1.005; as text it is not.
  expect(rounded('1.005')).toBe(101n);
  expect([r.hundredthsText(2985n), r.hundredthsText(5n), r.hundredthsText(-5n)]).toEqual(['29.85', '0.05', '-0.05']);
});

const small = fc.tuple(fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([num, den]) => r.rational(num, den));

test('arithmetic keeps its laws', () => {
  fc.assert(fc.property(small, small, small, (a, b, c) => {
    expect(r.add(a, b)).toEqual(r.add(b, a));
    expect(r.multiply(a, r.add(b, c))).toEqual(r.add(r.multiply(a, b), r.multiply(a, c)));
    expect(r.subtract(r.add(a, b), b)).toEqual(a);
    expect(r.compare(a, b)).toBe(-r.compare(b, a) + 0);
    if (b.num !== 0n) expect(r.multiply(r.divide(a, b), b)).toEqual(a);
  }));
});

test('rounding is never off by more than a half', () => {
  fc.assert(fc.property(small, (a) => {
    const off = r.absolute(r.subtract(r.rational(r.roundHalfUp(a)), a));
    expect(r.compare(off, r.rational(1n, 2n))).toBeLessThanOrEqual(0);
  }));
});
