import { expect, test } from 'vitest';
import { stretches, timeFacets, weekOf } from './windows.ts';

const weeks = (count: number, each: number) => Array.from({ length: count }, (_, i) => ({ week: 2_999 - i, n: each }));

test('few documents are looked at at once', () => {
  for (const few of [[], weeks(50, 1_000)]) expect(stretches(few)).toEqual({ newest: null, further: [] });
});

test('many in stretches: the newest weeks, and quarters without a gap or an overlap', () => {
  const { newest, further } = stretches(weeks(104, 4_000));
  expect(newest).toEqual(Array.from({ length: 7 }, (_, i) => `week=${2_999 - i}`));
  expect(further.map((one) => one?.length)).toEqual([3, 2, 2, 2]);
  expect(further.flat()).toEqual(Array.from({ length: 9 }, (_, i) => `quarter=${230 - i}`));
});

test('a week begins on a Thursday, as days since 1970 have it', () => {
  expect(weekOf('1970-01-07T23:59:59.999Z')).toBe(0);
  expect(weekOf('1970-01-08T00:00:00.000Z')).toBe(1);
  expect(timeFacets('1970-04-02T00:00:00.000Z')).toEqual({ week: '13', quarter: '1' });
});
