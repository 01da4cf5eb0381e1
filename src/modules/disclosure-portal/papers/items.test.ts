import { expect, test } from 'vitest';
import type { Rec } from '../../../platform/records.ts';
import type { Lot } from '../../project-intake/index.ts';
import { furtherItems, itemsOf } from './items.ts';

const lot = (category: string) => ({ id: '44444444-4444-4444-8444-444444444444', data: { category, duration: '150 日历天', quality: '合格' } }) as unknown as Rec<Lot>;

test('a notice says what the trade is, where documents are had, and whom to ask; what an item says is not said twice', () => {
  const project = { overview: '改造步道 2.6 公里', fundSource: '财政资金', contact: '联系人 0571-00000000' };
  const rows = Object.fromEntries(furtherItems({ lot: lot('engineering'), project }, { fundSource: '财政资金' }, 'https://city.example'));
  expect(rows).toMatchObject({ 项目概况: '改造步道 2.6 公里', '工期/交货期': '150 日历天', 质量要求: '合格', 联系方式: '联系人 0571-00000000' });
  expect(rows['招标文件获取方式']).toContain('https://city.example/lots/44444444');
  expect(rows).not.toHaveProperty('资金来源');
  expect(Object.keys(Object.fromEntries(furtherItems({ lot: lot('gov-procurement'), project }, {}, ''))).join()).toContain('采购文件获取方式');
});

test('no deposit is said in words, not as nought', () => {
  expect(itemsOf({ category: 'engineering' } as Lot, 'not-publish', { depositAmount: 0 }).map(([, value]) => value)).toEqual(['不收取']);
});
