import type { PriceTemplate } from './template.ts';

/** What a bidder says of one item. */
export interface PricedItem { id: string; unitPriceFen: bigint; rate: string | null }
export interface PricedRow extends PricedItem { amountFen: bigint; taxFen: bigint }
export interface PricedTable { rows: PricedRow[]; itemsFen: bigint; fixedFen: bigint; taxFen: bigint; totalFen: bigint }

/**
 * Quantity times unit price, each row rounded to the fen (half up), then added: the sums everybody gets with pencil and paper.
 * Where prices are without tax, the tax of each row comes on top; where they include it, it is told and changes nothing.
 */
export function sumsOf(template: PriceTemplate, priced: readonly PricedItem[]): PricedTable {
  const byId = new Map(priced.map((one) => [one.id, one]));
  const rows = template.items.map((item): PricedRow => {
    const one = byId.get(item.id);
    if (!one) throw new Error(`item ${item.id} has no price`);
    const amountFen = times(one.unitPriceFen, item.quantity);
    return { ...one, amountFen, taxFen: one.rate === null ? 0n : template.tax.included ? taxWithin(amountFen, one.rate) : times(amountFen, one.rate) };
  });
  const itemsFen = rows.reduce((sum, row) => sum + row.amountFen, 0n);
  const taxFen = rows.reduce((sum, row) => sum + row.taxFen, 0n);
  const fixedFen = template.fixed.reduce((sum, one) => sum + BigInt(one.amountFen), 0n);
  return { rows, itemsFen, fixedFen, taxFen, totalFen: itemsFen + fixedFen + (template.tax.included ? 0n : taxFen) };
}

const scale = 10_000n;

/** A decimal of at most four places, in ten-thousandths. */
export function scaled(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole) * scale + BigInt(fraction.padEnd(4, '0'));
}

export function times(fen: bigint, decimal: string): bigint { return rounded(fen * scaled(decimal), scale); }

function taxWithin(amountFen: bigint, rate: string): bigint { return rounded(amountFen * scaled(rate), scale + scaled(rate)); }

/** Half up; nothing here is negative. */
function rounded(numerator: bigint, denominator: bigint): bigint { return (2n * numerator + denominator) / (2n * denominator); }

export function yuanText(fen: bigint): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
