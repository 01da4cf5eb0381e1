import { expect, test } from 'vitest';
import { lawName } from './law-names.ts';

test('a basis is told in English as a whole or not at all', () => {
  expect(lawName('招标投标法 第23条、实施条例 第21条', 'en')).toBe('Tendering and Bidding Law Art. 23, Implementing Regulations Art. 21');
  expect(lawName('参照94号令', 'en')).toBe('after Order No. 94');
  expect(lawName('各地优化营商环境规定', 'en')).toBe('各地优化营商环境规定');
  expect(lawName('实施条例 第16条', 'zh')).toBe('实施条例 第16条');
});
