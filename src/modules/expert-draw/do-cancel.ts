import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { openChance } from '../../platform/chance.ts';
import { lotParties } from '../project-intake/index.ts';
import { loadDraw, mustDraw, type DrawFacts } from './facts.ts';
import { EVALUATION_START, NOTIFY_END } from './seats.ts';

const input = z.strictObject({ reasonCode: z.enum(['postponed', 'stopped', 'wrong-request']) });

/** 取消: the evaluation is postponed or stopped. A new request needs new commitments. */
export const doCancel = defineAct<z.infer<typeof input>, DrawFacts>({
  id: 'do-cancel', kind: 'step', subjectKind: 'lot', input,
  load: (read, cmd) => loadDraw(read, cmd.subject),
  parties: ({ lot }) => lotParties(lot),
  decide(facts, cmd, work) {
    const draw = mustDraw(facts.draw);
    const { lot, chance } = facts;
    work.knowGates(lot.id, lot.data.openGates);
    work.move('expert-draw', draw, 'do:cancel');
    for (const expert of facts.experts) {
      if (!draw.data.seats.some((seat) => seat.expertId === expert.id && seat.reply === 'accepted')) continue;
      expert.data.sessions = expert.data.sessions.filter((at) => at !== draw.data.evaluationStart);
      work.put(expert);
    }
    for (const event of [NOTIFY_END, EVALUATION_START]) work.cancelTimer(event, 'lot', lot.id, lot.id);
    if (chance?.state !== 'committing') openChance(work, lot.id, 'experts', chance);
    work.step('do-cancel', 'exp-draw-request', { subject: lot.id, lotId: lot.id, public: { subjectId: draw.id, reasonCode: cmd.input.reasonCode, at: work.now } });
  },
});
