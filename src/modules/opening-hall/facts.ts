import type { Actor, Cmd, Parties } from '../../platform/act.ts';
import type { Rec, Reader, Selector } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { lotIsPublic, lotParam, lotParties, type Lot } from '../project-intake/index.ts';
import type { Opening } from './model.ts';
import { phaseEvent } from './view.ts';

export interface OpeningFacts { lot: Rec<Lot>; opening: Rec<Opening> }
export interface WithBids extends OpeningFacts { bids: Rec<Bid>[] }

const NOBODY = '00000000-0000-4000-8000-000000000000';

export const openingReads = ({ subject }: { subject: string }): Selector[] => [{ kind: 'lot', id: subject }, { kind: 'opening', lotId: subject }];
export const withBidsReads = (cmd: { subject: string }): Selector[] => [...openingReads(cmd), { kind: 'bid', lotId: cmd.subject }];
export const ownBidReads = (cmd: { subject: string; entityId: string | null }): Selector[] =>
  [...openingReads(cmd), { kind: 'bid', lotId: cmd.subject, ownerId: cmd.entityId ?? NOBODY }];

export async function loadOpening(_read: Reader, _cmd: Cmd<unknown>, [lots, openings]: Rec<never>[][]): Promise<OpeningFacts> {
  const lot = (lots as Rec<Lot>[] | undefined)?.[0];
  const opening = (openings as Rec<Opening>[] | undefined)?.at(-1);
  if (!lot || !opening || !lotIsPublic(lot)) throw new Refusal('not-found');
  return { lot, opening };
}

export async function loadWithBids(read: Reader, cmd: Cmd<unknown>, prefetched: Rec<never>[][]): Promise<WithBids> {
  return { ...(await loadOpening(read, cmd, prefetched)), bids: (prefetched[2] ?? []) as Rec<Bid>[] };
}

/** Timers and flows find the lot as it is, hidden or not. */
export const partiesOf = ({ lot }: OpeningFacts): Parties => lotParties(lot);

/** For what a bidder does in its own name. */
export const bidderParties = ({ lot }: OpeningFacts, cmd: { actor: Actor }): Parties => ({
  public: true, region: lot.data.regionCode, industry: lot.data.industryId, ownerId: cmd.actor.entityId,
});

/** A stopped or adjourned lot stops its opening: only the row of the lot says that it runs. */
export function refuseUnlessOpening(lot: Rec<Lot>): void {
  if (lot.state !== 'opening') {
    throw new Refusal('state', { rule: 'state', zh: `标段当前状态“${lot.state}”，开标不能继续`, en: `The lot is in state "${lot.state}"; its opening does not go on` });
  }
}

/**
 * A deadline that has not fallen, because the trade stands still or an objection is open, has passed for nobody: what depends on
 * the number of bids (enough or too few) is said only once the lot has left it behind.
 */
export function refuseUnlessFallen(lot: Rec<Lot>): void {
  if (lot.state === 'noticed' || lot.state === 'suspended') {
    throw new Refusal('state', { rule: 'state', zh: `标段当前状态“${lot.state}”，投标截止尚未生效`, en: `The lot is in state "${lot.state}": its deadline has not fallen` });
  }
}

/** Where a leaf of the opening belongs; once an act, what it adds to the record is told to the hall (see opening-say). */
export function begin(work: Work, lot: Rec<Lot>): { subject: string; lotId: string } {
  work.knowGates(lot.id, lot.data.openGates);
  if (!work.outbox.some(({ topic }) => topic === 'opening.recorded')) work.send('opening.recorded', { lotId: lot.id });
  return { subject: lot.id, lotId: lot.id };
}

export function ruleFacts(lot: Rec<Lot>) {
  return {
    param: lotParam(lot.data), bidDeadline: lot.data.bidDeadline === undefined ? null : Date.parse(lot.data.bidDeadline),
    minBiddersOverride: lot.data.plan?.minBiddersOverride ?? null, openObjections: lot.data.openDocumentObjections,
  };
}

export const channelOf = (lot: Rec<Lot>): string => `opening:${lot.id}`;

export function sayPhase(work: Work, { lot, opening }: OpeningFacts): void {
  work.say(channelOf(lot), 'phase', phaseEvent(opening));
}
