import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { audienceOf, type Warning } from '../../platform/warnings.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({
  closureCode: z.enum(['explained', 'corrected', 'passed-on', 'unfounded']).describe('explained by facts, put right, passed on to another organ, nothing in it'),
  note: z.string().trim().min(1).max(2000),
});

/** A post marks a warning as dealt with (workspace, until alerts are closed with `ana-alert`). Raised again, it is open again. */
export const warningHandle = defineAct<z.infer<typeof input>, { warning: Rec<Warning> | null; lot: Rec<Lot> | null }>({
  id: 'warning-handle', kind: 'gov', subjectKind: 'warning', input,
  async load(read, cmd) {
    const warning = await read.get<Warning>('warning', cmd.subject);
    return { warning, lot: warning?.lotId ? await read.get<Lot>('lot', warning.lotId) : null };
  },
  parties: () => ({}),
  decide({ warning, lot }, cmd, work) {
    const { roles, name } = cmd.actor;
    const role = roles.find((one) => warning !== null && audienceOf([one]).has(warning.data.warning));
    if (!warning || role === undefined || (lot && !mayKnow({ ...cmd.actor, entityId: null }, lotParties(lot)))) throw new Refusal('not-found');
    if (warning.data.gate !== undefined && !lot?.data.openGates.includes(warning.data.gate)) throw new Refusal('not-found');
    if (warning.state !== 'raised') throw new Refusal('state', { rule: 'state', zh: '该预警已处理', en: 'This warning has been dealt with' });
    warning.state = 'handled';
    warning.data.handled = { byRole: role, byName: name, ...cmd.input, at: work.now };
    work.put(warning);
    work.result = { warningId: warning.id, state: warning.state };
  },
});
