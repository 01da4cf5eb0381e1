import { z } from 'zod';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import { loadCompletion } from './completion.ts';
import type { Tally } from './model.ts';
import { enter, memberOf, sessionOf, sessionParties, sessionReads, sitsIn, tallyOf, type SessionFacts } from './session.ts';
import { settle, type Completion } from './settle.ts';

const input = z.strictObject({ bidId: z.uuid(), clauseRef: z.string().trim().min(1).max(200), reason: z.string().trim().min(1).max(2000) });
type Input = z.infer<typeof input>;

/** A member's vote to reject (workspace): it becomes part of the leaf of the rejection, should a majority come together. */
export const rejectVote = defineAct<Input, SessionFacts>({
  id: 'reject-vote', kind: 'gov', subjectKind: 'lot', input, reads: sessionReads,
  load: async (_read, _cmd, prefetched) => sessionOf(prefetched),
  parties: () => ({}),
  decide({ session }, cmd, work) {
    // no leaf is written here, not even of a refusal: it would name a member before the award
    if (!sitsIn(session, cmd.actor)) throw new Refusal('not-found');
    const tally = tallyOf(session, cmd.input.bidId);
    if (!['preliminary', 'detailed'].includes(session.state) || tally.out !== undefined) throw new Refusal('state');
    vote(tally, { session }, cmd);
    work.put(session);
    work.result = { signerCount: signers(tally, cmd.input.clauseRef), committeeSize: session.data.members.length };
  },
});

/** 否决投标: by a member who carries the votes of the majority, for one clause of the documents. */
export const evlReject = defineAct<Input, SessionFacts & { completion: Completion }>({
  id: 'evl-reject', kind: 'act', subjectKind: 'lot', input, reads: sessionReads,
  load: async (read, cmd, prefetched) => ({ ...sessionOf(prefetched), completion: await loadCompletion(read, cmd.subject) }),
  parties: sessionParties,
  decide({ lot, session, completion }, cmd, work) {
    enter(work, { lot });
    const { bidId, clauseRef } = cmd.input;
    const tally = tallyOf(session, bidId);
    const bid = completion.bids.find((one) => one.id === bidId) as Rec<Bid>;
    work.move('evaluation-session', session, 'evl-reject');
    work.move('bid', bid, 'evl-reject');
    vote(tally, { session }, cmd);
    const reasons = tally.votes.filter((one) => one.clauseRef === clauseRef).map(({ seatNo, reason, at }) => ({ seatNo, reason, at }));
    const reasonDigest = formDigest({ bidSeq: tally.bidSeq, clauseRef, reasons });
    tally.out = cmd.input.reason;
    bid.data.rejected = { clauseRef, reasonDigest, byRule: false, at: work.now };
    work.act('evl-reject', {
      subject: lot.id, lotId: lot.id,
      public: { sessionId: session.id, bidSeq: tally.bidSeq, clauseRef, signerCount: reasons.length, rejectedAt: work.now },
      docs: { reasonText: reasonDigest },
      facts: { param: committeeParam(lot.data), clauseRef, signerCount: reasons.length, committeeSize: session.data.members.length },
    });
    settle(work, { lot, session, ...completion });
  },
});

function vote(tally: Tally, { session }: Pick<SessionFacts, 'session'>, cmd: Cmd<Input>): void {
  const { seatNo } = memberOf(session, cmd.actor);
  const { clauseRef, reason } = cmd.input;
  tally.votes = [...tally.votes.filter((one) => one.seatNo !== seatNo), { seatNo, clauseRef, reason, at: cmd.now }];
}

/** Votes count for the clause they name. */
function signers(tally: Tally, clauseRef: string): number {
  return tally.votes.filter((one) => one.clauseRef === clauseRef).length;
}
