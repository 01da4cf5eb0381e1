import { expect, test } from 'vitest';
import { bidderZh } from './bidder-zh.ts';
import { deskZh } from './desk-zh.ts';
import { tendererZh } from './tenderer-zh.ts';
import { textsInTrade } from './trade.ts';
import { zh } from './zh.ts';

const texts = { who: '招标人', list: ['投标文件', '开标'], said: (name: string, n: number) => `投标人 ${name} 的第 ${n} 份投标文件`, deep: { amount: () => ({ value: '1', unit: '评标' }) } };

test('a text speaks the words of the trade, and leaves what it was given', () => {
  const bought = textsInTrade(texts, 'gov-procurement', 'zh');
  expect(bought.who).toBe('采购人');
  expect(bought.list).toEqual(['响应文件', '开标']);
  expect(bought.said('招标投标设备公司', 2)).toBe('供应商 招标投标设备公司 的第 2 份响应文件');
  expect(bought.deep.amount()).toEqual({ value: '1', unit: '评审' });
  expect(textsInTrade(texts, 'gov-procurement', 'zh')).toBe(bought);
});

test('other trades are told what was written', () => {
  expect(textsInTrade(texts, undefined, 'zh')).toBe(texts);
  expect(textsInTrade(texts, 'engineering', 'zh')).toBe(texts);
});

test.each([['pages', zh], ['desks', deskZh], ['bidder', bidderZh], ['tenderer', tendererZh]] as const)('who buys reads nothing of a tender on the %s, but what the law itself calls so', (_what, all) => {
  const left: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      const rest = value.replaceAll(/招标投标法|电子招标投标办法|公开招标|邀请招标|经评审的最低投标价法|最低评标价法/g, '');
      if (/招标|投标|评标|标段/.test(rest)) left.push(value);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(textsInTrade(all, 'gov-procurement', 'zh'));
  expect(left).toEqual([]);
});
