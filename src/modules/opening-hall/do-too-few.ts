import { z } from 'zod';
import { RULES } from '../../law/rules.ts';
import { limitNumber } from '../../law/limits.ts';
import { defineAct } from '../../platform/act.ts';
import { refuseByRule } from '../../platform/refusal.ts';
import { SUBMITTED_STATES } from '../bidding/index.ts';
import { begin, loadWithBids, partiesOf, refuseUnlessFallen, ruleFacts, sayPhase, withBidsReads, type WithBids } from './facts.ts';

const input = z.strictObject({});

/**
 * 投标人不足不予开启 (招标投标法 第28条): nothing is decrypted. The lot stays where it is; the tenderer then ends it by
 * `not-abnormal`, which sends the bids back unopened.
 */
export const doTooFew = defineAct<z.infer<typeof input>, WithBids>({
  id: 'do-too-few', kind: 'step', subjectKind: 'lot', input, reads: withBidsReads, load: loadWithBids, parties: partiesOf,
  decide({ lot, opening, bids }, _cmd, work) {
    const bidCount = bids.filter((bid) => SUBMITTED_STATES.includes(bid.state)).length;
    const facts = { ...ruleFacts(lot), submittedBids: bidCount };
    if (lot.data.bidDeadline !== undefined && work.now >= lot.data.bidDeadline) refuseUnlessFallen(lot);
    if (!RULES['r-too-few']?.({ ...facts, time: work.nowMs })) throw refuseByRule('r-too-few');
    work.move('opening-session', opening, 'do:too-few');
    Object.assign(opening.data, { bidCount, endedAt: work.now });
    const required = facts.minBiddersOverride ?? limitNumber(facts.param('minBidders'), 0);
    work.step('do-too-few', 'opn-start', { ...begin(work, lot), public: { openingId: opening.id, bidCount, required, at: work.now }, facts });
    work.warn('w-few-bidders', lot.id, { bidCount, required });
    sayPhase(work, { lot, opening });
    work.send('opening.too-few', { lotId: lot.id, openingId: opening.id, bidCount, required });
    work.result = { bidCount, required };
  },
});
