import { expect, test } from 'vitest';
import { checkSign, isCreditCode } from './credit-code.ts';

// Published codes of well-known public bodies and companies.
test.each(['91110000802100433B', '91330100799655058B', '914403001922038216', '12100000400000624D'])('%s', (code) => {
  expect(checkSign(code.slice(0, 17))).toBe(code[17]);
  expect(isCreditCode(code)).toBe(true);
});

test('a changed, exchanged, missing or foreign sign is found', () => {
  for (const bad of ['91110000802100434B', '91110000802104033B', '91110000802100433', '91110000802100433b', '9111000080210043SB', '']) {
    expect(isCreditCode(bad)).toBe(false);
  }
});
