import { expect, test } from 'vitest';
import { isScore, sumOf } from './points.ts';

test('points are decimals of at most four places within the criterion', () => {
  expect(['0', '15', '14.9999', '3.5'].map((one) => isScore(one, '15'))).toEqual([true, true, true, true]);
  expect(['15.0001', '-1', '1.00001', '', 'a', '1e1'].map((one) => isScore(one, '15'))).toEqual([false, false, false, false, false, false]);
});

test('a sum is exact, and leaves out what is not a number yet', () => {
  expect(sumOf(['0.1', '0.2'])).toBe('0.3');
  expect(sumOf(['12.3456', '', 'x', '7'])).toBe('19.3456');
});
