import { z } from 'zod';
import type { GateId } from '../../../catalogue/index.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, openLotGate, type Lot } from '../project-intake/index.ts';

export const GATE_TIMER = 'timer:gate-after-failure';
const GATES: readonly GateId[] = ['bid-deadline', 'candidate-publicity', 'award-decided'];

/** The wait after a failed round is over: what no later round has opened opens now. Harmless when it comes twice. */
export const timerGateAfterFailure = defineAct<Record<string, never>, Rec<Lot>>({
  id: GATE_TIMER, kind: 'system', subjectKind: 'lot', input: z.strictObject({}),
  load: (read, cmd) => loadLot(read, cmd.subject),
  parties: () => ({}),
  decide(lot, _cmd, work) {
    const shut = GATES.filter((gate) => !lot.data.openGates.includes(gate));
    // a lot that has started again opens its gates by its own course
    if (shut.length === 0 || !['failed', 'terminated'].includes(lot.state)) return;
    for (const gate of shut) openLotGate(work, lot, gate);
    work.gov('gov-gates-opened', { subject: lot.id, lotId: lot.id, public: { gates: shut, cause: 'gateAfterFailure' } });
    work.result = { opened: shut };
  },
});
