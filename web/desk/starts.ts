// What a fresh form begins with, beside the contract's own defaults: what the platform knows of the lot, and words that most trades use,
// to be changed where they do not fit.
import type { LawfulItem } from '../../src/contracts/desk.ts';
import { currentPromise } from '../../src/contracts/promise-version.ts';
import { clarificationTitle } from '../../src/kernel/title.ts';
import { methodByLaw } from '../../src/contracts/evaluation-method.ts';
import { usualSpecialty } from '../../src/contracts/project-choices.ts';
import type { WorkroomRead } from '../../src/contracts/workroom.ts';
import type { TendererTexts } from '../texts/tenderer-zh.ts';
import { evaluationTemplates } from './tender/templates.ts';
import { slotFor } from './tender/slots.ts';

export interface LotTerms { category: string; projectName: string; lotCode: string; lotName?: string | undefined; /** it is an order under a framework agreement */ order?: object | undefined; notices?: readonly { noticeType: string }[] }
/** `room` is there for the tenderer and its agency. */
export interface Known { lot: LotTerms; room: WorkroomRead | undefined; lawful: readonly LawfulItem[]; texts: TendererTexts; now: number }
type Start = Record<string, unknown>;

export function startOf(act: string, known: Known): Readonly<Start> {
  return starts[act]?.(known) ?? {};
}

/** Fields that are sent as the platform knows them and not asked. */
export function givenOf(act: string, room: WorkroomRead | undefined): Readonly<Start> {
  return act === 'not-change' && room?.noticeHash !== undefined ? { prevHash: room.noticeHash } : {};
}

/** Fields that this trade needs, though the contract of the act can do without. */
export function mustOf(act: string, room: WorkroomRead | undefined): readonly string[] {
  if (act !== 'not-invite' || !room) return none;
  return room.document?.prequalification ? deadline : invited;
}
const none: readonly string[] = [];
const deadline = ['bidDeadline'];
const invited = ['inviteeIds', 'bidDeadline'];

/** The only lawful method need not be chosen. */
function evaluationByLaw(room: WorkroomRead | undefined): Start {
  const method = room ? methodByLaw(room.category, room.kind) : undefined;
  return method ? { evaluation: structuredClone(evaluationTemplates[method]) } : {};
}

const hourMs = 3_600_000;
const starts: Readonly<Record<string, (known: Known) => Start>> = {
  'project-amend': ({ room }) => (room ? structuredClone(room.project) : {}),
  'doc-seal': (known) => known.room?.document ? sealedBefore(known.room) : {
    files: [undefined], custodianIds: known.room?.custodianIds ?? [], ...ceilingOf(known.room), ...evaluationByLaw(known.room),
    terms: known.lot.category === 'gov-procurement'
      ? { requirements: known.room?.project.overview || known.lot.projectName, policyRequirements: known.texts.start.policy }
      : {},
  },
  'doc-issue': ({ room, lawful }) => ({
    bidValidDays: 90, saleEnd: suggested(lawful, 'saleEnd'),
    ...(room?.state === 'prequal-noticed' ? { docKind: 'prequalification' } : { bidDeadline: room?.announcedDeadline ?? suggested(lawful, 'bidDeadline') }), ...(room?.category === 'gov-procurement' ? { smeReserved: false } : {}),
  }),
  'int-promise': () => ({ promiseVersion: currentPromise }),
  'not-publish': ({ lot, room, lawful, texts }) => {
    const prequalification = room?.document?.prequalification !== undefined;
    const what = prequalification ? texts.notice.prequalification : lot.category === 'gov-procurement' ? texts.notice.purchase : texts.notice.tender;
    return {
      noticeType: prequalification ? 'prequalification' : 'tender', // 照明采购 is not announced as 照明采购采购公告
      title: texts.notice.title(withoutEnd(nameOf(lot, room), what), what),
      ...(prequalification ? { prequalDeadline: suggested(lawful, 'prequalDeadline') } : { bidDeadline: suggested(lawful, 'bidDeadline') }),
    };
  },
  'not-invite': ({ lawful }) => ({ bidDeadline: suggested(lawful, 'bidDeadline') }),
  'not-plan-publish': ({ now }) => ({ plannedNoticeMonth: monthAfter(now, 31) }),
  'gpr-intention': ({ now }) => ({ plannedMonth: monthAfter(now, 31), smeReserved: false }),
  'gpr-plan': ({ room }) => (room ? { method: room.kind } : {}),
  'gpr-single': ({ lawful }) => ({ publicityEnd: suggested(lawful, 'publicityEnd') }),
  'gpr-accept': () => ({ acceptanceResult: 'pass' }),
  'int-schedule': ({ room }) => {
    const slotType = room?.slots.some((slot) => slot.slotType === 'opening') ? 'evaluation' : 'opening';
    const deadline = room?.bidDeadline ?? room?.announcedDeadline;
    return { slotType, ...(deadline === undefined ? {} : slotFor(slotType, deadline)) };
  },
  'doc-clarify': ({ lot, room, texts }) => (room && room.openQuestions > 0 ? { ...clarified(lot), answers: [], isMaterial: false, changedItems: [texts.questions.answer], revisedContent: texts.questions.contentStart(room.openQuestions) } : { ...clarified(lot), answers: [], isMaterial: false, changedItems: [] }),
  'exp-draw-request': ({ room, now }) => {
    const first = Math.max(now + 2 * hourMs, room?.bidDeadline === undefined ? 0 : Date.parse(room.bidDeadline) + 4 * hourMs);
    if (room?.lacking) return { evaluationStart: wholeHour(first), representativeIds: [], specialtyNeeds: structuredClone(room.lacking.needs) };
    const representatives = (room?.representatives ?? []).slice(0, 1).map(({ accountId }) => accountId);
    return { evaluationStart: wholeHour(first), representativeIds: representatives, specialtyNeeds: [{ specialty: specialtyFor(room), headcount: 5 - representatives.length }] };
  },
  'awd-candidate': ({ lot, room, lawful, texts }) => ({ publicityEnd: suggested(lawful, 'publicityEnd'), objectionChannel: channelOf(lot, room, texts) }),
  'awd-decide': ({ room }) => ({ bidSeq: firstOf(room), ...(room?.kind === 'framework-agreement' ? { admittedBidSeqs: standing(room).map(({ bidSeq }) => bidSeq) } : {}) }),
  'dispute-answer': ({ room }) => { const [only, ...more] = room?.bids.filter(({ dispute }) => dispute !== undefined) ?? []; return only && more.length === 0 ? { bidSeq: only.bidSeq } : {}; },
  'awd-result': ({ lot, room, texts }) => ({ winnerAddress: room?.award?.winnerAddress, objectionChannel: channelOf(lot, room, texts) }),
  'do-winner-out': ({ room }) => ({ bidSeq: room?.award?.bidSeq ?? firstOf(room) }),
  'do-re-evaluate': ({ room }) => { const [cause] = room?.causes ?? []; return cause ? { causeCode: cause.ordered ? 'supervisor-order' : 'objection-upheld', orderOrObjectionNo: cause.no } : {}; },
  'ctr-sign': ({ lot, room, lawful }) => ({ ...(room?.kind === 'framework-agreement' && lot.order === undefined ? { framework: { items: [{ itemId: 'P1' }], modes: ['direct'], validTo: suggested(lawful, 'validTo') } } : {}), contractCode: `HT-${lot.lotCode}`, paymentTerms: room?.agreedPayment ?? room?.document?.terms['payment'] ?? '' }),
  'int-archive': ({ room }) => ({ items: room?.archiveItems ?? [] }),
};

function sealedBefore(room: WorkroomRead): Start {
  const { document } = room;
  if (!document) return {};
  const { files, qualification, terms, evaluation, consortium, custodians } = document;
  return {
    files: files.map(({ sha256, name }) => ({ sha256, name })), qualification, terms: { ...terms }, evaluation: structuredClone(evaluation), custodianIds: custodians.map(({ id }) => id),
    ...(consortium ? { consortium: { ...consortium } } : {}), ...ceilingOf(room),
  };
}

function ceilingOf(room: WorkroomRead | undefined): Start {
  const ceilingFen = room?.project.lots.find((one) => one.lotNo === room.lots.find(({ lotId }) => lotId === room.lotId)?.lotNo)?.ceilingFen;
  return ceilingFen === undefined ? {} : { ceilingFen };
}

function clarified({ projectName, lotName, notices = [] }: LotTerms): Start {
  return { title: clarificationTitle(projectName, lotName, notices.filter(({ noticeType }) => noticeType === 'clarification').length + 1) };
}

/** Where to object: by the contacts that the notice gave. Without any it is for the tenderer to write, not for a reader to look for. */
function channelOf(lot: LotTerms, room: WorkroomRead | undefined, { award: t }: TendererTexts): string | undefined {
  const contact = room?.project.contact.trim() ?? '';
  if (contact === '') return undefined;
  return lot.category === 'gov-procurement' ? t.challengeBy(room?.agencyName ?? '', contact) : t.objectBy(contact);
}

function withoutEnd(text: string, end: string): string { return text.endsWith(end) ? text.slice(0, -end.length) : text; }

/** With several lots the notice names which it is of. */
function nameOf({ projectName, lotName }: LotTerms, room: WorkroomRead | undefined): string {
  return lotName && (room?.lots.length ?? 1) > 1 ? `${projectName}（${lotName}）` : projectName;
}

function specialtyFor(room: WorkroomRead | undefined): string {
  const own = usualSpecialty[room?.category ?? ''];
  return room?.specialties.find((one) => one === own) ?? room?.specialties[0] ?? '';
}

function standing(room: WorkroomRead) { return room.bids.filter(({ candidate }) => candidate).sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999)); }
function firstOf(room: WorkroomRead | undefined): number | undefined { return room ? standing(room)[0]?.bidSeq : undefined; }
function suggested(lawful: readonly LawfulItem[], field: string): string | undefined { return lawful.find((one) => one.field === field)?.suggested; }

function wholeHour(at: number): string { return new Date(Math.ceil(at / hourMs) * hourMs).toISOString(); }

const dayMs = 24 * hourMs;
/** The month of Beijing so many days from now. */
function monthAfter(now: number, days: number): string { return new Date(now + days * dayMs + 8 * hourMs).toISOString().slice(0, 7); }
