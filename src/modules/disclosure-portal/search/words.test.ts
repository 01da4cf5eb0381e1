import { expect, test } from 'vitest';
import { askedWords, marked, queryText, vectorText } from './words.ts';

const vector = (title: string, body = '') => vectorText({ title, names: ['QL-2026-GC-0007'], body, facets: { region: ['33', '3301', '330100'] } });

test('years, numbers and codes are words of their own', () => {
  expect(askedWords('2026年ＱＬ-0007标段')).toEqual(['2026', '年', '标段', 'ql-0007']);
  expect(queryText(askedWords('QL-2026_01') ?? [])).toBe("('ql' <-> '2026' <-> '01')");
  expect(queryText(askedWords('QL-2026-001') ?? [])).toBe("('ql' <-> '2026' <-> '001':*)");
  expect(vector('2026年改造')).toContain("'2026':");
  expect(vector('x')).toContain("'region=3301'");
});

test('the words of the trade are kept whole and found by their parts', () => {
  expect(askedWords('施工总承包')).toEqual(['施工总承包']);
  expect(queryText(['施工总承包'])).toBe("('施工总承包' | ('施工' & '工总' & '总承' & '承包'))");
  for (const word of ['施工总承包', '承包', '门诊', '楼', '诊楼']) expect(vector('门诊楼施工总承包')).toContain(`'${word}':`);
});

test('only the last word may be a beginning', () => {
  expect(queryText(['ql', '000'], { stage: 'bidding' })).toBe("'ql' & '000':* & 'stage=bidding'");
  // two digits begin too many codes
  expect(queryText(['ql', '00'])).toBe("'ql' & '00'");
});

test('hostile signs are no words', () => {
  expect(askedWords(`'\\ & | ! :* <-> ()"%_;--`)).toBeNull();
  expect(askedWords('的')).toBeNull();
  expect(queryText(askedWords(`a' | 'b:*`) ?? [])).toBe("'a' & 'b'");
});

test('what was asked for is marked, also across forms', () => {
  expect(marked('ＡＢ路桥梁工程', ['ab', '桥梁'])).toEqual([{ text: 'ＡＢ', hit: true }, { text: '路', hit: false }, { text: '桥梁', hit: true }, { text: '工程', hit: false }]);
  expect(marked('无', ['有'])).toEqual([{ text: '无', hit: false }]);
  expect(marked('新建门诊楼', ['门诊楼工程'])[1]).toEqual({ text: '门诊楼', hit: true });
});
