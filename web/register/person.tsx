import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { saveText } from '../desk/csv.ts';
import { FieldFrame, fieldId } from '../form/fields.tsx';
import { ImportForm } from '../session/import-form.tsx';
import { browserStore, keepIdentity, keptIdentities, type KeptIdentity } from '../session/keyring.ts';
import { signIn } from '../session/session.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle } from '../texts/index.tsx';
import { Failure } from '../ui/states.tsx';
import { SandboxWay } from './certificate-step.tsx';

const key = 'register/person';

/** A post is not taken, it is given: the certificate is made ready here and handed to the administrators. */
export function PersonRegistration() {
  const t = useBundle(shellTexts).register;
  const { data: platform } = useQuery(platformQuery);
  const { data: found, refetch } = useQuery({ queryKey: [key], queryFn: keptPerson, staleTime: Number.POSITIVE_INFINITY });
  const [name, setName] = useState('');
  const [no, setNo] = useState('');
  const take = async (identity: KeptIdentity) => {
    await keepIdentity(identity);
    await (await browserStore()).put('draft', { key, value: identity.id, savedAt: new Date().toISOString() });
    await refetch();
  };
  const drop = async () => {
    await (await browserStore()).delete('draft', key);
    await refetch();
  };
  return (
    <>
      <p>{t.personLead}</p>
      {found ? <HandOver identity={found} drop={() => void drop()} /> : (
        <section className="sheet ways" aria-labelledby="person-certificate"><h2 id="person-certificate">{t.ways}</h2>
          {platform?.mode === 'demo' ? (
            <div>
              <div className="columns">
                <FieldFrame id={fieldId('personName')} label={t.personName} required wrong={false}><input id={fieldId('personName')} className="input" type="text" maxLength={50} autoComplete="name" value={name} onChange={(e) => { setName(e.target.value); }} /></FieldFrame>
                <FieldFrame id={fieldId('personNo')} label={t.personNo} hint={t.personNoHint} required wrong={false}><input id={fieldId('personNo')} className="input" type="text" maxLength={50} autoComplete="off" value={no} onChange={(e) => { setNo(e.target.value); }} /></FieldFrame>
              </div>
              <SandboxWay ready={name.trim() !== '' && /^[A-Za-z0-9-]{1,50}$/.test(no.trim())} text={t.demoPerson} hint={t.demoWayHint} notReady="" make={async () => { await take(await (await import('./registering.ts')).identityOfSandbox({ personName: name.trim(), personNo: no.trim() })); }} />
            </div>
          ) : null}
          <div><h3>{t.fileWay}</h3><p className="small muted">{t.fileHint}</p><ImportForm taken={take} button={t.take} /></div>
        </section>
      )}
    </>
  );
}

function HandOver({ identity, drop }: { identity: KeptIdentity; drop: () => void }) {
  const t = useBundle(shellTexts).register;
  const navigate = useNavigate();
  const [told, setTold] = useState<unknown>(null);
  const [copied, setCopied] = useState(false);
  const { data } = useQuery({ queryKey: ['holder', identity.id], queryFn: async () => (await import('./registering.ts')).holderOf(identity), staleTime: Number.POSITIVE_INFINITY });
  const pem = data ? `-----BEGIN CERTIFICATE-----\n${(data.base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n` : '';
  const enter = async () => {
    setTold(null);
    try {
      await signIn(identity);
      drop();
      await navigate({ to: '/desk' });
    } catch (error) {
      setTold(error);
    }
  };
  const waits = told instanceof ApiProblem && told.body?.code === 'certificate-unbound';
  return (
    <section className="sheet" aria-labelledby="hand"><h2 id="hand">{t.hand}</h2>
      <p className="got"><strong>{identity.name}</strong><span className="tag jade">{t.got}</span><button type="button" className="link-button" onClick={drop}>{t.remove}</button></p>
      <p>{t.handText}</p>
      <p className="small">{t.fingerprint} <code>{identity.id}</code></p>
      <pre className="pem" tabIndex={0}>{pem}</pre>
      <p className="form-foot">
        <button type="button" className="button" onClick={() => { void navigator.clipboard.writeText(pem).then(() => { setCopied(true); }).catch(() => undefined); }}>{copied ? t.copied : t.copy}</button>
        <button type="button" className="button" onClick={() => { saveText('certificate.pem', pem); }}>{t.save}</button>
        <button type="button" className="button primary" onClick={() => void enter()}>{t.tryEnter}</button>
      </p>
      {waits ? <p role="status" className="refused">{t.notYet}</p> : told ? <Failure error={told} /> : null}
    </section>
  );
}

async function keptPerson(): Promise<KeptIdentity | null> {
  const draft = await (await browserStore()).get('draft', key);
  return (await keptIdentities()).find(({ id }) => id === draft?.value) ?? null;
}
