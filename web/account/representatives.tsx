import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RepresentativesRead } from '../../src/contracts/representatives.ts';
import { readJson } from '../api/client.ts';
import { ActForm } from '../form/act-form.tsx';
import type { Session } from '../session/session.ts';
import { useBundle } from '../texts/index.tsx';
import { shellTexts } from '../texts/shell.ts';
import { platformNow } from '../ui/clock.ts';
import { dateTime } from '../ui/format.ts';
import { Failure, Loading } from '../ui/states.tsx';

const listQuery = queryOptions({ queryKey: ['representatives'], queryFn: ({ signal }) => readJson<RepresentativesRead>('/representatives', signal) });

/** 招标人代表: who may sit in a committee for this tenderer. The person prepares the certificate, the tenderer signs for it. */
export function Representatives({ session: { me, identity } }: { session: Session }) {
  const t = useBundle(shellTexts).account;
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({ ...listQuery, enabled: me.entity !== null });
  if (!me.entity) return null;
  return (
    <section className="sheet" aria-labelledby="representatives"><h2 id="representatives">{t.representatives}</h2>
      <p className="small muted">{t.representativesHint}</p>
      {data ? <List items={data.items} /> : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />}
      {!identity ? null : open ? <ActForm act="rep-register" subject={me.entity.id} identity={identity} done={() => { void cache.invalidateQueries({ queryKey: listQuery.queryKey }); }} />
        : <p className="form-foot"><button type="button" className="button" onClick={() => { setOpen(true); }}>{t.representativesAdd}</button></p>}
    </section>
  );
}

function List({ items }: { items: RepresentativesRead['items'] }) {
  const t = useBundle(shellTexts).account;
  if (items.length === 0) return <p className="muted">{t.representativesNone}</p>;
  return (
    <>
      <ul className="certificates">{items.map(({ accountId, name, active, registeredAt, certificate }) => (
        <li key={accountId}>
          <strong>{name}</strong>
          <span className="small muted">{t.representativeSince} <time dateTime={registeredAt}>{dateTime(registeredAt, false)}</time></span>
          {certificate ? <><code className="small" title={certificate.fingerprint}>{certificate.fingerprint.slice(0, 16)}…</code><span>{t.until} <time dateTime={certificate.notAfter}>{dateTime(certificate.notAfter, false)}</time></span></> : null}
          <span className={active && !ended(certificate?.notAfter) ? 'tag jade' : 'tag danger'}>{!active ? t.representativeEnded : ended(certificate?.notAfter) ? t.expired : t.representativeActive}</span>
        </li>
      ))}</ul>
      <p className="small muted">{t.representativesEnd}</p>
    </>
  );
}

const ended = (notAfter: string | undefined): boolean => notAfter === undefined || Date.parse(notAfter) <= platformNow();
