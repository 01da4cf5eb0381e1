// The forms of a committee's member, and of the purchaser who reviews qualification: everything is chosen by name from the session.
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import type { CommitteeBid, CommitteeView } from '../../api/committee-reads.ts';
import { InstantControl } from '../../form/controls.tsx';
import { FieldFrame, fieldId, SchemaField, type FieldProps } from '../../form/fields.tsx';
import { RootFields, type Replace, type Section } from '../../form/root-fields.tsx';
import { committeeTexts } from '../../texts/committee.ts';
import type { CommitteeTexts } from '../../texts/committee-zh.ts';
import { useBundle } from '../../texts/index.tsx';
import { Choice, Ticks } from '../tender/choices.tsx';
import { sitsFor, type MemberAct } from './acts.ts';
import { BidField, Clarifications, ClauseField, CorrectionVotes, ItemsField, PointsField, ReasonField, Report, Verdict, type Judged } from './committee-fields.tsx';
import { isScore } from './points.ts';

type Values = Readonly<Record<string, unknown>>;
interface Ctx { view: CommitteeView; t: CommitteeTexts }
interface Form {
  sections: (ctx: Ctx) => readonly Section[]; replace: (ctx: Ctx) => Replace;
  start?: (view: CommitteeView) => Values; given?: (view: CommitteeView) => Values;
  /** what the contract alone cannot ask for */
  lacking?: (view: CommitteeView, value: Values) => readonly string[];
}

const hidden = () => null;
const one = (fields: readonly string[], after?: Section['after']): readonly Section[] => [{ id: 'all', fields, ...(after ? { after } : {}) }];
const bid = ({ view }: Ctx, doneBy?: (one: CommitteeBid) => boolean): Replace => ({ bidId: (props) => <BidField props={props} lotId={view.lotId} bids={view.bidList} ceilingFen={view.ceilingFen} view={view} {...(doneBy ? { doneBy } : {})} /> });

const reviewed = (view: CommitteeView) => view.prelimItems.filter(({ code }) => code !== 'competition');
const ownPoints = (view: CommitteeView) => view.criteria.filter(({ subjective }) => subjective);
/** Points that are the same for all are the chair's to enter. */
const chairsPoints = (view: CommitteeView) => (view.seatNo === view.chairSeatNo ? view.criteria.filter(({ subjective }) => !subjective) : []);

const rejection: Form = {
  sections: () => one(['bidId', 'clauseRef', 'reason']),
  replace: (ctx) => ({ ...bid(ctx), clauseRef: (props, root) => <ClauseField props={props} root={root} view={ctx.view} />, reason: (props) => <ReasonField props={props} label={ctx.t.reason} /> }),
};

const forms: Readonly<Record<MemberAct, Form>> = {
  'evl-checkin': { sections: () => one([]), replace: () => ({}) },
  'evl-avoid': {
    sections: () => one(['declared', 'relatedBidSeqs']),
    replace: ({ view, t }) => ({
      declared: (props, root) => <SchemaField {...props} custom={undefined} change={(declared) => { root.set({ declared, relatedBidSeqs: [] }); }} />,
      relatedBidSeqs: (props, { value }) => (value['declared'] === 'conflict' ? <Ticks props={props} hint={t.avoidHint} items={view.bidList.map(({ bidSeq, bidderName }) => ({ value: bidSeq, label: `${bidderName} · ${t.number(bidSeq)}` }))} /> : null),
    }),
  },
  'evl-chair': {
    sections: () => one(['votedSeatNo']),
    replace: ({ view, t }) => ({
      votedSeatNo: (props) => <Choice props={{ ...props, change: (value) => { props.change(value === undefined ? undefined : Number(value)); } }} none={t.chooseSeat} hint={t.chairHint}
        options={view.members.filter(({ role, out }) => role === 'expert' && out === null).map((seat) => ({ value: String(seat.seatNo), label: seatLabel(t, view, seat) }))} />,
    }),
  },
  'evl-prelim': {
    sections: () => one(['bidId', 'items', 'competition']),
    replace: (ctx) => ({
      ...bid(ctx, ({ ownReview }) => ownReview !== null), items: (props) => <ItemsField props={props} items={reviewed(ctx.view)} />,
      competition: (props) => <FieldFrame id={fieldId(props.path)} label={ctx.t.competition} hint={ctx.t.competitionHint} required={false} wrong={props.wrong === props.path}><Verdict id={fieldId(props.path)} value={props.value} change={props.change} /></FieldFrame>,
    }),
    start: (view) => ({ items: reviewed(view).map(({ code }) => ({ code, result: undefined })) }), lacking: (_view, { items }) => notesLacking(items),
  },
  'evl-score': {
    sections: () => one(['bidId', 'scores', 'objective']),
    replace: (ctx) => ({
      ...bid(ctx, ({ ownSheet }) => ownSheet !== null), scores: (props) => <PointsField props={props} criteria={ownPoints(ctx.view)} title={ctx.t.scores} hint={ctx.t.scoresHint} />,
      objective: (props) => <PointsField props={props} criteria={chairsPoints(ctx.view)} title={ctx.t.objective} hint={ctx.t.objectiveHint} />,
    }),
    start: (view) => ({ scores: {}, ...(chairsPoints(view).length > 0 ? { objective: {} } : {}) }),
    lacking: (view, { scores, objective }) => [...pointsLacking('scores', ownPoints(view), scores), ...pointsLacking('objective', chairsPoints(view), objective)],
  },
  'reject-vote': rejection, 'evl-reject': rejection,
  'evl-clarify': {
    sections: ({ view }) => one(['bidId', 'question', 'dueAt'], (root) => (root.value['bidId'] === undefined ? <Clarifications view={view} /> : null)),
    given: () => ({ action: 'request' }),
    replace: (ctx) => ({
      ...bid(ctx), dueAt: (props) => <FieldFrame id={fieldId(props.path)} label={ctx.t.dueAt} hint={ctx.t.dueHint} required wrong={props.wrong === props.path}><InstantControl id={fieldId(props.path)} className="input" aria-invalid={props.wrong === props.path || undefined} value={props.value} change={props.change} /></FieldFrame>,
      question: (props) => <ReasonField props={props} label={ctx.t.question} hint={ctx.t.questionHint} /> }),
  },
  'evl-report': {
    sections: () => one(['position', 'reason']), given: ({ report }) => (report ? { reportDigest: report.digest } : {}),
    replace: ({ view, t }) => ({
      position: (props, root) => <><Report view={view} /><SchemaField {...props} custom={undefined} change={(position) => { root.set({ position, reason: undefined }); }} /></>,
      reason: (props, { value }) => (value['position'] === 'dissent' ? <ReasonField props={props} label={t.reason} hint={t.dissentHint} /> : null),
    }),
    lacking: (_view, { position, reason }) => (position === 'dissent' && !reason ? ['reason'] : []),
  },
  // begins without a sheet: an empty row would be sent with those that are ticked
  'do-order-correction': { start: () => ({ sheets: [] }), sections: () => one(['causeCode', 'sheets']), replace: ({ view, t }) => ({ causeCode: (props) => <><CorrectionVotes view={view} /><SchemaField {...props} custom={undefined} /></>, sheets: (props) => <SheetsField props={props} view={view} t={t} /> }) },
  'correction-vote': { sections: () => one(['causeCode']), replace: ({ view }) => ({ causeCode: (props) => <><CorrectionVotes view={view} /><SchemaField {...props} custom={undefined} /></> }) },
};

export const committeeForm = (act: string): Form | undefined => (sitsFor(act) ? forms[act] : undefined);

export function CommitteeForm({ act, view, ...props }: FieldProps & { act: string; view: CommitteeView }) {
  const t = useBundle(committeeTexts);
  const form = committeeForm(act);
  if (!form) return null;
  return <RootFields {...props} sections={form.sections({ view, t })} replace={{ ...form.replace({ view, t }), ...(form.given ? Object.fromEntries(Object.keys(form.given(view)).map((name) => [name, hidden])) : {}) }} />;
}

function seatLabel(t: CommitteeTexts, view: CommitteeView, { seatNo, name, role }: CommitteeView['members'][number]): string {
  return [t.seat(seatNo), name, t.role[role] ?? '', seatNo === view.chairSeatNo ? t.chairIs : '', seatNo === view.seatNo ? t.you : ''].filter((part) => part !== '').join(' · ');
}

/** Each sheet by bidder and seat. */
function SheetsField({ props, view, t }: { props: FieldProps; view: CommitteeView; t: CommitteeTexts }) {
  const given = Array.isArray(props.value) ? (props.value as { bidId?: string; seatNo?: number }[]).filter(({ bidId, seatNo }) => bidId && seatNo) : [];
  const items = view.bidList.filter(({ rejectedFor }) => rejectedFor === null).flatMap(({ bidId, bidderName }) => view.members.map(({ seatNo }) => ({ value: `${bidId} ${seatNo}`, label: t.sheetOf(bidderName, seatNo) })));
  const change = (next: unknown) => { props.change((next as string[]).map((one) => { const [bidId = '', seatNo] = one.split(' '); return { bidId, seatNo: Number(seatNo) }; })); };
  return <Ticks props={{ ...props, value: given.map((sheet) => `${sheet.bidId} ${sheet.seatNo}`), change }} items={items} />;
}

export function notesLacking(items: unknown): string[] {
  return (Array.isArray(items) ? (items as Judged[]) : []).flatMap(({ result, note }, i) => (result === 'fail' && !note?.trim() ? [`items.${i}.note`] : []));
}

function pointsLacking(path: string, criteria: CommitteeView['criteria'], given: unknown): string[] {
  const points = (given ?? {}) as Readonly<Record<string, string | undefined>>;
  return criteria.filter(({ id, max }) => !isScore(points[id] ?? '', max)).map(({ id }) => `${path}.${id}`);
}

/** 资格审查 of a procurement tender: the purchaser's word on each supplier. */
export function QualificationForm({ room, lot, ...props }: FieldProps & { room: WorkroomRead; lot: LotRead }) {
  const t = useBundle(committeeTexts);
  const bids = room.bids.map(({ bidId, bidSeq, bidderName, rejectedFor, qualification }): CommitteeBid => ({ bidId, bidSeq, bidderName, rejectedFor: rejectedFor ?? (qualification === 'fail' ? '' : null), ownReview: qualification === undefined ? null : {}, ownSheet: null, form: null, rejectVotes: [], ranking: null }));
  return (
    <RootFields {...props} sections={one(['bidId', 'items'])} replace={{
      bidId: (field) => <BidField props={field} lotId={lot.lotId} bids={bids} ceilingFen={null} doneBy={({ ownReview }) => ownReview !== null} words={{ bid: t.reviewBid, chooseBid: t.reviewChoose, done: t.reviewedDone, rejected: t.reviewedFail, left: t.reviewLeft, allDone: t.reviewAll }} />, competition: hidden,
      items: (field) => <><p className="field-hint">{t.qualificationHint}</p><ItemsField props={field} items={[{ code: 'qualification', zh: t.qualification }]} /></>,
    }} />
  );
}
