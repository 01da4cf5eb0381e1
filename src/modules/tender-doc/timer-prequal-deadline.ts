import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { inPrequalification, loadLot, type Lot } from '../project-intake/index.ts';

/** 资格预审申请截止: from now on the tenderer may read what was handed in. Harmless when it comes twice or too early. */
export const timerPrequalDeadline = defineAct<Record<string, never>, Rec<Lot>>({
  id: 'timer:prequal-deadline', kind: 'system', subjectKind: 'lot', input: z.strictObject({}),
  load: (read, cmd) => loadLot(read, cmd.subject),
  parties: () => ({}),
  decide(lot, _cmd, work) {
    const { prequal } = lot.data;
    if (!inPrequalification(lot) || prequal === undefined || prequal.deadline > work.now) return;
    work.move(lot.data.machine, lot, 'timer:prequal-deadline', {}, 'system');
    prequal.closedAt = work.now;
    work.knowGates(lot.id, lot.data.openGates);
    // told with the point that set the deadline, which is public: how many applied is not told
    work.moved('doc-issue', { subject: lot.id, lotId: lot.id, public: { event: 'timer:prequal-deadline', prequalDeadline: prequal.deadline } });
    work.result = { state: lot.state };
  },
});
