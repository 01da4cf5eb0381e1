import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { loadDraw, type DrawFacts } from './facts.ts';
import { callSeat, lastCall, settleSeats } from './seats.ts';

const input = z.strictObject({ at: z.iso.datetime().describe('when the trade went on') });

/**
 * System: the trade goes on after a stop. Whoever was still to answer is called anew, with the whole time to answer, as if for
 * the first time: what passed while everything stood still counts against nobody. Repeated within that time, it does nothing.
 */
export const drawResumed = defineAct<z.infer<typeof input>, DrawFacts>({
  id: 'draw-resumed', kind: 'system', subjectKind: 'lot', input,
  load: (read, cmd) => loadDraw(read, cmd.subject),
  parties: () => ({}),
  decide(facts, cmd, work) {
    const { draw, lot } = facts;
    if (!draw || lot.state === 'suspended' || !['drawn', 'notifying', 'sealed', 'unsealed'].includes(draw.state)) return;
    work.knowGates(lot.id, lot.data.openGates);
    const waiting = draw.data.seats.filter(({ expertId, reply }) => expertId !== null && reply === undefined);
    const uncalled = waiting.filter((seat) => (lastCall(seat) ?? 0) < Date.parse(cmd.input.at));
    for (const seat of uncalled) {
      seat.tries = 0;
      callSeat(work, { ...facts, draw }, seat);
    }
    if (uncalled.length > 0) settleSeats(work, { ...facts, draw });
  },
});
