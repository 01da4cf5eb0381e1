import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { clarificationTitle } from '../../kernel/title.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { loadBooking, loadLot, lotParam, lotParties, moveRunningDeadline, openingSlotAfter, rebookOpening, roomId, type Booking, type Clarification, type Lot } from '../project-intake/index.ts';
import { openObjections, type Question } from './question.ts';

const input = z.strictObject({
  title: z.string().trim().min(2).max(200).optional(),
  clarificationFile: sha256Hex.describe('the clarification as signed, uploaded before; public from now on'),
  fileName: z.string().trim().min(1).max(200).default('澄清文件.pdf'),
  isMaterial: z.boolean().describe('it may affect how bids are made: then the legal lead time must be left, or the deadline moves'),
  newBidDeadline: instant.nullable().default(null).describe('never earlier than the present one'),
  newPrequalDeadline: instant.nullable().default(null).describe('of the applications, while a prequalification runs; never earlier than the present one'),
  openingRoomId: roomId.optional().describe('where the opening moves to with the deadline, if the room that is booked is taken then'),
  changedItems: z.array(z.string().trim().min(1).max(200)).min(1).max(50),
  originalContent: z.string().trim().min(1).max(8000).optional(),
  revisedContent: z.string().trim().min(1).max(8000),
  answers: z.array(z.strictObject({ questionId: z.uuid(), answer: z.string().trim().min(1).max(4000) })).max(100).default([]),
});
type Input = z.infer<typeof input>;
type Blob = { sha256: string; sm3: string; size: number };

interface Facts { lot: Rec<Lot>; questions: Rec<Question>[]; file: Blob | null; booking: Booking | null }

/** 澄清与修改 (招标投标法 第23条): answers without naming who asked, amends the documents, and moves the deadline where time would lack. */
export const docClarify = defineAct<Input, Facts>({
  id: 'doc-clarify', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const slot = openingSlotAfter(lot.data, lot.data.bidDeadline, cmd.input.newBidDeadline, cmd.input.openingRoomId);
    return { lot, booking: slot && await loadBooking(read, lot, slot), questions: await read.list<Question>({ kind: 'question', lotId: lot.id }), file: await read.blob(cmd.input.clarificationFile, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, questions, file, booking }, cmd, work) {
    work.move(lot.data.machine, lot, 'doc-clarify');
    if (!file) throw new Refusal('blob-missing', { field: 'clarificationFile' });
    const { isMaterial, newBidDeadline } = cmd.input;
    const deadline = moveRunningDeadline(work, lot, cmd.input);
    const clarifications = lot.data.clarifications ?? [];
    const clarification = clarificationOf(cmd.input, { lot: lot.data, id: work.uuid(), number: clarifications.length + 1, file, now: work.now, answers: answer(work, questions, cmd.input, clarifications.length + 1) });
    lot.data.clarifications = [...clarifications, clarification];
    lot.data.openDocumentObjections = openObjections(questions);
    work.publicBlobs.push(file.sha256);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-clarify', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, clarificationSeq: clarification.number, isMaterial, publishedAt: work.now, newBidDeadline, ...deadline.told },
      docs: { clarificationFile: file.sha256 },
      facts: { isMaterial, ...deadline.facts, param: lotParam(lot.data) },
    });
    const openingSlot = rebookOpening(work, lot, booking);
    work.result = { ...(openingSlot ? { openingSlot } : {}), clarificationId: clarification.clarificationId, clarificationSeq: clarification.number, bidDeadline: lot.data.bidDeadline, ...(lot.data.prequal ? { prequalDeadline: lot.data.prequal.deadline } : {}), openObjections: lot.data.openDocumentObjections, state: lot.state };
  },
});

/** What is answered leaves the list of open questions; its text is public with the answer, the one who asked is not. */
function answer(work: Work, questions: readonly Rec<Question>[], { answers }: Input, number: number): Clarification['answers'] {
  return answers.map(({ questionId, answer: text }, i) => {
    const question = questions.find(({ id }) => id === questionId);
    if (question?.state !== 'open') throw new Refusal('not-found', { field: `answers.${i}.questionId` });
    question.state = 'answered';
    Object.assign(question.data, { answeredBy: number, answer: text });
    work.put(question);
    return { question: question.data.text, answer: text };
  });
}

function clarificationOf(input: Input, at: { id: string; lot: Lot; number: number; file: Blob; now: string; answers: Clarification['answers'] }): Clarification {
  const { title, fileName, isMaterial, newBidDeadline, changedItems, originalContent, revisedContent } = input;
  return {
    clarificationId: at.id, number: at.number, title: title ?? clarificationTitle(at.lot.projectName, at.lot.lotName, at.number), file: { ...at.file, name: fileName }, isMaterial, publishedAt: at.now, newBidDeadline,
    changedItems, ...(originalContent === undefined ? {} : { originalContent }), revisedContent, answers: at.answers,
  };
}
