import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { closeOpening } from './completions.ts';
import { loadOpening, openingReads, type OpeningFacts } from './facts.ts';
import { holdWhileStopped } from './periods.ts';

/** The objection period is over: silence counts as no objection, and the opening closes. */
export const timerConfirmEnd = defineAct<unknown, OpeningFacts>({
  id: 'timer:confirm-end', kind: 'system', subjectKind: 'lot', input: z.unknown(), reads: openingReads, load: loadOpening, parties: () => ({}),
  decide({ lot, opening }, _cmd, work) {
    const { confirmEnd } = opening.data;
    if (!['announced', 'confirming'].includes(opening.state) || confirmEnd === undefined || work.now < confirmEnd) return;
    if (holdWhileStopped(work, lot, 'confirm')) return;
    closeOpening(work, { lot, opening }, 'timer:confirm-end');
  },
});
