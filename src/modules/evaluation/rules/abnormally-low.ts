/** Prices that must be explained in writing, lifecycle §3.8. A flag asks; only the committee's majority rejects. */
import { evaluationDefaults } from '../../../../catalogue/evaluation-defaults.ts';
import { compare, mean, multiply, rational, toRational } from '../../../kernel/rational.ts';
import type { Rational } from '../../../kernel/rational.ts';
import type { AbnormallyLow } from './types.ts';

type Priced = { readonly bidId: string; readonly priceFen: bigint };
type Reason = AbnormallyLow['reasons'][number];

export function abnormallyLow(responsive: readonly Priced[], ceilingFen: bigint | undefined): readonly AbnormallyLow[] {
  if (responsive.length === 0) return [];
  const prices = responsive.map(({ priceFen }) => rational(priceFen)).sort(compare);
  const shares = evaluationDefaults.abnormallyLow;
  const bounds: [Reason, Rational][] = [['share-of-mean', multiply(mean(prices), toRational(shares.shareOfMean))]];
  const second = prices[1];
  if (second !== undefined) bounds.push(['share-of-second-lowest', multiply(second, toRational(shares.shareOfSecondLowest))]);
  if (ceilingFen !== undefined) {
    bounds.push(['share-of-ceiling', multiply(rational(ceilingFen), toRational(shares.shareOfCeiling))]);
  }
  return responsive.flatMap(({ bidId, priceFen }) => {
    const reasons = bounds.filter(([, bound]) => compare(rational(priceFen), bound) < 0).map(([reason]) => reason);
    return reasons.length === 0 ? [] : [{ bidId, reasons }];
  });
}
