import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import type { Evaluation } from './model.ts';
import { abnormallyLow } from './rules/abnormally-low.ts';
import { ceilingOf, isUsableForm, openBids, priceOf, type SessionFacts } from './session.ts';

/** A price so low that it has to be explained (lifecycle §3.8), and how far that has come. The committee asks and decides; a flag rejects nobody. */
export interface LowPrice { bidId: string; bidSeq: number; reasons: readonly string[]; asked: boolean; answered: boolean }

/** Among the bids that are still in. */
export function lowPrices({ lot, session, bids }: SessionFacts & { bids: readonly Rec<Bid>[] }): LowPrice[] {
  const still = openBids(session).flatMap((tally) => bids.filter((bid) => bid.id === tally.bidId && isUsableForm(bid)));
  const found = abnormallyLow(still.map((bid) => ({ bidId: bid.id, priceFen: priceOf(bid) })), ceilingOf(lot) ?? undefined);
  return found.map(({ bidId, reasons }) => ({ bidId, bidSeq: still.find((bid) => bid.id === bidId)?.data.bidSeq ?? 0, reasons, ...explained(session, bidId) }));
}

function explained(session: Rec<Evaluation>, bidId: string): { asked: boolean; answered: boolean } {
  const own = session.data.clarifications.filter((one) => one.bidId === bidId);
  return { asked: own.length > 0, answered: own.some((one) => one.answeredAt !== undefined) };
}

/** Told to the supervisor with what has been asked: w-abnormal-low. */
export function warnOfLowPrices(work: Work, facts: SessionFacts & { bids: readonly Rec<Bid>[] }): void {
  for (const { bidId, ...low } of lowPrices(facts)) work.warn('w-abnormal-low', facts.lot.id, { bidId, ...low }, bidId);
}
