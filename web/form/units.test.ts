import { describe, expect, it } from 'vitest';
import { fenOfYuan, instantOfLocal, localOfInstant, yuanOfFen } from './units.ts';

describe('money as people type it', () => {
  it.each([['1,234.5', 123_450], ['0.01', 1], ['１２３', 12_300], [' 7 ', 700], ['1.234', null], ['-1', null], ['', null], ['9999999999999.99', 999_999_999_999_999]])('%s', (typed, fen) => {
    expect(fenOfYuan(typed)).toBe(fen);
  });
  it('comes back as it was', () => {
    for (const fen of [1, 10, 99, 100, 123_450]) expect(fenOfYuan(yuanOfFen(fen))).toBe(fen);
  });
});

it('a time is Beijing\'s on the page and UTC on the wire', () => {
  expect(instantOfLocal('2026-03-02T09:30')).toBe('2026-03-02T01:30:00.000Z');
  expect(localOfInstant('2026-03-01T16:00:05.000Z')).toBe('2026-03-02T00:00:05');
});
