import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testVectors } from '../../../../catalogue/index.ts';
import { hundredths, multiply, rational, roundToHundredths, toRational } from '../../../kernel/rational.ts';
import { must } from '../../../kernel/result.ts';
import { abnormallyLow } from './abnormally-low.ts';
import { benchmarkFen, trimmedMeanFen } from './benchmark.ts';
import { meanOfScores } from './criteria.ts';
import { evaluate } from './methods.ts';
import { deviationScore, interpolatedScore, ratioScore, withAddedShare } from './price-score.ts';
import type { EvaluationBid, EvaluationConfig, EvaluationInput, Method } from './types.ts';

const yuan = (value: unknown): bigint => BigInt(String(value)) * 100n;
const points = (value: bigint): number => Number(value) / 100;
const bounds = (max: unknown, min = '0') => ({ max: toRational(String(max)), min: toRational(min) });
const bid = (bidId: string, priceYuan: number | string, more: Partial<EvaluationBid> = {}): EvaluationBid => {
  return { bidId, priceFen: yuan(priceYuan), decrypted: true, valid: true, sheets: [], ...more };
};
const run = (method: Method, config: EvaluationConfig, bids: readonly EvaluationBid[], more: Partial<EvaluationInput> = {}) => {
  return must(evaluate({ method, config, bids, ...more }), 'evaluation');
};
const codeOf = (input: EvaluationInput): string => {
  const result = evaluate(input);
  return result.ok ? 'ok' : [result.error.code, result.error.field].filter(Boolean).join(' ');
};

/** The worked numbers of the catalogue that belong to evaluation; indicators and interest are tested where they live. */
const functions: Record<string, (...args: readonly unknown[]) => number> = {
  trimmedMean: (prices) => points(trimmedMeanFen((prices as number[]).map(yuan))),
  psDeviation: (p, d, max, E1, E2) => {
    return points(deviationScore(yuan(p), yuan(d), bounds(max), { E1: toRational(String(E1)), E2: toRational(String(E2)) }));
  },
  psLowestRatio: (p, lowest, weight) => {
    return points(ratioScore(yuan(p), yuan(lowest), { ...bounds('0'), max: multiply(toRational(String(weight)), rational(100n)) }));
  },
  // The vector fixes D; through the whole method D is that of one bid with no reduction.
  reasonableLow: (p, d) => points(deviationScore(yuan(p), yuan(d), bounds('100'), { E1: toRational('2'), E2: toRational('1') })),
};
const mine = testVectors.filter((vector) => vector.fn in functions);

test.each(mine)('$id', ({ fn, args, expect: wanted }) => expect(functions[fn]?.(...args)).toBe(wanted));
test('the vectors of evaluation are all here', () => expect(mine.length).toBe(7));

describe('the benchmark', () => {
  const d = (benchmark: Parameters<typeof benchmarkFen>[0]['benchmark'], prices: number[], coefficients = {}, ceiling?: number) => {
    const ceilingFen = ceiling === undefined ? undefined : yuan(ceiling);
    return must(benchmarkFen({ benchmark, pricesFen: prices.map(yuan), coefficients, ceilingFen }), 'benchmark');
  };
  test('drops none below 5, one each side below 10, two from 10 on', () => {
    expect(trimmedMeanFen([100n, 200n, 300n, 1000n])).toBe(400n);
    expect(trimmedMeanFen([1n, 200n, 300n, 400n, 9999n])).toBe(300n);
    expect(trimmedMeanFen([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 900n])).toBe(5n);
    expect(trimmedMeanFen([1n, 1n, 3n, 4n, 5n, 6n, 7n, 8n, 900n, 900n])).toBe(6n);
  });
  test('rounds A and D to the fen, each once, half up', () => {
    expect(trimmedMeanFen([1n, 2n])).toBe(2n);
    // A = 0.02 from 0.015; D = 0.02 × 0.75 = 0.015, half up again.
    expect(must(benchmarkFen({ benchmark: 'bm-mean-k', pricesFen: [1n, 2n], coefficients: { k: toRational('0.75') } }), 'D')).toBe(2n);
  });
  test('by hand', () => {
    const prices = [100, 110, 120];
    expect(d('bm-mean', prices)).toBe(11000n);
    expect(d('bm-mean-down', prices, { x: toRational('0.02') })).toBe(10780n);
    expect(d('bm-mean-k', prices, { k: toRational('0.975') })).toBe(10725n);
    expect(d('bm-second-mean', prices)).toBe(10500n);
    expect(d('bm-lowest', prices)).toBe(10000n);
    // (110 × 0.4 + 130 × 0.6) × 0.99 = 120.78
    expect(d('bm-mix', prices, { w: toRational('0.4'), x: toRational('0.01') }, 130)).toBe(12078n);
  });
  test('asks for its coefficients and its ceiling', () => {
    expect(benchmarkFen({ benchmark: 'bm-mean-k', pricesFen: [1n], coefficients: {} })).toEqual({ ok: false, error: { code: 'coefficient-missing', field: 'k' } });
    expect(benchmarkFen({ benchmark: 'bm-mix', pricesFen: [1n], coefficients: { w: rational(1n), x: rational(0n) } }))
      .toEqual({ ok: false, error: { code: 'ceiling-missing' } });
  });
  test('lies between the lowest and the highest price', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 }), (prices) => {
      const sorted = [...prices].sort((a, b) => (a < b ? -1 : 1));
      const mean = trimmedMeanFen(prices);
      expect(mean >= (sorted[0] ?? 0n) && mean <= (sorted.at(-1) ?? 0n)).toBe(true);
    }));
  });
});

describe('price points', () => {
  const width = { a: toRational('0.03'), b: toRational('0.15'), c: toRational('0.15') };
  const interval = (p: number): number => points(interpolatedScore(yuan(p), yuan(1000), bounds('40', '10'), width));
  test('interval: full inside, straight lines outside, the least beyond', () => {
    expect([970, 1000, 985].map(interval)).toEqual([40, 40, 40]);
    expect([1075, 1150, 1300].map(interval)).toEqual([25, 10, 10]);
    expect([910, 850, 700].map(interval)).toEqual([25, 10, 10]);
  });
  test('never below the least', () => {
    const e = { E1: rational(1n), E2: toRational('0.5') };
    expect(points(deviationScore(yuan(300), yuan(100), bounds('40'), e))).toBe(0);
    expect(points(deviationScore(yuan(300), yuan(100), bounds('40', '20'), e))).toBe(20);
  });
  test('stay within their bounds, and all points are had at D', () => {
    const price = fc.bigInt({ min: 1n, max: 10n ** 11n });
    fc.assert(fc.property(price, price, (p, d) => {
      const limits = bounds('60', '5');
      const scores = [deviationScore(p, d, limits, { E1: rational(1n), E2: rational(1n) }), interpolatedScore(p, d, limits, width)];
      expect(scores.every((score) => score >= 500n && score <= 6000n)).toBe(true);
      expect(interpolatedScore(d, d, limits, width)).toBe(6000n);
      expect(ratioScore(p > d ? p : d, p > d ? d : p, limits) <= 6000n).toBe(true);
    }));
  });
  test('works add a share of the points', () => {
    expect(points(withAddedShare(yuan(100), yuan(90), bounds('30'), toRational('0.05')))).toBe(28.35);
  });
});

describe('means', () => {
  const mean = (scores: string[], drop: boolean): number => points(meanOfScores(scores.map(toRational), drop));
  test('drop one highest and one lowest from seven members on', () => {
    expect(mean(['10', '20', '20', '20', '20', '20', '29'], true)).toBe(20);
    expect(mean(['10', '20', '20', '20', '20', '20', '30'], false)).toBe(20);
    expect(mean(['20', '20', '20', '20', '29', '29', '29'], true)).toBe(23.6);
    expect(mean(['10', '20', '20', '20', '29'], true)).toBe(19.8);
  });
  test('round half up from exact decimals', () => {
    // 24.005 has no binary number; floating point would give 24.00.
    expect(mean(['24.00', '24.01'], false)).toBe(24.01);
    expect(roundToHundredths(hundredths(1n))).toBe(1n);
  });
});

describe('ties', () => {
  const criteria = [{ id: 'technical', max: 40, subjective: true }, { id: 'service', max: 25, subjective: true }];
  const scored = (technical: number, service: number) => ({ sheets: [{ expert: 'E1', scores: { technical, service } }] });
  const equal = [bid('a', 100, scored(30, 20)), bid('b', 100, scored(32, 18)), bid('c', 120, scored(20, 10))];
  const config: EvaluationConfig = { criteria, priceMax: 35, priceFormula: 'ps-ratio', benchmark: 'bm-lowest' };
  test('comprehensive: technical points part equal prices', () => {
    const result = run('comprehensive', config, equal);
    expect([result.candidates, result.ties]).toEqual([['b', 'a', 'c'], []]);
  });
  test('procurement: joint rank, except in competitive consultation', () => {
    const open = run('gp-comprehensive', config, equal);
    expect([open.rows.map(({ rank }) => rank), open.jointRanks, open.ties]).toEqual([[1, 1, 3], [['a', 'b']], [['a', 'b']]]);
    const consulted = run('gp-comprehensive', { ...config, kind: 'competitive-consultation' }, equal);
    expect([consulted.candidates, consulted.jointRanks]).toEqual([['b', 'a', 'c'], []]);
  });
  test('procurement: a joint rank that decides nothing asks for no draw', () => {
    const result = run('gp-lowest', {}, [bid('a', 90), bid('b', 100), bid('c', 100), bid('d', 110)]);
    expect([result.rows.map(({ rank }) => rank), result.ties, result.candidates]).toEqual([[1, 2, 2, 4], [], ['a', 'b', 'c']]);
  });
  test('roads: the credit grade goes first where the documents have one', () => {
    const roads: EvaluationConfig = { coefficients: { x: [0] } };
    // D = 100: 101 loses 2 points, 98 loses 2 points.
    const pair = [bid('a', 101), bid('b', 98), bid('c', 101)];
    expect(run('reasonable-low', roads, pair).rows.map(({ bidId, total }) => [bidId, total])).toEqual([['b', '98.00'], ['a', '98.00'], ['c', '98.00']]);
    const graded = [bid('a', 101, { creditGrade: 3 }), bid('b', 98, { creditGrade: 2 }), bid('c', 101, { creditGrade: 1 })];
    expect(run('reasonable-low', roads, graded).candidates).toEqual(['a', 'b', 'c']);
  });
  test("the documents' own order goes before the law's", () => {
    const result = run('comprehensive', { ...config, tieKeys: ['higher-credit'] }, [
      { ...equal[0] ?? bid('a', 100), creditGrade: 2 }, { ...equal[1] ?? bid('b', 100), creditGrade: 1 },
    ]);
    expect(result.candidates).toEqual(['a', 'b']);
  });
});

describe('small and micro enterprises', () => {
  const config: EvaluationConfig = { smeDeduction: 0.1, priceMax: 30, criteria: [] };
  const pair = [bid('large', 100, { enterpriseSize: 'large' }), bid('small', 105, { enterpriseSize: 'small' })];
  test('goods and services: off the evaluation price', () => {
    const result = run('gp-comprehensive', config, pair);
    expect(result.rows.map((row) => [row.bidId, row.evaluationPriceFen, row.priceFen, row.priceScore])).toEqual([
      ['small', 9450n, 10500n, '30.00'], ['large', 10000n, 10000n, '28.35'],
    ]);
  });
  test('works: a share is added to the price points, unless the documents deduct', () => {
    const works = run('gp-comprehensive', { ...config, smeDeduction: 0.05, objectType: 'works' }, pair);
    // 100 / 105 × 30 × 1.05 = 30
    expect(works.rows.map((row) => [row.bidId, row.evaluationPriceFen, row.priceScore])).toEqual([['large', 10000n, '30.00'], ['small', 10500n, '30.00']]);
    const deducted = run('gp-comprehensive', { ...config, smeDeduction: 0.05, objectType: 'works', smeMode: 'deduct' }, pair);
    expect(deducted.rows[0]?.bidId).toBe('small');
  });
  test('engineering knows no deduction', () => {
    expect(run('lowest-evaluated', config, pair).candidates).toEqual(['large', 'small']);
  });
});

describe('which bids count', () => {
  const config: EvaluationConfig = { benchmark: 'bm-mean', priceMax: 100, criteria: [] };
  const bids = [bid('a', 100), bid('b', 110), bid('out', 90, { valid: false }), bid('over', 131), bid('shut', 10, { decrypted: false }), bid('edge', 130)];
  test('opened: decrypted and not above the ceiling; valid: what review left; the ceiling itself is valid', () => {
    const opened = run('comprehensive', { ...config, benchmarkBase: 'opened' }, bids, { ceilingFen: yuan(130) });
    const valid = run('comprehensive', { ...config, benchmarkBase: 'valid' }, bids, { ceilingFen: yuan(130) });
    expect([opened.benchmarkFen, valid.benchmarkFen]).toEqual([10750n, 11333n]);
    expect([opened, valid].map((one) => one.rows.map((row) => row.bidId).sort())).toEqual([['a', 'b', 'edge'], ['a', 'b', 'edge']]);
  });
  test('none left: no benchmark, no rows', () => {
    const none = run('comprehensive', config, [bid('a', 100, { valid: false })]);
    expect([none.benchmarkFen, none.rows, none.candidates]).toEqual([null, [], []]);
  });
});

test('refusals name what is wrong', () => {
  const criteria = [{ id: 'technical', max: 40, subjective: true }];
  const input: EvaluationInput = { method: 'comprehensive', config: { criteria, benchmark: 'bm-mean' }, bids: [bid('a', 1)] };
  const withScore = (technical: string | number) => codeOf({ ...input, bids: [bid('a', 1, { sheets: [{ expert: 'E', scores: { technical } }] })] });
  expect(codeOf(input)).toBe('score-missing');
  expect([withScore(40), withScore('40.01'), withScore(-1), withScore('a lot')]).toEqual(['ok', 'score-range', 'score-range', 'score-malformed']);
  expect(codeOf({ ...input, config: { benchmark: 'bm-mean', priceFormula: 'ps-interpolate', a: 0.2, c: 0.1 } })).toBe('config-invalid c');
  expect(codeOf({ ...input, config: { benchmark: 'bm-mean-down', coefficients: { x: [0.01, 0.02] } } })).toBe('coefficient-missing x');
  expect(codeOf({ ...input, config: { benchmark: 'bm-mean-down', coefficients: { x: [0.01, 0.02] } }, drawn: { x: '0.03' } })).toBe('coefficient-not-published x');
  expect(codeOf({ ...input, bids: [bid('a', 1), bid('a', 2)] })).toBe('bid-twice');
  expect(codeOf({ ...input, config: { priceMax: 'much' } })).toBe('config-invalid priceMax');
});

test('abnormally low prices are flagged, at the bound they are not', () => {
  const flags = abnormallyLow([bid('a', 49), bid('b', 100), bid('c', 150)], yuan(108));
  // Half of the mean is 49.83, half of the second lowest 50, 45 % of the ceiling 48.60.
  expect(flags).toEqual([{ bidId: 'a', reasons: ['share-of-mean', 'share-of-second-lowest'] }]);
  expect(abnormallyLow([bid('a', 50), bid('b', 100)], yuan(112))).toEqual([{ bidId: 'a', reasons: ['share-of-ceiling'] }]);
  expect(abnormallyLow([], undefined)).toEqual([]);
});

test('the order does not depend on the order of submission, and candidates are at most three', () => {
  const prices = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(prices, fc.integer(), (list, turn) => {
    const bids = list.map((price) => bid(`bid-${price}`, price));
    const turned = [...bids.slice(Math.abs(turn) % bids.length), ...bids.slice(0, Math.abs(turn) % bids.length)];
    const [one, other] = [run('lowest-evaluated', {}, bids), run('lowest-evaluated', {}, turned)];
    expect(one.rows).toEqual(other.rows);
    expect(one.candidates.length).toBe(Math.min(3, list.length));
    expect(one.rows.map(({ rank }) => rank)).toEqual(list.map((_, index) => index + 1));
  }));
});
