/** Order of the bids, and what to do where nothing parts two of them (lifecycle §3.3 to §3.7). */
import type { TieKey } from './types.ts';

export type Standing = {
  readonly bidId: string;
  readonly priceFen: bigint;
  /** Higher is better: the total in hundredths, or the negative evaluation price. */
  readonly merit: bigint;
  readonly technical: bigint;
  readonly creditGrade: number | undefined;
};

export type Ranking = {
  readonly order: readonly { readonly bidId: string; readonly rank: number }[];
  readonly ties: readonly (readonly string[])[];
  readonly jointRanks: readonly (readonly string[])[];
  readonly candidates: readonly string[];
};

export type RankingRules = {
  readonly tieKeys: readonly TieKey[];
  /** True: bids that nothing parts keep one rank; a draw then only orders the candidates. */
  readonly joint: boolean;
  readonly tieOrder: readonly string[];
  readonly candidatesMax: number;
};

export function rankBids(standings: readonly Standing[], rules: RankingRules): Ranking {
  const compare = comparison(rules.tieKeys);
  const sorted = [...standings].sort((a, b) => compare(a, b) || drawnPlace(a, b, rules.tieOrder));
  const order: { bidId: string; rank: number }[] = [];
  const ties: string[][] = [];
  const jointRanks: string[][] = [];
  const candidates: string[] = [];
  let closed = false;
  for (const group of groupsOf(sorted, compare)) {
    const first = order.length + 1;
    const ids = group.map((standing) => standing.bidId);
    const open = ids.length > 1 && !ids.every((id) => rules.tieOrder.includes(id));
    const shared = ids.length > 1 && (rules.joint || open);
    ids.forEach((bidId, index) => order.push({ bidId, rank: shared ? first : first + index }));
    if (rules.joint && ids.length > 1) jointRanks.push(ids);
    const undecided = open && (!rules.joint || decidesCandidates(first, ids.length, rules.candidatesMax));
    if (undecided) ties.push(ids);
    closed ||= undecided;
    if (!closed) candidates.push(...ids);
  }
  return { order, ties, jointRanks, candidates: candidates.slice(0, rules.candidatesMax) };
}

/** A joint rank needs a draw only where it decides who wins or who is still a candidate. */
function decidesCandidates(first: number, size: number, candidatesMax: number): boolean {
  return first === 1 || (first <= candidatesMax && first + size - 1 > candidatesMax);
}

function comparison(keys: readonly TieKey[]): (a: Standing, b: Standing) => number {
  return (a, b) => {
    const byMerit = sign(b.merit - a.merit);
    return keys.reduce((order, key) => (order === 0 ? byKey(key, a, b) : order), byMerit);
  };
}

function byKey(key: TieKey, a: Standing, b: Standing): number {
  if (key === 'lower-price') return sign(a.priceFen - b.priceFen);
  if (key === 'higher-technical') return sign(b.technical - a.technical);
  return (b.creditGrade ?? 0) - (a.creditGrade ?? 0);
}

/** Bids a draw has not ordered keep the order in which they came in; it means nothing. */
function drawnPlace(a: Standing, b: Standing, tieOrder: readonly string[]): number {
  const [left, right] = [tieOrder.indexOf(a.bidId), tieOrder.indexOf(b.bidId)];
  return left >= 0 && right >= 0 ? left - right : 0;
}

function groupsOf(
  sorted: readonly Standing[], compare: (a: Standing, b: Standing) => number,
): readonly (readonly Standing[])[] {
  const groups: Standing[][] = [];
  for (const standing of sorted) {
    const last = groups.at(-1);
    const head = last?.[0];
    if (last !== undefined && head !== undefined && compare(head, standing) === 0) last.push(standing);
    else groups.push([standing]);
  }
  return groups;
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}
