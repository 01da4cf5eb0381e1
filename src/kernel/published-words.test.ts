import { expect, test } from 'vitest';
import { kindIds } from '../../catalogue/index.ts';
import { isMoneyKey, publishedWord } from './published-words.ts';

test('ids of methods, procedures and results are told in words, other values are left', () => {
  expect(publishedWord('evaluationMethod', 'comprehensive')).toMatchObject({ zh: '综合评估法', en: 'Comprehensive evaluation' });
  expect(kindIds.filter((id) => publishedWord('procurementMethod', id) === null)).toEqual([]);
  expect(publishedWord('result', 'ok')?.zh).toBe('成功');
  expect(publishedWord('result', '合格')).toBeNull();
  expect(publishedWord('projectName', 'ok')).toBeNull();
});

test('money is known by its key', () => {
  expect(['priceFen', 'awardPrice', 'depositAmount', 'budget', 'ceilingPrice'].filter((key) => !isMoneyKey(key))).toEqual([]);
  expect(['duration', 'rank', 'bidPrices', 'lotNo'].filter(isMoneyKey)).toEqual([]);
});
