import { expect, test } from 'vitest';
import { dateTime, spanUntil, tenThousandYuan, yuan } from './format.ts';

test('amounts are exact', () => {
  expect([yuan(0), yuan(5), yuan(123456789), yuan(-100), yuan(9007199254740991)]).toEqual(
    ['0.00', '0.05', '1,234,567.89', '−1.00', '90,071,992,547,409.91']);
  expect([tenThousandYuan(35000000), tenThousandYuan(1), tenThousandYuan(123456789), tenThousandYuan(1234500000)]).toEqual(
    ['35.00', '0.000001', '123.456789', '1,234.50']);
});

test('times are of UTC+8', () => {
  expect(dateTime('2026-11-23T16:30:05.900Z')).toBe('2026-11-24 00:30:05');
  expect(dateTime('2026-11-23T16:30:05.900Z', false)).toBe('2026-11-24 00:30');
});

test('a deadline is over at its very millisecond', () => {
  expect(spanUntil(1000, 999)).toEqual({ days: 0, clock: '00:00:01', over: false });
  expect(spanUntil(1000, 1000)).toEqual({ days: 0, clock: '00:00:00', over: true });
  expect(spanUntil(90_061_000, 0)).toEqual({ days: 1, clock: '01:01:01', over: false });
});
