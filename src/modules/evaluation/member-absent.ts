import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { loadDraw, replaceOnSeat, settleSeats, type DrawFacts } from '../expert-draw/index.ts';
import { lotParties } from '../project-intake/index.ts';
import type { Evaluation, Member } from './model.ts';
import { enter, sessionOf, sessionReads, type SessionFacts } from './session.ts';

const input = z.strictObject({
  seatNo: z.int().min(1).max(60),
  reasonCode: z.enum(['absent', 'left', 'misconduct']).default('absent').describe('did not come; left or fell ill in its course; removed for misconduct (实施条例 第48、71条)'),
});
type Facts = SessionFacts & { drawing: DrawFacts };

/** The centre states that a member has not come, has left, or was removed: the next of the draw is called while the session waits. */
export const memberAbsent = defineAct<z.infer<typeof input>, Facts>({
  id: 'member-absent', kind: 'gov', subjectKind: 'lot', input, reads: sessionReads,
  load: async (read, cmd, prefetched) => ({ ...sessionOf(prefetched), drawing: await loadDraw(read, cmd.subject) }),
  parties: () => ({}),
  decide({ lot, session, drawing }, cmd, work) {
    if (!cmd.actor.roles.includes('centre-a') || !mayKnow({ ...cmd.actor, roles: ['centre-a'] }, lotParties(lot))) throw new Refusal('forbidden');
    enter(work, { lot });
    cmd.actor.role = 'centre-a';
    const member = session.data.members.find((one) => one.seatNo === cmd.input.seatNo && one.out === undefined);
    if (!member) throw new Refusal('invalid-input', { field: 'seatNo' });
    // one who sits is not absent, unless the session was paused because he left
    if (member.checkedInAt !== undefined && session.state !== 'paused') throw new Refusal('state', { rule: 'state' });
    sendOut(work, { lot: drawing.lot, session, drawing }, member, cmd.input.reasonCode);
  },
});

/** The seat falls to an expert of the draw, a representative's too: the share of experts only grows. */
export function sendOut(work: Work, { session, drawing }: SessionFacts & { drawing: DrawFacts }, member: Member, reason: NonNullable<Member['out']>): void {
  const { draw } = drawing;
  if (!draw) throw new Refusal('not-found');
  member.out = reason;
  let seat = draw.data.seats.find((one) => one.seatNo === member.seatNo);
  if (!seat) {
    seat = { seatNo: member.seatNo, specialty: draw.data.seats[0]?.specialty ?? '', expertId: member.accountId, expertNo: null, employer: null, tries: 0 };
    draw.data.seats.push(seat);
    draw.data.representativeIds = draw.data.representativeIds.filter((id) => id !== member.accountId);
    draw.data.headcount += 1;
  }
  work.move('evaluation-session', session as Rec<Evaluation>, 'exp-replace', {}, 'system');
  replaceOnSeat(work, { ...drawing, draw }, seat, reason);
  settleSeats(work, { ...drawing, draw });
}
