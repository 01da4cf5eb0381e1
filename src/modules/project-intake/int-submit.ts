import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadProject } from './lot.ts';
import type { Lot, Project } from './model.ts';

const input = z.strictObject({
  approvalFile: z.string().regex(/^[0-9a-f]{64}$/).describe('sha256 of the approval document, uploaded before'),
});

interface Facts { project: Rec<Project>; lots: Rec<Lot>[]; approval: { sha256: string } | null }

/** 进场登记提交: hands in a drafted project with its lots (招标投标法 第9条; intake by promise, 容缺受理). */
export const intSubmit = defineAct<z.infer<typeof input>, Facts>({
  id: 'int-submit', kind: 'act', subjectKind: 'project', input,
  async load(read, cmd) {
    return { ...(await loadProject(read, cmd.subject)), approval: await read.blob(cmd.input.approvalFile, cmd.actor.entityId) };
  },
  parties: ({ project }) => ({ tendererId: project.data.tendererId, agencyId: project.data.agencyId, region: project.data.regionCode, industry: project.data.industryId }),
  decide({ project, lots, approval }, cmd, work) {
    if (!approval) throw new Refusal('blob-missing', { field: 'approvalFile' });
    for (const lot of lots) work.move(lot.data.machine, lot, 'int-submit');
    const missing = missingFields(project.data, lots);
    if (missing.length > 0) throw incomplete(missing);
    project.data.submittedAt = work.now;
    project.state = 'submitted';
    work.put(project);
    const { projectName, category, tendererId, agencyId, estimateFen, industryId, regionCode, objectType, kind, fundSource, stateFunded } = project.data;
    work.act('int-submit', {
      subject: project.id,
      public: {
        projectId: project.id, projectName, categoryId: category, tendererId, agencyId, submittedAt: work.now,
        estimateAmount: estimateFen, industryId, regionCode, objectType, kind, fundSource, stateFunded,
      },
      docs: { approvalFile: cmd.input.approvalFile },
      facts: { missingFields: missing },
    });
    work.result = { projectId: project.id };
  },
});

/** By name, so that the draft can be mended at once. */
function incomplete(missing: readonly string[]): Refusal {
  const named = (en: boolean): string => missing.map((path) => {
    const [, lotNo, field = path] = /^lots\[(.*)\]\.(.*)$/.exec(path) ?? [];
    const name = NAMES[field]?.[en ? 1 : 0] ?? field;
    return lotNo === undefined ? name : en ? `${name} of lot ${lotNo}` : `标段${lotNo}的${name}`;
  }).join(en ? ', ' : '、');
  return new Refusal('r-intake-complete', { rule: 'r-intake-complete', zh: `进场登记还缺：${named(false)}。请先修改项目草稿。`, en: `The intake lacks: ${named(true)}. Amend the draft first.` });
}

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  projectName: ['项目名称', 'name'], projectCode: ['项目编号', 'code'], industryId: ['行业', 'industry'], regionCode: ['行政区划', 'region'], fundSource: ['资金来源', 'funding'], overview: ['项目概况', 'overview'],
  contact: ['联系人与电话', 'contact'], lots: ['标段', 'lots'], budget: ['预算、估算价或最高限价', 'budget, estimate or ceiling'], duration: ['工期/交货期', 'duration'],
};

/** What a complete intake needs, field by field, so that all defects are told at once. */
export function missingFields(project: Project, lots: readonly Rec<Lot>[]): string[] {
  const missing: string[] = [];
  for (const field of ['projectName', 'projectCode', 'industryId', 'regionCode', 'fundSource', 'overview', 'contact'] as const) {
    if (!project[field]) missing.push(field);
  }
  if (lots.length === 0) missing.push('lots');
  for (const { data } of lots) {
    if (data.budgetFen === null && data.estimateFen === null && data.ceilingFen === null) missing.push(`lots[${data.lotNo}].budget`);
    if (!data.duration) missing.push(`lots[${data.lotNo}].duration`);
  }
  return missing;
}
