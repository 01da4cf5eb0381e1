import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatWanYuan, formatYuan, parseYuan, yuanText } from './money.ts';

test.each([['0', 0n], ['1', 100n], ['12865400.00', 1286540000n], ['0.05', 5n], ['7.5', 750n], ['999999999999999999.99', 99999999999999999999n]])(
  '%s is read', (text, fen) => expect(parseYuan(text)).toEqual({ ok: true, value: fen }),
);

test.each(['', '.5', '5.', '-1', '+1', '01', '1,000', '1.234', ' 1', '1 ', '1e3', '１', 'NaN', '0x10', '1.2.3'])(
  '"%s" is refused', (text) => expect(parseYuan(text)).toEqual({ ok: false, error: { code: 'money-malformed' } }),
);

test('more than 20 digits are refused', () => {
  expect(parseYuan('1000000000000000000.00')).toEqual({ ok: false, error: { code: 'money-too-long' } });
  expect(parseYuan('1000000000000000000')).toEqual({ ok: false, error: { code: 'money-too-long' } });
  expect(parseYuan('9'.repeat(10_000))).toEqual({ ok: false, error: { code: 'money-too-long' } });
});

test('people read grouped yuan and ten thousands, exact', () => {
  expect([formatYuan(1286540000n), formatYuan(5n), formatYuan(-123456n)]).toEqual(['12,865,400.00 元', '0.05 元', '-1,234.56 元']);
  expect([formatWanYuan(1286540000n), formatWanYuan(100000000n), formatWanYuan(1n), formatWanYuan(1234567890000n)])
    .toEqual(['1,286.54 万元', '100 万元', '0.000001 万元', '1,234,567.89 万元']);
});

test('what is written is read back', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }), (fen) => {
    expect(parseYuan(yuanText(fen))).toEqual({ ok: true, value: fen });
  }));
});
