import { expect, test } from 'vitest';
import { regionNames, regionPath, regionsUnder } from './regions.ts';

test('a code is told by its names, the nearest first in English and last in Chinese', () => {
  expect(regionNames('330100')).toEqual({ zh: '杭州市', en: 'Hangzhou, Zhejiang' });
  expect(regionNames('330106')).toEqual({ zh: '杭州市西湖区', en: 'Xihu, Hangzhou' });
  expect(regionNames('33')).toEqual({ zh: '浙江省', en: 'Zhejiang' });
  expect(regionNames('330000').zh).toBe('浙江省');
  expect(regionNames('3301').zh).toBe('杭州市');
  // counties right under a province or a municipality
  expect(regionNames('429004')).toEqual({ zh: '湖北省仙桃市', en: 'Hubei, 429004' });
  expect(regionNames('110108').zh).toBe('北京市海淀区');
});

test('what no list knows stays a code', () => {
  expect(regionNames('339999')).toEqual({ zh: '浙江省 339999', en: 'Zhejiang, 339999' });
  expect(regionNames('990000')).toEqual({ zh: '990000', en: '990000' });
});

test('a place is chosen level by level', () => {
  expect(regionsUnder('').some(({ code, names }) => code === '330000' && names.zh === '浙江省')).toBe(true);
  expect(regionsUnder('').every(({ code }) => code.endsWith('0000'))).toBe(true);
  expect(regionsUnder('330000').map(({ code }) => code)).toContain('330100');
  expect(regionsUnder('330000').map(({ code }) => code)).not.toContain('330106');
  expect(regionsUnder('330100').map(({ code }) => code)).toContain('330106');
  // right under a municipality, and right under a province
  expect(regionsUnder('110000').map(({ code }) => code)).toContain('110108');
  expect(regionsUnder('420000').map(({ code }) => code)).toContain('429004');
  expect(regionsUnder('330106')).toEqual([]);
  expect(regionsUnder('110108')).toEqual([]);
  expect(regionPath('330106')).toEqual(['330000', '330100', '330106']);
  expect(regionPath('110108')).toEqual(['110000', '110108']);
  expect(regionPath('')).toEqual([]);
});
