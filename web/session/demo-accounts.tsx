import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import type { StoredKeys } from './import-keys.ts';
import type { KeptIdentity } from './keyring.ts';

interface DemoAccount { id: string; name: string; roles: string[]; group: string }

const shownAtFirst = 12;

/** One click signs in as one of the demo's invented people; served on the demo's own machine and nowhere else. */
export function DemoAccounts({ enter }: { enter: (identity: KeptIdentity) => Promise<void> }) {
  const t = useBundle(deskTexts).signIn;
  const { t: words } = useTexts();
  const [find, setFind] = useState('');
  const { data } = useQuery({ queryKey: ['demo-accounts'], queryFn: demoAccounts });
  if (!data) return null;
  const wanted = data.filter(({ id, name, roles }) => `${id} ${name} ${roles.join(' ')}`.includes(find.trim()));
  const groups = Map.groupBy(wanted, ({ group }) => group);
  const use = async (id: string) => {
    const [{ identityOfDemo }, keys] = await Promise.all([import('./import-keys.ts'), demoKeys(id)]);
    await enter(await identityOfDemo(keys));
  };
  return (
    <section className="sheet" aria-labelledby="demo-accounts">
      <div className="head-row"><h2 id="demo-accounts">{t.demo}</h2><input className="input find" type="search" aria-label={t.find} placeholder={t.find} value={find} onChange={(e) => { setFind(e.target.value); }} /></div>
      <p className="muted small">{t.demoHint}</p>
      {[...groups].map(([group, accounts]) => (
        <div key={group} className="demo-group">
          <h3>{t.groups[group] ?? group}</h3>
          <ul className="accounts">
            {accounts.slice(0, find === '' && group === 'experts' ? shownAtFirst : 60).map(({ id, name, roles }) => (
              <li key={id}><button type="button" className="button" data-account={id} onClick={() => void use(id)}>{name}<span className="muted small">{roles.map((role) => words.roles[role] ?? role).join(' ')}</span></button></li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

async function demoAccounts(): Promise<DemoAccount[] | null> {
  const response = await fetch('/sandbox/accounts');
  return response.ok ? ((await response.json()) as { items: DemoAccount[] }).items : null;
}

async function demoKeys(id: string): Promise<StoredKeys> {
  const response = await fetch('/sandbox/accounts/keys', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }) });
  if (!response.ok) throw new Error(`no keys of ${id}`);
  return (await response.json()) as StoredKeys;
}
