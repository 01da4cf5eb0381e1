import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { committeeParam } from '../expert-draw/index.ts';
import type { Evaluation } from './model.ts';
import { COMMITTEE, enter, majority, memberOf, sessionOf, sessionParties, sessionReads, type SessionFacts } from './session.ts';

const input = z.strictObject({ votedSeatNo: z.int().min(1).max(60) });

/** 推选评标组长: one vote each, for an expert; without a majority all vote again. */
export const evlChair = defineAct<z.infer<typeof input>, SessionFacts>({
  id: 'evl-chair', kind: 'act', subjectKind: 'lot', input, reads: sessionReads,
  load: async (_read, _cmd, prefetched) => sessionOf(prefetched),
  parties: sessionParties,
  decide({ lot, session }, cmd, work) {
    enter(work, { lot });
    const member = memberOf(session, cmd.actor);
    const { votedSeatNo } = cmd.input;
    work.move('evaluation-session', session, 'evl-chair');
    if (member.votedSeatNo !== undefined) throw new Refusal('state', { rule: 'state', zh: '本轮已投票', en: 'You have voted in this round' });
    if (!session.data.members.some((one) => one.seatNo === votedSeatNo && one.role === 'expert')) {
      throw new Refusal('invalid-input', { field: 'votedSeatNo', zh: '组长须从专家中推选', en: 'The chair is one of the experts' });
    }
    member.votedSeatNo = votedSeatNo;
    work.act('evl-chair', {
      subject: lot.id, lotId: lot.id, public: { sessionId: session.id, seatNo: member.seatNo, votedSeatNo, votedAt: work.now },
      facts: { param: committeeParam(lot.data), ...COMMITTEE },
    });
    if (session.data.members.every((one) => one.votedSeatNo !== undefined)) count(work, lot.id, session);
    work.result = { chairSeatNo: session.data.chairSeatNo ?? null, voteRound: session.data.voteRound };
  },
});

function count(work: Work, lotId: string, session: Rec<Evaluation>): void {
  const votes = Map.groupBy(session.data.members, (member) => member.votedSeatNo ?? 0);
  const elected = [...votes].find(([, voters]) => majority(voters.length, session));
  if (elected) {
    session.data.chairSeatNo = elected[0];
    work.move('evaluation-session', session, 'do:chair-elected', {}, 'system');
    work.moved('evl-chair', { subject: lotId, lotId, public: { sessionId: session.id, chairSeatNo: elected[0], voteRound: session.data.voteRound } });
    return;
  }
  session.data.voteRound += 1;
  for (const member of session.data.members) delete member.votedSeatNo;
}
