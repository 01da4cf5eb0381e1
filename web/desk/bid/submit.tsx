import { useRef, useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { ApiProblem } from '../../api/client.ts';
import { platformQuery } from '../../api/reads.ts';
import { queryClient } from '../../api/query-client.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { useDeskTexts } from '../../texts/desk.ts';
import { useTexts } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';
import type { Filled, Terms } from './bid-form.tsx';
import { newAttempt, submitBid, type Attempt, type Progress, type Submitted } from './submitting.ts';

interface Props { ready: boolean; replaces: number | null; identity: KeptIdentity; lot: LotRead; entityId: string; terms: Terms; filled: Filled; files: readonly File[]; done: () => void }

/** One button from the form to the receipt, with its progress; it can be stopped and goes on where it stood. */
export function Submit({ ready, replaces, identity, lot, entityId, terms, filled, files, done }: Props) {
  const t = useDeskTexts().bid;
  const [progress, setProgress] = useState<Progress | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  // what was begun belongs to exactly this form: another price is another attempt
  const begun = useRef<{ of: string; attempt: Attempt } | null>(null);
  const [halfway, setHalfway] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const run = async () => {
    if (stop.current) return;
    const control = stop.current = new AbortController();
    setFault(null);
    try {
      const [{ fromBase64 }, { deployment }] = await Promise.all([import('../../../src/seal/bytes.ts'), queryClient.ensureQueryData(platformQuery)]);
      const custody = terms.custodians.map(({ id, certificate }) => ({ id, certificate: fromBase64(certificate) ?? new Uint8Array() }));
      const form = { lotId: lot.lotId, priceFen: filled.priceFen ?? '', duration: (filled.duration ?? '').trim(), ...optional(filled) };
      const of = JSON.stringify([form, files.map(({ name, size, lastModified }) => [name, size, lastModified])]);
      if (begun.current?.of !== of) begun.current = { of, attempt: newAttempt() };
      const job = { form, files, context: { deployment, lotId: lot.lotId, bidderId: entityId, custody, bidderCertificate: identity.encrypt?.certificate ?? new Uint8Array() }, ...(terms.ceilingFen === null ? {} : { ceilingFen: terms.ceilingFen }) };
      setSubmitted(await submitBid(identity, job, begun.current.attempt, { told: setProgress, signal: control.signal, replacesBidSeq: replaces }));
      begun.current = null;
      done();
    } catch (error) {
      // a pause the bidder asked for is no fault
      if (!control.signal.aborted) setFault(error);
    } finally {
      stop.current = null;
      setProgress(null);
      setHalfway(begun.current !== null);
    }
  };
  if (submitted) return <Receipt submitted={submitted} lotId={lot.lotId} />;
  return (
    <div className="bid-submit">
      {progress ? <Shown progress={progress} cancel={() => { stop.current?.abort(); }} /> : (
        <button type="button" className="button primary" disabled={!ready} onClick={() => void run()}>{halfway ? t.resume : replaces === null ? t.seal : t.replace}</button>
      )}
      {!ready && !progress ? <p className="muted small">{t.incomplete}</p> : null}
      <Fault fault={fault} />
    </div>
  );
}

function Shown({ progress, cancel }: { progress: Progress; cancel: () => void }) {
  const t = useDeskTexts().bid;
  if (progress.at === 'signing') return <p role="status">{t.signing}…</p>;
  const percent = `${Math.floor(progress.share * 100)}%`;
  return (
    <div role="status">
      <p>{progress.at === 'sealing' ? `${t.sealing} ${percent}` : `${t.uploading} ${percent}`}{progress.at === 'uploading' && progress.rate > 0 ? ` · ${t.rate((progress.rate / 1e6).toFixed(1))} · ${t.eta(`${progress.left} s`)}` : ''}</p>
      <p className="form-foot"><progress max={1} value={progress.share} /><button type="button" className="link-button" onClick={cancel}>{t.cancel}</button></p>
    </div>
  );
}

function Receipt({ submitted, lotId }: { submitted: Submitted; lotId: string }) {
  const { bid: t, act } = useDeskTexts();
  return (
    <div className="done sheet" role="status" tabIndex={-1} ref={(node) => { node?.focus(); }}>
      <h3>✓ {t.submitted}</h3>
      <dl className="facts"><dt>{t.receiptNo}</dt><dd><code>{submitted.receiptNo}</code></dd><dt>{act.at}</dt><dd><When at={submitted.submittedAt} /></dd>{submitted.receipt ? <><dt>{act.leaf}</dt><dd><code>{submitted.receipt.leafId}</code></dd></> : null}</dl>
      <Link className="button" to="/desk/lots/$lotId" params={{ lotId }}>{act.back}</Link>
    </div>
  );
}

function Fault({ fault }: { fault: unknown }) {
  const t = useDeskTexts().bid;
  const { said, t: words } = useTexts();
  if (fault === null) return null;
  const body = fault instanceof ApiProblem ? fault.body : null;
  return <p className="refused" role="alert"><strong>{t.failed}</strong> {body ? said(body.detailZh, body.detailEn) : words.state.errorNetwork}</p>;
}

function optional({ quality, projectManager, enterpriseSize }: Filled) {
  return { ...(quality ? { quality } : {}), ...(projectManager ? { projectManager } : {}), ...(enterpriseSize ? { enterpriseSize } : {}) };
}
