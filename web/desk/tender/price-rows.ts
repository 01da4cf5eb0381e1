// Rows of a price table as typed, and the template they make. Pure.
import type { PriceTemplate } from '../../../src/contracts/price-table/index.ts';
import { fenOfYuan } from '../../form/units.ts';

export interface Row { zh: string; unit: string; quantity: string; section?: string; ceiling?: string }
export interface Fixed { zh: string; amount: string }
export interface Typed { title: string; taxIncluded: boolean; rates: string; rows: readonly Row[]; fixed: readonly Fixed[] }

/** As the contract has it, without loading its validator. */
export const suffix = '.price-table.json';

export const emptyRow: Row = { zh: '', unit: '', quantity: '' };

/** `v`, ids and fen are put in here; what is wrong is found by the template's own check afterwards. */
export function templateOf({ title, taxIncluded, rates, rows, fixed }: Typed): PriceTemplate {
  const used = rows.filter(({ zh, unit, quantity }) => `${zh}${unit}${quantity}`.trim() !== '');
  return {
    v: 'qinglan-price-table-1', title: title.trim(), currency: 'CNY', tax: { included: taxIncluded, rates: rates.split(/[\s,，、]+/).filter((rate) => rate !== '') },
    items: used.map(({ zh, unit, quantity, section, ceiling }, i) => {
      const ceilingFen = ceiling === undefined || ceiling.trim() === '' ? null : fenOfYuan(ceiling);
      return {
        id: String(i + 1), zh: zh.trim(), unit: unit.trim(), quantity: quantity.normalize('NFKC').replaceAll(/[,\s]/g, ''), ...(section?.trim() ? { section: section.trim() } : {}), ...(ceilingFen === null ? {} : { ceilingFen }),
      };
    }),
    fixed: fixed.filter(({ zh }) => zh.trim() !== '').map(({ zh, amount }, i) => ({ id: `F${i + 1}`, zh: zh.trim(), amountFen: fenOfYuan(amount) ?? -1 })),
  };
}

/** Pasted from a spreadsheet, where a comma belongs to a number, or written with commas: name, unit, quantity, ceiling, section. */
export function rowsOf(pasted: string): Row[] {
  return pasted.split(/\r?\n/).map((line) => line.split(line.includes('\t') ? '\t' : /[,，]/).map((cell) => cell.trim())).filter((cells) => cells.length >= 3 && cells[0] !== '')
    .map(([zh = '', unit = '', quantity = '', ceiling = '', section = '']) => ({ zh, unit, quantity, ...(ceiling === '' ? {} : { ceiling }), ...(section === '' ? {} : { section }) }));
}
