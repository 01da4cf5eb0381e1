import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, resumeLot, type Lot, type SessionPeriods } from '../project-intake/index.ts';
import { tellMoved } from './sup-order.ts';

/** 暂停期届满: what was left of every period goes on. Harmless when it comes twice, or after the stop was lifted. */
export const timerSuspendMax = defineAct<Record<string, never>, { lot: Rec<Lot>; opening: Rec<SessionPeriods> | null }>({
  id: 'timer:suspend-max', kind: 'system', subjectKind: 'lot', input: z.strictObject({}),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    return { lot, opening: lot.data.openingId ? await read.get<SessionPeriods>('opening', lot.data.openingId) : null };
  },
  parties: () => ({}),
  decide({ lot, opening }, _cmd, work) {
    const until = lot.data.suspension?.until;
    if (lot.state !== 'suspended' || !until || until > work.now) return;
    work.move(lot.data.machine, lot, 'timer:suspend-max', {}, 'system');
    tellMoved(work, lot, resumeLot(work, lot, opening));
    work.result = { state: lot.state };
  },
});
