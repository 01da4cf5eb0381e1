import { z } from 'zod';
import { RULES } from '../../law/rules.ts';
import { defineAct } from '../../platform/act.ts';
import { latestChance, requireContributions, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import { refuseByRule } from '../../platform/refusal.ts';
import { SUBMITTED_STATES } from '../bidding/index.ts';
import { begin, channelOf, loadWithBids, partiesOf, refuseUnlessFallen, ruleFacts, sayPhase, withBidsReads, type WithBids } from './facts.ts';
import { bidListDigest, bidsOfOpening, listsToDraw } from './model.ts';
import { drawItem } from './view.ts';

const input = z.strictObject({});

interface Facts extends WithBids { chances: Rec<ChanceRecord>[] }

/**
 * 开标启动 (招标投标法 第34条: at the deadline, in public). Fixes the list of bids; where the method draws coefficients, the
 * commitments of independent roles must already be in, for whoever commits later could know the prices.
 */
export const opnStart = defineAct<z.infer<typeof input>, Facts>({
  id: 'opn-start', kind: 'act', subjectKind: 'lot', input, reads: withBidsReads,
  async load(read, cmd, prefetched) {
    const facts = await loadWithBids(read, cmd, prefetched);
    return { ...facts, chances: await read.list<ChanceRecord>({ kind: 'chance', lotId: facts.lot.id }) };
  },
  parties: partiesOf,
  decide({ lot, opening, bids, chances }, _cmd, work) {
    const submitted = bids.filter((bid) => SUBMITTED_STATES.includes(bid.state)).length;
    const facts = { ...ruleFacts(lot), submittedBids: submitted };
    // the rules speak before the state: who comes too early or with too few is told so
    for (const rule of ['r-open-at-deadline', 'r-min-bidders', 'r-objection-answered'] as const) {
      if (!RULES[rule]?.({ ...facts, time: work.nowMs })) throw refuseByRule(rule);
      if (rule === 'r-open-at-deadline') refuseUnlessFallen(lot);
    }
    work.move(lot.data.machine, lot, 'opn-start');
    work.move('opening-session', opening, 'opn-start');
    const coefficients = latestChance(chances, 'coefficients');
    if (Object.keys(listsToDraw(opening.data)).length > 0) requireContributions(coefficients);
    const digest = bidListDigest(bids);
    Object.assign(opening.data, { startedAt: work.now, bidCount: submitted, bidListDigest: digest });
    work.act('opn-start', {
      ...begin(work, lot),
      public: { lotId: lot.id, openingId: opening.id, bidCount: submitted, startedAt: work.now, contributionCommits: commitsOf(chances) },
      docs: { bidListSnapshot: digest },
      facts,
    });
    sayPhase(work, { lot, opening });
    if (coefficients) work.say(channelOf(lot), 'coefficient', { draws: [drawItem(opening, coefficients)] });
    work.send('opening.started', { lotId: lot.id, openingId: opening.id });
    work.result = { openingId: opening.id, bidCount: submitted, bidSeqs: bidsOfOpening(bids).map((bid) => bid.data.bidSeq) };
  },
});

/** What is committed for the draws to come, so that nothing can be added behind the start. */
function commitsOf(chances: readonly Rec<ChanceRecord>[]) {
  return (['coefficients', 'tie'] as const).flatMap((purpose) => {
    const chance = latestChance(chances, purpose);
    if (chance?.state !== 'committing') return [];
    return chance.data.contributions.map(({ party, role, commit }) => ({ purpose, party, role, commit }));
  });
}
