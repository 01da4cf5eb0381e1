import { findChance } from '../../platform/chance.ts';
import type { Reader } from '../../platform/records.ts';
import type { Bid } from '../bidding/index.ts';
import type { Sheet } from './model.ts';
import type { Completion } from './settle.ts';

/** All bids, sheets and the tie's chance of a lot: read only by an act that may be the last one. */
export async function loadCompletion(read: Reader, lotId: string): Promise<Completion> {
  const [bids, sheets] = [await read.list<Bid>({ kind: 'bid', lotId }), await read.list<Sheet>({ kind: 'sheet', lotId })];
  return { bids, sheets, chance: await findChance(read, lotId, 'tie') };
}

/** The bid of the act and the one in the list must be one object, or two versions of it would be written. */
export function withOwn<T extends { id: string }>(list: readonly T[], own: T): T[] {
  return list.map((one) => (one.id === own.id ? own : one));
}
