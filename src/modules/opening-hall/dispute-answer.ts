import { z } from 'zod';
import { defineAct, type Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import type { Rec } from '../../platform/records.ts';
import { begin, loadWithBids, withBidsReads, type WithBids } from './facts.ts';

const input = z.strictObject({ bidSeq: z.int(), answer: z.string().trim().min(1).max(2_000) });

/**
 * 当场答复 (实施条例 第44条): the tenderer, its agency or the host answers what a bidder has objected to in the opening, on the spot,
 * and it stands in the record. What was said is committed; that it was answered is public.
 */
export const disputeAnswer = defineAct<z.infer<typeof input>, WithBids>({
  id: 'dispute-answer', kind: 'gov', subjectKind: 'lot', input, reads: withBidsReads, load: loadWithBids,
  parties: () => ({}),
  decide({ lot, opening, bids }, cmd, work) {
    const role = sideOf(lot, cmd.actor);
    const bid: Rec<Bid> | undefined = bids.find((one) => one.data.bidSeq === cmd.input.bidSeq);
    const said = bid?.data.confirmed;
    if (!bid || !said?.dispute) throw new Refusal('not-found', { field: 'bidSeq' });
    if (lot.state !== 'opening' && lot.state !== 'opened') throw new Refusal('state', { rule: 'state' });
    if (said.answer) throw new Refusal('state', { rule: 'state', zh: '该异议已答复', en: 'This objection has been answered' });
    cmd.actor.role = role;
    said.answer = { at: work.now, role, text: cmd.input.answer };
    work.put(bid);
    work.gov('gov-dispute-answered', {
      ...begin(work, lot), public: { openingId: opening.id, bidSeq: cmd.input.bidSeq, answeredAt: work.now }, salted: { dispute: said.dispute, answer: cmd.input.answer },
    });
    work.result = { bidSeq: cmd.input.bidSeq, answeredAt: work.now };
  },
});

function sideOf(lot: Rec<Lot>, actor: Actor): string {
  if (actor.entityId !== null && actor.entityId === lot.data.tendererId) return 'tenderer';
  if (actor.entityId !== null && actor.entityId === lot.data.agencyId) return 'agency';
  if (actor.roles.includes('centre-host') && mayKnow({ ...actor, entityId: null, roles: ['centre-host'] }, lotParties(lot))) return 'centre-host';
  throw new Refusal('forbidden');
}
