import type { Reader, Rec } from '../../platform/records.ts';
import { inTurn, type Lot } from '../project-intake/index.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from './model.ts';

/**
 * One entity on one side of a lot whose documents take consortia: alone, or as a member of one. Record kind `bid-side`, key =
 * lot/entity, so that of two bids handed in at the same moment with one entity in both the second fails and is decided again.
 * Where consortia are not taken a bidder's own lock is enough, and nothing is written.
 */
interface BidSide { bidId: string }
export type Side = Rec<BidSide>;

export const sidesOf = (bid: Rec<Bid>): string[] => bid.data.consortium?.members.map(({ entityId }) => entityId) ?? [bid.data.bidderId];

export async function loadSides(read: Reader, lot: Rec<Lot>, bids: readonly Rec<Bid>[]): Promise<Side[]> {
  if (!takesConsortia(lot)) return [];
  return (await inTurn([...new Set(bids.flatMap(sidesOf))], (id) => read.list<BidSide>({ kind: 'bid-side', key: keyOf(lot, id) }))).flat();
}

/** How many bids one who takes part in this one would then stand in, at most: the law allows one (实施条例 第37条). */
export function mostBids(bid: Rec<Bid>, replaced: Rec<Bid> | null, sides: readonly Side[]): number {
  const others = sides.filter(({ state, ownerId, data }) => state === 'live' && sidesOf(bid).includes(ownerId ?? '') && data.bidId !== bid.id && data.bidId !== replaced?.id);
  return others.length > 0 ? 2 : 1;
}

export function takeSides(work: Work, { lot, bid, replaced, sides }: { lot: Rec<Lot>; bid: Rec<Bid>; replaced: Rec<Bid> | null; sides: readonly Side[] }): void {
  if (!takesConsortia(lot)) return;
  if (replaced) leaveSides(work, replaced, sides);
  for (const ownerId of sidesOf(bid)) {
    const known = sides.find((side) => side.ownerId === ownerId);
    if (!known) {
      work.create<BidSide>('bid-side', 'live', { bidId: bid.id }, { lotId: lot.id, ownerId, key: keyOf(lot, ownerId) });
      continue;
    }
    known.state = 'live';
    known.data.bidId = bid.id;
    work.put(known);
  }
}

/** A bid withdrawn or replaced sets its members free. */
export function leaveSides(work: Work, bid: Rec<Bid>, sides: readonly Side[]): void {
  for (const side of sides) {
    if (side.data.bidId !== bid.id || side.state !== 'live') continue;
    side.state = 'released';
    work.put(side);
  }
}

function takesConsortia(lot: Rec<Lot>): boolean { return lot.data.document?.consortium !== undefined; }
function keyOf(lot: Rec<Lot>, entityId: string): string { return `${lot.id}/${entityId}`; }
