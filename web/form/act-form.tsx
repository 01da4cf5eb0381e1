// An act as a form with a consequence: what is asked, what follows and who will see it, exactly what is signed, and afterwards the receipt.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { ContractRead } from '../../src/contracts/desk.ts';
import { api, ApiProblem } from '../api/client.ts';
import { actionsQuery, contractQuery } from '../api/desk-reads.ts';
import { actAddress } from '../desk/address.ts';
import { Consequence } from '../help/consequence.tsx';
import { SendingCancelled, useWaiting } from '../session/line.ts';
import { perform, type Acted } from '../session/perform.ts';
import type { KeptIdentity } from '../session/keyring.ts';
import { inputName } from '../texts/inputs.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { clockTime, shortHash, shortId } from '../ui/format.ts';
import { When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { useDraft } from './drafts.ts';
import { faultsOf, type Fault } from './faults.ts';
import { fieldId, Missing, SchemaField, Wrong, type FieldProps } from './fields.tsx';
import { pickers } from './pickers.tsx';
import { emptyValue, missingPaths, pruned, type JsonSchema } from './schema.ts';
import { SignedText } from './signed-text.tsx';
import './form.css';

export interface ActFormProps {
  act: string; subject: string; identity: KeptIdentity;
  /** fields the platform knows: not asked, sent as they are */
  given?: Readonly<Record<string, unknown>>;
  /** fields that the trade needs though the contract can do without */
  must?: readonly string[];
  /** what a fresh form holds beside the contract's own defaults */
  start?: Readonly<Record<string, unknown>>;
  custom?: FieldProps['custom'];
  /** paths that lack something the contract alone cannot ask for */
  lacking?: ((value: Readonly<Record<string, unknown>>) => readonly string[]) | undefined;
  lotId?: string | undefined;
  /** where several forms of one act stand for one subject: which of them this is */
  draftOf?: string;
  done?: (acted: Acted) => void;
}

export function ActForm(props: ActFormProps) {
  const { data: contract, error, refetch } = useQuery(contractQuery(props.act));
  if (!contract) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  return <Opened key={`${props.act}/${props.subject}/${props.draftOf ?? ''}`} {...props} contract={contract} />;
}

const noGiven = {};
const noMust: readonly string[] = [];
const noFaults: readonly Fault[] = [];
const noneLacks = (): readonly string[] => noMust;

/** The first on the page, wherever the contract names it. */
function firstOf(paths: readonly string[]): HTMLElement | undefined {
  const ids = new Set(paths.map(fieldId));
  return [...document.querySelectorAll<HTMLElement>('[id^="f-"]')].find(({ id }) => ids.has(id));
}

function Opened({ contract, act, subject, identity, given = noGiven, must = noMust, start, custom, lacking: lacks = noneLacks, lotId, draftOf, done }: ActFormProps & { contract: ContractRead }) {
  const t = useBundle(deskTexts).act;
  const { said } = useTexts();
  const schema = useMemo(() => asked(contract.input as JsonSchema, given, must), [contract, given, must]);
  // the form keeps what it began with: a parent that draws again must not begin anew
  const [fresh] = useState(() => ({ ...(emptyValue('', schema) as object), ...start }));
  const draft = useDraft(`${identity.id}/${act}/${subject}${draftOf === undefined ? '' : `/${draftOf}`}`, fresh);
  const [tried, setTried] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [state, setState] = useState<Sending>({ sending: false, error: null, acted: null });
  const input = useMemo(() => ({ ...(pruned(draft.value) as object), ...given }), [draft.value, given]);
  const drawn = useMemo(() => ({ ...Object.fromEntries(Object.entries(pickers).map(([path, draw]) => [path, (props: FieldProps) => draw(props, lotId)])), ...custom }), [custom, lotId]);
  const missing = useMemo(() => [...new Set([...missingPaths('', schema, draft.value, ''), ...lacks((draft.value ?? {}) as Record<string, unknown>)])], [schema, draft.value, lacks]);
  const faults = useMemo(() => faultsOf('', schema, draft.value, ''), [schema, draft.value]);
  const lacking = useMemo(() => new Set(tried ? missing : []), [tried, missing]);
  const submit = async () => {
    setState({ sending: true, error: null, acted: null });
    try {
      const acted = await perform(identity, { group: contract.group, id: act, subject, input }, key);
      draft.clear();
      setTried(false);
      setState({ sending: false, error: null, acted });
      done?.(acted);
    } catch (error) {
      setState({ sending: false, error, acted: null, refused: draft.value });
      // not answered: an earlier sending may have arrived, and under the same key it is never done twice
      if (!(error instanceof ApiProblem)) return;
    }
    // answered or refused: what is sent next is another request
    setKey(crypto.randomUUID());
  };
  if (state.acted) return <Done act={act} acted={state.acted} lotId={lotId} again={() => { setState({ sending: false, error: null, acted: null }); }} />;
  const refused = standing(state, draft.value);
  const refusedAt = fieldOfProblem(refused);
  const off = tried ? faults : noFaults;
  const told = new Map([...off.map((fault) => [fault.path, t.faults[fault.kind](fault)] as const), ...saidOf(refused, said)]);
  return (
    <form className="act-form" noValidate onSubmit={(e) => {
      e.preventDefault();
      if (!state.sending && missing.length === 0 && faults.length === 0) void submit();
      else {
        setTried(true);
        firstOf([...missing, ...faults.map(({ path }) => path)])?.focus();
      }
    }}>
      <Refused error={refused} wrong={refusedAt} />
      <div key={draft.restored ? 'restored' : 'fresh'}>
        <Missing value={lacking}><Wrong value={told}><SchemaField name="" path="" schema={schema} required value={draft.value} change={draft.change} wrong={refusedAt} custom={drawn} /></Wrong></Missing>
      </div>
      <Consequence contract={contract} lotId={lotId} />
      <SignedText identity={identity} asked={{ group: contract.group, id: act, subject, input }} idempotencyKey={key} />
      <p className="muted small">{t.undo}</p>
      <div className="form-foot">
        <button type="submit" className="button primary" aria-disabled={state.sending}>{state.sending ? t.submitting : t.submit}</button>
        {missing.length > 0 ? <span className="muted small">{t.missing(missing.length)}</span> : null}
        {off.length > 0 ? <span className="danger-text small" role="status">{t.faulty(off.length)}</span> : null}
        <Held sendingKey={key} />
        <DraftLine draft={draft} />
      </div>
    </form>
  );
}

interface Sending { sending: boolean; error: unknown; acted: Acted | null; /** what was filled in when it was refused */ refused?: unknown }

function fieldOfProblem(error: unknown): string | undefined {
  return error instanceof ApiProblem ? error.body?.field?.replace(/^input\./, '') : undefined;
}

/** What the refusal says of its field, beside the field; words that name it by its name on the wire stand above the form alone. */
function saidOf(error: unknown, said: (zh: string, en: string) => string): (readonly [string, string])[] {
  const path = fieldOfProblem(error);
  const body = error instanceof ApiProblem ? error.body : null;
  if (path === undefined || !body) return [];
  const text = said(body.detailZh, body.detailEn);
  return text.includes(body.field ?? '') ? [] : [[path, text]];
}

/** A refusal is of what was sent: once the field it names is another (or, where it names none, anything is), it no longer speaks of what stands there. */
function standing({ error, refused }: Sending, now: unknown): unknown {
  if (!(error instanceof ApiProblem)) return error;
  const path = fieldOfProblem(error);
  const at = (value: unknown): string | undefined => JSON.stringify(path === undefined ? value : path.split('.').reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), value));
  return at(now) === at(refused) ? error : null;
}

/** The line is away: it says so beside the button, and lets go. */
function Held({ sendingKey }: { sendingKey: string }) {
  const t = useBundle(deskTexts).act;
  const { t: words } = useTexts();
  const held = useWaiting().find((one) => one.key === sendingKey);
  return held ? <span role="status" className="small">{t.lost} <button type="button" className="link-button" onClick={held.cancel}>{words.shell.cancelSending}</button></span> : null;
}

function DraftLine({ draft }: { draft: ReturnType<typeof useDraft> }) {
  const t = useBundle(deskTexts).act;
  if (draft.savedAt === null) return null;
  return (
    <span className="muted small" role="status">{draft.restored ? `${t.restored} ` : ''}{t.saved(clockTime(Date.parse(draft.savedAt)))}{' '}
      <button type="button" className="link-button" onClick={() => { if (window.confirm(t.discardSure)) draft.clear(); }}>{t.discard}</button>
    </span>
  );
}

/** The refusal stands above the form, takes the focus, names rule and article, and leads to the field. */
function Refused({ error, wrong }: { error: unknown; wrong: string | undefined }) {
  const t = useBundle(deskTexts).act;
  const { t: words, said, language, trade } = useTexts();
  if (error === null) return null;
  const body = error instanceof ApiProblem ? error.body : null;
  // the field by its name on the page, not by its name on the wire
  const named = (text: string): string => (body?.field ? text.replace(body.field, inputName(body.field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? body.field, language, trade)) : text);
  return (
    <div className="refused" role="alert" tabIndex={-1} ref={(node) => { node?.focus(); }}>
      <p><strong>{t.refused}</strong></p>
      <p>{body ? named(said(body.detailZh, body.detailEn)) : error instanceof SendingCancelled ? t.cancelled : error instanceof ApiProblem ? words.state.errorServer : words.state.errorNetwork}</p>
      <p className="small">
        {body?.rule ? <span>{t.rule} <code>{body.rule}</code> </span> : null}
        {body?.article ? <span>{t.article} {body.article} </span> : null}
        {body && !body.rule ? <span>{words.state.code} <code>{body.code}</code> </span> : null}
        {wrong ? <button type="button" className="link-button" onClick={() => { (document.getElementById(fieldId(wrong)) ?? document.getElementById(fieldId(wrong.split('.')[0] ?? '')))?.focus(); }}>{t.refusedField}</button> : null}
      </p>
    </div>
  );
}

function Done({ act, acted, lotId, again }: { act: string; acted: Acted; lotId: string | undefined; again: () => void }) {
  const t = useBundle(deskTexts).act;
  const { receipt } = acted;
  return (
    <section className="done sheet" aria-labelledby="done" tabIndex={-1} ref={(node) => { node?.focus(); }}>
      <h2 id="done">✓ {t.done}</h2>
      {receipt ? (
        <dl className="facts">
          <dt>{t.leaf}</dt><dd><code title={receipt.leafId}>{shortId(receipt.leafId)}</code></dd><dt>{t.bodyHash}</dt><dd><code title={receipt.bodyHash}>{shortHash(receipt.bodyHash)}</code></dd><dt>{t.at}</dt><dd><When at={receipt.at} /></dd>
        </dl>
      ) : null}
      <Outcome result={acted.result} lotId={lotId} />
      {lotId ? <NextActs lotId={lotId} of={act} /> : null}
      <p className="form-foot">
        {lotId ? <Link className="button" to="/desk/lots/$lotId" params={{ lotId }}>{t.back}</Link> : null}
        {receipt && lotId ? <Link className="button" to="/lots/$lotId" params={{ lotId }} search={{ proof: receipt.leafId }}>{t.proof}</Link> : null}
        <Again act={act} lotId={lotId} again={again} />
      </p>
    </section>
  );
}

/** What the act has made is at hand where it was made. */
function Outcome({ result: { certificateNo, archivePackage }, lotId }: { result: Readonly<Record<string, unknown>>; lotId: string | undefined }) {
  const t = useBundle(deskTexts).act;
  if (typeof certificateNo === 'string') {
    return (
      <>
        <dl className="facts"><dt>{t.certificateNo}</dt><dd><strong>{certificateNo}</strong></dd></dl>
        <p className="form-foot"><a className="button primary" href={`${api}/certificates/${certificateNo}/file`} download>{t.certificateFile}</a><Link className="button" to="/verify" search={{ certificate: certificateNo }}>{t.certificateCheck}</Link></p>
      </>
    );
  }
  if (typeof archivePackage !== 'string' || lotId === undefined) return null;
  return <dl className="facts"><dt>{t.packageDigest}</dt><dd><code>{archivePackage}</code> <a href={`${api}/lots/${lotId}/archive`} download>{t.packageGet}</a></dd></dl>;
}

/** Given once for each call, while the act itself stands open for the next. */
const once = new Set(['order-offer']);

/** Only what can be done once more is offered once more. */
function Again({ act, lotId, again }: { act: string; lotId: string | undefined; again: () => void }) {
  const t = useBundle(deskTexts).act;
  const { data, isFetching } = useQuery({ ...actionsQuery(lotId ?? ''), enabled: lotId !== undefined });
  if (once.has(act) || (lotId !== undefined && (isFetching || !data?.items.some(({ id }) => id === act)))) return null;
  return <button type="button" className="link-button" onClick={again}>{t.again}</button>;
}

/** What waits for the same person now, so that nobody must go and look for it. */
function NextActs({ lotId, of }: { lotId: string; of: string }) {
  const t = useBundle(deskTexts).act;
  const { said } = useTexts();
  const { data, isFetching } = useQuery(actionsQuery(lotId));
  const next = isFetching ? [] : data?.items.filter((item) => item.next && item.id !== of) ?? [];
  if (next.length === 0) return null;
  return <div><h3>{t.nextActs}</h3><ul className="act-list">{next.slice(0, 3).map((item) => <li key={item.id}><Link className="button primary" {...actAddress(lotId, item.id)}>{said(item.zh, item.en)}</Link></li>)}</ul></div>;
}

/** What is left to ask once the platform has put in what it knows. */
function asked(schema: JsonSchema, given: Readonly<Record<string, unknown>>, must: readonly string[]): JsonSchema {
  const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !(name in given)));
  return { ...schema, properties, required: [...schema.required ?? [], ...must].filter((name) => !(name in given)) };
}
