import type { Cmd } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';

export interface AwardFacts { lot: Rec<Lot>; bids: Rec<Bid>[] }

/** The lot and its bids: what every act after the evaluation looks at. Who may not act is told nothing of what else is wrong. */
export async function loadAwardFacts(read: Reader, cmd: Pick<Cmd<unknown>, 'subject' | 'id' | 'actor'>): Promise<AwardFacts> {
  const lot = await read.get<Lot>('lot', cmd.subject);
  if (!lot) throw new Refusal('not-found');
  authorise(cmd.id, cmd.actor, lotParties(lot));
  return { lot, bids: await read.list<Bid>({ kind: 'bid', lotId: lot.id }) };
}

/** Whoever revoked a bid has given up, whether or not anybody has said so: noted before anything rests on the list. */
export function markRevoked({ lot, bids }: AwardFacts): void {
  for (const candidate of lot.data.candidates ?? []) {
    const state = bids.find((bid) => bid.id === candidate.bidId)?.state;
    if (state === 'revoked' || state === 'returned') candidate.outCause ??= 'gives-up';
  }
}

export const awardParties = ({ lot }: AwardFacts) => lotParties(lot);

/** Names are published with candidates and winners; a file of the act must have been uploaded by its maker. */
export async function requireBlob(read: Reader, cmd: Pick<Cmd<unknown>, 'actor'>, sha256: string, field: string): Promise<void> {
  if (!await read.blob(sha256, cmd.actor.entityId ?? cmd.actor.accountId)) throw new Refusal('blob-missing', { field });
}

export function msOf(iso: string | undefined, what: string): number {
  if (iso === undefined) throw new Error(`${what} is not set`);
  return Date.parse(iso);
}

export const sha256 = /^[0-9a-f]{64}$/;
