// Choosing instead of typing: bidders, rooms, reasons, papers and people by their names.
import { use, type ReactNode } from 'react';
import { abnormalReasons, rooms } from '../../../src/contracts/project-choices.ts';
import type { WorkroomBid, WorkroomRead } from '../../../src/contracts/workroom.ts';
import { FieldFrame, fieldId, GroupFrame, Missing, type FieldProps } from '../../form/fields.tsx';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName } from '../../texts/inputs.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { isTaken } from './slots.ts';

interface Option { value: string; label: string; off?: boolean }

export function Choice({ props, options, none, hint, label }: { props: FieldProps; options: readonly Option[]; none: string; hint?: string | undefined; label?: string }) {
  const { language, trade } = useTexts();
  const { name, path, value, change, wrong, required } = props;
  const id = fieldId(path);
  const lacks = use(Missing).has(path);
  const current = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return (
    <FieldFrame id={id} label={label ?? inputName(name, language, trade)} hint={hint} required={required} wrong={wrong === path}>
      <select id={id} className="input" aria-invalid={wrong === path || lacks || undefined} value={current} onChange={(e) => { change(e.target.value || undefined); }}>
        <option value="">{none}</option>
        {options.map((one) => <option key={one.value} value={one.value} disabled={one.off}>{one.label}</option>)}
      </select>
    </FieldFrame>
  );
}

function useBidLabel() {
  const { choose: t } = useBundle(tendererTexts);
  const { t: words } = useTexts();
  return ({ bidderName, rank, priceFen, outCause, rejectedFor }: WorkroomBid): string => [
    rank === undefined ? '' : t.rank(rank), bidderName, priceFen === undefined ? '' : words.unit.exact(Number(priceFen)), outCause === undefined ? '' : t.out, rejectedFor === undefined ? '' : t.rejected,
  ].filter((part) => part !== '').join(' · ');
}

/** A bid by its bidder's name, in the order of the ranking. */
export function BidChoice({ props, bids, hint }: { props: FieldProps; bids: readonly WorkroomBid[]; hint?: string }) {
  const { choose: t, award } = useBundle(tendererTexts);
  const label = useBidLabel();
  const sorted = [...bids].sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999));
  return <Choice props={{ ...props, change: (value) => { props.change(value === undefined ? undefined : Number(value)); } }} none={bids.length === 0 ? t.noBids : t.bid} hint={hint} label={award.bidder} options={sorted.map((one) => ({ value: String(one.bidSeq), label: label(one) }))} />;
}

export function BidTicks({ props, bids }: { props: FieldProps; bids: readonly WorkroomBid[] }) {
  const { choose: t } = useBundle(tendererTexts);
  const label = useBidLabel();
  return <Ticks props={props} items={bids.toSorted((a, b) => (a.rank ?? 999) - (b.rank ?? 999)).map((one) => ({ value: one.bidSeq, label: label(one) }))} none={t.noBids} />;
}

export function Ticks<V extends string | number>({ props, items, none, hint, before }: { props: FieldProps; items: readonly { value: V; label: string }[]; none?: string; hint?: string; before?: ReactNode }) {
  const { language, trade } = useTexts();
  const { name, path, value, change } = props;
  const chosen = Array.isArray(value) ? (value as V[]) : [];
  return (
    <GroupFrame path={path} label={inputName(name, language, trade)}>
      {hint ? <p className="field-hint">{hint}</p> : null}{before}
      {items.length === 0 ? <p className="muted small">{none}</p> : null}
      {items.map((item) => (
        <div className="field flag" key={item.value}>
          <input id={`${fieldId(path)}-${item.value}`} type="checkbox" checked={chosen.includes(item.value)} onChange={(e) => { change(e.target.checked ? [...chosen, item.value] : chosen.filter((one) => one !== item.value)); }} />
          <label htmlFor={`${fieldId(path)}-${item.value}`}>{item.label}</label>
        </div>
      ))}
    </GroupFrame>
  );
}

/** Rooms of the centre; one that is taken at the time of the form says so. */
export function RoomChoice({ props, room, slot }: { props: FieldProps; room: WorkroomRead; slot: { type: string; start: unknown; end: unknown } }) {
  const { choose: t } = useBundle(tendererTexts);
  const { said } = useTexts();
  const all = slot.type === 'evaluation' ? rooms.evaluation : rooms.opening;
  return <Choice props={props} none={t.room} options={all.map(([value, zh, en]) => {
    const off = isTaken(room.taken, value, slot.start, slot.end);
    return { value, label: off ? `${said(zh, en)} · ${t.taken}` : said(zh, en), off };
  })} />;
}

export function ReasonChoice({ props, type }: { props: FieldProps; type: unknown }) {
  const { choose: t } = useBundle(tendererTexts);
  const { said } = useTexts();
  return <Choice props={props} none={t.reason} options={(abnormalReasons[String(type)] ?? []).map(([value, zh, en]) => ({ value, label: said(zh, en) }))} />;
}

export function CauseChoice({ props, room, code }: { props: FieldProps; room: WorkroomRead; code: unknown }) {
  const { choose: t } = useBundle(tendererTexts);
  const fitting = room.causes.filter(({ ordered }) => ordered === (code === 'supervisor-order'));
  return <Choice props={props} none={fitting.length === 0 ? t.noCause : t.cause} options={fitting.map(({ no }) => ({ value: no, label: no }))} />;
}

/** Methods whose group may be of three (财政部令第74号 第7条). */
const SMALL: ReadonlySet<string> = new Set(['competitive-negotiation', 'competitive-consultation', 'inquiry', 'single-source']);

interface Need { specialty: string; headcount: number }

/** The committee: specialties of the roster with their numbers, and how many that makes with those who sit beside them. */
export function SpecialtyNeeds({ props, room, others }: { props: FieldProps; room: WorkroomRead; others: number }) {
  const { choose: t } = useBundle(tendererTexts);
  const { language, trade } = useTexts();
  const needs = Array.isArray(props.value) ? (props.value as Partial<Need>[]) : [];
  const replace = (at: number, patch: Partial<Need>) => { props.change(needs.map((one, i) => (i === at ? { ...one, ...patch } : one))); };
  const total = needs.reduce((sum, { headcount }) => sum + (headcount ?? 0), 0) + others;
  const least = SMALL.has(room.kind) ? 3 : 5;
  const holds = total >= least && total % 2 === 1;
  const id = fieldId(props.path);
  return (
    <fieldset className="group" id={fieldId(props.path)} tabIndex={-1}>
      <legend>{inputName(props.name, language, trade)}</legend>
      {needs.map((need, i) => (
        <div className="need" key={String(i)}>
          <label htmlFor={`${id}-${i}-s`}>{t.specialty}</label>
          <select id={`${id}-${i}-s`} className="input" value={need.specialty ?? ''} onChange={(e) => { replace(i, { specialty: e.target.value }); }}>
            <option value="">{t.chooseSpecialty}</option>{room.specialties.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
          <label htmlFor={`${id}-${i}-n`}>{t.headcount}</label>
          <input id={`${id}-${i}-n`} className="input short" type="number" min={1} max={30} value={need.headcount ?? ''} onChange={(e) => { replace(i, { headcount: e.target.value === '' ? 0 : Number(e.target.value) }); }} />
          {needs.length > 1 ? <RemoveButton onClick={() => { props.change(needs.filter((_, at) => at !== i)); }} /> : null}
        </div>
      ))}
      <p className="form-foot">
        <AddButton onClick={() => { props.change([...needs, { specialty: room.specialties[0] ?? '', headcount: 1 }]); }} />
        <span role="status" className={holds ? 'muted' : 'danger-text'}>{t.total(total)}{holds ? '' : ` · ${t.odd(least)}`}</span>
      </p>
    </fieldset>
  );
}

export function AddButton({ onClick }: { onClick: () => void }) {
  const { doc } = useBundle(tendererTexts);
  return <button type="button" className="button" onClick={onClick}>{doc.addItem}</button>;
}

export function RemoveButton({ onClick }: { onClick: () => void }) {
  const { project } = useBundle(tendererTexts);
  return <button type="button" className="link-button" onClick={onClick}>{project.removeLot}</button>;
}
