import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { begin, loadOpening, openingReads, partiesOf, sayPhase, type OpeningFacts } from './facts.ts';
import { disarm, runningPeriod } from './periods.ts';

const input = z.strictObject({ reasonCode: z.string().regex(/^[a-z][a-z-]{1,39}$/) });

/** 休会: the session stops where it is; what is left of the running period is kept. */
export const doAdjourn = defineAct<z.infer<typeof input>, OpeningFacts>({
  id: 'do-adjourn', kind: 'step', subjectKind: 'lot', input, reads: openingReads, load: loadOpening, parties: partiesOf,
  decide({ lot, opening }, cmd, work) {
    const running = runningPeriod(opening);
    work.move(lot.data.machine, lot, 'do:adjourn');
    work.move('opening-session', opening, 'do:adjourn');
    opening.data.adjourned = { at: work.now };
    if (running) {
      opening.data.adjourned[`${running.period}Left`] = Math.max(0, Date.parse(running.end) - work.nowMs);
      disarm(work, lot, running.period);
    }
    work.step('do-adjourn', 'opn-start', { ...begin(work, lot), public: { lotId: lot.id, reasonCode: cmd.input.reasonCode, at: work.now }, facts: {} });
    sayPhase(work, { lot, opening });
    work.result = { state: opening.state };
  },
});
