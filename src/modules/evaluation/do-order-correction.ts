import { z } from 'zod';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { committeeParam } from '../expert-draw/index.ts';
import { enter, memberOf, sessionOf, sessionParties, sessionReads, sitsIn, tallyOf, type SessionFacts } from './session.ts';

const causeCode = z.enum(['arithmetic', 'out-of-range', 'objective-differs', 'abnormal-score']);
const voteInput = z.strictObject({ causeCode });
const input = z.strictObject({ causeCode, sheets: z.array(z.strictObject({ bidId: z.uuid(), seatNo: z.int().min(1) })).min(1).max(1000).describe('sheets that are to be handed in again') });

/** A member's vote to have scores corrected (workspace); the step that opens the correction carries the count. */
export const correctionVote = defineAct<z.infer<typeof voteInput>, SessionFacts>({
  id: 'correction-vote', kind: 'gov', subjectKind: 'lot', input: voteInput, reads: sessionReads,
  load: async (_read, _cmd, prefetched) => sessionOf(prefetched),
  parties: () => ({}),
  decide({ session }, cmd, work) {
    if (!sitsIn(session, cmd.actor)) throw new Refusal('not-found');
    if (session.state !== 'tallied') throw new Refusal('state');
    work.result = { signerCount: vote(session, cmd), committeeSize: session.data.members.length };
    work.put(session);
  },
});

/** 评分复核更正: only in the cases of the law and by a majority; the named sheets are open again, everything after them is void. */
export const doOrderCorrection = defineAct<z.infer<typeof input>, SessionFacts & { bids: Rec<Bid>[] }>({
  id: 'do-order-correction', kind: 'step', subjectKind: 'lot', input, reads: sessionReads,
  load: async (read, cmd, prefetched) => ({ ...sessionOf(prefetched), bids: await read.list<Bid>({ kind: 'bid', lotId: cmd.subject }) }),
  parties: sessionParties,
  decide({ lot, session, bids }, cmd, work) {
    enter(work, { lot });
    work.move('evaluation-session', session, 'do:order-correction');
    const signerCount = vote(session, cmd);
    for (const bid of bids) if (bid.state === 'ranked') work.move('bid', bid, 'do:order-correction');
    for (const { bidId, seatNo } of cmd.input.sheets) {
      const tally = tallyOf(session, bidId);
      if (!tally.scored.includes(seatNo)) throw new Refusal('invalid-input', { field: 'sheets' });
      tally.scored = tally.scored.filter((one) => one !== seatNo);
    }
    reopen(session);
    work.warn('w-score-changed', lot.id, { sessionId: session.id, causeCode: cmd.input.causeCode, sheets: cmd.input.sheets.length, signerCount });
    work.step('do-order-correction', 'evl-score', {
      subject: lot.id, lotId: lot.id, public: { sessionId: session.id, causeCode: cmd.input.causeCode, signerCount, at: work.now },
      facts: { param: committeeParam(lot.data), causeCode: cmd.input.causeCode, signerCount, committeeSize: session.data.members.length },
    });
  },
});

/** Scores may be handed in again: report and signatures fall. Whoever orders it clears the sheets (`scored`) that are to come again. */
export function reopen(session: SessionFacts['session']): void {
  Object.assign(session.data, { correctionOpen: true, correctionVotes: [] });
  delete session.data.report;
  delete session.data.reportAt;
  for (const member of session.data.members) delete member.signed;
}

function vote(session: SessionFacts['session'], cmd: Cmd<{ causeCode: z.infer<typeof causeCode> }>): number {
  const { seatNo } = memberOf(session, cmd.actor);
  const others = session.data.correctionVotes.filter((one) => one.seatNo !== seatNo);
  session.data.correctionVotes = [...others, { seatNo, causeCode: cmd.input.causeCode, at: cmd.now }];
  return session.data.correctionVotes.filter((one) => one.causeCode === cmd.input.causeCode).length;
}
