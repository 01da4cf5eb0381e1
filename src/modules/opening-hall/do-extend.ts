import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { begin, loadOpening, openingReads, partiesOf, refuseUnlessOpening, sayPhase, type OpeningFacts } from './facts.ts';
import { armPeriod } from './periods.ts';

const input = z.strictObject({ newEnd: z.iso.datetime({ precision: 3 }), reasonCode: z.string().regex(/^[a-z][a-z-]{1,39}$/) });

/** 延长解密时限: for a fault of the platform; the end only moves later. */
export const doExtend = defineAct<z.infer<typeof input>, OpeningFacts>({
  id: 'do-extend', kind: 'step', subjectKind: 'lot', input, reads: openingReads, load: loadOpening, parties: partiesOf,
  decide({ lot, opening }, cmd, work) {
    refuseUnlessOpening(lot);
    work.move('opening-session', opening, 'do:extend');
    const { newEnd, reasonCode } = cmd.input;
    if (newEnd <= (opening.data.decryptEnd ?? work.now)) throw new Refusal('invalid-input', { field: 'newEnd' });
    armPeriod(work, lot, opening, 'decrypt', newEnd);
    work.step('do-extend', 'opn-decrypt', { ...begin(work, lot), public: { openingId: opening.id, newEnd, reasonCode }, facts: {} });
    sayPhase(work, { lot, opening });
    work.result = { decryptEnd: newEnd };
  },
});
