import type { LimitHelp } from '../../src/contracts/help.ts';

export interface LimitedLot { category: string; kind: string; objectType?: string | undefined; stage?: string | undefined; /** the dates of the lot, by which one knows whether it prequalifies */ deadlines?: readonly { event: string }[] }
interface Judged { id: string; limits: readonly LimitHelp[] }

/**
 * The rules that can bear on this lot: not those whose limits are set for other trades alone, nor those of a prequalification where
 * there is none; while one runs the documents are issued for it, and nothing is judged that belongs to the tender.
 */
export function rulesFor<R extends Judged>(rules: readonly R[], lot: LimitedLot | undefined): R[] {
  if (!lot) return [...rules];
  const runs = prequalifies(lot.stage);
  const before = runs || (lot.deadlines?.some(({ event }) => event === 'prequal-deadline') ?? false);
  return rules.filter(({ id, limits }) => (before || !id.startsWith('r-prequal-')) && !(runs && TENDER_ALONE.has(id)) && (limits.length === 0 || bearing(limits, lot).some(({ value }) => value !== null)));
}

const TENDER_ALONE: ReadonlySet<string> = new Set(['r-notice-period', 'r-deposit-cap', 'r-no-floor-price', 'r-price-weight', 'r-sme-deduction']);

/**
 * The limits that bear on this lot, chosen as the platform chooses them: of all that name its category, method and object the one
 * that names most. What is not set is no limit. Without a lot (a new project) every trade's own is shown.
 */
export function limitsFor(limits: readonly LimitHelp[], lot: LimitedLot | undefined): LimitHelp[] {
  if (lot) return bearing(limits, lot).filter(({ value }) => isSet(value));
  const own = new Set(limits.filter(({ categories }) => categories !== null).map(({ param }) => param));
  return limits.filter(({ value, categories, param }) => isSet(value) && (categories !== null || !own.has(param)));
}

function bearing(limits: readonly LimitHelp[], lot: LimitedLot): LimitHelp[] {
  const here = limits.filter((row) => names(row.categories, lot.category) && names(row.kinds, lot.kind) && names(row.objectTypes, lot.objectType) && runsIn(row.stage, lot.stage));
  const outranked = (row: LimitHelp): boolean => here.some((other) => other.param === row.param && rank(other) > rank(row) && (other.stage === null || other.stage === row.stage || PHASES.has(other.stage)));
  return here.filter((row) => !outranked(row));
}

/** What is judged in one phase of the trade alone. Other stages are cases of one phase (remote, large, …), told beside the rule they vary. */
const PHASES: ReadonlySet<string> = new Set(['prequalification', 'document']);

function runsIn(stage: string | null, now: string | undefined): boolean {
  return stage === null || !PHASES.has(stage) || (stage === 'prequalification') === prequalifies(now);
}

function prequalifies(now: string | undefined): boolean { return now?.startsWith('prequal-') ?? false; }

function names(list: readonly string[] | null, value: string | undefined): boolean { return list === null || (value !== undefined && list.includes(value)); }
function isSet(value: LimitHelp['value']): boolean { return value !== null && value !== 0; }

/** As the platform ranks them: category before kind, kind before object, object before stage. */
function rank({ categories, kinds, objectTypes, stage }: LimitHelp): number {
  return [categories, kinds, objectTypes, stage].reduce((sum, one) => sum * 2 + (one === null ? 0 : 1), 0);
}
