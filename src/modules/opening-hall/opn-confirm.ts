import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { closeOpening } from './completions.ts';
import { begin, bidderParties, channelOf, loadOpening, ownBidReads, refuseUnlessOpening, sayPhase, type OpeningFacts } from './facts.ts';
import { missingDraws } from './model.ts';

const input = z.strictObject({
  recordDigest: z.string().regex(/^[0-9a-f]{64}$/).nullable().default(null).describe('digest of the opening record the bidder has read'),
  dispute: z.string().trim().min(1).max(2_000).nullable().default(null).describe('objection raised on the spot'),
});

interface Facts extends OpeningFacts { bid: Rec<Bid> }

/** 开标记录确认: each bidder whose bid was opened confirms the record or objects on the spot; silence counts as neither. */
export const opnConfirm = defineAct<z.infer<typeof input>, Facts>({
  id: 'opn-confirm', kind: 'act', subjectKind: 'lot', input, reads: ownBidReads,
  async load(read, cmd, prefetched) {
    const facts = await loadOpening(read, cmd, prefetched);
    const bid = ((prefetched[2] ?? []) as Rec<Bid>[]).find((one) => one.data.announcedAt !== undefined);
    if (!bid) throw new Refusal('forbidden');
    return { ...facts, bid };
  },
  parties: bidderParties,
  decide({ lot, opening, bid }, cmd, work) {
    refuseUnlessOpening(lot);
    if (bid.data.confirmed) throw new Refusal('state', { rule: 'state', zh: '已确认开标记录', en: 'The record is confirmed already' });
    const first = opening.state === 'announced';
    work.move('opening-session', opening, 'opn-confirm');
    const { dispute, recordDigest } = cmd.input;
    bid.data.confirmed = { at: work.now, dispute };
    work.put(bid);
    const confirmedCount = (opening.data.confirmedCount ?? 0) + 1;
    const disputedCount = (opening.data.disputedCount ?? 0) + (dispute === null ? 0 : 1);
    Object.assign(opening.data, { confirmedCount, disputedCount });
    const digest = opening.data.recordDigest ?? '';
    work.act('opn-confirm', {
      ...begin(work, lot),
      public: { openingId: opening.id, confirmedCount, disputedCount, confirmedAt: work.now },
      salted: { bidderId: bid.data.bidderId },
      docs: { openingRecord: digest },
      facts: { hashPairs: [[recordDigest ?? digest, digest]], missingDraws: missingDraws(opening.data).length },
    });
    if (dispute !== null) work.warn('w-open-dispute', lot.id, { bidSeq: bid.data.bidSeq, dispute }, String(bid.data.bidSeq));
    work.say(channelOf(lot), 'confirm', { bidSeq: bid.data.bidSeq, status: dispute === null ? 'confirmed' : 'objected' });
    if (confirmedCount >= opening.data.announcedCount) closeOpening(work, { lot, opening }, 'do:all-confirmed');
    else if (first) sayPhase(work, { lot, opening });
    work.result = { confirmedCount, disputedCount, state: opening.state };
  },
});
