/** The benchmark price D, lifecycle §3.1. A and D are each rounded to the fen, nothing in between. */
import { evaluationDefaults } from '../../../../catalogue/evaluation-defaults.ts';
import { add, divide, mean, multiply, one, rational, roundHalfUp, subtract } from '../../../kernel/rational.ts';
import type { Rational } from '../../../kernel/rational.ts';
import { assert, err, ok } from '../../../kernel/result.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Benchmark, CoefficientName, EvaluationError } from './types.ts';

export type BenchmarkInput = {
  readonly benchmark: Benchmark;
  /** Prices that count, in any order; at least one. */
  readonly pricesFen: readonly bigint[];
  readonly ceilingFen?: bigint | undefined;
  readonly coefficients: { readonly [name in CoefficientName]?: Rational | undefined };
};

/** Coefficients a draw must give before D can be computed. */
export function coefficientsOf(benchmark: Benchmark): readonly CoefficientName[] {
  if (benchmark === 'bm-mean-down') return ['x'];
  if (benchmark === 'bm-mean-k') return ['k'];
  return benchmark === 'bm-mix' ? ['w', 'x'] : [];
}

export function benchmarkFen(input: BenchmarkInput): Result<bigint, EvaluationError> {
  const prices = ascending(input.pricesFen);
  const lowest = prices[0];
  assert(lowest !== undefined, 'a benchmark of at least one price');
  const average = rational(trimmedMeanFen(prices));
  const missing = coefficientsOf(input.benchmark).find((name) => input.coefficients[name] === undefined);
  if (missing !== undefined) return err({ code: 'coefficient-missing', field: missing });
  const { x = one, k = one, w = one } = input.coefficients;
  switch (input.benchmark) {
    case 'bm-mean': return ok(roundHalfUp(average));
    case 'bm-mean-down': return ok(roundHalfUp(multiply(average, subtract(one, x))));
    case 'bm-mean-k': return ok(roundHalfUp(multiply(average, k)));
    case 'bm-second-mean': return ok(roundHalfUp(divide(add(average, rational(lowest)), rational(2n))));
    case 'bm-lowest': return ok(lowest);
    case 'bm-mix': {
      if (input.ceilingFen === undefined) return err({ code: 'ceiling-missing' });
      const mixed = add(multiply(average, w), multiply(rational(input.ceilingFen), subtract(one, w)));
      return ok(roundHalfUp(multiply(mixed, subtract(one, x))));
    }
  }
}

/** A: the mean after the h highest and h lowest are dropped, h by the number of prices, to the fen. */
export function trimmedMeanFen(pricesFen: readonly bigint[]): bigint {
  const prices = ascending(pricesFen);
  const drop = dropEachSide(prices.length);
  return roundHalfUp(mean(prices.slice(drop, prices.length - drop).map((price) => rational(price))));
}

function dropEachSide(count: number): number {
  const row = evaluationDefaults.trim.find(({ below }) => below === null || count < below);
  assert(row !== undefined, 'the trimming table ends with an open row');
  return row.drop;
}

function ascending(prices: readonly bigint[]): readonly bigint[] {
  return [...prices].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
