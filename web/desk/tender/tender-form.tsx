// The forms of the tenderer's and the agency's acts: order, sections, and fields that are chosen from what the platform knows.
import { lazy, Suspense } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { FieldFrame, fieldId, SchemaField, type FieldProps } from '../../form/fields.tsx';
import { LawfulInstant } from '../../form/lawful-instant.tsx';
import { RootFields, type Replace, type Root, type Section } from '../../form/root-fields.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { inputName } from '../../texts/inputs.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import type { TendererTexts } from '../../texts/tenderer-zh.ts';
import { useNow } from '../../ui/clock.ts';
import { DeadlineEffect } from './calendar.tsx';
import { dateTime } from '../../ui/format.ts';
import { AvoidPicker } from './avoid-picker.tsx';
import { BidChoice, BidTicks, CauseChoice, Choice, ReasonChoice, RoomChoice, SpecialtyNeeds, Ticks } from './choices.tsx';
import { OrderChoice } from './orders.tsx';
import { isStop } from './stops.ts';
import { ProjectFields } from './project-fields.tsx';
import { ArchiveField, MonthField, SeatChoice, SignedMoney } from './small-fields.tsx';

// what one form alone shows comes with it
const ItemsEditor = lazy(() => import('./items-editor.tsx').then((module) => ({ default: module.ItemsEditor })));
const SealForm = {
  Files: lazy(() => import('./document-editor.tsx').then((module) => ({ default: module.DocumentFiles }))),
  Terms: lazy(() => import('./document-editor.tsx').then((module) => ({ default: module.TermsEditor }))),
  Preview: lazy(() => import('./document-editor.tsx').then((module) => ({ default: module.DocumentPreview }))),
  Evaluation: lazy(() => import('./evaluation-editor.tsx').then((module) => ({ default: module.EvaluationEditor }))),
};
const PaperField = lazy(() => import('./paper-field.tsx').then((module) => ({ default: module.PaperField })));
const SupplierName = lazy(() => import('./supplier-name.tsx').then((module) => ({ default: module.SupplierName })));
const FrameworkTerms = lazy(() => import('./framework-terms.tsx').then((module) => ({ default: module.FrameworkTerms })));
const ApplicationResults = lazy(() => import('./application-results.tsx').then((module) => ({ default: module.ApplicationResults })));
const AnswersEditor = lazy(() => import('./questions.tsx').then((module) => ({ default: module.AnswersEditor })));
const Invitees = lazy(() => import('./invitees.tsx').then((module) => ({ default: module.Invitees })));
const DesignatePicker = lazy(() => import('./designate.tsx').then((module) => ({ default: module.DesignatePicker })));
const PromiseLetter = lazy(() => import('./promise-letter.tsx').then((module) => ({ default: module.PromiseLetter })));

interface Ctx { room: WorkroomRead; lot: LotRead; texts: TendererTexts; name: (key: string) => string }
interface Form { sections?: (ctx: Ctx) => readonly Section[]; replace?: (ctx: Ctx) => Replace }

const hidden = () => null;
const purchase = ({ room }: Ctx): boolean => room.category === 'gov-procurement';
const items = (act: string, fileField?: string) => ({ room }: Ctx): Replace => ({ items: (props, root) => <Suspense><ItemsEditor props={props} root={root} room={room} act={act} {...(fileField ? { fileField } : {})} /></Suspense> });
/** The file of the act, made here from what is known. */
const paper = (act: string, field: string) => ({ room, lot }: Ctx): Replace => ({ [field]: (props, root) => <Suspense><PaperField props={props} root={root} act={act} lot={lot} room={room} /></Suspense> });
const prequalifies = ({ room }: Ctx): boolean => room.state === 'prequal-noticed' || room.state === 'prequal-review';
const lawful = (lotId: string) => (props: FieldProps) => <LawfulInstant {...props} lotId={lotId} />;
const candidates = (room: WorkroomRead) => room.bids.filter(({ candidate }) => candidate);

/** What moves the deadline shows what it moves before it is signed. */
const moving = (first: readonly string[], last: readonly string[] = []) => ({ room }: Ctx): readonly Section[] => [
  { id: 'first', fields: first },
  { id: 'then', fields: ['isMaterial', 'newBidDeadline', 'newPrequalDeadline', 'openingRoomId'], after: ({ value }: Root) => <DeadlineEffect lotId={room.lotId} proposed={value['newPrequalDeadline'] ?? value['newBidDeadline']} material={value['isMaterial'] === true} /> },
  ...(last.length > 0 ? [{ id: 'file', fields: last }] : []),
];
const movingFields = (ctx: Ctx): Replace => ({
  openingRoomId: (props, { value }) => (value['newBidDeadline'] ? <RoomChoice props={props} room={ctx.room} slot={{ type: 'opening', start: value['newBidDeadline'], end: value['newBidDeadline'] }} /> : null),
  ...(prequalifies(ctx) ? { newBidDeadline: hidden } : { newPrequalDeadline: hidden }),
});

const forms: Readonly<Record<string, Form>> = {
  'doc-seal': {
    sections: ({ room, texts }) => [
      { id: 'files', title: texts.doc.files, fields: ['files'] }, { id: 'how', title: texts.doc.how, fields: ['qualification', 'evaluation', 'consortium', 'ceilingFen'] }, { id: 'terms', title: texts.doc.terms, fields: ['terms', 'prequalification'] },
      { id: 'custody', title: texts.doc.custody, hint: texts.doc.custodians, fields: ['custodianIds'], after: (root) => <Suspense><SealForm.Preview root={root} room={room} /></Suspense> },
    ],
    replace: (ctx) => ({
      files: (props) => <Suspense><SealForm.Files props={props} lotId={ctx.lot.lotId} title={ctx.lot.projectName} /></Suspense>, terms: (props) => <Suspense><SealForm.Terms props={props} category={ctx.room.category} /></Suspense>,
      evaluation: (props) => <Suspense><SealForm.Evaluation {...props} category={ctx.room.category} kind={ctx.room.kind} /></Suspense>, ...(purchase(ctx) || ctx.room.kind !== 'open-tender' ? { prequalification: hidden } : {}),
    }),
  },
  'not-publish': {
    sections: () => [{ id: 'notice', fields: ['noticeType', 'title', 'bidDeadline', 'prequalDeadline', 'items', 'noticeFile'] }],
    replace: (ctx) => ({
      ...items('not-publish', 'noticeFile')(ctx), ...(ctx.room.document?.prequalification ? {} : { noticeType: hidden }),
      bidDeadline: (props, { value }) => (value['noticeType'] === 'prequalification' ? null : <LawfulInstant {...props} required lotId={ctx.room.lotId} />),
      prequalDeadline: (props, { value }) => (value['noticeType'] === 'prequalification' ? <LawfulInstant {...props} required lotId={ctx.room.lotId} /> : null),
    }),
  },
  'not-invite': {
    sections: () => [{ id: 'invite', fields: ['inviteeIds', 'bidDeadline', 'invitationFile'] }],
    replace: ({ room, lot }) => ({ inviteeIds: (props) => <Suspense><Invitees props={props} room={room} lot={lot} /></Suspense>, bidDeadline: (props) => <LawfulInstant {...props} required lotId={room.lotId} /> }),
  },
  'not-plan-publish': { sections: () => [{ id: 'plan', fields: ['plannedNoticeMonth', 'items', 'planFile'] }], replace: (ctx) => ({ ...items('not-plan-publish', 'planFile')(ctx), plannedNoticeMonth: (props) => <MonthField {...props} /> }) },
  'gpr-intention': { sections: () => [{ id: 'intention', fields: ['plannedMonth', 'smeReserved', 'items', 'intentionFile'] }], replace: (ctx) => ({ ...items('gpr-intention', 'intentionFile')(ctx), plannedMonth: (props) => <MonthField {...props} /> }) },
  'gpr-single': { sections: () => [{ id: 'single', fields: ['supplierName', 'publicityEnd', 'items', 'argumentFile'] }], replace: (ctx) => ({ ...items('gpr-single')(ctx), supplierName: (props) => <Suspense><SupplierName props={props} /></Suspense>, publicityEnd: lawful(ctx.room.lotId) }) },
  'gpr-accept': { sections: () => [{ id: 'accept', fields: ['acceptanceResult', 'acceptorIdNo', 'items', 'acceptanceReport'] }], replace: items('gpr-accept') },
  'gpr-plan': { replace: ({ room }) => ({ ...(room.state === 'intended' ? { intentionExemptCode: hidden } : {}), overrideDocNo: (props, { value }) => (value['minBiddersOverride'] ? <SchemaField {...props} /> : null) }) },
  'not-abnormal': {
    sections: () => [{ id: 'abnormal', fields: ['abnormalType', 'reasonCode', 'reason', 'title', 'items', 'noticeFile'] }],
    replace: (ctx) => ({
      ...items('not-abnormal', 'noticeFile')(ctx), noticeFile: (props, root) => (isStop(root.value['abnormalType']) ? <Suspense><PaperField props={props} root={root} act="not-abnormal" lot={ctx.lot} room={ctx.room} /></Suspense> : <SchemaField {...props} />), reasonCode: (props, { value }) => <ReasonChoice props={props} type={value['abnormalType']} />,
      abnormalType: (props, root) => <AbnormalType props={{ ...props, change: (value) => { root.set({ abnormalType: value, reasonCode: undefined }); } }} state={ctx.room.state} stoppedBy={ctx.lot.suspension?.by} />,
    }),
  },
  'int-promise': {
    sections: () => [{ id: 'promise', fields: ['promiseVersion', 'promiseFile', 'signerIdNo'] }],
    // the version is that of the letter that is shown
    replace: ({ lot }) => ({ promiseVersion: () => <Suspense><PromiseLetter lot={lot} /></Suspense> }),
  },
  'int-schedule': {
    sections: () => [{ id: 'slot', fields: ['slotType', 'slotStart', 'slotEnd', 'roomId'] }],
    replace: ({ room }) => ({ roomId: (props, { value }) => <RoomChoice props={props} room={room} slot={{ type: String(value['slotType']), start: value['slotStart'], end: value['slotEnd'] }} /> }),
  },
  'doc-issue': {
    sections: () => [{ id: 'issue', fields: ['saleEnd', 'bidDeadline', 'prequalDeadline', 'bidValidDays', 'depositFen', 'floorFen', 'awardMode', 'smeReserved', 'openingPlace', 'saleStart'] }],
    // neither a tender nor a procurement may set a floor (招标投标法实施条例 第27条, 财政部令第87号 第12条)
    replace: (ctx) => ({ docKind: hidden, floorFen: hidden, ...(prequalifies(ctx) ? { bidDeadline: hidden, depositFen: hidden, floorFen: hidden, awardMode: hidden, smeReserved: hidden, openingPlace: hidden } : { prequalDeadline: hidden }), ...(purchase(ctx) ? { awardMode: hidden } : { smeReserved: hidden }) }),
  },
  'doc-clarify': {
    sections: moving(['title', 'answers', 'changedItems', 'originalContent', 'revisedContent'], ['clarificationFile']),
    replace: (ctx) => ({ ...movingFields(ctx), ...paper('doc-clarify', 'clarificationFile')(ctx), fileName: hidden, answers: (props) => <Suspense><AnswersEditor props={props} lotId={ctx.room.lotId} /></Suspense> }),
  },
  'not-change': { sections: moving(['title', 'changedItems', 'originalContent', 'revisedContent', 'changeFile']), replace: movingFields },
  'exp-draw-request': {
    sections: () => [{ id: 'draw', fields: ['evaluationStart', 'specialtyNeeds', 'representativeIds', 'avoidEntityIds', 'place', 'remote'] }],
    replace: ({ room, texts }) => ({
      regions: hidden, specialtyNeeds: (props, { value }) => <SpecialtyNeeds props={props} room={room} others={room.lacking?.others ?? listed(value['representativeIds'])} />,
      // who sits for the tenderer was said with the first request
      representativeIds: room.lacking ? hidden : (props) => <Ticks props={props} items={room.representatives.map((one) => ({ value: one.accountId, label: texts.choose.representative(one.name, one.unit, one.idTail ?? '', dateTime(one.registeredAt, false).slice(0, 10)) }))} none={texts.choose.noRepresentatives} />,
      avoidEntityIds: (props) => <AvoidPicker props={props} hint={texts.choose.avoidHint} />,
    }),
  },
  'do-designate': {
    sections: () => [{ id: 'designate', fields: ['expertIds', 'causeCode', 'approvalNo'] }],
    replace: ({ room }) => ({ expertIds: (props) => <Suspense><DesignatePicker props={props} lotId={room.lotId} /></Suspense> }),
  },
  'exp-assess': { replace: ({ room }) => ({ seatNo: (props) => <SeatChoice props={props} lotId={room.lotId} /> }) },
  'bid-prequal-result': { replace: ({ room }) => ({ results: (props) => <Suspense><ApplicationResults props={props} room={room} /></Suspense> }) },
  'awd-candidate': {
    sections: ({ lot }) => [{ id: 'publicity', hint: <PublicityDue lot={lot} />, fields: ['publicityEnd', 'objectionChannel', 'publicityFile'] }],
    replace: (ctx) => ({ ...paper('awd-candidate', 'publicityFile')(ctx), publicityEnd: lawful(ctx.room.lotId) }),
  },
  'awd-notice': { replace: paper('awd-notice', 'noticeFile') },
  'do-report-award': { replace: paper('do-report-award', 'reportHash') },
  'awd-decide': {
    sections: ({ lot }) => [{ id: 'decide', hint: <PublicityRuns lot={lot} />, fields: ['bidSeq', 'causeCode', 'admittedBidSeqs', 'decisionMakerId', 'decisionFile'] }],
    replace: ({ room, texts, name }) => ({
      bidSeq: (props) => <BidChoice props={props} bids={candidates(room)} />,
      causeCode: (props, { value }) => (isFirst(room, value['bidSeq']) ? null : <><p className="small danger-text" role="status">{texts.award.notFirst}</p><SchemaField {...props} /></>),
      admittedBidSeqs: (props) => (room.kind === 'framework-agreement' ? <BidTicks props={props} bids={candidates(room)} /> : null),
      decisionMakerId: (props) => <FieldFrame id={fieldId(props.path)} label={name('decisionMakerId')} hint={texts.award.meeting} required wrong={props.wrong === props.path}><input id={fieldId(props.path)} className="input" value={typeof props.value === 'string' ? props.value : ''} maxLength={100} onChange={(e) => { props.change(e.target.value); }} /></FieldFrame>,
    }),
  },
  'awd-result': {
    sections: () => [{ id: 'result', fields: ['winnerAddress', 'objectionChannel', 'agencyFeeFen', 'noticeFile'] }],
    replace: (ctx) => ({ ...paper('awd-result', 'noticeFile')(ctx), ...(ctx.room.agencyName === null ? { agencyFeeFen: hidden } : {}) }),
  },
  'do-winner-out': { sections: () => [{ id: 'out', fields: ['bidSeq', 'causeCode', 'evidenceHash'] }], replace: ({ room }) => ({ bidSeq: (props) => <BidChoice props={props} bids={candidates(room)} /> }) },
  'do-re-evaluate': {
    replace: ({ room }) => ({ orderOrObjectionNo: (props, { value }) => <CauseChoice props={props} room={room} code={value['causeCode']} />, reinstatedBidSeqs: (props) => <BidTicks props={props} bids={room.bids.filter(({ rejectedFor }) => rejectedFor !== undefined)} /> }),
  },
  'ctr-sign': { sections: () => [{ id: 'sign', fields: ['framework', 'contractCode', 'paymentTerms', 'performanceSecurityFen', 'contractFile'] }], replace: ({ room, lot }) => ({ framework: lot.order === undefined && room.kind === 'framework-agreement' ? (props) => <Suspense><FrameworkTerms props={props} lotId={room.lotId} /></Suspense> : hidden }) },
  'ctr-perform': { sections: () => [{ id: 'perform', fields: ['milestone', 'amountPaidFen', 'payeeAccount', 'progressPercent', 'completed', 'proofFile'] }] },
  'order-reply': { sections: () => [{ id: 'reply', fields: ['orderId', 'reply', 'replyFile'] }], replace: ({ room }) => ({ orderId: (props) => <OrderChoice props={props} lotId={room.lotId} /> }) },
  'ctr-change': { sections: () => [{ id: 'change', fields: ['changeAmountFen', 'reason', 'changeFile'] }], replace: () => ({ changeAmountFen: (props) => <SignedMoney {...props} /> }) },
  'int-archive': {
    sections: () => [{ id: 'archive', fields: ['items', 'archivePackage'] }],
    replace: ({ room, lot, texts }) => ({ items: (props) => <ArchiveTicks props={props} room={room} hint={texts.choose.archiveHint} />, archivePackage: (props) => <ArchiveField props={props} lot={lot} /> }),
  },
  'dispute-answer': {
    sections: () => [{ id: 'answer', fields: ['bidSeq', 'answer'] }],
    replace: ({ room, texts }) => ({
      bidSeq: (props) => {
        const said = room.bids.find(({ bidSeq }) => bidSeq === props.value)?.dispute;
        return <BidChoice props={props} bids={room.bids.filter(({ dispute }) => dispute !== undefined)} {...(said === undefined ? {} : { hint: texts.choose.disputeSays(said) })} />;
      },
    }),
  },
};

export const hasForm = (act: string): boolean => act in forms || act === 'project-amend';

export function TenderForm({ act, room, lot, ...props }: FieldProps & { act: string; room: WorkroomRead; lot: LotRead }) {
  const texts = useBundle(tendererTexts);
  const { language, trade } = useTexts();
  if (act === 'project-amend') return <ProjectFields {...props} category={room.category} agency={room.ownRole === 'agency'} />;
  const form = forms[act];
  const ctx: Ctx = { room, lot, texts, name: (key) => inputName(key, language, trade) };
  return <RootFields {...props} sections={form?.sections?.(ctx) ?? [{ id: 'all', fields: [] }]} replace={form?.replace?.(ctx) ?? {}} />;
}

/** 实施条例 第54条: three days from the report. */
/** While the candidates are public nothing is decided; from when it may be is said first. */
function PublicityRuns({ lot }: { lot: LotRead }) {
  const { award: t } = useBundle(tendererTexts);
  const now = useNow();
  const end = lot.deadlines.find(({ event }) => event === 'publicity-end')?.at;
  return end === undefined || Date.parse(end) <= now ? null : <p className="danger-text" role="status">{t.publicityRuns(dateTime(end))}</p>;
}

function PublicityDue({ lot }: { lot: LotRead }) {
  const { award: t } = useBundle(tendererTexts);
  const now = useNow();
  const due = lot.deadlines.find(({ event }) => event === 'candidate-within');
  if (!due) return null;
  const late = now >= Date.parse(due.at);
  return <p className={late ? 'due-line danger-text' : 'due-line'} role={late ? 'alert' : undefined}>{(late ? t.publicityLate : t.publicityDue)(dateTime(due.at, false))}</p>;
}

const failing = new Set(['prequal-review', 'prequalified', 'deadline-passed', 'opening', 'adjourned', 'opened', 'negotiating', 'quoted', 'evaluated', 'candidate-publicity', 'awarded', 'notified', 'result-published']);

function AbnormalType({ props, state, stoppedBy }: { props: FieldProps; state: string; stoppedBy: string | undefined }) {
  const { language, trade } = useTexts();
  const { act: t } = useBundle(deskTexts);
  const types = state === 'suspended' ? [...(stoppedBy === 'supervisor' ? [] : ['resume']), 'terminate'] : ['suspend', 'terminate', ...(failing.has(state) ? ['fail'] : [])];
  return <Choice props={props} none={t.choose} options={types.map((value) => ({ value, label: inputName(`abnormal-${value}`, language, trade) }))} />;
}

function ArchiveTicks({ props, room, hint }: { props: FieldProps; room: WorkroomRead; hint: string }) {
  const { language, trade } = useTexts();
  const required = room.archiveItems;
  return <Ticks props={{ ...props, name: 'archiveItems' }} hint={hint} items={required.map((value) => ({ value, label: inputName(`paper-${value}`, language, trade) }))} />;
}

function isFirst(room: WorkroomRead, bidSeq: unknown): boolean {
  const first = [...candidates(room)].sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999))[0];
  return bidSeq === undefined || first?.bidSeq === bidSeq;
}

function listed(value: unknown): number { return Array.isArray(value) ? value.length : 0; }
