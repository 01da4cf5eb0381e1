import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { begin, loadOpening, openingReads, partiesOf, sayPhase, type OpeningFacts } from './facts.ts';
import { armPeriod } from './periods.ts';

const input = z.strictObject({});

/** 复会: the session returns to where it was, with what was left of its period. */
export const doReconvene = defineAct<z.infer<typeof input>, OpeningFacts>({
  id: 'do-reconvene', kind: 'step', subjectKind: 'lot', input, reads: openingReads, load: loadOpening, parties: partiesOf,
  decide({ lot, opening }, _cmd, work) {
    work.move(lot.data.machine, lot, 'do:reconvene');
    work.move('opening-session', opening, 'do:reconvene');
    const { adjourned } = opening.data;
    for (const period of ['decrypt', 'confirm'] as const) {
      const left = adjourned?.[`${period}Left`];
      if (left !== undefined) armPeriod(work, lot, opening, period, new Date(work.nowMs + left).toISOString());
    }
    delete opening.data.adjourned;
    work.step('do-reconvene', 'opn-start', { ...begin(work, lot), public: { lotId: lot.id, at: work.now }, facts: {} });
    sayPhase(work, { lot, opening });
    work.result = { state: opening.state, decryptEnd: opening.data.decryptEnd ?? null, confirmEnd: opening.data.confirmEnd ?? null };
  },
});
