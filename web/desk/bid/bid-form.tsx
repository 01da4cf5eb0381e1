import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId, useMemo, useState, type ReactNode } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { useDraft } from '../../form/drafts.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { BidFiles } from './bid-files.tsx';
import { Details, fenOf, isOver, PriceField } from './bid-fields.tsx';
import { Clarified, clarificationsOf } from './clarified.tsx';
import { Consortium } from './consortium.tsx';
import { filedOf, type ConsortiumDraft } from './consortium-terms.ts';
import { GetDocuments, Rehearse, useTerms } from './documents.tsx';
import { ownBidsQuery } from './own-bids.ts';
import { useTemplate, type LoadedTemplate } from '../../lot/price-template.ts';
import { PriceTable, tableFile } from './price-table.tsx';
import { ReceiptView } from './receipt.tsx';
import { Submit } from './submit.tsx';
import type { Submitted } from './submitting.ts';
import { filledTable, type TypedTable } from './table-sums.ts';
import { useAttempt } from './use-attempt.ts';

const ReadDocuments = lazy(() => import('./read-documents.tsx').then((module) => ({ default: module.ReadDocuments })));

export interface Terms { docId: string; ceilingFen: string | null; custodians: { id: string; name: string; certificate: string }[]; consortium?: { maxMembers: number } | null; /** what bidders hand in, as the documents list it */ checklist?: readonly string[] }
export interface Filled {
  priceFen?: string; duration?: string; quality?: string; projectManager?: string; enterpriseSize?: 'micro' | 'small' | 'medium' | 'large' | undefined;
  table?: TypedTable; consortium?: ConsortiumDraft | undefined;
  /** what the documents ask for and is ready */
  prepared?: readonly string[];
  /** clarifications that were ticked as read */
  read?: readonly string[];
  /** the signing certificate a rehearsal went well with */
  rehearsed?: string;
}

const nothing: Filled = {};

interface Props { lot: LotRead; identity: KeptIdentity; entityId: string }

/** The price stays in this browser until it is sealed: the draft is kept here and nowhere else. */
export function BidForm(props: Props) {
  const { lot, identity } = props;
  const draft = useDraft(`${identity.id}/bid/${lot.lotId}`, nothing);
  const attempt = useAttempt(identity.id, lot.lotId);
  const [replacing, setReplacing] = useState(false);
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const { data: mine } = useQuery(ownBidsQuery(lot.lotId));
  const replaces = mine?.items.find(({ state }) => state === 'receipted')?.bidSeq ?? null;
  const stands = replaces !== null && !replacing && !attempt.kept;
  return (
    <>
      <Clarified lot={lot} read={(draft.value as Filled).read ?? []} change={(read) => { draft.change({ ...(draft.latest() as Filled), read }); }} />
      {stands ? <Stands lot={lot} submitted={submitted} replace={() => { setReplacing(true); }} />
        : <Fill {...props} draft={draft} attempt={attempt} known={mine !== undefined} replaces={replaces} done={(bid) => { setSubmitted(bid); setReplacing(false); }} />}
    </>
  );
}

interface FillProps extends Props { draft: ReturnType<typeof useDraft>; attempt: ReturnType<typeof useAttempt>; known: boolean; replaces: number | null; done: (submitted: Submitted) => void }

function Fill({ lot, identity, entityId, draft, attempt, known, replaces, done }: FillProps) {
  const t = useBundle(deskTexts).bid;
  const typed = draft.value as Filled;
  const [files, setFiles] = useFiles(`${identity.id}/${lot.lotId}`);
  const [terms, setTerms] = useTerms(identity, lot.lotId);
  const [refused, setRefused] = useState(false);
  const template = useTemplate(lot);
  const { data: loaded, expected } = template;
  const filled = useMemo(() => priced(typed, { loaded, expected }), [typed, loaded, expected]);
  const set = (patch: Partial<Filled>) => { draft.change({ ...(draft.latest() as Filled), ...patch }); };
  const rehearsed = filled.rehearsed === identity.id ? true : refused ? false : null;
  const todo = useChecks({ filled, files, rehearsed, lot, identity, terms, template: template.expected });
  const buttons: Readonly<Record<string, ReactNode>> = {
    documents: terms === null ? <GetDocuments lot={lot} identity={identity} got={setTerms} /> : null,
    rehearse: terms && identity.encrypt && rehearsed !== true ? <Rehearse lotId={lot.lotId} entityId={entityId} identity={identity} terms={terms} done={(ok) => { setRefused(!ok); if (ok) set({ rehearsed: identity.id }); }} /> : null,
  };
  return (
    <>
    {terms ? <Suspense fallback={<div className="skeleton" />}><ReadDocuments lot={lot} /></Suspense> : null}
    <div className="bid-columns">
      <section className="sheet" aria-labelledby="bid-form" key={draft.restored ? 'restored' : 'fresh'}>
        <h2 id="bid-form">{t.title}</h2>
        {template.expected ? <PriceTable lot={lot} typed={typed.table ?? {}} change={(table) => { set({ table }); }} /> : null}
        <PriceField lot={lot} value={filled.priceFen} change={(priceFen) => { set({ priceFen }); }} fromTable={template.expected} />
        <Details lot={lot} filled={filled} set={set} />
        <Materials asked={terms?.checklist ?? []} ready={typed.prepared ?? []} change={(prepared) => { set({ prepared }); }} />
        <BidFiles files={files} change={setFiles} />
        {terms?.consortium ? <Consortium lot={lot} leadId={entityId} most={terms.consortium.maxMembers} draft={typed.consortium} change={(consortium) => { set({ consortium }); }} /> : null}
      </section>
      <aside className="sheet bid-side" aria-labelledby="checklist">
        <h2 id="checklist">{t.checklist}</h2>
        <ul className="checklist">
          {todo.map(({ id, what, ok }) => <li key={id} data-check={id} className={ok ? 'ok' : ''}><span aria-hidden="true">{ok ? '✓' : '○'}</span><span>{what} <span className="visually-hidden">{ok ? t.ok : t.todo}</span></span>{buttons[id]}</li>)}
        </ul>
        <p className="muted small">{t.after}</p>
        <p className="muted small">{t.consequence}</p>
        <SubmitWithTable attempt={attempt} template={template.data ?? null} table={typed.table ?? {}} ready={todo.every(({ ok }) => ok) && known} replaces={replaces} identity={identity} lot={lot} entityId={entityId} terms={terms} filled={filled} files={files} consortium={typed.consortium ? filedOf(typed.consortium) : null} done={(bid) => { setFiles([]); done(bid); }} />
      </aside>
    </div>
    </>
  );
}

/** 投标人须提交的材料, line by line: for the bidder's own overview, since what a file holds only its reader can say. */
function Materials({ asked, ready, change }: { asked: readonly string[]; ready: readonly string[]; change: (ready: readonly string[]) => void }) {
  const t = useBundle(bidderTexts).materials;
  const id = useId();
  if (asked.length === 0) return null;
  return (
    <fieldset className="group materials">
      <legend>{t.title}</legend>
      <p className="field-hint">{t.hint} {t.ready(asked.filter((one) => ready.includes(one)).length, asked.length)}</p>
      {asked.map((one, i) => (
        <div className="field flag" key={one}><input id={`${id}-${i}`} type="checkbox" checked={ready.includes(one)} onChange={(e) => { change(e.target.checked ? [...ready, one] : ready.filter((other) => other !== one)); }} /><label htmlFor={`${id}-${i}`}>{one}</label></div>
      ))}
    </fieldset>
  );
}

/** There is a bid: nothing is left to do, and the form comes back when another one is to take its place. */
function Stands({ lot, submitted, replace }: { lot: LotRead; submitted: Submitted | null; replace: () => void }) {
  const t = useBundle(bidderTexts).stands;
  return (
    <section className="sheet" aria-labelledby="stands">
      <h2 id="stands" className="jade-text">✓ {t.title}</h2>
      <p>{t.text}</p>
      {submitted ? <ReceiptView lotId={lot.lotId} submitted={submitted} /> : null}
      <p className="form-foot"><button type="button" className="button" onClick={replace}>{t.replace}</button><span className="muted small">{t.replaceHint}</span></p>
    </section>
  );
}

/** Files cannot be kept in a draft; while the page is not loaded anew they outlive a look at another page. */
const chosen = new Map<string, readonly File[]>();

function useFiles(key: string): [readonly File[], (files: readonly File[]) => void] {
  const [files, setFiles] = useState<readonly File[]>(() => chosen.get(key) ?? []);
  return [files, (next) => { chosen.set(key, next); setFiles(next); }];
}

/** Where the documents have a price table its total is the price, and nothing else can be. */
function priced(typed: Filled, { loaded, expected }: { loaded: LoadedTemplate | null | undefined; expected: boolean }): Filled {
  if (!expected) return typed;
  const { priceFen: _typed, ...rest } = typed;
  const table = loaded ? filledTable(loaded.template, typed.table ?? {}) : null;
  return table ? { ...rest, priceFen: String(table.totalFen) } : rest;
}

/** The filled-in table goes into the bid as a workbook of its own, ahead of the other files. */
function SubmitWithTable({ template, table, ...props }: Parameters<typeof Submit>[0] & { template: Parameters<typeof tableFile>[0] | null; table: TypedTable }) {
  const t = useBundle(bidderTexts).table;
  const extra = template ? () => tableFile(template, table, t.fileName) : undefined;
  return <Submit {...props} {...(extra ? { extra } : {})} />;
}

interface Checked { filled: Filled; files: readonly File[]; rehearsed: boolean | null; lot: LotRead; identity: KeptIdentity; terms: Terms | null; template: boolean }

function useChecks({ filled, files, rehearsed, lot, identity, terms, template }: Checked): { id: string; what: string; ok: boolean }[] {
  const t = useBundle(deskTexts).bid;
  const b = useBundle(bidderTexts);
  const { t: words } = useTexts();
  const price = fenOf(filled.priceFen);
  const priceOk = price !== null && price > 0n && !isOver(price, lot);
  const rehearsal = { null: t.rehearse, true: t.rehearseOk, false: t.rehearseBad }[String(rehearsed) as 'null' | 'true' | 'false'];
  const news = clarificationsOf(lot);
  return [
    { id: 'documents', what: t.documents, ok: terms !== null },
    ...(news.length > 0 ? [{ id: 'clarified', what: b.clarified.check, ok: news.every(({ noticeId }) => filled.read?.includes(noticeId)) }] : []),
    ...(template ? [{ id: 'table', what: b.table.title, ok: price !== null }] : []), { id: 'price', what: t.price, ok: priceOk },
    { id: 'duration', what: t.duration, ok: (filled.duration ?? '').trim() !== '' }, { id: 'files', what: t.files, ok: files.length > 0 },
    ...(filled.consortium ? [{ id: 'consortium', what: b.consortium.check, ok: filedOf(filled.consortium) !== null }] : []),
    { id: 'key', what: `${t.key}${words.unit.colon}${identity.encrypt ? t.keyOk : t.keyMissing}`, ok: identity.encrypt !== null },
    { id: 'rehearse', what: rehearsal, ok: rehearsed === true },
  ];
}
