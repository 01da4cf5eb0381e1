import { expect, test } from 'vitest';
import { titled } from './title.ts';

test('a word that ends the name and begins what is said of it is said once', () => {
  expect(titled('教学设备采购', '采购意向')).toBe('教学设备采购意向');
  expect(titled('教学设备', '采购意向')).toBe('教学设备采购意向');
  expect(titled('东湖大道施工招标', '招标公告')).toBe('东湖大道施工招标公告');
  // one letter in common is chance
  expect(titled('东湖大道招', '招标公告')).toBe('东湖大道招招标公告');
});
