/** Composition of the committee, lifecycle §6: sizes and shares are limits of the law, never numbers here. */
import { evaluationDefaults } from '../../../../catalogue/evaluation-defaults.ts';
import type { CategoryId, KindId } from '../../../../catalogue/generated.ts';
import { limitInteger, limitValue, mustParam } from '../../../kernel/params.ts';
import { multiply, one, rational, toRational } from '../../../kernel/rational.ts';

export type Committee = {
  readonly category: CategoryId;
  readonly kind: KindId;
  readonly objectType?: string | undefined;
  /** Government procurement of 10 million yuan or more, technically complex or of social weight. */
  readonly large?: boolean | undefined;
  readonly size: number;
  readonly representatives: number;
};
export type CommitteeBounds = {
  readonly sizeMin: number; readonly expertsMin: number; readonly representativesMax: number;
};
export type CommitteeFault = 'size-too-small' | 'size-even' | 'experts-too-few' | 'representatives-too-many';

export function committeeBounds(committee: Omit<Committee, 'representatives'>): CommitteeBounds {
  const { category, kind, objectType, size } = committee;
  const stage = committee.large === true ? 'large' : undefined;
  const members = rational(BigInt(size));
  const share = limitValue(mustParam('expertShare', { category, kind, objectType })) ?? one;
  return {
    sizeMin: limitInteger(mustParam('minCommittee', { category, kind, objectType, stage })),
    expertsMin: ceiling(multiply(members, share)),
    representativesMax: floor(multiply(members, toRational(evaluationDefaults.representativeShare))),
  };
}

/** Empty where the committee may sit. */
export function committeeFaults(committee: Committee): readonly CommitteeFault[] {
  const bounds = committeeBounds(committee);
  const faults: [CommitteeFault, boolean][] = [
    ['size-too-small', committee.size < bounds.sizeMin],
    ['size-even', committee.size % 2 === 0],
    ['experts-too-few', committee.size - committee.representatives < bounds.expertsMin],
    ['representatives-too-many', committee.representatives > bounds.representativesMax],
  ];
  return faults.filter(([, broken]) => broken).map(([fault]) => fault);
}

function floor(value: { num: bigint; den: bigint }): number {
  return Number(value.num / value.den);
}

function ceiling(value: { num: bigint; den: bigint }): number {
  return Number((value.num + value.den - 1n) / value.den);
}
