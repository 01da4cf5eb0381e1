import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadProject, projectParties, totalFen, type ProjectFacts } from '../project-intake/index.ts';

const input = z.strictObject({
  planNo: z.string().trim().min(1).max(60),
  method: z.literal('open-tender'),
  intentionExemptCode: z.enum(['urgent', 'unforeseen']).nullable().default(null),
  minBiddersOverride: z.int().min(1).max(3).nullable().default(null),
  overrideDocNo: z.string().trim().min(1).max(100).nullable().default(null),
  approvalFile: sha256Hex.describe('the filed plan or approval, uploaded before'),
});

/** 采购计划与方式备案. From a draft only where the law lets the intention be left out. */
export const gprPlan = defineAct<z.infer<typeof input>, ProjectFacts & { file: unknown }>({
  id: 'gpr-plan', kind: 'act', subjectKind: 'project', input,
  async load(read, cmd) {
    return { ...(await loadProject(read, cmd.subject)), file: await read.blob(cmd.input.approvalFile, cmd.actor.entityId) };
  },
  parties: projectParties,
  decide({ project, lots, file }, cmd, work) {
    const { planNo, method, intentionExemptCode, minBiddersOverride, overrideDocNo, approvalFile } = cmd.input;
    const intentionExempt = intentionExemptCode === null ? 'no' : 'yes';
    for (const lot of lots) work.move(lot.data.machine, lot, 'gpr-plan', { intentionExempt });
    if (!file) throw new Refusal('blob-missing', { field: 'approvalFile' });
    // fewer bidders than the law asks for: never silently
    if ((minBiddersOverride === null) !== (overrideDocNo === null)) throw new Refusal('invalid-input', { field: 'overrideDocNo' });
    for (const lot of lots) lot.data.plan = { planNo, method, filedAt: work.now, minBiddersOverride, intentionExemptCode };
    work.act('gpr-plan', {
      subject: project.id,
      public: {
        planNo, method, budget: totalFen(lots, (lot) => lot.budgetFen), filedAt: work.now, intentionExemptCode, minBiddersOverride, overrideDocNo,
        // a lot without a published ceiling is judged by its share of the budget
        lotBudgets: Object.fromEntries(lots.map((lot) => [lot.id, lot.data.budgetFen])),
      },
      docs: { approvalFile },
      facts: { missingFields: lots.filter((lot) => lot.data.budgetFen === null).map((lot) => `lots[${lot.data.lotNo}].budget`) },
    });
    work.result = { planNo, filedAt: work.now };
  },
});
