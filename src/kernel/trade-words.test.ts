import { describe, expect, test } from 'vitest';
import { functionPoints, steps } from '../../catalogue/index.ts';
import { inTrade } from './trade-words.ts';

const bought = (text: string, tongue: 'zh' | 'en' = 'zh') => inTrade(text, 'gov-procurement', tongue);

describe('words of the trade', () => {
  test('who buys, who offers and what they write have their names in government procurement', () => {
    expect(bought('招标文件发布')).toBe('采购文件发布');
    expect(bought('投标文件递交')).toBe('响应文件递交');
    expect(bought('招标人与中标人')).toBe('采购人与中标（成交）人');
    expect(bought('评标委员会')).toBe('评审委员会');
    expect(bought('Tenderers and bidders read the tender documents', 'en')).toBe('Purchasers and suppliers read the procurement documents');
    expect(bought('the tenderer’s decision', 'en')).toBe('the purchaser’s decision');
  });

  test('laws, procedures and methods keep theirs', () => {
    for (const kept of ['招标投标法 第36条', '招标投标法实施条例 第27条', '公开招标', '邀请招标', '经评审的最低投标价法', '最低评标价法']) expect(bought(kept)).toBe(kept);
    expect(bought('An open tender under the Tendering and Bidding Law', 'en')).toBe('An open tender under the Tendering and Bidding Law');
  });

  test('said twice it is said once, and other trades hear what was written', () => {
    const names = [...functionPoints, ...steps].flatMap(({ zh, en }) => [[zh, 'zh'], [en, 'en']] as const);
    expect(names.filter(([text, tongue]) => bought(bought(text, tongue), tongue) !== bought(text, tongue))).toEqual([]);
    expect(inTrade('招标人', 'engineering', 'zh')).toBe('招标人');
    expect(inTrade('招标人', undefined, 'zh')).toBe('招标人');
  });

  test('no name of an act or a step speaks of a tender to who buys', () => {
    const left = [...functionPoints, ...steps].map(({ zh }) => bought(zh)).filter((zh) => /招标|投标|评标/.test(zh));
    expect(left).toEqual([]);
  });
});
