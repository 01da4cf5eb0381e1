import type { ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import type { Draw, DrawRoster } from './model.ts';
import { draw as drawList } from './rules/draw.ts';

/** What the order of a draw rests on: the rosters as they were frozen, and the chances that drew from them. */
export interface DrawBasis { rosters: readonly Rec<DrawRoster>[]; chances: readonly Rec<ChanceRecord>[] }

/**
 * The order that seats are filled in, computed again from seed and snapshot, round by round; null where a round of it is missing.
 * Whoever sits without an approval must come from here (r-draw-verifiable).
 */
export function replayedOrder(drawId: string, { rosters, chances }: DrawBasis): string[] | null {
  const own = rosters.filter(({ data }) => data.drawId === drawId).sort((a, b) => a.data.round - b.data.round);
  const order: string[] = [];
  for (const { data } of own) {
    const chance = chances.find((one) => one.id === data.chanceId && one.state === 'drawn' && one.data.inputHash === data.inputHash);
    // a round that was voided gave nobody
    if (chance?.data.seed !== undefined) order.push(...drawList(data.roster, data.request, Buffer.from(chance.data.seed, 'hex')).order);
  }
  return own.length === 0 ? null : order;
}

/** The order on record is the one that replays, and the expert called is in it, or was designated with an approval. */
export function isVerified({ id, data }: Rec<Draw>, basis: DrawBasis, expertNo: string | null): boolean {
  const order = replayedOrder(id, basis);
  if (order === null || order.join('\n') !== data.order.join('\n')) return false;
  return expertNo === null || order.includes(expertNo) || (data.designated ?? []).includes(expertNo);
}
