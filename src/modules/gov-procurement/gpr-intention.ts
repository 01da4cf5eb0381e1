import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { fillItems, incomplete, itemsInput, type Items } from '../notice/index.ts';
import { loadProject, lotParam, projectParties, totalFen, type Lot, type Project, type ProjectFacts } from '../project-intake/index.ts';

const input = z.strictObject({
  plannedMonth: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  smeReserved: z.boolean(),
  intentionFile: sha256Hex.describe('uploaded before; public from now on'),
  items: itemsInput,
});

/** 采购意向公开: thirty days before the notice, unless the purchase is urgent or unforeseen. */
export const gprIntention = defineAct<z.infer<typeof input>, ProjectFacts & { file: unknown }>({
  id: 'gpr-intention', kind: 'act', subjectKind: 'project', input,
  async load(read, cmd) {
    return { ...(await loadProject(read, cmd.subject)), file: await read.blob(cmd.input.intentionFile, cmd.actor.entityId) };
  },
  parties: projectParties,
  decide({ project, lots, file }, cmd, work) {
    const { plannedMonth, smeReserved, intentionFile } = cmd.input;
    for (const lot of lots) work.move(lot.data.machine, lot, 'gpr-intention');
    if (!file) throw new Refusal('blob-missing', { field: 'intentionFile' });
    const { projectName } = project.data;
    const budget = totalFen(lots, (lot) => lot.budgetFen);
    const said = { plannedTime: plannedMonth, smeReserved: smeReserved ? '是' : '否', publishedAt: work.now };
    const { items, missing } = fillItems('gp-intention', intentionKnown(project.data, lots, said), cmd.input.items);
    if (missing.length > 0) throw incomplete(missing);
    const intentionId = work.uuid();
    for (const lot of lots) lot.data.intention = { intentionId, publishedAt: work.now, items };
    work.publicBlobs.push(intentionFile);
    const first = lots[0];
    work.act('gpr-intention', {
      subject: project.id, public: { intentionId, projectName, budget, plannedMonth, publishedAt: work.now }, docs: { intentionFile },
      facts: { missingItems: missing, ...(first ? { param: lotParam(first.data) } : {}) },
    });
    // the leaf names the project; what is disclosed is disclosed with each of its lots
    for (const lot of lots) work.send('acted', { fp: 'gpr-intention', lotId: lot.id });
    work.result = { intentionId, publishedAt: work.now };
  },
});

/** What the platform knows of 采购意向; `said` comes with the act. */
export function intentionKnown({ projectName, tendererName, overview }: Project, lots: readonly Rec<Lot>[], said: Items = {}): Items {
  const budget = totalFen([...lots], (lot) => lot.budgetFen);
  return { projectName, purchaserName: tendererName, procurementContent: overview, budget: budget === null ? null : Number(budget), ...said };
}
