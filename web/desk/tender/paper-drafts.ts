// The documents of the second half of a trade as they will stand: from what the platform knows and what the form says. The builders are
// those that make the official documents once the act is done. Pure.
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { QuestionsRead } from '../../../src/contracts/document-reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { abnormalTitle, clarificationTitle } from '../../../src/kernel/title.ts';
import { awardNotice, awardReport, candidatePublicity, clarification, notice, resultNotice, resultTitle, type Making, type Paper } from '../../../src/documents/index.ts';
import { stops } from './stops.ts';

export interface Known { lot: LotRead; room: WorkroomRead; values: Readonly<Record<string, unknown>>; questions: readonly Asked[] }
type Asked = Pick<QuestionsRead['items'][number], 'questionId' | 'text'>;
type Draft = Pick<Paper, 'title' | 'blocks'>;

const makers: Readonly<Record<string, (known: Known, making: Making) => Draft | null>> = {
  'awd-candidate': publicityOf,
  'awd-notice': ({ room }, making) => (room.award ? awardNotice({ ...won(room.award), issuedAt: null }, making) : null),
  'awd-result': resultOf,
  'doc-clarify': clarificationOf,
  'not-abnormal': stopOf,
  'do-report-award': reportOf,
};

export const isMade = (act: string): boolean => act in makers;

/** Null while there is nothing to say yet. */
export function draftOf(act: string, known: Known): Draft | null {
  return makers[act]?.(known, makingOf(known)) ?? null;
}

function makingOf({ lot: { project, lotCode, lotName, category } }: Known): Making {
  const trade = { projectName: project.projectName, projectCode: project.projectCode, lotCode, lotName: lotName ?? project.projectName, dealCode: null, category, tenderer: project.tendererName, agency: project.agencyName ?? null };
  return { no: '', at: '', evidence: [], origin: '', verifyBase: '', trade };
}

function publicityOf({ room, lot, values }: Known, making: Making): Draft {
  return candidatePublicity({ publishedAt: null, publicityEnd: text(values['publicityEnd']), objectionChannel: text(values['objectionChannel']) ?? '', ...evaluationOf(room, lot) }, making);
}

function evaluationOf(room: WorkroomRead, lot: LotRead) {
  const candidates = room.bids.filter(({ candidate }) => candidate).toSorted((a, b) => (a.rank ?? 999) - (b.rank ?? 999));
  return {
    method: lot.evaluation?.methodZh ?? '', bidCount: room.bids.length, qualification: room.document?.qualification ?? null,
    candidates: candidates.map((one, i) => ({ rank: i + 1, bidderName: one.bidderName, priceFen: one.priceFen ?? '', total: one.total ?? '', ...offered(one) })),
    rejected: room.bids.flatMap(({ bidderName, rejectedFor }) => (rejectedFor === undefined ? [] : [{ bidderName, clause: rejectedFor }])),
  };
}

function offered({ duration, quality, projectManager }: Pick<WorkroomRead['bids'][number], 'duration' | 'quality' | 'projectManager'>) {
  return { duration: duration ?? null, quality: quality ?? null, projectManager: projectManager ?? null };
}

function won({ winnerName, awardFen, duration, quality, projectManager, decidedAt }: NonNullable<WorkroomRead['award']>) {
  return { winnerName, awardFen, duration, quality: quality ?? null, projectManager: projectManager ?? null, decidedAt };
}

function resultOf({ room, lot, values }: Known, making: Making): Draft | null {
  const { award } = room;
  if (!award) return null;
  const { winnerName: winner, awardFen, duration, quality, projectManager } = won(award);
  return resultNotice({
    title: resultTitle({ projectName: lot.projectName, category: lot.category }), winner, winnerCode: award.winnerUscc ?? null, awardFen, duration, quality, projectManager, publishedAt: null, publicityEnd: null,
    objectionChannel: text(values['objectionChannel']), agencyFeeFen: text(values['agencyFeeFen']), winnerAddress: text(values['winnerAddress']),
  }, making);
}

function clarificationOf({ lot, values, questions }: Known, making: Making): Draft {
  const answers = list<{ questionId: string; answer: string }>(values['answers']).flatMap(({ questionId, answer }) => questions.filter((one) => one.questionId === questionId).map((one) => ({ question: one.text, answer })));
  return clarification({
    title: text(values['title']) ?? clarificationTitle(lot.projectName, lot.lotName, lot.notices.filter(({ noticeType }) => noticeType === 'clarification').length + 1), publishedAt: null, changedItems: list<string>(values['changedItems']), originalContent: text(values['originalContent']), revisedContent: text(values['revisedContent']) ?? '',
    isMaterial: values['isMaterial'] === true, newBidDeadline: text(values['newBidDeadline']), newPrequalDeadline: text(values['newPrequalDeadline']), answers,
  }, making);
}

/** 中止公告, 恢复公告. The notice of an end has its items, which are asked and shown by name. */
function stopOf({ lot, values }: Known, making: Making): Draft | null {
  const what = stops[String(values['abnormalType'])];
  if (what === undefined) return null;
  return notice({ title: text(values['title']) ?? abnormalTitle(lot.projectName, lot.lotName, what), noticeTypeZh: `${what}公告`, publishedAt: null, items: [['原因', text(values['reason']) ?? '']] }, making);
}

function reportOf({ room, lot }: Known, making: Making): Draft | null {
  const { award } = room;
  if (!award) return null;
  const published = (type: string): string | null => lot.notices.find(({ noticeType }) => noticeType === type)?.publishedAt ?? null;
  return awardReport({
    ...evaluationOf(room, lot), kind: lot.kind, overview: room.project.overview, fundSource: room.project.fundSource, supervisor: lot.project.supervisorName ?? null, noticeAt: published('tender'), prequalAt: published('prequalification'),
    openedAt: room.bidDeadline ?? null, documents: lot.documents.map(({ name }) => name), ...won(award),
  }, making);
}

function text(value: unknown): string | null { return typeof value === 'string' && value.trim() !== '' ? value : null; }
function list<T>(value: unknown): T[] { return Array.isArray(value) ? (value as T[]) : []; }
