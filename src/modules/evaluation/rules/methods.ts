/** The five evaluation methods, lifecycle §3.3 to §3.7: exact, pure, and the same for whoever recomputes them. */
import { hundredthsText, multiply, one, rational, roundHalfUp, subtract } from '../../../kernel/rational.ts';
import { mustParam, limitInteger } from '../../../kernel/params.ts';
import { assert, err, ok } from '../../../kernel/result.ts';
import type { Result } from '../../../kernel/result.ts';
import { abnormallyLow } from './abnormally-low.ts';
import { benchmarkFen } from './benchmark.ts';
import { comparesPricesOnly, isGovernmentProcurement, readTerms } from './config.ts';
import type { Terms } from './config.ts';
import { criterionPoints } from './criteria.ts';
import { deviationScore, interpolatedScore, ratioScore, withAddedShare } from './price-score.ts';
import { rankBids } from './ranking.ts';
import type { Ranking } from './ranking.ts';
import type { Evaluation, EvaluationBid, EvaluationError, EvaluationInput, EvaluationRow } from './types.ts';

type Scored = {
  readonly bid: EvaluationBid;
  readonly evaluationPriceFen: bigint;
  readonly priceScore: bigint | null;
  readonly means: ReadonlyMap<string, bigint>;
  readonly objective: bigint | null;
  readonly technical: bigint;
  readonly total: bigint | null;
};

export function evaluate(input: EvaluationInput): Result<Evaluation, EvaluationError> {
  const twice = input.bids.find((bid, index) => input.bids.findIndex((other) => other.bidId === bid.bidId) !== index);
  if (twice !== undefined) return err({ code: 'bid-twice', bidId: twice.bidId });
  const terms = readTerms(input);
  if (!terms.ok) return terms;
  const valid = input.bids.filter((bid) => counts(bid, input.ceilingFen) && bid.valid);
  const benchmark = benchmarkOf(input, terms.value, valid);
  if (!benchmark.ok) return benchmark;
  const scored: Scored[] = [];
  for (const bid of valid) {
    const row = scoreBid(bid, terms.value, benchmark.value, valid);
    if (!row.ok) return row;
    scored.push(row.value);
  }
  const ranking = rankBids(scored.map(standing), {
    tieKeys: terms.value.tieKeys, joint: terms.value.joint, tieOrder: input.tieOrder ?? [],
    candidatesMax: limitInteger(mustParam('candidatesMax')),
  });
  return ok({
    benchmarkFen: benchmark.value, rows: rowsOf(ranking, scored), ties: ranking.ties,
    jointRanks: ranking.jointRanks, candidates: ranking.candidates,
    abnormallyLow: abnormallyLow(valid, input.ceilingFen),
  });
}

/** D alone, to be fixed once (lifecycle §3.1); null where the method compares with none or no bid counts. */
export function benchmarkToFix(input: EvaluationInput): Result<bigint | null, EvaluationError> {
  const terms = readTerms(input);
  if (!terms.ok) return terms;
  if (terms.value.benchmark === null) return ok(null);
  return benchmarkOf(input, terms.value, input.bids.filter((bid) => counts(bid, input.ceilingFen) && bid.valid));
}

/** Opened and not above the ceiling: what `benchmarkBase = opened` means. A price equal to the ceiling is valid. */
export function counts(bid: EvaluationBid, ceilingFen: bigint | undefined): boolean {
  const above = bid.overCeiling === true || (ceilingFen !== undefined && bid.priceFen > ceilingFen);
  return bid.decrypted && !above;
}

/** The quote, less the share of micro and small firms or plus what the documents quantify; to the fen. */
export function evaluationPriceFen(bid: EvaluationBid, terms: Pick<Terms, 'method' | 'share' | 'addsPoints'>): bigint {
  if (terms.method === 'lowest-evaluated') {
    return (bid.adjustments ?? []).reduce((total, { amountFen }) => total + amountFen, bid.priceFen);
  }
  // Government procurement allows no other adjustment of the price (lifecycle §3.7), so adjustments are not read here.
  if (!isGovernmentProcurement(terms.method) || terms.addsPoints || !isSmall(bid)) return bid.priceFen;
  return roundHalfUp(multiply(rational(bid.priceFen), subtract(one, terms.share)));
}

/** D, or the lowest evaluation price in government procurement; null where nothing is compared with a benchmark. */
function benchmarkOf(
  input: EvaluationInput, terms: Terms, valid: readonly EvaluationBid[],
): Result<bigint | null, EvaluationError> {
  if (terms.benchmark === null) {
    if (terms.method !== 'gp-comprehensive' || valid.length === 0) return ok(null);
    return ok(lowest(valid.map((bid) => evaluationPriceFen(bid, terms))));
  }
  if (input.fixedBenchmarkFen !== undefined) return ok(input.fixedBenchmarkFen);
  const base = terms.base === 'valid' ? valid : input.bids.filter((bid) => counts(bid, input.ceilingFen));
  if (base.length === 0) return ok(null);
  return benchmarkFen({
    benchmark: terms.benchmark, pricesFen: base.map((bid) => bid.priceFen), ceilingFen: input.ceilingFen,
    coefficients: terms.coefficients,
  });
}

function scoreBid(
  bid: EvaluationBid, terms: Terms, benchmark: bigint | null, valid: readonly EvaluationBid[],
): Result<Scored, EvaluationError> {
  const price = evaluationPriceFen(bid, terms);
  if (comparesPricesOnly(terms.method)) {
    const nothing = { priceScore: null, means: new Map<string, bigint>(), objective: null, technical: 0n, total: null };
    return ok({ bid, evaluationPriceFen: price, ...nothing });
  }
  const points = criterionPoints(bid, terms.criteria, terms.dropExtremes);
  if (!points.ok) return points;
  const priceScore = priceScoreOf(bid, price, terms, { benchmark, valid });
  const total = [...points.value.means.values()].reduce((sum, part) => sum + part, priceScore);
  return ok({ bid, evaluationPriceFen: price, priceScore, ...points.value, total });
}

function priceScoreOf(
  bid: EvaluationBid, price: bigint, terms: Terms,
  among: { readonly benchmark: bigint | null; readonly valid: readonly EvaluationBid[] },
): bigint {
  const bounds = { max: terms.max, min: terms.min };
  const d = among.benchmark;
  assert(d !== null && d > 0n, 'a benchmark above nothing wherever a bid is scored');
  if (terms.method === 'gp-comprehensive') {
    // Consortia and services at a fixed national price come with later rules; the quote is the final one.
    return terms.addsPoints && isSmall(bid) ? withAddedShare(price, d, bounds, terms.share) : ratioScore(price, d, bounds);
  }
  if (terms.formula === 'ps-deviation') return deviationScore(price, d, bounds, terms);
  if (terms.formula === 'ps-interpolate') return interpolatedScore(price, d, bounds, terms);
  const lowestFen = terms.benchmark === 'bm-lowest' ? d : lowest(among.valid.map((one) => one.priceFen));
  return ratioScore(price, lowestFen, bounds);
}

function standing(scored: Scored): Parameters<typeof rankBids>[0][number] {
  return {
    bidId: scored.bid.bidId, priceFen: scored.bid.priceFen, technical: scored.technical,
    creditGrade: scored.bid.creditGrade, merit: scored.total ?? -scored.evaluationPriceFen,
  };
}

function rowsOf(ranking: Ranking, scored: readonly Scored[]): readonly EvaluationRow[] {
  const byId = new Map(scored.map((one) => [one.bid.bidId, one]));
  return ranking.order.map(({ bidId, rank }) => {
    const one = byId.get(bidId);
    assert(one !== undefined, 'a ranked bid was scored');
    return {
      bidId, rank, priceFen: one.bid.priceFen, evaluationPriceFen: one.evaluationPriceFen,
      priceScore: textOf(one.priceScore), objective: textOf(one.objective), total: textOf(one.total),
      criterionMeans: Object.fromEntries([...one.means].map(([id, value]) => [id, hundredthsText(value)])),
    };
  });
}

function textOf(value: bigint | null): string | null {
  return value === null ? null : hundredthsText(value);
}

function isSmall(bid: EvaluationBid): boolean {
  return bid.enterpriseSize === 'micro' || bid.enterpriseSize === 'small';
}

function lowest(prices: readonly bigint[]): bigint {
  return prices.reduce((least, price) => (price < least ? price : least));
}
