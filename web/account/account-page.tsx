import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { industriesOf } from '../../src/contracts/project-choices.ts';
import { ApiProblem } from '../api/client.ts';
import { SignedIn } from '../desk/signed-in.tsx';
import { forgetIdentity, keptIdentities, type KeptIdentity } from '../session/keyring.ts';
import { signIn, signOut, type Me, type Session } from '../session/session.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle, usePageTitle, useTexts } from '../texts/index.tsx';
import { platformNow } from '../ui/clock.ts';
import { dateTime } from '../ui/format.ts';
import { RegionName } from '../ui/region.tsx';
import { Failure } from '../ui/states.tsx';
import { MailSettings } from './mail-settings.tsx';
import { Representatives } from './representatives.tsx';
import { useRoleView, viewRoles } from './role-view.ts';
import '../session/session.css';
import './account.css';

const keptKey = ['kept-identities'];

export function AccountPage() {
  return <SignedIn>{(session) => <Account session={session} />}</SignedIn>;
}

function Account({ session }: { session: Session }) {
  const t = useBundle(shellTexts).account;
  usePageTitle(t.title);
  const { data: kept = [] } = useQuery({ queryKey: keptKey, queryFn: keptIdentities });
  return (
    <div className="page account-page">
      <h1>{t.title}</h1>
      <Who me={session.me} />
      <Certificates me={session.me} kept={kept} />
      {viewRoles(session.me.account).length > 1 ? <RoleView me={session.me} /> : null}
      <Identities session={session} kept={kept} />
      {session.me.account.roles.includes('tenderer') ? <Representatives session={session} /> : null}
      <MailSettings />
      <section className="sheet" aria-labelledby="session"><h2 id="session">{t.sessions}</h2>
        <p className="small muted">{t.sessionHint}</p>
        <p className="form-foot"><button type="button" className="button" onClick={() => void signOut()}>{t.out}</button><span className="small muted">{t.outHint}</span></p>
      </section>
    </div>
  );
}

function industryName(id: string, said: (zh: string, en: string) => string): string {
  const [, zh, en] = Object.values(industriesOf).flat().find(([one]) => one === id) ?? [id, id, id];
  return said(zh, en);
}

function Who({ me: { account, entity } }: { me: Me }) {
  const t = useBundle(shellTexts).account;
  const { t: words, said } = useTexts();
  return (
    <section className="sheet" aria-labelledby="who"><h2 id="who">{t.who}</h2>
      <p className="name">{entity?.name ?? account.name}</p>
      <dl className="facts">
        {entity ? <><dt>{t.code}</dt><dd className="mono">{entity.uscc}</dd><dt>{t.region}</dt><dd><RegionName code={entity.regionCode} /></dd></> : null}
        <dt>{t.roles}</dt><dd>{account.roles.map((role) => <span key={role} className="tag">{words.roles[role] ?? role}</span>)}</dd>
        {account.organ ? <><dt>{t.organ}</dt><dd>{account.organ}</dd></> : null}
        {account.expertNo ? <><dt>{t.expertNo}</dt><dd className="mono">{account.expertNo}</dd></> : null}
        {entity ? null : <><dt>{t.scope}</dt><dd>{account.regions.length + account.industries.length === 0 ? t.all : <>{account.regions.map((code) => <span key={code} className="tag"><RegionName code={code} /></span>)}{account.industries.map((id) => <span key={id} className="tag">{industryName(id, said)}</span>)}</>}</dd></>}
      </dl>
    </section>
  );
}

const dayMs = 86_400_000;
const soonDays = 60;

function Certificates({ me, kept }: { me: Me; kept: readonly KeptIdentity[] }) {
  const t = useBundle(shellTexts).account;
  const { data: here } = useQuery({ queryKey: ['kept-fingerprints', kept.map(({ id }) => id)], queryFn: () => fingerprintsOf(kept) });
  return (
    <section className="sheet" aria-labelledby="certificates"><h2 id="certificates">{t.certificates}</h2>
      <ul className="certificates">
        {me.certificates.map(({ fingerprint, usage, serial, notAfter }) => {
          const days = Math.floor((Date.parse(notAfter) - platformNow()) / dayMs);
          return (
            <li key={fingerprint}>
              <strong>{t.usage[usage]}</strong><code className="small" title={fingerprint}>{fingerprint.slice(0, 16)}…</code>
              <span className="small muted">{t.serial} {serial.slice(0, 16)}</span><span>{t.until} <time dateTime={notAfter}>{dateTime(notAfter, false)}</time></span>
              {days < 0 ? <span className="tag danger">{t.expired}</span> : days < soonDays ? <span className="tag ochre">{t.soon(String(days))}</span> : null}
              {here ? <span className={here.has(fingerprint) ? 'tag jade' : 'tag'}>{here.has(fingerprint) ? t.here : t.away}</span> : null}
            </li>
          );
        })}
      </ul>
      <p className="small muted">{t.renewHint}</p>
    </section>
  );
}

async function fingerprintsOf(kept: readonly KeptIdentity[]): Promise<Set<string>> {
  const { sha256Hex } = await import('../../src/seal/bytes.ts');
  return new Set(kept.flatMap(({ id, encrypt }) => (encrypt ? [id, sha256Hex(encrypt.certificate)] : [id])));
}

function RoleView({ me }: { me: Me }) {
  const t = useBundle(shellTexts).account;
  const { t: words } = useTexts();
  const [role, choose] = useRoleView(me);
  return (
    <section className="sheet" aria-labelledby="view"><h2 id="view">{t.view}</h2>
      <p className="small muted">{t.viewHint}</p>
      <div className="choices" role="radiogroup" aria-labelledby="view">
        {[null, ...viewRoles(me.account)].map((one) => <label key={one ?? ''}><input type="radio" name="role-view" checked={role === one} onChange={() => { choose(one); }} /> {one === null ? t.viewAll : words.roles[one] ?? one}</label>)}
      </div>
    </section>
  );
}

/** Every certificate of this browser, one click from being the one that is signed in. */
function Identities({ session, kept }: { session: Session; kept: readonly KeptIdentity[] }) {
  const t = useBundle(shellTexts).account;
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [failed, setFailed] = useState<{ name: string; error: unknown } | null>(null);
  const current = session.identity?.id;
  const use = async (identity: KeptIdentity) => {
    setFailed(null);
    try {
      await signIn(identity);
      await navigate({ to: '/desk' });
    } catch (error) {
      setFailed({ name: identity.name, error });
    }
  };
  const forget = async (identity: KeptIdentity) => {
    if (!window.confirm(identity.id === current ? `${t.forgetSure} ${t.forgetCurrent}` : t.forgetSure)) return;
    await forgetIdentity(identity.id);
    await cache.invalidateQueries({ queryKey: keptKey });
    if (identity.id === current) await signOut();
  };
  return (
    <section className="sheet" aria-labelledby="switch"><h2 id="switch">{t.switch}</h2>
      <p className="small muted">{t.switchHint}</p>
      {failed ? <Failed name={failed.name} error={failed.error} /> : null}
      {kept.length === 0 ? <p className="muted">{t.none}</p> : (
        <ul className="identities">
          {kept.map((identity) => (
            <li key={identity.id} className={identity.id === current ? 'current' : undefined}>
              {identity.id === current ? <span className="tag jade">{t.current}</span> : <button type="button" className="button" onClick={() => void use(identity)}>{t.use}{' '}<span className="visually-hidden">{identity.name}</span></button>}
              <strong>{identity.name}</strong><code className="small muted">{identity.id.slice(0, 12)}…</code>
              <button type="button" className="link-button" aria-label={`${t.forget} ${identity.name}`} onClick={() => void forget(identity)}>{t.forget}</button>
            </li>
          ))}
        </ul>
      )}
      <p className="desk-tools"><Link className="button" to="/sign-in">{t.add}</Link><Link className="button" to="/register" search={{}}>{t.register}</Link></p>
    </section>
  );
}

function Failed({ name, error }: { name: string; error: unknown }) {
  const t = useBundle(shellTexts).account;
  return error instanceof ApiProblem ? <div className="refused" role="alert"><p><strong>{t.failed}{name}</strong></p><Failure error={error} /></div> : <Failure error={error} />;
}
