import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { actionsQuery } from '../../api/desk-reads.ts';
import { platformQuery } from '../../api/reads.ts';
import { useDraft } from '../../form/drafts.ts';
import { MoneyControl } from '../../form/controls.tsx';
import { perform } from '../../session/perform.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { useDeskTexts } from '../../texts/desk.ts';
import { useTexts } from '../../texts/index.tsx';
import { inputName, valueName } from '../../texts/inputs.ts';
import { BidFiles } from './bid-files.tsx';
import { ownBidsQuery } from './own-bids.ts';
import { rehearse } from './rehearse.ts';
import { Submit } from './submit.tsx';

export interface Terms { docId: string; ceilingFen: string | null; custodians: { id: string; name: string; certificate: string }[] }
export interface Filled { priceFen?: string; duration?: string; quality?: string; projectManager?: string; enterpriseSize?: 'micro' | 'small' | 'medium' | 'large' | undefined }

const sizes = ['micro', 'small', 'medium', 'large'] as const;
const nothing: Filled = {};

/** The price stays in this browser until it is sealed: the draft is kept here and nowhere else. */
export function BidForm({ lot, identity, entityId }: { lot: LotRead; identity: KeptIdentity; entityId: string }) {
  const t = useDeskTexts().bid;
  const draft = useDraft(`${identity.id}/bid/${lot.lotId}`, nothing);
  const filled = draft.value as Filled;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [terms, setTerms] = useState<Terms | null>(null);
  const [rehearsed, setRehearsed] = useState<boolean | null>(null);
  const { data: mine } = useQuery(ownBidsQuery(lot.lotId));
  const set = (patch: Partial<Filled>) => { draft.change({ ...filled, ...patch }); };
  const todo = useChecks({ filled, files, rehearsed, lot, identity, got: terms !== null });
  const buttons: Readonly<Record<string, ReactNode>> = {
    documents: terms === null ? <GetDocuments lot={lot} identity={identity} got={setTerms} /> : null,
    rehearse: terms && identity.encrypt ? <Rehearse lotId={lot.lotId} entityId={entityId} identity={identity} terms={terms} done={setRehearsed} /> : null,
  };
  const replaces = mine?.items.find(({ state }) => state === 'receipted')?.bidSeq ?? null;
  return (
    <div className="bid-columns">
      <section className="sheet" aria-labelledby="bid-form" key={draft.restored ? 'restored' : 'fresh'}>
        <h2 id="bid-form">{t.title}</h2>
        <PriceField lot={lot} value={filled.priceFen} change={(priceFen) => { set({ priceFen }); }} />
        <Details lot={lot} filled={filled} set={set} />
        <BidFiles files={files} change={setFiles} />
      </section>
      <aside className="sheet bid-side" aria-labelledby="checklist">
        <h2 id="checklist">{t.checklist}</h2>
        <ul className="checklist">
          {todo.map(({ id, what, ok }) => <li key={id} className={ok ? 'ok' : ''}><span aria-hidden="true">{ok ? '✓' : '○'}</span><span>{what} <span className="visually-hidden">{ok ? t.ok : t.todo}</span></span>{buttons[id]}</li>)}
        </ul>
        <p className="muted small">{t.after}</p>
        <p className="muted small">{t.consequence}</p>
        {terms ? <Submit ready={todo.every(({ ok }) => ok)} replaces={replaces} identity={identity} lot={lot} entityId={entityId} terms={terms} filled={filled} files={files} done={() => { draft.clear(); setFiles([]); }} /> : null}
      </aside>
    </div>
  );
}

interface Checked { filled: Filled; files: readonly File[]; rehearsed: boolean | null; lot: LotRead; identity: KeptIdentity; got: boolean }

function useChecks({ filled, files, rehearsed, lot, identity, got }: Checked): { id: string; what: string; ok: boolean }[] {
  const t = useDeskTexts().bid;
  const { t: words } = useTexts();
  const price = fenOf(filled.priceFen);
  const rehearsal = { null: t.rehearse, true: t.rehearseOk, false: t.rehearseBad }[String(rehearsed) as 'null' | 'true' | 'false'];
  return [
    { id: 'documents', what: t.documents, ok: got }, { id: 'price', what: t.price, ok: price !== null && price > 0n && !isOver(price, lot) },
    { id: 'duration', what: t.duration, ok: (filled.duration ?? '').trim() !== '' }, { id: 'files', what: t.files, ok: files.length > 0 },
    { id: 'key', what: `${t.key}${words.unit.colon}${identity.encrypt ? t.keyOk : t.keyMissing}`, ok: identity.encrypt !== null },
    { id: 'rehearse', what: rehearsal, ok: rehearsed === true },
  ];
}

function PriceField({ lot, value, change }: { lot: LotRead; value: string | undefined; change: (value: string) => void }) {
  const { bid: t, act } = useDeskTexts();
  const { t: words } = useTexts();
  const over = isOver(fenOf(value), lot);
  return (
    <div className={over ? 'field wrong' : 'field'}>
      <label htmlFor="bid-price">{t.price} <span className="field-note">{act.required}</span></label>
      <MoneyControl id="bid-price" className="input" aria-invalid={over || undefined} asText value={value} change={(next) => { change(typeof next === 'string' ? next : ''); }} />
      {lot.ceilingFen === undefined ? null : <p className={over ? 'small danger-text' : 'small muted'} role={over ? 'alert' : undefined}>{over ? t.overCeiling : t.priceHint(words.unit.exact(lot.ceilingFen))}</p>}
    </div>
  );
}

function Details({ lot, filled, set }: { lot: LotRead; filled: Filled; set: (patch: Partial<Filled>) => void }) {
  const { bid: t, act } = useDeskTexts();
  const { language } = useTexts();
  return (
    <>
      {(['duration', 'quality', 'projectManager'] as const).map((name) => (
        <div className="field" key={name}><label htmlFor={`bid-${name}`}>{name === 'projectManager' ? t.manager : inputName(name, language)} <span className="field-note">{name === 'duration' ? act.required : act.optional}</span></label>
          <input id={`bid-${name}`} className="input" maxLength={100} value={filled[name] ?? ''} onChange={(e) => { set({ [name]: e.target.value }); }} /></div>
      ))}
      {lot.category === 'gov-procurement' ? (
        <div className="field"><label htmlFor="bid-size">{t.size}</label>
          <select id="bid-size" className="input" value={filled.enterpriseSize ?? ''} onChange={(e) => { set({ enterpriseSize: sizes.find((size) => size === e.target.value) }); }}>
            <option value="">{act.choose}</option>{sizes.map((size) => <option key={size} value={size}>{valueName(size, language)}</option>)}
          </select></div>
      ) : null}
    </>
  );
}

function fenOf(text: string | undefined): bigint | null { return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : null; }
function isOver(price: bigint | null, { ceilingFen }: LotRead): boolean { return price !== null && ceilingFen !== undefined && price > BigInt(ceilingFen); }

/** 招标文件获取 is itself an act: signed, and sealed until the deadline, so that nobody can count who takes part. */
function GetDocuments({ lot, identity, got }: { lot: LotRead; identity: KeptIdentity; got: (terms: Terms) => void }) {
  const t = useDeskTexts().bid;
  const { data } = useQuery(actionsQuery(lot.lotId));
  const given = data?.items.find(({ id }) => id === 'doc-download')?.given;
  const busy = useRef(false);
  if (!given) return null;
  const get = async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      got((await perform<Terms & Record<string, unknown>>(identity, { group: 'acts', id: 'doc-download', subject: lot.lotId, input: given })).result);
    } finally {
      busy.current = false;
    }
  };
  return <button type="button" className="button" onClick={() => void get()}>{t.documentsGet}</button>;
}

function Rehearse({ lotId, entityId, identity, terms, done }: { lotId: string; entityId: string; identity: KeptIdentity; terms: Terms; done: (ok: boolean) => void }) {
  const t = useDeskTexts().bid;
  const { data: platform } = useQuery(platformQuery);
  const run = async () => {
    if (!platform) return;
    const { fromBase64 } = await import('../../../src/seal/bytes.ts');
    const custody = terms.custodians.map(({ id, certificate }) => ({ id, certificate: fromBase64(certificate) ?? new Uint8Array() }));
    done(await rehearse(identity, { deployment: platform.deployment, lotId, bidderId: entityId, custody }));
  };
  return <button type="button" className="button" onClick={() => void run()}>{t.rehearseRun}</button>;
}
