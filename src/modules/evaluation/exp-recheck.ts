import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import { hitsNow, loadDraw, replaceConflicted, settleSeats, type DrawFacts } from '../expert-draw/index.ts';
import { sendOut } from './member-absent.ts';
import type { Evaluation, Member } from './model.ts';
import { isRunning, loadSession } from './session.ts';

type Facts = { drawing: DrawFacts; session: Rec<Evaluation> | null };

/**
 * An expert has told of a new tie while his draw runs, or his evaluation: avoidance is judged again. Before the session he gives up
 * the seat; in it the seat falls to the next, where the machine allows; otherwise the centre is warned and has to stop the session.
 */
export const expRecheck = defineAct<unknown, Facts>({
  id: 'exp-recheck', kind: 'system', subjectKind: 'lot', input: z.unknown(),
  load: async (read, cmd) => ({ drawing: await loadDraw(read, cmd.subject), session: (await loadSession(read, cmd.subject)).session }),
  parties: () => ({}),
  decide({ drawing, session }, _cmd, work) {
    const { draw, lot } = drawing;
    if (!draw) return;
    work.knowGates(lot.id, lot.data.openGates);
    if (draw.state === 'notifying' || draw.state === 'sealed') {
      if (replaceConflicted(work, { ...drawing, draw })) settleSeats(work, { ...drawing, draw });
      return;
    }
    if (draw.state === 'unsealed' && session && session.state !== 'reported' && isRunning(lot)) inSession(work, drawing, session);
  },
});

function inSession(work: Work, drawing: DrawFacts, session: Rec<Evaluation>): void {
  const hit = session.data.members.filter((member) => member.out === undefined && hits(drawing, member));
  for (const member of hit) {
    if (work.canMove('evaluation-session', session, 'exp-replace')) sendOut(work, { lot: drawing.lot, session, drawing }, member, 'conflict');
    else work.warn('w-expert-avoid-hit', drawing.lot.id, { seatNo: member.seatNo, sessionState: session.state }, `seat-${member.seatNo}`);
  }
}

function hits({ draw, experts, about }: DrawFacts, { accountId }: Member): boolean {
  const expert = experts.find((one) => one.id === accountId);
  return expert !== undefined && draw !== null && hitsNow(expert, draw.data, about) > 0;
}
