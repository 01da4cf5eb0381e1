import { expect, test } from 'vitest';
import { yuanText } from '../../../src/contracts/price-table/sums.ts';
import { readTable, writeTable, readTemplate } from '../../../src/contracts/price-table/index.ts';
import { filledTable, rowAmount, rowFault, typedOf, type TypedTable } from './table-sums.ts';

const template = readTemplate(new TextEncoder().encode(JSON.stringify({
  v: 'qinglan-price-table-1', title: 'T', currency: 'CNY', tax: { included: false, rates: ['0.09', '0.06'] },
  items: [{ id: '1', zh: '土方', unit: 'm3', quantity: '12.345' }, { id: '2', zh: '砌体', unit: 'm3', quantity: '3', ceilingFen: 50_000 }],
  fixed: [{ id: 'Z', zh: '暂列金额', amountFen: 100_000 }],
})));
const [earth, walls] = template.items;
const typed: TypedTable = { 1: { price: '1,000.01', rate: '0.09' }, 2: { price: '500', rate: '0.06' } };

test('there is no total while a row is missing, wrong, above its ceiling, or without its rate', () => {
  if (!earth || !walls) throw new Error('no items');
  expect(rowFault(template, earth, undefined)).toBe('missing');
  expect(rowFault(template, earth, { price: '1.234', rate: '0.09' })).toBe('amount');
  expect(rowFault(template, walls, { price: '500.01', rate: '0.09' })).toBe('ceiling');
  expect(rowFault(template, walls, { price: '500' })).toBe('rate');
  for (const broken of [{}, { ...typed, 2: { price: '500' } }, { ...typed, 1: { price: '-1', rate: '0.09' } }]) expect(filledTable(template, broken)).toBeNull();
});

test('the total is exact to the fen, row by row, with tax and the fixed sums', () => {
  if (!earth) throw new Error('no items');
  // 12.345 × 1000.01 = 12345.12345 → 12345.12; its tax 1111.06; 3 × 500 = 1500, its tax 90; fixed 1000
  expect(rowAmount(earth, typed['1'])).toBe(1_234_512n);
  expect(filledTable(template, typed)).toMatchObject({ itemsFen: 1_384_512n, fixedFen: 100_000n, taxFen: 120_106n, totalFen: 1_604_618n });
});

test('what is typed, written to a workbook and read again is the same', () => {
  const table = filledTable(template, typed);
  if (!table) throw new Error('not filled');
  const digest = 'a'.repeat(64);
  const again = readTable(writeTable(template, digest, table), template, digest);
  expect(filledTable(template, typedOf(again, yuanText))?.totalFen).toBe(table.totalFen);
});
