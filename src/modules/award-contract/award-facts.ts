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

type Load<F> = (read: Reader, cmd: Pick<Cmd<unknown>, 'subject' | 'id' | 'actor'>) => Promise<F>;

/** The facts of an act that names a file: whoever acts must have uploaded it before. */
export function withFile<F, K extends string>(load: Load<F>, field: K) {
  return async (read: Reader, cmd: Cmd<Record<K, string>>): Promise<F> => {
    const facts = await load(read, cmd);
    if (!await read.blob(cmd.input[field], cmd.actor.entityId ?? cmd.actor.accountId)) throw new Refusal('blob-missing', { field });
    return facts;
  };
}

export function msOf(iso: string | undefined, what: string): number {
  if (iso === undefined) throw new Error(`${what} is not set`);
  return Date.parse(iso);
}

export const sha256 = /^[0-9a-f]{64}$/;
