import type { CaseLot, LotOutcome } from '../../src/play/case-file.ts';
import { criteriaOf } from '../../src/play/evaluation-terms.ts';

interface ExpectedRow { rank: number; bidder: string; priceScore?: number; total?: number; evaluationPriceYuan?: string; criterionMeans?: Record<string, number> }
type Row = LotOutcome['rows'][number];

/** What came out beside what was expected: one line for each difference. Only what the case expects is compared. */
export function differencesOf(lot: CaseLot, outcome: LotOutcome | undefined): string[] {
  if (!outcome) return ['the lot was not played'];
  const own = Object.entries(lot.expect).flatMap(([key, expected]) => compare(key, expected, { lot, outcome }));
  const { retendered, reevaluated, ...terms } = lot;
  const again = reevaluated ? differencesOf({ ...terms, ...reevaluated }, outcome.reevaluated).map((text) => `reevaluated: ${text}`) : [];
  return [...own, ...again, ...(retendered ? differencesOf({ ...terms, ...retendered }, outcome.retendered).map((text) => `retendered: ${text}`) : [])];
}

function compare(key: string, expected: unknown, { lot, outcome }: { lot: CaseLot; outcome: LotOutcome }): string[] {
  switch (key) {
    case 'submitted': return submitted(expected, outcome);
    case 'rounds': return same(key, expected, outcome.rounds ?? 0);
    case 'orders': return same(key, expected, (outcome.orders ?? []).map(({ supplier, priceFen }) => ({ supplier, priceYuan: yuan(priceFen) })));
    case 'opened': case 'valid': return same(key, expected, outcome[key]);
    case 'candidates': return same(key, expected, outcome.candidates.slice(0, Array.isArray(expected) ? Math.max(expected.length, candidatesShown) : candidatesShown));
    case 'winner': return same(key, expected, outcome.winner ?? null);
    case 'outcome': return same(key, expected, outcome.outcome);
    case 'awardYuan': return same(key, expected, yuan(outcome.awardFen));
    case 'benchmarkYuan': return same(key, expected, yuan(outcome.benchmarkFen));
    case 'results': return rows(key, expected as ExpectedRow[], lot, outcome.rows, true);
    case 'top': return rows(key, expected as ExpectedRow[], lot, outcome.rows, false);
    case 'last': return last(expected as Partial<ExpectedRow>, lot, outcome.rows);
    default: return names(key, expected, outcome);
  }
}

const NAMES = ['prequalified', 'refused', 'withdrawn', 'revoked', 'rejected'] as const;

function names(key: string, expected: unknown, outcome: LotOutcome): string[] {
  const list = NAMES.find((name) => name === key);
  return list === undefined ? [`${key}: not known to the runner`] : same(key, sorted(expected), sorted(outcome[list]));
}

/** A bid withdrawn in time was submitted and stands no more: a case may count what came in, or what stood at the deadline. */
function submitted(expected: unknown, outcome: LotOutcome): string[] {
  return expected === outcome.submitted - outcome.withdrawn.length ? [] : same('submitted', expected, outcome.submitted);
}

const candidatesShown = 3;

/** Ranks that several bidders share may come in any order: rows are found by bidder. */
function rows(key: string, expected: readonly ExpectedRow[], lot: CaseLot, actual: readonly Row[], all: boolean): string[] {
  const count = all && expected.length !== actual.length ? [`${key}: ${expected.length} rows expected, ${actual.length} came out`] : [];
  return [...count, ...expected.flatMap((row) => rowDifferences(`${key} ${row.bidder}`, row, lot, actual.find((one) => one.bidder === row.bidder)))];
}

function last(expected: Partial<ExpectedRow>, lot: CaseLot, actual: readonly Row[]): string[] {
  const found = actual.reduce<Row | undefined>((low, row) => (low === undefined || (row.rank ?? 0) >= (low.rank ?? 0) ? row : low), undefined);
  return rowDifferences('last', expected, lot, found);
}

function rowDifferences(what: string, expected: Partial<ExpectedRow>, lot: CaseLot, actual: Row | undefined): string[] {
  if (!actual) return [`${what}: not among the results`];
  const differences: string[] = [];
  if (expected.bidder !== undefined) differences.push(...same(`${what} bidder`, expected.bidder, actual.bidder));
  if (expected.rank !== undefined) differences.push(...same(`${what} rank`, expected.rank, actual.rank ?? null));
  for (const field of ['priceScore', 'total'] as const) {
    if (expected[field] !== undefined) differences.push(...same(`${what} ${field}`, number(expected[field]), number(actual[field])));
  }
  if (expected.evaluationPriceYuan !== undefined) differences.push(...same(`${what} evaluationPriceYuan`, expected.evaluationPriceYuan, yuan(actual.evaluationPriceFen)));
  for (const [id, mean] of Object.entries(expected.criterionMeans ?? {})) {
    const key = criteriaOf(lot.evaluation).find((one) => one.criterion.id === id)?.key ?? id;
    differences.push(...same(`${what} ${id}`, number(mean), number(actual.criterionMeans[key])));
  }
  return differences;
}

function same(what: string, expected: unknown, actual: unknown): string[] {
  return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [`${what}: expected ${JSON.stringify(expected)}, came out ${JSON.stringify(actual)}`];
}

/** Scores are exact to a hundredth; both sides by their digits, so that 30 and "30.00" are one. */
function number(value: number | string | undefined): string | null {
  if (value === undefined || value === '') return null;
  const hundredths = Math.round(Number(value) * 100);
  return (hundredths / 100).toString();
}

function yuan(fen: number | undefined): string | null {
  if (fen === undefined) return null;
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function sorted(value: unknown): string[] { return Array.isArray(value) ? value.map(String).sort() : []; }
