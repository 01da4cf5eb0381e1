import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { limitInteger, mustParam } from '../../../kernel/params.ts';
import { parseYuan, yuanText } from '../../../kernel/money.ts';
import { must } from '../../../kernel/result.ts';
import { coefficientsOf } from './benchmark.ts';
import { evaluate } from './methods.ts';
import type { EvaluationBid, EvaluationConfig, EvaluationInput, EvaluationRow, Method, Numeric } from './types.ts';

/** The trades of cases/, run straight through the formulas; the numbers expected were computed elsewhere. */
type CaseBid = {
  bidder: string; priceYuan: string; size?: 'micro' | 'small' | 'medium' | 'large'; decrypts?: boolean;
  withdraws?: boolean; late?: boolean; rejectedFor?: string; unqualifiedFor?: string; quotes?: (string | null)[]; leavesBefore?: number; objective?: Record<string, number>;
  adjustments?: { item: string; amountYuan: string }[]; expertSheets?: Record<string, string | number>[];
};
type ResultRow = {
  rank: number; bidder: string; priceScore?: number; total?: number; evaluationPriceYuan?: string;
  criterionMeans?: Record<string, number>;
};
type Lot = {
  lotNo: string; ceilingYuan?: string; budgetYuan?: string; evaluation: EvaluationConfig & { method: Method };
  bids: CaseBid[];
  fewerSuppliers?: { number: number };
  winnerOut?: unknown[]; invited?: unknown; prequalification?: unknown; consortium?: unknown;
  expect: {
    opened?: number; valid?: number; rejected?: string[]; refused?: string[]; benchmarkYuan?: string; results?: ResultRow[];
    top?: ResultRow[]; last?: ResultRow; candidates?: string[]; winner?: string; awardYuan?: string; outcome?: string;
  };
};
type Trade = { id: string; category: 'engineering' | 'gov-procurement'; kind: 'open-tender'; lots: Lot[] };

const folder = join(import.meta.dirname, '../../../../cases');
const trades = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'case.schema.json')
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Trade);

describe.each(trades)('$id', (trade) => {
  test.each(trade.lots)('lot $lotNo comes out as expected', (lot) => {
    const live = lot.bids.filter((bid) => bid.late !== true && bid.withdraws !== true && !turnedAway(lot, bid));
    const least = lot.fewerSuppliers?.number ?? limitInteger(mustParam('minBidders', { category: trade.category, kind: trade.kind }));
    const qualified = live.filter((bid) => bid.unqualifiedFor === undefined);
    if (live.length < least || (qualified.length < live.length && qualified.length < least)) {
      expect(lot.expect.outcome).toBe('failed');
      return;
    }
    for (const drawn of draws(lot)) compare(lot, live, { ...inputOf(lot, live), drawn });
  });
});

/** Where not everybody may bid: the formulas know nothing of who may, so the expectation says whom they never saw. */
function turnedAway({ invited, prequalification, consortium, expect: { refused = [] } }: Lot, { bidder }: CaseBid): boolean {
  return (invited ?? prequalification ?? consortium) !== undefined && refused.includes(bidder);
}

test('bids equal in every respect wait for a draw, and the draw places them', () => {
  const lot = trades.find(({ id }) => id === 'eng-draw-tie')?.lots[0];
  if (lot === undefined) throw new Error('the case of a tie');
  const input = inputOf(lot, lot.bids);
  const before = must(evaluate(input), 'evaluation');
  expect(before.ties).toEqual([['投标人乙', '投标人丙']]);
  expect(before.rows.map(({ rank }) => rank)).toEqual([1, 2, 2, 4]);
  expect(before.candidates).toEqual(['投标人甲']);
  const after = must(evaluate({ ...input, tieOrder: ['投标人丙', '投标人乙'] }), 'evaluation');
  expect(after.ties).toEqual([]);
  expect(after.rows.map(({ bidId, rank }) => [bidId, rank])).toEqual([
    ['投标人甲', 1], ['投标人丙', 2], ['投标人乙', 3], ['投标人丁', 4],
  ]);
  expect(after.candidates).toEqual(['投标人甲', '投标人丙', '投标人乙']);
});

test('joint ranks stay joint after the draw that names the winner', () => {
  const lot = trades.find(({ id }) => id === 'gp-joint-rank')?.lots[0];
  if (lot === undefined) throw new Error('the case of a joint rank');
  const input = inputOf(lot, lot.bids);
  const before = must(evaluate(input), 'evaluation');
  expect([before.jointRanks.length, before.ties.length, before.candidates]).toEqual([1, 1, []]);
  const after = must(evaluate({ ...input, tieOrder: ['供应商乙', '供应商甲'] }), 'evaluation');
  expect(after.rows.map(({ rank }) => rank)).toEqual([1, 1, 3]);
  expect([after.ties, after.candidates]).toEqual([[], ['供应商乙', '供应商甲', '供应商丙']]);
});

function compare(lot: Lot, live: readonly CaseBid[], input: EvaluationInput): void {
  const result = must(evaluate(input), 'evaluation');
  const wanted = lot.expect;
  const ids = new Set(result.rows.map((row) => row.bidId));
  const opened = live.filter((bid) => bid.decrypts !== false);
  if (wanted.opened !== undefined) expect(opened.length).toBe(wanted.opened);
  if (wanted.valid !== undefined) expect(result.rows.length).toBe(wanted.valid);
  if (wanted.rejected !== undefined) {
    expect(opened.filter((bid) => !ids.has(bid.bidder)).map((bid) => bid.bidder)).toEqual(wanted.rejected);
  }
  if (wanted.benchmarkYuan !== undefined) expect(yuanText(result.benchmarkFen ?? 0n)).toBe(wanted.benchmarkYuan);
  if (wanted.results !== undefined) rowsAgree(result.rows, wanted.results);
  if (wanted.top !== undefined) rowsAgree(result.rows.slice(0, wanted.top.length), wanted.top);
  if (wanted.last !== undefined) rowsAgree(result.rows.slice(-1), [wanted.last]);
  if (wanted.candidates !== undefined) expect(result.candidates).toEqual(wanted.candidates);
  // whoever falls out after the report leaves the place to the next
  const gone = lot.winnerOut?.length ?? 0;
  if (wanted.winner !== undefined) expect(result.candidates[gone]).toBe(wanted.winner);
  if (wanted.awardYuan !== undefined) expect(yuanText(result.rows[gone]?.priceFen ?? 0n)).toBe(wanted.awardYuan);
}

function rowsAgree(rows: readonly EvaluationRow[], wanted: readonly ResultRow[]): void {
  expect(rows.length).toBe(wanted.length);
  for (const [index, row] of wanted.entries()) {
    const actual = rows[index];
    expect([actual?.bidId, actual?.rank]).toEqual([row.bidder, row.rank]);
    if (row.priceScore !== undefined) expect(actual?.priceScore).toBe(twoDigits(row.priceScore));
    if (row.total !== undefined) expect(actual?.total).toBe(twoDigits(row.total));
    if (row.evaluationPriceYuan !== undefined) expect(yuanText(actual?.evaluationPriceFen ?? 0n)).toBe(row.evaluationPriceYuan);
    const means = Object.entries(row.criterionMeans ?? {}).map(([id, value]) => [id, twoDigits(value)]);
    if (row.criterionMeans !== undefined) expect(actual?.criterionMeans).toEqual(Object.fromEntries(means));
  }
}

/** Every outcome a draw of coefficients can have: an expectation that is written down must hold for each. */
function draws(lot: Lot): readonly Record<string, Numeric>[] {
  const { benchmark, coefficients } = lot.evaluation;
  let all: Record<string, Numeric>[] = [{}];
  for (const name of benchmark === undefined ? [] : coefficientsOf(benchmark)) {
    all = all.flatMap((drawn) => (coefficients?.[name] ?? []).map((value) => ({ ...drawn, [name]: value })));
  }
  return all;
}

function inputOf(lot: Lot, live: readonly CaseBid[]): EvaluationInput {
  const standsIn = lot.evaluation.method.startsWith('gp') ? lot.budgetYuan : undefined;
  const limitYuan = lot.ceilingYuan ?? standsIn;
  const ceilingFen = limitYuan === undefined ? undefined : fen(limitYuan);
  // where quotes come in rounds the last of them is the price, and who gave none is out
  const rounds = Math.max(...live.map((bid) => bid.quotes?.length ?? 0));
  const quoted = (bid: CaseBid): string | null => (rounds === 0 ? bid.priceYuan : bid.leavesBefore === undefined ? bid.quotes?.[rounds - 1] ?? null : null);
  const bids = live.map((bid): EvaluationBid => ({
    bidId: bid.bidder, priceFen: fen(quoted(bid) ?? bid.priceYuan), decrypted: bid.decrypts !== false,
    valid: bid.rejectedFor === undefined && bid.unqualifiedFor === undefined && quoted(bid) !== null, enterpriseSize: bid.size, objective: bid.objective,
    adjustments: bid.adjustments?.map(({ item, amountYuan }) => ({ item, amountFen: fen(amountYuan) })),
    sheets: (bid.expertSheets ?? []).map(({ expert, ...scores }) => ({ expert: String(expert), scores })),
  }));
  return { method: lot.evaluation.method, config: lot.evaluation, bids, ceilingFen };
}

function fen(yuan: string): bigint {
  return must(parseYuan(yuan), yuan);
}

/** Points in a case are JSON numbers of at most two digits after the point. */
function twoDigits(value: number): string {
  const [whole = '', fraction = ''] = String(value).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
