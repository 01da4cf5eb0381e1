import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { platformQuery } from '../api/reads.ts';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { useDeskTexts } from '../texts/desk.ts';
import { Failure } from '../ui/states.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { forgetIdentity, keptIdentities, type KeptIdentity } from './keyring.ts';
import { signIn, signOut, useSession } from './session.ts';
import './session.css';

const route = getRouteApi('/sign-in');
const keptKey = ['kept-identities'];

export function SignInPage() {
  const t = useDeskTexts().signIn;
  usePageTitle(t.title);
  const { data: platform } = useQuery(platformQuery);
  const session = useSession();
  const { enter, error } = useEnter();
  return (
    <div className="page sign-in">
      <h1>{t.title}</h1>
      <p className="muted">{t.lead}</p>
      {session ? <p className="sheet">{t.signedInAs(session.me.entity?.name ?? session.me.account.name)} <button type="button" className="button" onClick={() => void signOut()}>{t.out}</button></p> : null}
      {error ? <Failure error={error} /> : null}
      <Kept enter={enter} />
      <ImportForm enter={enter} />
      {platform?.mode === 'demo' ? <DemoAccounts enter={enter} /> : null}
    </div>
  );
}

function useEnter() {
  const navigate = useNavigate();
  const { back } = route.useSearch();
  const cache = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const enter = async (identity: KeptIdentity) => {
    setError(null);
    try {
      await signIn(identity);
      await cache.invalidateQueries({ queryKey: keptKey });
      // only a path of this site: an address that came from elsewhere must not lead away
      await navigate({ to: back?.startsWith('/') && !back.startsWith('//') ? back : '/desk' });
    } catch (fault) {
      setError(fault);
    }
  };
  return { enter, error };
}

function Kept({ enter }: { enter: (identity: KeptIdentity) => Promise<void> }) {
  const t = useDeskTexts().signIn;
  const cache = useQueryClient();
  const { data: kept = [] } = useQuery({ queryKey: keptKey, queryFn: keptIdentities });
  return (
    <section className="sheet" aria-labelledby="kept">
      <h2 id="kept">{t.mine}</h2>
      {kept.length === 0 ? <p className="muted">{t.none}</p> : (
        <ul className="identities">
          {kept.map((identity) => (
            <li key={identity.id}>
              <button type="button" className="button primary" onClick={() => void enter(identity)}>{t.use}{' '}{identity.name}</button>
              <code className="small muted">{identity.id.slice(0, 12)}…</code>
              <button type="button" className="link-button" onClick={() => { if (window.confirm(t.forgetSure)) void forgetIdentity(identity.id).then(() => cache.invalidateQueries({ queryKey: keptKey })); }}>{t.forget}</button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ImportForm({ enter }: { enter: (identity: KeptIdentity) => Promise<void> }) {
  const t = useDeskTexts().signIn;
  const { t: words } = useTexts();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const take = async () => {
    if (!file) return;
    setFault(null);
    const { identityOfPkcs12, ImportError } = await import('./import-keys.ts');
    try {
      await enter(await identityOfPkcs12(new Uint8Array(await file.arrayBuffer()), password));
      setPassword('');
    } catch (error) {
      setFault(error instanceof ImportError ? t.faults[error.fault] ?? error.fault : words.state.errorNetwork);
    }
  };
  return (
    <form className="sheet import" aria-labelledby={`${id}-h`} onSubmit={(e) => { e.preventDefault(); void take(); }}>
      <h2 id={`${id}-h`}>{t.importTitle}</h2>
      <p className="muted small">{t.importHint}</p>
      {fault ? <p className="refused" role="alert">{fault}</p> : null}
      <label htmlFor={`${id}-f`}>{t.file}</label>
      <input id={`${id}-f`} type="file" accept=".p12,.pfx,application/x-pkcs12" onChange={(e) => { setFile(e.target.files?.[0] ?? null); }} />
      <label htmlFor={`${id}-p`}>{t.password}</label>
      <input id={`${id}-p`} className="input" type="password" autoComplete="off" value={password} onChange={(e) => { setPassword(e.target.value); }} />
      <button type="submit" className="button primary" disabled={!file}>{t.import}</button>
    </form>
  );
}
