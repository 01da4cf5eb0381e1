/** Points for the price, lifecycle §3.2. Ratios stay exact; only the points are rounded, to hundredths. */
import {
  absolute, add, compare, divide, maximum, multiply, one, rational, roundToHundredths, subtract,
} from '../../../kernel/rational.ts';
import type { Rational } from '../../../kernel/rational.ts';

export type ScoreBounds = { readonly max: Rational; readonly min: Rational };

/** Linear deviation: E1 points off for each percent above D, E2 for each percent below. */
export function deviationScore(
  priceFen: bigint, dFen: bigint, bounds: ScoreBounds, e: { readonly E1: Rational; readonly E2: Rational },
): bigint {
  const percent = multiply(divide(rational(priceFen - dFen), rational(dFen)), rational(100n));
  const slope = priceFen > dFen ? e.E1 : e.E2;
  return bounded(subtract(bounds.max, multiply(absolute(percent), slope)), bounds);
}

/** Lowest price ratio: the lowest price has all points, the others in proportion. */
export function ratioScore(priceFen: bigint, lowestFen: bigint, bounds: ScoreBounds): bigint {
  return bounded(multiply(rational(lowestFen, priceFen), bounds.max), bounds);
}

/**
 * Interval: all points from D × (1 − a) to D, then straight down to the least points at D × (1 + b) and D × (1 − c).
 * The caller has made sure that c > a and b > 0.
 */
export function interpolatedScore(
  priceFen: bigint, dFen: bigint, bounds: ScoreBounds,
  width: { readonly a: Rational; readonly b: Rational; readonly c: Rational },
): bigint {
  const ratio = rational(priceFen, dFen);
  const upper = one;
  const lower = subtract(one, width.a);
  if (compare(ratio, lower) >= 0 && compare(ratio, upper) <= 0) return roundToHundredths(bounds.max);
  const above = compare(ratio, upper) > 0;
  const away = above ? subtract(ratio, upper) : subtract(lower, ratio);
  const span = above ? width.b : subtract(width.c, width.a);
  const lost = multiply(subtract(bounds.max, bounds.min), divide(away, span));
  return bounded(subtract(bounds.max, lost), bounds);
}

/** Works under comprehensive scoring: the points of small firms grow by the share, lifecycle §3.6. */
export function withAddedShare(priceFen: bigint, lowestFen: bigint, bounds: ScoreBounds, share: Rational): bigint {
  const points = multiply(rational(lowestFen, priceFen), bounds.max);
  return bounded(multiply(points, add(one, share)), bounds);
}

function bounded(points: Rational, bounds: ScoreBounds): bigint {
  return roundToHundredths(maximum(points, bounds.min));
}
