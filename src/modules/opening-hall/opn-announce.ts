import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { latestChance, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { announcedAll } from './completions.ts';
import { begin, channelOf, loadWithBids, partiesOf, refuseUnlessOpening, withBidsReads, type OpeningFacts, type WithBids } from './facts.ts';
import { bidsOfOpening, digestOf, openingForm } from './model.ts';
import { bidderRow } from './view.ts';

const input = z.strictObject({
  bidSeqs: z.array(z.int().min(100_000).max(999_999)).min(1).max(1_000).nullable().default(null).describe('the bids to announce now; without it all that are left'),
});

interface Facts extends WithBids { coefficients: Rec<ChanceRecord> | null }

/** 唱标: one leaf a bid, each with the digest of the form as it was opened. */
export const opnAnnounce = defineAct<z.infer<typeof input>, Facts>({
  id: 'opn-announce', kind: 'act', subjectKind: 'lot', input, reads: withBidsReads,
  async load(read, cmd, prefetched) {
    const facts = await loadWithBids(read, cmd, prefetched);
    return { ...facts, coefficients: latestChance(await read.list<ChanceRecord>({ kind: 'chance', lotId: facts.lot.id }), 'coefficients') };
  },
  parties: partiesOf,
  decide(facts, cmd, work) {
    refuseUnlessOpening(facts.lot);
    const targets = targetsOf(facts.bids, cmd.input.bidSeqs);
    if (!work.canMove('opening-session', facts.opening, 'opn-announce')) {
      throw new Refusal('state', { rule: 'state', zh: '解密时限未结束或已唱标完毕，不能唱标', en: 'The decryption window is open, or all is announced' });
    }
    for (const bid of targets) announce(work, facts, bid);
    const complete = announcedAll(work, facts, facts.coefficients);
    // nothing to read out is fine only where it ends the announcement: the last open bid was revoked meanwhile
    if (targets.length === 0 && !complete) throw new Refusal('state', { rule: 'state', zh: '没有可唱标的投标文件', en: 'No bid is left to announce' });
    work.result = { announced: targets.length, state: facts.opening.state };
  },
});

function targetsOf(bids: readonly Rec<Bid>[], named: readonly number[] | null): Rec<Bid>[] {
  const open = bidsOfOpening(bids).filter((bid) => bid.state === 'decrypted' && bid.data.announcedAt === undefined);
  if (named === null) return open;
  const targets = open.filter((bid) => named.includes(bid.data.bidSeq));
  if (targets.length !== new Set(named).size) throw new Refusal('not-found', { field: 'bidSeqs' });
  return targets;
}

function announce(work: Work, { lot, opening }: OpeningFacts, bid: Rec<Bid>): void {
  work.move('bid', bid, 'opn-announce');
  work.move('opening-session', opening, 'opn-announce');
  const { form, decryption, bidderName } = bid.data;
  if (!form) throw new Error(`bid ${bid.id} is decrypted and has no form`);
  bid.data.announcedAt = work.now;
  opening.data.announcedCount += 1;
  const digest = digestOf(openingForm(form));
  work.act('opn-announce', {
    ...begin(work, lot),
    public: {
      openingId: opening.id, bidderName, bidPrice: opening.data.unpriced === true ? null : form.priceFen, duration: form.duration,
      quality: form.quality ?? null, projectManager: form.projectManager ?? null, announcedAt: work.now,
    },
    docs: { openingForm: digest },
    facts: { hashPairs: [[digest, decryption?.formDigest ?? '']] },
  });
  work.say(channelOf(lot), 'announce', { ...bidderRow(opening, bid) });
}
