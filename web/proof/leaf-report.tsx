// One entry of the ledger in plain words: the answer in a sentence, what was recorded, how it was checked, the files.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { LeafEntry } from '../../src/contracts/reads.ts';
import { leafReportQuery, platformQuery, type LeafReport as Report } from '../api/reads.ts';
import { fieldName } from '../texts/fields.ts';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import type { LeafCheck } from './check-leaf.ts';
import { FieldValue } from './field-value.tsx';
import type { SealedCheck } from './sealed.ts';
import { MerklePicture } from './merkle-picture.tsx';
import { ProofFiles } from './proof-files.tsx';
import { toHex } from './tlog.ts';
import './proof.css';

/** `answered`: the page around has already given the answer in its own sentence. */
export function LeafReport({ leafId, answered = false }: { leafId: string; answered?: boolean }) {
  const { t } = useTexts();
  const { data: platform } = useQuery(platformQuery);
  const report = useQuery({
    ...leafReportQuery(leafId, platform?.ledger.vkey),
    // an entry that is on its way is asked for again until it has arrived
    refetchInterval: (query) => (query.state.data && !query.state.data.check ? 2_000 : false),
  });
  if (report.data) return <Answer report={report.data} fingerprint={platform?.ledger.fingerprint ?? ''} answered={answered} />;
  if (report.error) return <Failure error={report.error} retry={() => void report.refetch()} />;
  return <><p role="status">{platform ? t.proof.checking : t.proof.noKey}</p><Loading rows={2} /></>;
}

function Answer({ report, fingerprint, answered }: { report: Report; fingerprint: string; answered: boolean }) {
  const { t } = useTexts();
  const { check, receipt, sealed } = report;
  if (!check) return <Waiting receipt={receipt} sealed={sealed} />;
  const good = check.good && (sealed?.good ?? true);
  return (
    <div className="leaf-report">
      {answered && good ? null : <div className={good ? 'verdict good' : 'verdict bad'} role="status"><p>{good ? t.proof.good : t.proof.bad}</p></div>}
      <section><h2>{t.proof.what}</h2><Recorded entry={check.entry} check={check} bodyHash={receipt.bodyHash} /></section>
      <section><h2>{t.proof.how}</h2><Steps check={check} sealed={sealed} fingerprint={fingerprint} /></section>
      {check.walk && check.walk.steps.length > 0 ? (
        <section><h2>{t.proof.picture}</h2>
          <MerklePicture index={check.proof.index} size={check.size} leaf={check.leafHash} walk={check.walk} good={check.good} />
        </section>
      ) : null}
      <section><h2>{t.proof.files}</h2><ProofFiles report={report} check={check} /></section>
    </div>
  );
}

/** Not in the log in its own words yet: either on its way, or sealed until its gate opens. */
function Waiting({ receipt, sealed }: { receipt: Report['receipt']; sealed: SealedCheck | null }) {
  const { t } = useTexts();
  const tone = !sealed ? 'waiting' : sealed.good ? 'good' : 'bad';
  return (
    <div className="leaf-report">
      <div className={`verdict ${tone}`} role="status"><p>{sealed ? (sealed.good ? t.proof.sealedGood : t.proof.bad) : t.proof.notYet}</p></div>
      {sealed ? <p>{t.proof.sealedYet}</p> : null}
      <dl className="facts small">
        <dt>{t.proof.bodyHash}</dt><dd className="mono">{receipt.bodyHash}</dd>
        {sealed ? <><dt>{t.proof.sealedIn}</dt><dd>{t.proof.sealedPlace(sealed.batch, sealed.slot)}{' · '}<When at={sealed.at} /></dd></> : null}
      </dl>
      {sealed?.walk ? (
        <section><h2>{t.proof.picture}</h2>
          <MerklePicture index={BigInt(sealed.slot)} size={65_536n} leaf={sealed.commitment} walk={sealed.walk} good={sealed.good} />
        </section>
      ) : null}
    </div>
  );
}

function Recorded({ entry, check, bodyHash }: { entry: LeafEntry; check: LeafCheck; bodyHash: string }) {
  const { t, language, trade } = useTexts();
  const { body } = entry;
  const name = (key: string) => fieldName(key, language, trade, body.fp);
  const fields = Object.entries(body.public ?? {});
  const hidden = [[t.proof.commitments, Object.keys(body.commitments ?? {})], [t.proof.docs, Object.keys(body.docs ?? {})]] as const;
  return (
    <>
      <dl className="facts small">
        <dt>{t.proof.at}</dt><dd><When at={body.at} /></dd>
        {body.actorRole ? <><dt>{t.proof.role}</dt><dd>{t.roles[body.actorRole] ?? body.actorRole}</dd></> : null}
        {fields.map(([key, value]) => [
          <dt key={`${key}-k`}>{name(key) ?? <span className="mono">{key}</span>}</dt>, <dd key={`${key}-v`}><FieldValue name={key} value={value} /></dd>,
        ])}
        {hidden.map(([title, keys]) => (keys.length === 0 ? null : [
          <dt key={`${title}-k`}>{title}</dt>, <dd key={`${title}-v`}>{keys.map((key) => name(key) ?? key).join(language === 'zh' ? '、' : ', ')}</dd>,
        ]))}
      </dl>
      {fields.length === 0 ? <p className="small muted">{t.proof.noFields}</p> : null}
      <details className="leaf-details"><summary className="small">{t.proof.details}</summary><Details entry={entry} check={check} bodyHash={bodyHash} /></details>
    </>
  );
}

function Details({ entry, check, bodyHash }: { entry: LeafEntry; check: LeafCheck; bodyHash: string }) {
  const { t } = useTexts();
  const { body } = entry;
  return (
    <dl className="facts small">
      <dt>{t.proof.fp}</dt><dd className="mono">{body.fp}</dd>
      <dt>{t.proof.leafId}</dt><dd className="mono">{body.id}</dd>
      <dt>{t.proof.index}</dt><dd>{String(check.proof.index)}</dd>
      <dt>{t.proof.subject}</dt><dd><span className="mono">{entry.subject}</span>{' · '}{t.proof.seq} {entry.seq}</dd>
      <dt>{t.proof.bodyHash}</dt><dd className="mono">{bodyHash}</dd>
      <dt>{t.proof.leafHash}</dt><dd className="mono">{toHex(check.leafHash)}</dd>
      {body.actorKey ? <><dt>{t.proof.actorKey}</dt><dd className="mono">{body.actorKey}</dd></> : null}
      {body.rulesPassed?.length ? <><dt>{t.proof.rules}</dt><dd className="mono">{body.rulesPassed.join(' · ')}</dd></> : null}
      {body.softFailed?.length ? <><dt>{t.proof.softFailed}</dt><dd className="mono">{body.softFailed.join(' · ')}</dd></> : null}
      {body.params ? <><dt>{t.proof.params}</dt><dd className="mono">{body.params}</dd></> : null}
    </dl>
  );
}

function Steps({ check, sealed, fingerprint }: { check: LeafCheck; sealed: SealedCheck | null; fingerprint: string }) {
  const { t } = useTexts();
  return (
    <>
      <ol className="check-steps">
        {check.steps.map((step) => <Step key={step.id} good={step.good} words={t.proof.steps[step.id] ?? step.id}><span className="mono">{step.right}</span></Step>)}
        {sealed ? <Step good={sealed.good} words={t.proof.sealedStep}>{t.proof.sealedPlace(sealed.batch, sealed.slot)}{' · '}<When at={sealed.at} /></Step> : null}
      </ol>
      <p className="small">{t.proof.trust} <span className="mono">{fingerprint}</span></p>
    </>
  );
}

function Step({ good, words, children }: { good: boolean; words: string; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <li className={good ? 'good' : 'bad'}>
      <span className="check-mark" aria-hidden="true">{good ? '✓' : '✗'}</span>
      <span>{words}<span className="visually-hidden">{t.unit.colon}{good ? t.proof.passed : t.proof.failed}</span><br /><span className="small muted">{children}</span></span>
    </li>
  );
}
