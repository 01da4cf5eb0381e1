import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readJson } from '../api/client.ts';
import { useSession } from '../session/session.ts';
import { useTexts } from '../texts/index.tsx';

/** In the head of every page: who is signed in and what he was told of; the sign-in for everyone else. */
export function Account() {
  const { t } = useTexts();
  const session = useSession();
  if (session === undefined) return null;
  if (session === null) return <Link className="account" to="/sign-in">{t.shell.signIn}</Link>;
  const name = session.me.entity?.name ?? session.me.account.name;
  return <><Bell /><Link className="account" to="/account" title={name} aria-label={name}><span className="who">{name}</span><Icon d="M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-7 7.5c.5-3.4 3.4-5 7-5s6.5 1.6 7 5" /></Link></>;
}

function Bell() {
  const { t } = useTexts();
  const { data } = useQuery({ queryKey: ['notifications', 'unread'], queryFn: () => readJson<{ unread: number }>('/notifications?unread=1&limit=1'), refetchInterval: 20_000 });
  const unread = data?.unread ?? 0;
  return <Link className="account bell" to="/desk/notifications" aria-label={t.shell.notifications(unread)}><Icon d="M4 14.5c1.2-1.2 1.5-2.5 1.5-5a4.5 4.5 0 0 1 9 0c0 2.5.3 3.8 1.5 5Zm4.2 2.5a2 2 0 0 0 3.6 0M10 3V5" />{unread > 0 ? <span className="count" aria-hidden="true">{unread > 99 ? '99+' : unread}</span> : null}</Link>;
}

function Icon({ d }: { d: string }) {
  return <svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round"><path d={d} /></svg>;
}
