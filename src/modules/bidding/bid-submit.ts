import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { requireSameMembers } from './bid-consortium.ts';
import { bidParties, bidReads, deadlineOf, loadBidFacts, ownBid, refuseUnlessOpen, type BidFacts } from './bid-facts.ts';
import { LIVE_STATES, type Bid } from './model.ts';
import { loadSides, mostBids, sidesOf, takeSides, type Side } from './sides.ts';

const input = z.strictObject({
  bidId: z.uuid(),
  replacesBidSeq: z.int().min(100_000).max(999_999).nullable().default(null).describe('the own bid this one replaces'),
});

/**
 * 投标文件递交 with 递交回执 in the same transaction (招标投标法 第28条; 电子招标投标办法 第27条). Accepted iff the platform clock, read
 * after the lot's lock, is before the deadline.
 */
export const bidSubmit = defineAct<z.infer<typeof input>, BidFacts & { sides: Side[] }>({
  id: 'bid-submit', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: bidReads, parties: bidParties,
  async load(read, cmd, prefetched) {
    const facts = await loadBidFacts(read, cmd, prefetched);
    const { bidId, replacesBidSeq } = cmd.input;
    return { ...facts, sides: await loadSides(read, facts.lot, facts.own.filter((bid) => bid.id === bidId || bid.data.bidSeq === replacesBidSeq)) };
  },
  decide(facts, cmd, work) {
    const { lot, own, admission, sides } = facts;
    refuseUnlessOpen(lot, cmd.nowMs);
    if (admission.passed && !admission.invited) throw new Refusal('not-invited');
    const bid = ownBid(facts, cmd.input.bidId);
    requireSameMembers(admission.members, sidesOf(bid), lot.data.prequal !== undefined);
    let inBids = 1;
    if (cmd.nowMs < (deadlineOf(lot, cmd.nowMs) ?? 0)) {
      const replaced = replacedBid(own, cmd.input.replacesBidSeq);
      work.move('bid', bid, 'bid-submit', { replacedHere: 'no' });
      if (replaced) work.move('bid', replaced, 'bid-submit', { replacedHere: 'yes' });
      bid.data.submittedAt = work.now;
      if (replaced) bid.data.replacesBidId = replaced.id;
      inBids = mostBids(bid, replaced, sides);
      takeSides(work, { lot, bid, replaced, sides });
    }
    work.knowGates(lot.id, lot.data.openGates);
    const live = Math.max(own.filter((b) => LIVE_STATES.includes(b.state)).length, inBids);
    const facts1 = {
      bidDeadline: deadlineOf(lot, cmd.nowMs), liveBidsOfBidder: live, signerValid: cmd.actor.certificateValid,
      prequalified: lot.data.prequal !== undefined, prequalPassed: admission.passed,
    };
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
