import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import type { Lot } from '../project-intake/index.ts';
import { committeeParam, currentDraw, formDigest, loadLot } from './facts.ts';
import type { Draw } from './model.ts';
import { armEvaluationStart, EVALUATION_START } from './seats.ts';

/** 专家名单解封: when the evaluation starts and the opening is over. Repeated or too early, it does nothing. */
function unseal(id: string) {
  return defineAct<unknown, { lot: Rec<Lot>; draw: Rec<Draw> | null }>({
    id, kind: 'system', subjectKind: 'lot', input: z.unknown(),
    load: async (read, cmd) => ({ lot: await loadLot(read, cmd.subject), draw: await currentDraw(read, cmd.subject) }),
    parties: () => ({}),
    decide({ lot, draw }, _cmd, work) {
      if (draw?.state !== 'sealed') return;
      if (work.now < draw.data.evaluationStart || lot.state !== 'opened' || draw.data.seats.some((seat) => seat.reply !== 'accepted')) {
        armEvaluationStart(work, lot, draw);
        return;
      }
      work.knowGates(lot.id, lot.data.openGates);
      work.move('expert-draw', draw, 'exp-unseal', {}, 'system');
      draw.data.unsealedAt = work.now;
      const { seats, headcount, representativeIds, evaluationStart } = draw.data;
      work.systemAct('exp-unseal', {
        subject: lot.id, lotId: lot.id,
        public: { drawId: draw.id, unsealedAt: work.now, committeeSize: headcount + representativeIds.length, expertCount: headcount },
        docs: { resultList: formDigest(seats.map(({ seatNo, expertNo, specialty }) => ({ seatNo, expertNo, specialty }))) },
        facts: { param: committeeParam(lot.data), evaluationStart: Date.parse(evaluationStart) },
      });
      work.cancelTimer(EVALUATION_START, 'lot', lot.id, lot.id);
      work.send('draw.unsealed', { lotId: lot.id, drawId: draw.id });
    },
  });
}
export const expUnseal = unseal('exp-unseal');
export const timerEvaluationStart = unseal(EVALUATION_START);
