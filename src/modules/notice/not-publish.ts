import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadLot, lotParam, lotParties, sealedHash, type Lot, type Project } from '../project-intake/index.ts';
import { fillItems, itemsInput } from './items.ts';
import { knownItems, noticeSubItem } from './tender-notice.ts';

const input = z.strictObject({
  noticeType: z.enum(['tender', 'prequalification']),
  title: z.string().trim().min(2).max(200),
  noticeFile: sha256Hex.describe('the notice as signed, uploaded before; public from now on'),
  bidDeadline: instant.optional().describe('of a tender notice'),
  prequalDeadline: instant.optional().describe('of a prequalification notice: until when applications are taken'),
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
    const { noticeType, title, noticeFile } = cmd.input;
    work.move(lot.data.machine, lot, 'not-publish', { noticeType });
    requireNoticeType(lot.data, noticeType);
    if (!file) throw new Refusal('blob-missing', { field: 'noticeFile' });
    const deadlines = deadlinesOf(cmd.input, work.now);
    const { items, missing } = fillItems(noticeSubItem(lot.data, noticeType), knownItems(lot.data, project.data, { title, noticeType, deadline: deadlines.prequalDeadline ?? deadlines.bidDeadline ?? '' }), cmd.input.items, ['not-publish', 'gpr-plan']);
    if (missing.length > 0) throw incomplete(missing);
    const noticeId = work.uuid();
    lot.data.notices.push({ noticeId, noticeType, title, publishedAt: work.now, items });
    lot.data.announcedAt = work.now;
    if (deadlines.prequalDeadline !== null) lot.data.prequal = { deadline: deadlines.prequalDeadline };
    work.publicBlobs.push(noticeFile);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('not-publish', {
      subject: lot.id, lotId: lot.id,
      public: { noticeId, lotIds: [lot.id], noticeType, publishedAt: work.now, ...deadlines, planId: lot.data.intention?.intentionId ?? null },
      docs: { noticeFile },
      facts: { missingItems: missing, ...planFacts(lot.data), ...reviewFacts(lot.data), param: lotParam(lot.data) },
    });
    work.result = { noticeId, publishedAt: work.now, state: lot.state };
  },
});

/** Whom the documents call: everybody to bid, everybody to be prequalified, or those who are invited. */
function requireNoticeType({ kind, document }: Lot, noticeType: z.infer<typeof input>['noticeType']): void {
  if (kind === 'invited-tender') throw new Refusal('state', { rule: 'state', zh: '邀请招标不发布招标公告，应当发出投标邀请', en: 'An invited tender has no public notice: invitations are sent' });
  if ((document?.prequal !== undefined) !== (noticeType === 'prequalification')) {
    throw new Refusal('state', { rule: 'state', zh: '公告类型与定稿文件不符：设资格预审的须发布资格预审公告', en: 'The notice does not fit the documents: with a prequalification its notice comes first' });
  }
}

function deadlinesOf({ noticeType, bidDeadline, prequalDeadline }: z.infer<typeof input>, now: string): { bidDeadline: string | null; prequalDeadline: string | null } {
  const [field, at] = noticeType === 'tender' ? ['bidDeadline', bidDeadline] as const : ['prequalDeadline', prequalDeadline] as const;
  if (at === undefined || at <= now) throw new Refusal('invalid-input', { field });
  return noticeType === 'tender' ? { bidDeadline: at, prequalDeadline: null } : { bidDeadline: null, prequalDeadline: at };
}

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
  return { fairReview: fairReview ?? null, docHash: sealedHash(document) };
}
