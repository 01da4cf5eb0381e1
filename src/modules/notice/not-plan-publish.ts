import { z } from 'zod';
import { industries } from '../../../catalogue/index.ts';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadProject, projectParties, type Lot, type Project, type ProjectFacts } from '../project-intake/index.ts';
import { fillItems, itemsInput, type Items } from './items.ts';
import { incomplete } from './not-publish.ts';

const input = z.strictObject({
  plannedNoticeMonth: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  planFile: sha256Hex.describe('the plan as signed, uploaded before; public from now on'),
  items: itemsInput,
});

/** 招标计划发布: the market knows of a tender before its notice, thirty days ahead in most places (优化营商环境). */
export const notPlanPublish = defineAct<z.infer<typeof input>, ProjectFacts & { file: unknown }>({
  id: 'not-plan-publish', kind: 'act', subjectKind: 'project', input,
  async load(read, cmd) {
    return { ...(await loadProject(read, cmd.subject)), file: await read.blob(cmd.input.planFile, cmd.actor.entityId) };
  },
  parties: projectParties,
  decide({ project, lots, file }, cmd, work) {
    const { plannedNoticeMonth, planFile } = cmd.input;
    for (const lot of lots) work.move(lot.data.machine, lot, 'not-plan-publish');
    if (!file) throw new Refusal('blob-missing', { field: 'planFile' });
    const { projectName } = project.data;
    const { items, missing } = fillItems('eng-plan', planKnown(project.data, lots.map(({ data }) => data), plannedNoticeMonth), cmd.input.items);
    if (missing.length > 0) throw incomplete(missing);
    const planId = work.uuid();
    for (const lot of lots) {
      // the first plan counts: a later version does not make the wait longer
      lot.data.tenderPlanPublishedAt ??= work.now;
      lot.data.notices.push({ noticeId: planId, noticeType: 'plan', title: `${projectName}招标计划`, publishedAt: work.now, items });
    }
    work.publicBlobs.push(planFile);
    work.act('not-plan-publish', {
      subject: project.id, public: { projectId: project.id, planId, plannedNoticeMonth, publishedAt: work.now }, docs: { planFile },
      facts: { missingItems: missing },
    });
    // the leaf names the project; what is disclosed is disclosed with each of its lots
    for (const lot of lots) work.send('acted', { fp: 'not-plan-publish', lotId: lot.id });
    work.result = { planId, publishedAt: work.now };
  },
});

/** What the platform knows of 招标计划; the rest is asked. */
export function planKnown({ projectName, projectCode, tendererName, overview, industryId, estimateFen }: Project, lots: readonly Lot[], plannedNoticeMonth?: string): Items {
  return {
    projectName, projectCode, tendererName, projectOverview: overview, tenderContent: lots.map(({ lotName }) => lotName).join('、'),
    estimateAmount: estimateFen === null ? null : Number(estimateFen), plannedNoticeTime: plannedNoticeMonth, supervisorDept: industries.find(({ id }) => id === industryId)?.complaintToZh,
  };
}
