import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { documentHash, loadLot, lotParam, lotParties, type Lot, type Project } from '../project-intake/index.ts';
import { fillItems, itemsInput } from './items.ts';
import { knownItems, noticeSubItem } from './tender-notice.ts';

const input = z.strictObject({
  noticeType: z.literal('tender'),
  title: z.string().trim().min(2).max(200),
  noticeFile: sha256Hex.describe('the notice as signed, uploaded before; public from now on'),
  bidDeadline: instant,
  items: itemsInput,
});

interface Facts { lot: Rec<Lot>; project: Rec<Project>; file: unknown }

/** 公告发布: everything a person must know to take part (招标投标法 第16条, 87号令 第13条). */
export const notPublish = defineAct<z.infer<typeof input>, Facts>({
  id: 'not-publish', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const project = await read.get<Project>('project', lot.data.projectId);
    if (!project) throw new Refusal('not-found');
    return { lot, project, file: await read.blob(cmd.input.noticeFile, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, project, file }, cmd, work) {
    const { noticeType, title, noticeFile, bidDeadline } = cmd.input;
    work.move(lot.data.machine, lot, 'not-publish', { noticeType });
    if (!file) throw new Refusal('blob-missing', { field: 'noticeFile' });
    if (bidDeadline <= work.now) throw new Refusal('invalid-input', { field: 'bidDeadline' });
    const { items, missing } = fillItems(noticeSubItem(lot.data), knownItems(lot.data, project.data, { title, bidDeadline }), cmd.input.items, ['not-publish', 'gpr-plan']);
    if (missing.length > 0) throw incomplete(missing);
    const noticeId = work.uuid();
    lot.data.notices.push({ noticeId, noticeType, title, publishedAt: work.now, items });
    lot.data.announcedAt = work.now;
    work.publicBlobs.push(noticeFile);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('not-publish', {
      subject: lot.id, lotId: lot.id,
      public: { noticeId, lotIds: [lot.id], noticeType, publishedAt: work.now, bidDeadline, prequalDeadline: null, planId: lot.data.intention?.intentionId ?? null },
      docs: { noticeFile },
      facts: { missingItems: missing, ...planFacts(lot.data), ...reviewFacts(lot.data), param: lotParam(lot.data) },
    });
    work.result = { noticeId, publishedAt: work.now, state: lot.state };
  },
});

/** All that is missing is told at once, by key. */
export function incomplete(missing: readonly string[]): Refusal {
  return new Refusal('r-disclose-complete', { rule: 'r-disclose-complete', field: missing.map((key) => `items.${key}`).join(' '), zh: `公开信息缺少必填项：${missing.join('、')}`, en: `Mandatory items are missing: ${missing.join(', ')}` });
}

/** The plan or the intention must have been public for its time, unless the law lets it be left out. */
function planFacts({ tenderPlanPublishedAt, intention, plan }: Lot) {
  const at = tenderPlanPublishedAt ?? intention?.publishedAt;
  return { planExempt: Boolean(plan?.intentionExemptCode), planPublishedAt: at === undefined ? null : Date.parse(at) };
}

/** The review counts only for the very document it saw. */
export function reviewFacts({ fairReview, document }: Lot) {
  return { fairReview: fairReview ?? null, docHash: documentHash(document?.files ?? []) };
}
