import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { bidParties, bidReads, fallsAt, loadBidFacts, ownBid, type BidFacts } from './bid-facts.ts';
import { leaveSides, loadSides, type Side } from './sides.ts';

const input = z.strictObject({
  bidId: z.uuid(),
  action: z.enum(['withdraw', 'revoke']).describe('withdraw before the deadline, revoke after it'),
});

/** 投标撤回与撤销 (招标投标法 第29条; 实施条例 第35条): before the deadline a right, after it a fact with consequences. */
export const bidWithdraw = defineAct<z.infer<typeof input>, BidFacts & { sides: Side[] }>({
  id: 'bid-withdraw', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: bidReads, parties: bidParties,
  async load(read, cmd, prefetched) {
    const facts = await loadBidFacts(read, cmd, prefetched);
    return { ...facts, sides: await loadSides(read, facts.lot, facts.own.filter(({ id }) => id === cmd.input.bidId)) };
  },
  decide(facts, cmd, work) {
    const { lot } = facts;
    const bid = ownBid(facts, cmd.input.bidId);
    work.move('bid', bid, 'bid-withdraw', { action: cmd.input.action });
    bid.data.withdrawnAt = work.now;
    if (cmd.input.action === 'withdraw') leaveSides(work, bid, facts.sides);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('bid-withdraw', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, bidSeq: bid.data.bidSeq, action: cmd.input.action, withdrawnAt: work.now },
      salted: { bidderId: cmd.actor.entityId },
      facts: { action: cmd.input.action, bidDeadline: fallsAt(lot, work.nowMs) },
    });
    // who waits for this bid in the opening or the evaluation goes on without it
    if (cmd.input.action === 'revoke') work.send('bid.revoked', { lotId: lot.id, bidId: bid.id });
    work.result = { bidId: bid.id, state: bid.state };
  },
});
