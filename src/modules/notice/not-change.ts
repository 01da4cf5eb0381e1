import { z } from 'zod';
import type { SubItemId } from '../../../catalogue/index.ts';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { countPostponement, deadlineFacts, inPrequalification, loadBooking, loadLot, lotParam, lotParties, moveRunningDeadline, openingSlotAfter, rebookOpening, roomId, type Booking, type Lot } from '../project-intake/index.ts';
import { fillItems } from './items.ts';
import { incomplete } from './not-publish.ts';

const input = z.strictObject({
  prevHash: sha256Hex.describe('bodyHash of the receipt of the version it changes: the notice, or the last correction of it'),
  title: z.string().trim().min(2).max(200).optional(),
  changeFile: sha256Hex.describe('the correction as signed, uploaded before; public from now on'),
  changedItems: z.array(z.string().trim().min(1).max(200)).min(1).max(50),
  originalContent: z.string().trim().min(1).max(8000).optional(),
  revisedContent: z.string().trim().min(1).max(8000),
  isMaterial: z.boolean().default(false).describe('it may affect how bids are made: then the legal lead time must be left, or the deadline moves'),
  newBidDeadline: instant.nullable().default(null).describe('never earlier than the present one'),
  newPrequalDeadline: instant.nullable().default(null).describe('of the applications, while a prequalification runs; never earlier than the present one'),
  openingRoomId: roomId.optional().describe('where the opening moves to with the deadline, if the room that is booked is taken then'),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; file: unknown; head: string | null; booking: Booking | null }

/** Leaves that are versions of a lot's notice. */
const VERSIONS = ['not-publish', 'not-change'] as const;

/** 公告更正: a new version that names the one before by its hash; nothing of what was published is taken back. */
export const notChange = defineAct<Input, Facts>({
  id: 'not-change', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const slot = openingSlotAfter(lot.data, announcedDeadline(lot.data), cmd.input.newBidDeadline, cmd.input.openingRoomId);
    return { lot, booking: slot && await loadBooking(read, lot, slot), file: await read.blob(cmd.input.changeFile, cmd.actor.entityId), head: await read.lastLeafHash(lot.id, VERSIONS) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, file, head, booking }, cmd, work) {
    const { prevHash, changeFile, changedItems, isMaterial, newBidDeadline } = cmd.input;
    work.move(lot.data.machine, lot, 'not-change');
    const original = lot.data.notices.find(({ noticeType }) => noticeType === 'tender' || noticeType === 'prequalification');
    if (!original || head === null) throw new Refusal('state', { rule: 'state', zh: '尚无可更正的公告', en: 'There is no notice to correct' });
    if (!file) throw new Refusal('blob-missing', { field: 'changeFile' });
    const deadline = change(work, lot, cmd.input);
    const title = cmd.input.title ?? `${lot.data.projectName}(${lot.data.lotName})更正公告`;
    const { items, missing } = fillItems(changeSubItem(lot.data), knownOf(lot.data, cmd.input, { title, originalDate: original.publishedAt, now: work.now }), {});
    if (missing.length > 0) throw incomplete(missing);
    const noticeId = work.uuid();
    lot.data.notices.push({ noticeId, noticeType: 'change', title, publishedAt: work.now, items });
    work.publicBlobs.push(changeFile);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('not-change', {
      subject: lot.id, lotId: lot.id,
      public: {
        noticeId, prevHash, changedFieldNames: changedItems, publishedAt: work.now, isMaterial, newBidDeadline, ...deadline.told,
        newListingEnd: null, priceCut: null, newFloorPrice: null, approvalNo: null,
      },
      docs: { changeFile },
      facts: {
        prevHash, headHash: head, isMaterial, ...deadline.facts, param: lotParam(lot.data),
      },
    });
    const openingSlot = rebookOpening(work, lot, booking);
    work.result = { noticeId, ...(openingSlot ? { openingSlot } : {}), bidDeadline: announcedDeadline(lot.data) ?? null, ...(lot.data.prequal ? { prequalDeadline: lot.data.prequal.deadline } : {}), state: lot.state };
  },
});

/** Words of a correction: procurement has its own sub-item, tenders use that of their clarifications. */
export function changeSubItem(lot: Pick<Lot, 'category'>): SubItemId {
  return lot.category === 'gov-procurement' ? 'gp-correction' : 'eng-clarification';
}

/** The deadline in force: that of the documents, before their issue what was announced. */
export function announcedDeadline({ bidDeadline, announcedBidDeadline, notices }: Lot): string | undefined {
  const items = notices.findLast(({ noticeType }) => noticeType === 'tender')?.items;
  const said = items?.['bidDeadline'] ?? items?.['responseDeadline'];
  return bidDeadline ?? announcedBidDeadline ?? (typeof said === 'string' ? said : undefined);
}

function change(work: Work, lot: Rec<Lot>, input: Input) {
  if (!inPrequalification(lot) && input.newPrequalDeadline === null && lot.data.bidDeadline === undefined) {
    const before = announcedDeadline(lot.data);
    postpone(work, lot, input.newBidDeadline);
    return { told: {}, facts: deadlineFacts(before, input.newBidDeadline) };
  }
  return moveRunningDeadline(work, lot, input);
}

/** Before the documents are issued only the announcement moves; their issue may not fall behind it. */
function postpone(work: Work, lot: Rec<Lot>, to: string | null): void {
  const before = announcedDeadline(lot.data);
  if (to === null || to === before) return;
  if (to <= work.now) throw new Refusal('invalid-input', { field: 'newBidDeadline', zh: '新的投标截止时间须晚于现在', en: 'The new bid deadline is past' });
  if (before !== undefined && to < before) throw new Refusal('deadline-earlier', { field: 'newBidDeadline' });
  lot.data.announcedBidDeadline = to;
  countPostponement(work, lot);
}

function knownOf(lot: Lot, { changedItems, originalContent, revisedContent, newBidDeadline }: Input, at: { title: string; originalDate: string; now: string }) {
  const common = { changedItems, originalContent, revisedContent, publishedAt: at.now };
  if (lot.category === 'gov-procurement') return { ...common, projectCode: lot.projectCode, originalNoticeDate: at.originalDate };
  return { ...common, noticeTitle: at.title, lotCode: lot.lotCode, newBidDeadline };
}
