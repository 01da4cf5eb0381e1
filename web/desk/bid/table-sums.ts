// A price table as it is being filled in: what each row comes to, what is missing, and the total once nothing is.
import { sumsOf, times, type PricedItem, type PricedTable } from '../../../src/contracts/price-table/sums.ts';
import type { PriceItem, PriceTemplate } from '../../../src/contracts/price-table/template.ts';
import { fenOfYuan } from '../../form/units.ts';

/** As typed: yuan, and the rate chosen. */
export type TypedRow = { price?: string; rate?: string };
export type TypedTable = Readonly<Record<string, TypedRow>>;
export type RowFault = 'missing' | 'amount' | 'ceiling' | 'rate';

export function rowFault({ tax }: PriceTemplate, item: PriceItem, { price = '', rate }: TypedRow = {}): RowFault | null {
  if (price.trim() === '') return 'missing';
  const fen = fenOfYuan(price);
  if (fen === null) return 'amount';
  if (item.ceilingFen !== undefined && fen > item.ceilingFen) return 'ceiling';
  return tax.rates.length > 0 && rateOf(tax, rate) === null ? 'rate' : null;
}

/** The only rate there is need not be chosen. */
export function rateOf({ rates }: PriceTemplate['tax'], chosen: string | undefined): string | null {
  if (rates.length === 1) return rates[0] ?? null;
  return chosen !== undefined && rates.includes(chosen) ? chosen : null;
}

export function rowAmount(item: PriceItem, { price = '' }: TypedRow = {}): bigint | null {
  const fen = fenOfYuan(price);
  return fen === null ? null : times(BigInt(fen), item.quantity);
}

/** null until every row has its price: a total with holes would look like one. */
export function filledTable(template: PriceTemplate, typed: TypedTable): PricedTable | null {
  if (template.items.some((item) => rowFault(template, item, typed[item.id]) !== null)) return null;
  return sumsOf(template, template.items.map((item): PricedItem => ({ id: item.id, unitPriceFen: BigInt(fenOfYuan(typed[item.id]?.price ?? '') ?? 0), rate: rateOf(template.tax, typed[item.id]?.rate) })));
}

/** A table that was read from a workbook, as if it had been typed. */
export function typedOf({ rows }: PricedTable, yuanText: (fen: bigint) => string): TypedTable {
  return Object.fromEntries(rows.map(({ id, unitPriceFen, rate }) => [id, { price: yuanText(unitPriceFen), ...(rate === null ? {} : { rate }) }]));
}
