/** Selection of a limit, lifecycle §0.2: category outranks kind, kind object type, object type stage. */
import { limits } from '../../catalogue/law.ts';
import type { CategoryId, KindId, ParamName } from '../../catalogue/generated.ts';
import type { Limit } from '../../catalogue/types.ts';
import { compare, toRational } from './rational.ts';
import type { Rational } from './rational.ts';
import { assert } from './result.ts';

export type Selectors = {
  readonly category?: CategoryId | undefined;
  readonly kind?: KindId | undefined;
  readonly objectType?: string | undefined;
  /** The stage named in the rule, as `document` or `prequalification`; a rule that names none leaves it out. */
  readonly stage?: string | undefined;
};

const byParam = Map.groupBy(limits, (row) => row.param);

/** The row that applies, or undefined: an absent limit is left out by the rule that asks. */
export function param(name: ParamName, selectors: Selectors = {}): Limit | undefined {
  const matching = (byParam.get(name) ?? []).filter((row) => matches(row, selectors));
  let best: Limit | undefined;
  for (const row of matching) {
    if (best === undefined || rank(row) > rank(best)) best = row;
    else assert(rank(row) < rank(best), `one row of ${name} applies: ${best.id}, ${row.id}`);
  }
  return best;
}

/** As param, for rules of which the catalogue has a row for every case. */
export function mustParam(name: ParamName, selectors: Selectors = {}): Limit {
  const row = param(name, selectors);
  assert(row !== undefined, `the catalogue has a row of ${name}`);
  return row;
}

/** The exact number of a limit; undefined is "no limit". `2/3` stays a fraction. */
export function limitValue(row: Limit): Rational | undefined {
  return row.value === null ? undefined : toRational(row.value);
}

/** Whole numbers: counts, days, minutes. */
export function limitInteger(row: Limit): number {
  const value = limitValue(row);
  assert(value !== undefined && value.den === 1n, `${row.id} is a whole number`);
  return Number(value.num);
}

/** Judges a number by a limit; "no limit" holds always. */
export function satisfies(row: Limit, value: Rational): boolean {
  const bound = limitValue(row);
  if (bound === undefined) return true;
  const order = compare(value, bound);
  if (row.op === '>=') return order >= 0;
  return row.op === '<=' ? order <= 0 : order === 0;
}

function matches(row: Limit, selectors: Selectors): boolean {
  return includes(row.categories, selectors.category) && includes(row.kinds, selectors.kind)
    && includes(row.objectTypes, selectors.objectType) && (row.stage === null || row.stage === selectors.stage);
}

function includes(list: readonly string[] | null, value: string | undefined): boolean {
  return list === null || (value !== undefined && list.includes(value));
}

/** One bit for each selector a row names, the outranking ones worth more than all after them together. */
function rank(row: Limit): number {
  const named = [row.categories, row.kinds, row.objectTypes, row.stage];
  return named.reduce((total, selector) => total * 2 + (selector === null ? 0 : 1), 0);
}
