import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { limitInteger } from '../../kernel/params.ts';
import { Refusal } from '../../platform/refusal.ts';
import { begin, loadOpening, openingReads, partiesOf, refuseUnlessOpening, sayPhase, type OpeningFacts } from './facts.ts';
import { armPeriod, decryptWindow, minutesMs } from './periods.ts';

const input = z.strictObject({ newEnd: z.iso.datetime({ precision: 3 }), reasonCode: z.string().regex(/^[a-z][a-z-]{1,39}$/) });

/**
 * 延长解密时限: for a fault of the platform; the end only moves later, and all extensions together give at most the length of one
 * more window: whoever conducts the opening cannot hold it open for a bidder, or for want of one.
 */
export const doExtend = defineAct<z.infer<typeof input>, OpeningFacts>({
  id: 'do-extend', kind: 'step', subjectKind: 'lot', input, reads: openingReads, load: loadOpening, parties: partiesOf,
  decide({ lot, opening }, cmd, work) {
    refuseUnlessOpening(lot);
    work.move('opening-session', opening, 'do:extend');
    const { newEnd, reasonCode } = cmd.input;
    const end = opening.data.decryptEnd ?? work.now;
    if (newEnd <= end) throw new Refusal('invalid-input', { field: 'newEnd' });
    const window = decryptWindow(lot);
    const extendedMs = (opening.data.extendedMs ?? 0) + Date.parse(newEnd) - Date.parse(end);
    if (extendedMs > minutesMs(limitInteger(window), window.unit)) {
      throw new Refusal('invalid-input', { field: 'newEnd', zh: `解密时限累计最多延长${limitInteger(window)}分钟`, en: `The extensions together give at most ${limitInteger(window)} minutes more` });
    }
    opening.data.extendedMs = extendedMs;
    armPeriod(work, lot, opening, 'decrypt', newEnd);
    work.step('do-extend', 'opn-decrypt', { ...begin(work, lot), public: { openingId: opening.id, newEnd, reasonCode }, facts: {} });
    sayPhase(work, { lot, opening });
    work.result = { decryptEnd: newEnd };
  },
});
