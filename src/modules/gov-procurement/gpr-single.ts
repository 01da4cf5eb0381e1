import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { fillItems, incomplete, itemsInput, type Items } from '../notice/index.ts';
import { loadLot, lotParam, lotParties, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({
  supplierName: z.string().trim().min(2).max(200),
  publicityEnd: instant.describe('five working days at least'),
  argumentFile: sha256Hex.describe('the argument with the opinions of the experts as they signed them, uploaded before; public from now on'),
  items: itemsInput.describe('supplierAddress, reason, expertOpinions'),
});

export const PUBLICITY_END = 'timer:publicity-end';

/** 单一来源公示 (政府采购法实施条例 第38条): why one supplier alone can deliver, and what the experts say, before anything is asked of it. */
export const gprSingle = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; file: unknown }>({
  id: 'gpr-single', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    return { lot: await loadLot(read, cmd.subject), file: await read.blob(cmd.input.argumentFile, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, file }, cmd, work) {
    const { supplierName, publicityEnd, argumentFile } = cmd.input;
    if (lot.data.kind !== 'single-source') throw new Refusal('method', { rule: 'state' });
    if (lot.data.single?.outcome === 'none') throw new Refusal('state', { rule: 'state', zh: '公示已结束', en: 'The publicity is over' });
    work.move(lot.data.machine, lot, 'gpr-single');
    if (!file) throw new Refusal('blob-missing', { field: 'argumentFile' });
    const { projectName, lotName } = lot.data;
    const { items, missing } = fillItems('gp-single-source', singleKnown(lot.data, { supplierName, publicityEnd }), cmd.input.items);
    if (missing.length > 0) throw incomplete(missing);
    const noticeId = work.uuid();
    lot.data.notices.push({ noticeId, noticeType: 'single-source', title: `${projectName}(${lotName})单一来源采购公示`, publishedAt: work.now, items });
    lot.data.single = { noticeId, supplierName, publishedAt: work.now, publicityEnd, objections: [] };
    work.publicBlobs.push(argumentFile);
    work.timer({ event: PUBLICITY_END, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: publicityEnd });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('gpr-single', {
      subject: lot.id, lotId: lot.id, public: { noticeId, supplierName, publishedAt: work.now, publicityEnd }, docs: { argumentFile },
      facts: { param: lotParam(lot.data), publishedAt: work.nowMs, publicityEnd: Date.parse(publicityEnd) },
    });
    work.result = { noticeId, publicityEnd };
  },
});

/** What the platform knows of 单一来源公示; `said` comes with the act. */
export function singleKnown({ projectName, tendererName, budgetFen }: Lot, said: Items = {}): Items {
  return { projectName, purchaserName: tendererName, budget: budgetFen === null ? null : Number(budgetFen), ...said };
}
