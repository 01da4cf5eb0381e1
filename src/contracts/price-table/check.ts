import { scaled, sumsOf, yuanText, type PricedItem, type PricedTable } from './sums.ts';
import { PriceTableError, TEMPLATE_VERSION, type Fault, type PriceItem, type PriceTemplate } from './template.ts';
import { readSheets, type Cell, type Sheet } from './xlsx-read.ts';
import { FIRST_ROW } from './xlsx-write.ts';

/**
 * Reads a filled-in table against its template: every item priced, once, and nothing else changed; sums computed here, and a sum
 * that somebody typed must be the same to the fen. All faults are told together.
 */
export function readTable(bytes: Uint8Array, template: PriceTemplate, templateSha256: string): PricedTable {
  const sheet = readSheets(bytes).find((one) => one.get(1)?.get('A')?.text.trim() === TEMPLATE_VERSION);
  if (sheet?.get(1)?.get('B')?.text.trim() !== templateSha256) {
    throw new PriceTableError('table-foreign', { zh: '这不是由本招标文件的清单模板生成的报价表', en: 'this table was not made from the template of these tender documents' });
  }
  const faults: Fault[] = [];
  const priced = pricedItems(sheet, template, faults);
  if (faults.length > 0) throw wrong(faults);
  const table = sumsOf(template, priced);
  checkTyped(sheet, template, table, faults);
  if (faults.length > 0) throw wrong(faults);
  return table;
}

function wrong(faults: readonly Fault[]): PriceTableError {
  const [first] = faults;
  const more = faults.length > 1 ? faults.length - 1 : 0;
  return new PriceTableError('table-wrong', { zh: `${first?.at ?? ''}：${first?.zh ?? ''}${more ? `(另有 ${more} 处)` : ''}`, en: `${first?.at ?? ''}: ${first?.en ?? ''}${more ? ` (and ${more} more)` : ''}` }, { faults });
}

function pricedItems(sheet: Sheet, template: PriceTemplate, faults: Fault[]): PricedItem[] {
  const places = placesOf(sheet, template, faults);
  const priced: PricedItem[] = [];
  for (const item of template.items) {
    const at = places.get(item.id);
    if (at === undefined) {
      faults.push({ at: item.id, zh: '报价表中缺少此项', en: 'this item is missing' });
      continue;
    }
    const row = sheet.get(at) ?? new Map<string, Cell>();
    unchanged(item, at, row, faults);
    const unitPriceFen = priceOf(item, `E${at}`, row.get('E'), faults);
    const rate = rateOf(template, `G${at}`, row.get('G'), faults);
    if (unitPriceFen !== null && rate !== undefined) priced.push({ id: item.id, unitPriceFen, rate });
  }
  return priced;
}

/** Rows may be moved and empty ones put between; an id may be there once, and none that the template does not have. */
function placesOf(sheet: Sheet, template: PriceTemplate, faults: Fault[]): Map<string, number> {
  const known = new Set([...template.items, ...template.fixed].map(({ id }) => id));
  const places = new Map<string, number>();
  for (const [at, row] of sheet) {
    const id = plain(row.get('A'));
    if (at < FIRST_ROW || id === '') {
      if (at >= FIRST_ROW && plain(row.get('E')) !== '') faults.push({ at: `E${at}`, zh: '此价格不属于任何编号的项目', en: 'this price belongs to no item' });
      continue;
    }
    if (!known.has(id)) faults.push({ at: `A${at}`, zh: `编号“${id}”不在清单中`, en: `"${id}" is not in the template` });
    else if (places.has(id)) faults.push({ at: `A${at}`, zh: `编号“${id}”出现两次`, en: `"${id}" is there twice` });
    else places.set(id, at);
  }
  return places;
}

function unchanged(item: PriceItem, at: number, row: Map<string, Cell>, faults: Fault[]): void {
  const name = item.section ? `${item.section} / ${item.zh}` : item.zh;
  if (plain(row.get('B')) !== normal(name)) faults.push({ at: `B${at}`, zh: '项目名称被改动', en: 'the name of the item was changed' });
  if (plain(row.get('C')) !== normal(item.unit)) faults.push({ at: `C${at}`, zh: '单位被改动', en: 'the unit was changed' });
  const quantity = decimalOf(row.get('D'), 4);
  if (quantity === null || scaled(quantity) !== scaled(item.quantity)) faults.push({ at: `D${at}`, zh: `数量被改动，应为 ${item.quantity}`, en: `the quantity was changed, it is ${item.quantity}` });
}

function priceOf(item: PriceItem, at: string, cell: Cell | undefined, faults: Fault[]): bigint | null {
  const say = (zh: string, en: string): null => { faults.push({ at, zh, en }); return null; };
  if (cell === undefined || plain(cell) === '') return say('未填单价', 'no unit price');
  if (cell.formula) return say('单价不能是公式，请填数值', 'a unit price may not be a formula');
  const price = decimalOf(cell, 2);
  if (price === null) return say('单价须为不小于 0、最多两位小数的金额(元)', 'a unit price is an amount in yuan, not negative, with two decimals at most');
  const fen = scaled(price) / 100n;
  if (item.ceilingFen !== undefined && fen > BigInt(item.ceilingFen)) return say(`单价高于限价 ${yuanText(BigInt(item.ceilingFen))} 元`, `the unit price is above its ceiling of ${yuanText(BigInt(item.ceilingFen))} yuan`);
  return fen;
}

/** null where the template knows no rates; undefined where the cell is wrong. */
function rateOf({ tax }: PriceTemplate, at: string, cell: Cell | undefined, faults: Fault[]): string | null | undefined {
  if (tax.rates.length === 0) return null;
  const percent = /^(\d{1,2}(?:\.\d{1,2})?)%$/.exec(plain(cell));
  const value = percent ? decimalText(Number(percent[1]) / 100, 4) : decimalOf(cell, 4);
  const known = value === null || cell?.formula ? undefined : tax.rates.find((one) => scaled(one) === scaled(value));
  if (known === undefined) faults.push({ at, zh: `税率须为 ${tax.rates.map((one) => `${Number(one) * 100}%`).join('、')} 之一`, en: `the rate is one of ${tax.rates.join(', ')}` });
  return known;
}

/** Amounts that somebody typed must be right; formulas are not looked at. */
function checkTyped(sheet: Sheet, template: PriceTemplate, table: PricedTable, faults: Fault[]): void {
  const amounts = new Map<string, bigint>([...table.rows.map((row) => [row.id, row.amountFen] as const), ...template.fixed.map((one) => [one.id, BigInt(one.amountFen)] as const)]);
  for (const [at, row] of sheet) {
    if (at < FIRST_ROW) continue;
    const cell = row.get('F');
    if (cell === undefined || cell.formula || plain(cell) === '') continue;
    const id = plain(row.get('A'));
    const right = id === '' ? table.itemsFen + table.fixedFen : amounts.get(id);
    const typed = decimalOf(cell, 2);
    if (right !== undefined && (typed === null || scaled(typed) / 100n !== right)) faults.push({ at: `F${at}`, zh: `合价应为 ${yuanText(right)}`, en: `the amount is ${yuanText(right)}` });
  }
}

function normal(text: string): string { return text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim(); }
function plain(cell: Cell | undefined): string { return normal(cell?.text ?? ''); }

/** A number as a person typed it or as a program stored it; null where it is none, is negative, or is finer than `places`. */
function decimalOf(cell: Cell | undefined, places: number): string | null {
  const text = plain(cell).replaceAll(/[,\s¥￥]|元$/g, '');
  if (/^(0|[1-9]\d{0,13})(\.\d+)?$/.test(text) && (text.split('.')[1] ?? '').length <= places) return text;
  // programs store binary fractions: 0.1 + 0.2 is there as 0.30000000000000004
  if (!cell?.numeric || !/^\d+(\.\d+)?(E[+-]?\d{1,3})?$/i.test(text)) return null;
  return decimalText(Number(text), places);
}

function decimalText(value: number, places: number): string | null {
  // fifteen digits are what a binary fraction holds
  if (!Number.isFinite(value) || value < 0 || value > 1e13) return null;
  const fixed = value.toFixed(places);
  return Math.abs(Number(fixed) - value) <= Math.max(1e-9, value * 2e-15) ? fixed : null;
}
