import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { fieldId } from '../form/fields.tsx';
import { keepIdentity, type KeptIdentity } from '../session/keyring.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle } from '../texts/index.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { CertificateStep, type Told } from './certificate-step.tsx';
import { DetailsForm } from './details-form.tsx';
import { useRegistration } from './kept.ts';
import { faultsOf, withCode, type Details, type Registration } from './registration.ts';
import type { Stage } from './registering.ts';

export function OrganisationRegistration() {
  const kept = useRegistration();
  return kept.value ? <Opened kept={kept} value={kept.value} /> : <Loading />;
}

function Opened({ kept, value }: { kept: ReturnType<typeof useRegistration>; value: Registration }) {
  const t = useBundle(shellTexts).register;
  const { identity, keep, clear } = kept;
  const [tried, setTried] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const faults = faultsOf(value.details);
  const take = async (taken: KeptIdentity) => {
    const { holderOf } = await import('./registering.ts');
    const { name, creditCode } = holderOf(taken);
    // what the certificate says need not be typed; what was typed stands
    const coded = value.details.uscc === '' && creditCode !== undefined ? withCode(value.details, creditCode) : value.details;
    const details = { ...coded, entityName: coded.entityName || name };
    setTold(details.uscc === value.details.uscc && details.entityName === value.details.entityName ? null : { text: t.fromCertificate });
    await keepIdentity(taken);
    kept.setIdentity(taken);
    await keep({ ...value, details, identityId: taken.id, challengeSignature: null, keys: { register: crypto.randomUUID(), bind: crypto.randomUUID() } });
  };
  return (
    <>
      {kept.restored ? <p className="sheet" role="status">{t.goOn} <button type="button" className="link-button" onClick={() => { if (window.confirm(t.startOverSure)) void clear(); }}>{t.startOver}</button></p> : null}
      <section className="sheet" aria-labelledby="details"><h2 id="details">1. {t.details}</h2>
        <DetailsForm details={value.details} locked={value.registered} wrong={tried ? faults : []} change={(details) => void keep({ ...value, details, keys: { ...value.keys, register: crypto.randomUUID() } })} />
      </section>
      <section className="sheet" aria-labelledby="certificate"><h2 id="certificate">2. {t.certificate}</h2>
        <CertificateStep identity={identity} details={value.details} told={told} taken={take} removed={() => { kept.setIdentity(null); setTold(null); void keep({ ...value, identityId: null, challengeSignature: null }); }} locked={value.bound} />
      </section>
      <Send value={value} identity={identity} keep={keep} clear={clear} faults={faults} tried={tried} trying={() => { setTried(true); }} />
    </>
  );
}

const nameOf = { uscc: 'uscc', entityName: 'name', entityType: 'type', regionCode: 'region', roles: 'roles', address: 'address', legalRepIdNo: 'legalRepIdNo', contactPhone: 'contactPhone', bankAccount: 'bankAccount', holderIdNo: 'holderIdNo', licenceFile: 'licence' } as const satisfies Record<keyof Details, string>;

/** What is still to do, each by its name and one click away. */
function Lacks({ faults, certificate }: { faults: readonly (keyof Details)[]; certificate: boolean }) {
  const t = useBundle(shellTexts).register;
  if (faults.length === 0 && certificate) return null;
  return (
    <div className="refused" role="alert">
      {faults.length > 0 ? <p className="lacks">{t.lacks(faults.length)} {faults.map((name) => <button key={name} type="button" className="link-button" onClick={() => { document.getElementById(fieldId(name))?.focus(); }}>{t[nameOf[name]]}</button>)}</p> : null}
      {certificate ? null : <p>{t.noCertificate}</p>}
    </div>
  );
}

interface SendProps { value: Registration; identity: KeptIdentity | null; keep: (next: Registration) => Promise<void>; clear: () => Promise<void>; faults: readonly (keyof Details)[]; tried: boolean; trying: () => void }

function Send({ value, identity, keep, clear, faults, tried, trying }: SendProps) {
  const t = useBundle(shellTexts).register;
  const { data: platform } = useQuery(platformQuery);
  const navigate = useNavigate();
  const [stage, setStage] = useState<Stage | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    if (!identity || faults.length > 0) {
      trying();
      document.getElementById(faults.length > 0 ? fieldId(faults[0] ?? '') : 'certificate')?.focus();
      return;
    }
    setError(null);
    try {
      const { runRegistration } = await import('./registering.ts');
      await runRegistration(value, identity, keep, setStage);
      await clear();
      await navigate({ to: '/desk' });
    } catch (fault) {
      setError(fault);
      const field = fault instanceof ApiProblem ? fault.body?.field?.replace(/^input\./, '') : undefined;
      if (field) document.getElementById(fieldId(field))?.focus();
    } finally {
      setStage(null);
    }
  };
  const at: Record<Stage, 'done' | 'doing' | 'waits'> = {
    register: value.registered ? 'done' : stage === 'register' ? 'doing' : 'waits', bind: value.bound ? 'done' : stage === 'bind' ? 'doing' : 'waits', enter: stage === 'enter' ? 'doing' : 'waits',
  };
  return (
    <section className="sheet" aria-labelledby="send"><h2 id="send">3. {t.send}</h2>
      {error ? <Failure error={error} /> : null}
      {tried ? <Lacks faults={faults} certificate={identity !== null} /> : null}
      <ol className="stages" aria-live="polite">{(['register', 'bind', 'enter'] as const).map((one) => <li key={one}><span>{t.stages[one]}</span><span className={at[one] === 'done' ? 'tag jade' : at[one] === 'doing' ? 'tag ochre' : 'tag'}>{t[at[one]]}</span></li>)}</ol>
      <p className="small muted">{t.consequence} {t.draftNote}</p>
      <p className="form-foot"><button type="button" className="button primary" disabled={!platform} aria-disabled={stage !== null} onClick={() => { if (stage === null) void run(); }}>{stage === null ? t.run : t.running}</button></p>
    </section>
  );
}
