import { expect, test } from 'vitest';
import { explained, terms } from './terms.ts';

test('a term is cut out of the text, once, and nothing of the text is lost', () => {
  const pieces = explained('资格预审后发出澄清，澄清须提前', 'zh');
  expect(pieces.map((piece) => (typeof piece === 'string' ? piece : `[${piece.zh}]`)).join('')).toBe('[资格预审]后发出[澄清]，澄清须提前');
});

test('English keeps its own letters', () => {
  expect(explained('Clarification is late', 'en').map((piece) => (typeof piece === 'string' ? piece : piece.en))).toEqual(['Clarification', ' is late']);
});

test('every term says what it means in both languages', () => {
  expect(terms.filter(({ meansZh, meansEn }) => meansZh === '' || meansEn === '')).toEqual([]);
});
