import { z } from 'zod';
import { category, type KindId } from '../../../catalogue/index.ts';
import { sha256Hex } from '../../contracts/reads.ts';
import { limitNumber } from '../../law/limits.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadProject, lotParam, projectParties, totalFen, type ProjectFacts } from '../project-intake/index.ts';

const METHODS = category('gov-procurement').kinds.map(({ id }) => id) as [KindId, ...KindId[]];
/** Where the law knows cases with two suppliers (财政部令第74号 第27条; 财库〔2015〕124号). */
const FEWER: readonly KindId[] = ['competitive-negotiation', 'competitive-consultation'];

const input = z.strictObject({
  planNo: z.string().trim().min(1).max(60),
  method: z.enum(METHODS).describe('the method as filed or approved: from here on it is the method of the project'),
  intentionExemptCode: z.enum(['urgent', 'unforeseen']).nullable().default(null),
  minBiddersOverride: z.int().min(1).max(3).nullable().default(null),
  overrideDocNo: z.string().trim().min(1).max(100).nullable().default(null),
  approvalFile: sha256Hex.describe('the filed plan or approval, uploaded before'),
});
type Input = z.infer<typeof input>;

/** 采购计划与方式备案. From a draft only where the law lets the intention be left out; filed anew where the method is changed. */
export const gprPlan = defineAct<Input, ProjectFacts & { file: unknown }>({
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
    project.data.kind = method;
    work.put(project);
    for (const lot of lots) {
      requireOverride({ ...lot.data, kind: method }, cmd);
      // an exemption from the intention is of the purchase, not of the method it is filed with
      const exempt = intentionExemptCode ?? lot.data.plan?.intentionExemptCode ?? null;
      Object.assign(lot.data, { kind: method, plan: { planNo, method, filedAt: work.now, minBiddersOverride, intentionExemptCode: exempt } });
    }
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
    work.result = { planNo, method, filedAt: work.now };
  },
});

/** Fewer suppliers than the law asks for: never silently, only in methods that know it, and not below the law's own bound. */
function requireOverride(lot: Parameters<typeof lotParam>[0], { input: { minBiddersOverride, overrideDocNo } }: Cmd<Input>): void {
  if ((minBiddersOverride === null) !== (overrideDocNo === null)) throw new Refusal('invalid-input', { field: 'overrideDocNo' });
  if (minBiddersOverride === null) return;
  const bound = limitNumber(lotParam(lot)('minBiddersSetCases'), 0);
  if (!FEWER.includes(lot.kind) || minBiddersOverride < bound) throw new Refusal('override-not-allowed', { field: 'minBiddersOverride' });
}
