import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { bidParties, bidReads, deadlineOf, loadBidFacts, ownBid, refuseUnlessOpen, type BidFacts } from './bid-facts.ts';
import { LIVE_STATES, type Bid } from './model.ts';

const input = z.strictObject({
  bidId: z.uuid(),
  replacesBidSeq: z.int().min(100_000).max(999_999).nullable().default(null).describe('the own bid this one replaces'),
});

/**
 * 投标文件递交 with 递交回执 in the same transaction (招标投标法 第28条; 电子招标投标办法 第27条). Accepted iff the platform clock, read
 * after the lot's lock, is before the deadline.
 */
export const bidSubmit = defineAct<z.infer<typeof input>, BidFacts>({
  id: 'bid-submit', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: bidReads, load: loadBidFacts, parties: bidParties,
  decide(facts, cmd, work) {
    const { lot, own } = facts;
    refuseUnlessOpen(lot, cmd.nowMs);
    const bid = ownBid(facts, cmd.input.bidId);
    if (cmd.nowMs < (deadlineOf(lot, cmd.nowMs) ?? 0)) {
      const replaced = replacedBid(own, cmd.input.replacesBidSeq);
      work.move('bid', bid, 'bid-submit', { replacedHere: 'no' });
      if (replaced) work.move('bid', replaced, 'bid-submit', { replacedHere: 'yes' });
      bid.data.submittedAt = work.now;
      if (replaced) bid.data.replacesBidId = replaced.id;
    }
    work.knowGates(lot.id, lot.data.openGates);
    const live = own.filter((b) => LIVE_STATES.includes(b.state)).length;
    const facts1 = { bidDeadline: deadlineOf(lot, cmd.nowMs), liveBidsOfBidder: live, prequalified: false, signerValid: cmd.actor.certificateValid };
    work.act('bid-submit', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, bidSeq: bid.data.bidSeq, submittedAt: work.now, replacesBidSeq: cmd.input.replacesBidSeq },
      salted: { bidderId: cmd.actor.entityId, ipAddress: cmd.ip },
      docs: { cipherFile: bid.data.cipherSha256 },
      facts: facts1,
    });
    if (bid.state === 'submitted') receipt(work, lot.id, bid, live);
  },
});

/** 递交回执签发: number and time; the leaf hash in the answer is what the bidder keeps. */
function receipt(work: Work, lotId: string, bid: Rec<Bid>, live: number): void {
  work.move('bid', bid, 'bid-receipt', {}, 'system');
  const receiptNo = `HZ-${work.uuid().slice(0, 13).toUpperCase()}`;
  bid.data.receiptNo = receiptNo;
  work.systemAct('bid-receipt', {
    subject: lotId, lotId,
    public: { lotId, bidSeq: bid.data.bidSeq, receivedAt: work.now, receiptNo },
    salted: { bidderId: bid.data.bidderId },
    docs: { cipherFile: bid.data.cipherSha256 },
    facts: { liveBidsOfBidder: live },
  });
  work.result = { bidId: bid.id, bidSeq: bid.data.bidSeq, receiptNo, receivedAt: work.now, cipherSha256: bid.data.cipherSha256, cipherSm3: bid.data.cipherSm3, size: bid.data.cipherSize };
}

function replacedBid(own: readonly Rec<Bid>[], seq: number | null): Rec<Bid> | null {
  if (seq === null) return null;
  const found = own.find((b) => b.data.bidSeq === seq && b.state === 'receipted');
  if (!found) throw new Refusal('not-found', { field: 'replacesBidSeq' });
  return found;
}
