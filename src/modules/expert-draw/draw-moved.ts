import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { loadDraw, type DrawFacts } from './facts.ts';
import { sayDate } from './seats.ts';

const input = z.strictObject({ drawId: z.uuid(), from: z.string(), to: z.string() });

/** System: a stop has moved the day of the evaluation. Whoever had accepted the old one is told of the new one, and may still give the seat back. Repeated, it does nothing. */
export const drawMoved = defineAct<z.infer<typeof input>, DrawFacts>({
  id: 'draw-moved', kind: 'system', subjectKind: 'lot', input,
  load: (read, cmd) => loadDraw(read, cmd.subject),
  parties: () => ({}),
  decide({ draw, experts }, cmd, work) {
    const { drawId, from, to } = cmd.input;
    if (draw?.id !== drawId || draw.data.evaluationStart !== to) return;
    for (const seat of draw.data.seats) {
      const expert = seat.reply === 'accepted' ? experts.find((one) => one.id === seat.expertId) : undefined;
      if (!expert?.data.sessions.includes(from)) continue;
      expert.data.sessions = [...expert.data.sessions.filter((at) => at !== from), to];
      work.put(expert);
      if (seat.callId !== undefined) sayDate(work, draw, { callId: seat.callId, phone: expert.data.phone });
    }
  },
});
