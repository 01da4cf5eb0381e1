import { moveByStop } from '../../kernel/calendar.ts';
import type { Actor, Cmd } from '../../platform/act.ts';
import type { Rec, Reader, Selector } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { admissionOf, lotIsPublic, type Admission, type Lot } from '../project-intake/index.ts';
import type { Bid } from './model.ts';

export interface BidFacts { lot: Rec<Lot>; own: Rec<Bid>[]; admission: Admission }

/** The lot and the bidder's own bids, read in the statement that takes the locks: the hot path of a surge. */
export const bidReads = (cmd: { subject: string; entityId: string | null }): Selector[] => [
  { kind: 'lot', id: cmd.subject },
  { kind: 'bid', lotId: cmd.subject, ownerId: cmd.entityId ?? '00000000-0000-4000-8000-000000000000' },
];

export async function loadBidFacts(read: Reader, cmd: Cmd<unknown>, [lots, bids]: Rec<never>[][]): Promise<BidFacts> {
  const lot = (lots as Rec<Lot>[] | undefined)?.[0];
  if (!lot || !lotIsPublic(lot)) throw new Refusal('not-found');
  // who runs the trade does not bid in it (招标投标法实施条例 第34条)
  if ([lot.data.tendererId, lot.data.agencyId].includes(cmd.actor.entityId)) throw new Refusal('forbidden');
  return { lot, own: bids as Rec<Bid>[], admission: await admissionOf(read, lot, cmd.actor.entityId) };
}

/** 邀请招标 takes bids of those invited, a prequalified trade of those who passed; both only once they are asked for. */
export function requireAdmitted({ admission }: BidFacts): void {
  if (!admission.passed) throw new Refusal('r-prequal-pass', { rule: 'r-prequal-pass' });
  if (!admission.invited) throw new Refusal('not-invited');
}

export const bidParties = ({ lot }: BidFacts, cmd: { actor: Actor }) => ({ public: true, region: lot.data.regionCode, industry: lot.data.industryId, ownerId: cmd.actor.entityId });

/** The bid named by the act, if it is the bidder's own: another's is not found. */
export function ownBid(facts: BidFacts, bidId: string): Rec<Bid> {
  const bid = facts.own.find((b) => b.id === bidId);
  if (!bid) throw new Refusal('not-found', { field: 'bidId' });
  return bid;
}

/** While the trade stands still its deadline has not fallen: it is where it would be if the stop ended now. */
export function deadlineOf({ data }: Rec<Lot>, nowMs: number): number | null {
  if (data.bidDeadline === undefined) return null;
  const deadline = Date.parse(data.bidDeadline);
  const stoppedAt = data.suspension === undefined ? null : Date.parse(data.suspension.at);
  return stoppedAt === null || stoppedAt >= deadline ? deadline : moveByStop(deadline, stoppedAt, nowMs);
}

/** A lot that is still open for bids has not left its deadline behind: an objection to its documents holds it. */
export function fallsAt(lot: Rec<Lot>, nowMs: number): number | null {
  const deadline = deadlineOf(lot, nowMs);
  return deadline !== null && lot.state === 'noticed' ? Math.max(deadline, nowMs + 1) : deadline;
}

/** Bids are taken while the lot is open for them; before and after the deadline rule speaks, a stop has its own word. */
export function refuseUnlessOpen(lot: Rec<Lot>, nowMs: number): void {
  const deadline = deadlineOf(lot, nowMs);
  if (deadline === null || (nowMs < deadline && lot.state !== 'noticed')) {
    throw new Refusal('state', { rule: 'state', zh: '该标段当前不接收投标(可能已暂停或尚未发布文件)', en: 'The lot does not take bids now' });
  }
}
