// What a member chooses and judges: bids and seats by name, items and points as the sealed documents set them.
import { Fragment, type ReactNode } from 'react';
import type { CommitteeBid, CommitteeView } from '../../api/committee-reads.ts';
import { api } from '../../api/client.ts';
import { FieldFrame, fieldId, GroupFrame, type FieldProps } from '../../form/fields.tsx';
import type { Root } from '../../form/root-fields.tsx';
import { committeeTexts } from '../../texts/committee.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { valueName } from '../../texts/inputs.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { Choice } from '../tender/choices.tsx';
import { isScore, sumOf } from './points.ts';

/** A bid by its bidder's name, as every page numbers it; below it what was opened, to be read before it is judged. */
export function BidField({ props, lotId, bids, doneBy, ceilingFen, view, words }: { props: FieldProps; lotId: string; bids: readonly CommitteeBid[]; doneBy?: (bid: CommitteeBid) => boolean; ceilingFen: string | null; /** whose clarifications stand below the bid */ view?: CommitteeView; /** what is said of those that are done, where it is not a member who does it */ words?: { bid: string; chooseBid: string; done: string; rejected: string; left: (n: number) => string; allDone: string } }) {
  const texts = useBundle(committeeTexts);
  const t = words ? { ...texts, ...words } : texts;
  const left = doneBy ? bids.filter((one) => one.rejectedFor === null && !doneBy(one)).length : 0;
  const chosen = bids.find(({ bidId }) => bidId === props.value);
  const marks = (one: CommitteeBid): string => [one.bidderName, t.number(one.bidSeq), one.rejectedFor === null ? '' : t.rejected, doneBy?.(one) ? t.done : ''].filter((part) => part !== '').join(' · ');
  return (
    <>
      <Choice props={props} none={t.chooseBid} label={t.bid} hint={doneBy ? (left > 0 ? t.left(left) : t.allDone) : undefined} options={bids.map((one) => ({ value: one.bidId, label: marks(one), off: one.rejectedFor !== null }))} />
      {chosen ? <Opened bid={chosen} ceilingFen={ceilingFen} lotId={lotId} /> : null}
      {chosen && view ? <Clarifications view={view} bidId={chosen.bidId} /> : null}
    </>
  );
}

function Opened({ bid: { form, bidderName }, ceilingFen, lotId }: { bid: CommitteeBid; ceilingFen: string | null; lotId: string }) {
  const t = useBundle(committeeTexts);
  const { t: words } = useTexts();
  if (!form) return null;
  const facts: [string, string | undefined][] = [[t.price, words.unit.exact(Number(form.priceFen))], [t.ceiling, ceilingFen === null ? undefined : words.unit.exact(Number(ceilingFen))], [t.duration, form.duration], [t.quality, form.quality], [t.manager, form.projectManager]];
  return (
    <section className="group-like" aria-label={bidderName}>
      <dl className="facts">{facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => <Fragment key={name}><dt>{name}</dt><dd>{value}</dd></Fragment>)}</dl>
      <p className="small opened-files"><strong>{t.files}</strong></p>
      {form.files.length === 0 ? <p className="small muted">{t.noFiles}</p> : <ul className="plain-list small">{form.files.map((file) => <li key={file.sha256}><a href={`${api}/lots/${lotId}/files/${file.sha256}`} download={file.name}>{file.name}</a></li>)}</ul>}
    </section>
  );
}

export interface Judged { code: string; result?: string | undefined; note?: string | undefined }

/** Each item once, passed or failed with its reason. */
export function ItemsField({ props, items }: { props: FieldProps; items: CommitteeView['prelimItems'] }) {
  const t = useBundle(committeeTexts);
  const given = Array.isArray(props.value) ? (props.value as Judged[]) : [];
  const of = (code: string): Judged => given.find((one) => one.code === code) ?? { code };
  const take = (code: string, patch: Partial<Judged>) => { props.change(items.map((one) => (one.code === code ? { ...of(code), ...patch } : of(one.code)))); };
  return (
    <GroupFrame path={props.path} label={t.items} wrong={props.wrong === props.path}>
      <p className="field-hint">{t.itemsHint}</p>
      {items.map(({ code, zh }, i) => {
        const one = of(code);
        const at = `${props.path}.${i}`;
        return (
          <div className="row" key={code}>
            <FieldFrame id={fieldId(`${at}.result`)} label={zh} required wrong={false}>
              <Verdict id={fieldId(`${at}.result`)} value={one.result} change={(result) => { take(code, { result, ...(result === 'fail' ? {} : { note: undefined }) }); }} />
            </FieldFrame>
            {one.result === 'fail' ? <FieldFrame id={fieldId(`${at}.note`)} label={t.note} required wrong={false}><textarea id={fieldId(`${at}.note`)} className="input" rows={2} maxLength={500} value={one.note ?? ''} onChange={(e) => { take(code, { note: e.target.value || undefined }); }} /></FieldFrame> : null}
          </div>
        );
      })}
    </GroupFrame>
  );
}

export function Verdict({ id, value, change }: { id: string; value: unknown; change: (value: string | undefined) => void }) {
  const t = useBundle(committeeTexts);
  return (
    <select id={id} className="input short" value={typeof value === 'string' ? value : ''} onChange={(e) => { change(e.target.value || undefined); }}>
      <option value="">{t.choose}</option><option value="pass">{t.pass}</option><option value="fail">{t.fail}</option>
    </select>
  );
}

/** Points by criterion; out of range is said while one types, and the sum beside. */
export function PointsField({ props, criteria, title, hint }: { props: FieldProps; criteria: CommitteeView['criteria']; title: string; hint: string }) {
  const t = useBundle(committeeTexts);
  const given = (props.value ?? {}) as Readonly<Record<string, string>>;
  if (criteria.length === 0) return null;
  return (
    <GroupFrame path={props.path} label={title} wrong={props.wrong === props.path}>
      <p className="field-hint">{hint}</p>
      {criteria.map(({ id, zh, max }) => {
        const points = given[id] ?? '';
        const off = points !== '' && !isScore(points, max);
        const at = fieldId(`${props.path}.${id}`);
        return (
          <FieldFrame key={id} id={at} label={zh} required wrong={off} fault={off ? t.outOfRange(max) : undefined}>
            <div className="with-unit"><input id={at} className="input short" inputMode="decimal" aria-invalid={off || undefined} value={points} onChange={(e) => { props.change({ ...given, [id]: e.target.value.trim() || undefined }); }} /><span className="muted small">{t.max(max)}</span></div>
          </FieldFrame>
        );
      })}
      <p className="small muted" role="status">{t.sum(sumOf(criteria.map(({ id }) => given[id] ?? '')))}</p>
    </GroupFrame>
  );
}

/** What was asked of a bid (without one: of all), and what its bidder answered. */
export function Clarifications({ view, bidId }: { view: CommitteeView; bidId?: string | undefined }) {
  const t = useBundle(committeeTexts);
  const asked = view.clarifications.filter((one) => bidId === undefined || one.bidId === bidId);
  if (asked.length === 0) return null;
  const nameOf = (id: string): string => view.bidList.find((one) => one.bidId === id)?.bidderName ?? '';
  return (
    <section className="group-like" aria-label={t.clarifications}><p className="small"><strong>{t.clarifications}</strong></p>
      <ul className="plain-list clarifications">{asked.map((one) => (
        <li key={one.seq}>
          <p className="pre-line"><strong>{bidId === undefined ? `${nameOf(one.bidId)} · ` : ''}{one.question}</strong></p>
          {one.answer === undefined ? <p className="small muted">{t.unanswered} <When at={one.dueAt} /> <Countdown until={one.dueAt} over={t.overdue} /></p> : <p className="pre-line">{one.answer} <span className="small muted">{one.answeredAt ? <When at={one.answeredAt} /> : null}</span></p>}
        </li>
      ))}</ul>
    </section>
  );
}

/** Who has voted for a correction of the scores, for which cause, and what a majority of one cause may do. */
export function CorrectionVotes({ view }: { view: CommitteeView }) {
  const t = useBundle(committeeTexts);
  const { language, trade } = useTexts();
  return (
    <>
      <p className="field-hint">{t.correctionMajority(Math.floor(view.committeeSize / 2) + 1, view.committeeSize)}</p>
      <section className="group-like" aria-label={t.votes}><p className="small"><strong>{t.votes}</strong></p>
        {view.correctionVotes.length === 0 ? <p className="small muted">{t.noCorrectionVotes}</p> : <ul className="plain-list small">{view.correctionVotes.map((one) => <li key={one.seatNo}>{[t.seat(one.seatNo), valueName(one.causeCode, language, trade), one.seatNo === view.seatNo ? t.you : ''].filter((part) => part !== '').join(' · ')}</li>)}</ul>}
      </section>
    </>
  );
}

/** The clause of a rejection: typed, or taken over from who has voted already, since votes count for one and the same clause. */
export function ClauseField({ props, root, view }: { props: FieldProps; root: Root; view: CommitteeView }) {
  const t = useBundle(committeeTexts);
  const id = fieldId(props.path);
  const votes = view.bidList.find(({ bidId }) => bidId === root.value['bidId'])?.rejectVotes ?? [];
  return (
    <>
      <p className="field-hint">{t.majority(Math.floor(view.committeeSize / 2) + 1, view.committeeSize)}</p>
      {root.value['bidId'] === undefined ? null : (
        <section className="group-like" aria-label={t.votes}><p className="small"><strong>{t.votes}</strong></p>
          {votes.length === 0 ? <p className="small muted">{t.noVotes}</p> : <ul className="plain-list small">{votes.map((one) => <li key={one.seatNo}>{t.voteLine(one.seatNo, one.clauseRef, one.reason)} <button type="button" className="link-button" onClick={() => { props.change(one.clauseRef); }}>{t.take}</button></li>)}</ul>}
        </section>
      )}
      <FieldFrame id={id} label={t.clause} hint={t.clauseHint} required wrong={props.wrong === props.path}>
        <input id={id} className="input" maxLength={200} list={`${id}-list`} value={typeof props.value === 'string' ? props.value : ''} onChange={(e) => { props.change(e.target.value); }} />
        <datalist id={`${id}-list`}>{view.prelimItems.filter(({ code }) => code !== 'competition').map(({ code, zh }) => <option key={code} value={zh} />)}</datalist>
      </FieldFrame>
    </>
  );
}

export function ReasonField({ props, label, hint }: { props: FieldProps; label: string; hint?: string | undefined }): ReactNode {
  const id = fieldId(props.path);
  return <FieldFrame id={id} label={label} hint={hint} required wrong={props.wrong === props.path}><textarea id={id} className="input" rows={3} maxLength={2000} value={typeof props.value === 'string' ? props.value : ''} onChange={(e) => { props.change(e.target.value); }} /></FieldFrame>;
}

/** What is signed: the candidates and who was rejected, and the digest of the whole. */
export function Report({ view: { report } }: { view: CommitteeView }) {
  const t = useBundle(committeeTexts);
  const { t: words } = useTexts();
  if (!report) return null;
  const { candidates = [], rejected = [] } = report.content ?? {};
  return (
    <section className="group-like" aria-label={t.report}>
      <p><strong>{t.candidates}</strong></p>
      {candidates.length === 0 ? <p className="small muted">{t.noCandidates}</p> : <ol className="plain-list">{candidates.map((one) => <li key={one.bidSeq}>{[t.rank(one.rank), one.bidderName, words.unit.exact(Number(one.priceFen)), one.total === '' ? '' : t.points(one.total)].filter((part) => part !== '').join(' · ')}</li>)}</ol>}
      {rejected.length > 0 ? <><p><strong>{t.rejectedBids}</strong></p><ul className="plain-list">{rejected.map((one) => <li key={one.bidSeq}>{one.bidderName} · {one.reason}</li>)}</ul></> : null}
      <p className="small muted">{t.digest} <code title={report.digest}>{report.digest.slice(0, 16)}…</code></p>
    </section>
  );
}
