import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, type Lot, type Project } from '../project-intake/index.ts';
import { PUBLICITY_END } from './gpr-single.ts';

/**
 * 单一来源公示期满: with no objection upheld the supplier may be asked; else the project goes back to be filed with a competitive
 * method. Harmless when it comes twice, too early or while the lot stands still.
 */
export const timerPublicityEnd = defineAct<unknown, { lot: Rec<Lot>; project: Rec<Project> | null }>({
  id: PUBLICITY_END, kind: 'system', subjectKind: 'lot', input: z.unknown(),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    return { lot, project: await read.get<Project>('project', lot.data.projectId) };
  },
  parties: () => ({}),
  decide({ lot, project }, _cmd, work) {
    const { single } = lot.data;
    if (lot.state !== 'single-publicity' || !single || work.now < single.publicityEnd) return;
    const outcome = single.objections.some((one) => one.outcome === 'upheld') ? 'upheld' : 'none';
    single.outcome = outcome;
    work.move(lot.data.machine, lot, PUBLICITY_END, { singleObjection: outcome }, 'system');
    if (outcome === 'upheld' && project) work.put({ ...project, state: 'draft' });
    work.knowGates(lot.id, lot.data.openGates);
    work.moved('gpr-single', { subject: lot.id, lotId: lot.id, public: { event: PUBLICITY_END, lotId: lot.id, singleObjection: outcome, objections: single.objections.length, at: work.now } });
    work.result = { state: lot.state, singleObjection: outcome };
  },
});
