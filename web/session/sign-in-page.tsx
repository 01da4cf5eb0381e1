import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { platformQuery } from '../api/reads.ts';
import { useBundle, usePageTitle } from '../texts/index.tsx';
import { deskTexts } from '../texts/desk.ts';
import { Failure } from '../ui/states.tsx';
import { ApiProblem } from '../api/client.ts';
import { DemoAccounts } from './demo-accounts.tsx';
import { ImportForm } from './import-form.tsx';
import { forgetIdentity, keptIdentities, type KeptIdentity } from './keyring.ts';
import { signIn, signOut, useSession } from './session.ts';
import './session.css';

const route = getRouteApi('/sign-in');
const keptKey = ['kept-identities'];

export function SignInPage() {
  const t = useBundle(deskTexts).signIn;
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
      <p className="desk-tools"><Link className="button" to="/register" search={{}}>{t.register}</Link>{error instanceof ApiProblem && error.body?.code === 'certificate-unbound' ? <span>{t.unbound}</span> : null}</p>
      <Kept enter={enter} />
      <Import enter={enter} />
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
  const t = useBundle(deskTexts).signIn;
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

function Import({ enter }: { enter: (identity: KeptIdentity) => Promise<void> }) {
  const t = useBundle(deskTexts).signIn;
  return (
    <section className="sheet" aria-labelledby="import">
      <h2 id="import">{t.importTitle}</h2>
      <p className="muted small">{t.importHint}</p>
      <ImportForm taken={enter} button={t.import} />
    </section>
  );
}
