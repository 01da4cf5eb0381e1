import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { loadOpening, openingReads, sayPhase, type OpeningFacts } from './facts.ts';
import { runningPeriod } from './periods.ts';

/** System: the trade goes on after a stop. The hall is told how long its running period lasts now; nothing changes and no leaf is left. */
export const openingResumed = defineAct<unknown, OpeningFacts>({
  id: 'opening-resumed', kind: 'system', subjectKind: 'lot', input: z.unknown(), reads: openingReads, load: loadOpening, parties: () => ({}),
  decide({ lot, opening }, _cmd, work) {
    if (lot.state === 'opening' && runningPeriod(opening) !== null) sayPhase(work, { lot, opening });
  },
});
