import { useEffect, useRef, useState } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { UploadError } from '../../../src/contracts/upload.ts';
import { ApiProblem } from '../../api/client.ts';
import { platformQuery } from '../../api/reads.ts';
import { queryClient } from '../../api/query-client.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { platformNow } from '../../ui/clock.ts';
import { yuan } from '../../ui/format.ts';
import { When } from '../../ui/pieces.tsx';
import { newAttempt, type Attempt } from './attempt.ts';
import type { Filled, Terms } from './bid-form.tsx';
import { OtherTab } from './one-tab.ts';
import { ownBidsQuery } from './own-bids.ts';
import type { SealJob } from './sealing.ts';
import { Changed, giveUp, SealedFileGone, submitBid, type Progress, type Submitted } from './submitting.ts';
import type { useAttempt } from './use-attempt.ts';

export interface SubmitProps { attempt: ReturnType<typeof useAttempt>; ready: boolean; replaces: number | null; identity: KeptIdentity; lot: LotRead; entityId: string; terms: Terms | null; filled: Filled; files: readonly File[]; consortium: unknown; /** a file made from the form, in front of the others */ extra?: () => Promise<File | null>; done: (submitted: Submitted) => void }

const againMs = 3_000;

/** One button from the form to the receipt, with its progress; whatever cuts it off, it goes on where it stood. */
export function Submit(props: SubmitProps) {
  const { ready, replaces, identity, lot } = props;
  const { bid: t } = useBundle(deskTexts);
  const b = useBundle(bidderTexts).submit;
  const { kept, look } = props.attempt;
  const { progress, fault, waiting, run, stop } = useSubmission(props, kept ?? null, look);
  if (progress) return <div className="bid-submit"><Shown progress={progress} cancel={stop} /><p className="muted small">{b.mayReload}</p></div>;
  return (
    <div className="bid-submit">
      {kept ? <Unfinished attempt={kept} identityId={identity.id} lotId={lot.lotId} go={run} look={look} /> : kept === null ? (
        <>
          <button type="button" className="button primary" disabled={!ready} onClick={run}>{replaces === null ? t.seal : t.replace}</button>
          {ready ? null : <p className="muted small">{t.incomplete}</p>}
        </>
      ) : null}
      {waiting ? <p className="notes" role="status">{b.waiting}</p> : <Fault fault={fault} />}
    </div>
  );
}

function useSubmission(props: SubmitProps, kept: Attempt | null, look: () => void) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const control = useRef<AbortController | null>(null);
  const { identity, lot } = props;
  const start = async () => {
    // a second click finds the first one at work
    if (control.current) return;
    const { signal } = control.current = new AbortController();
    setFault(null);
    setProgress({ at: 'signing' });
    try {
      const job = kept ? null : await jobOf(props);
      const attempt = kept ?? newAttempt({
        of: '', startedAt: new Date(platformNow()).toISOString(), priceFen: props.filled.priceFen ?? '', fileNames: props.files.map(({ name }) => name), replaces: props.replaces, ...(props.consortium ? { consortium: props.consortium } : {}),
      });
      const submitted = await submitBid({ identity, lotId: lot.lotId, attempt, job, told: setProgress, signal });
      // the list of one's bids is what the page goes by from here on
      await queryClient.invalidateQueries({ queryKey: ownBidsQuery(lot.lotId).queryKey });
      props.done(submitted);
    } catch (error) {
      // a pause the bidder asked for is no fault
      if (!signal.aborted) setFault(error);
      if (error instanceof SealedFileGone && kept) await giveUp(identity.id, lot.lotId, kept).catch(() => undefined);
    } finally {
      control.current = null;
      setProgress(null);
      look();
    }
  };
  const run = () => { void start(); };
  const open = lot.bidDeadline === undefined || platformNow() < Date.parse(lot.bidDeadline);
  const waiting = fault !== null && ofTheLine(fault) && open && kept !== null;
  const latest = useRef(run);
  useEffect(() => { latest.current = run; });
  useEffect(() => {
    if (!waiting) return undefined;
    const again = () => { latest.current(); };
    const timer = setInterval(again, againMs);
    window.addEventListener('online', again);
    return () => { clearInterval(timer); window.removeEventListener('online', again); };
  }, [waiting]);
  return { progress, fault, waiting, run, stop: () => { control.current?.abort(); } };
}

/** What is sealed: the form as it stands now, the files, and to whom. */
async function jobOf({ lot, entityId, identity, terms, filled, files, extra }: SubmitProps): Promise<SealJob> {
  const [{ fromBase64 }, { deployment }] = await Promise.all([import('../../../src/seal/bytes.ts'), queryClient.ensureQueryData(platformQuery)]);
  if (!terms || !identity.encrypt) throw new Error('the documents or the key are not there');
  const custody = terms.custodians.map(({ id, certificate }) => ({ id, certificate: fromBase64(certificate) ?? new Uint8Array() }));
  const { quality, projectManager, enterpriseSize } = filled;
  const form = {
    lotId: lot.lotId, priceFen: filled.priceFen ?? '', duration: (filled.duration ?? '').trim(),
    ...(quality ? { quality } : {}), ...(projectManager ? { projectManager } : {}), ...(enterpriseSize ? { enterpriseSize } : {}),
  };
  const made = await extra?.();
  return { form, files: made ? [made, ...files.filter(({ name }) => name !== made.name)] : files, context: { deployment, lotId: lot.lotId, bidderId: entityId, custody, bidderCertificate: identity.encrypt.certificate }, ...(terms.ceilingFen === null ? {} : { ceilingFen: terms.ceilingFen }) };
}

/** The line or the platform was away: trying again mends it. */
function ofTheLine(fault: unknown): boolean {
  if (fault instanceof ApiProblem || fault instanceof UploadError) return fault.status === 0 || fault.status >= 500;
  return fault instanceof TypeError;
}

function Unfinished({ attempt, identityId, lotId, go, look }: { attempt: Attempt; identityId: string; lotId: string; go: () => void; look: () => void }) {
  const t = useBundle(bidderTexts).submit;
  const { t: words } = useTexts();
  const drop = () => {
    if (window.confirm(t.dropSure)) void giveUp(identityId, lotId, attempt).catch(() => undefined).then(look);
  };
  return (
    <section className="unfinished" aria-label={t.unfinished}>
      <p><strong>{t.unfinished}</strong></p>
      <p className="small">{t.unfinishedFrom} <When at={attempt.startedAt} />{words.unit.colon}{/^\d+$/.test(attempt.priceFen) ? t.price(yuan(Number(attempt.priceFen))) : ''} {t.files(attempt.fileNames.length)}</p>
      <p className="small muted">{attempt.uploaded ? t.uploaded : t.sealedHere} {t.unfinishedHint}</p>
      <p className="form-foot"><button type="button" className="button primary" onClick={go}>{t.goOn}</button><button type="button" className="link-button" onClick={drop}>{t.drop}</button></p>
    </section>
  );
}

function Shown({ progress, cancel }: { progress: Progress; cancel: () => void }) {
  const t = useBundle(deskTexts).bid;
  if (progress.at === 'signing') return <p role="status">{t.signing}…</p>;
  const percent = `${Math.floor(progress.share * 100)}%`;
  return (
    <div role="status">
      <p>{progress.at === 'sealing' ? `${t.sealing} ${percent}` : `${t.uploading} ${percent}`}{progress.at === 'uploading' && progress.rate > 0 ? ` · ${t.rate((progress.rate / 1e6).toFixed(1))} · ${t.eta(`${progress.left} s`)}` : ''}</p>
      <p className="form-foot"><progress max={1} value={progress.share} /><button type="button" className="link-button" onClick={cancel}>{t.cancel}</button></p>
    </div>
  );
}

function Fault({ fault }: { fault: unknown }) {
  const t = useBundle(deskTexts).bid;
  const b = useBundle(bidderTexts).submit;
  const { said, t: words } = useTexts();
  if (fault === null) return null;
  const body = fault instanceof ApiProblem ? fault.body : null;
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
  const text = body ? said(body.detailZh, body.detailEn) : fault instanceof OtherTab ? b.otherTab : fault instanceof Changed ? b.changed : fault instanceof SealedFileGone ? b.sealedGone
    : b.codes[code] ?? (ofTheLine(fault) ? words.state.errorNetwork : `${b.unknown} ${code}`);
  return <p className="refused" role="alert"><strong>{t.failed}</strong> {text}</p>;
}
