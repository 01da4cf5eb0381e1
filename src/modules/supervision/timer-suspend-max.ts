import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, loadRunning, resumeLot, resumeRunning, tellMoved, type Lot, type Running, type SessionPeriods } from '../project-intake/index.ts';

/** 暂停期届满: what was left of every period goes on. Harmless when it comes twice, or after the stop was lifted. */
export const timerSuspendMax = defineAct<Record<string, never>, { lot: Rec<Lot>; opening: Rec<SessionPeriods> | null; running: Running }>({
  id: 'timer:suspend-max', kind: 'system', subjectKind: 'lot', input: z.strictObject({}),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    return { lot, opening: lot.data.openingId ? await read.get<SessionPeriods>('opening', lot.data.openingId) : null, running: await loadRunning(read, lot, cmd.nowMs) };
  },
  parties: () => ({}),
  decide({ lot, opening, running }, _cmd, work) {
    const { suspension } = lot.data;
    if (lot.state !== 'suspended' || !suspension?.until || suspension.until > work.now) return;
    work.move(lot.data.machine, lot, 'timer:suspend-max', {}, 'system');
    tellMoved(work, lot, { ...resumeLot(work, lot, opening), ...resumeRunning(work, lot, running, suspension.at) });
    work.result = { state: lot.state };
  },
});
