import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { committeeParam, formDigest, loadDraw, type DrawFacts } from './facts.ts';
import { armEvaluationStart, EVALUATION_START, replaceConflicted, settleSeats } from './seats.ts';

/** 专家名单解封: when the evaluation starts and the opening is over. Repeated or too early, it does nothing. */
function unseal(id: string) {
  return defineAct<unknown, DrawFacts>({
    id, kind: 'system', subjectKind: 'lot', input: z.unknown(),
    load: (read, cmd) => loadDraw(read, cmd.subject),
    parties: () => ({}),
    decide(facts, _cmd, work) {
      const { lot, draw } = facts;
      if (draw?.state !== 'sealed') return;
      if (work.now < draw.data.evaluationStart || lot.state !== 'opened' || draw.data.seats.some((seat) => seat.reply !== 'accepted')) {
        armEvaluationStart(work, lot, draw);
        return;
      }
      work.knowGates(lot.id, lot.data.openGates);
      // the bidders are known by now: nobody who must stay away is unsealed
      if (replaceConflicted(work, { ...facts, draw })) {
        settleSeats(work, { ...facts, draw });
        armEvaluationStart(work, lot, draw);
        return;
      }
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
