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
  return <><Bell /><Link className="account" to="/account" title={name} aria-label={name}><span className="who">{name}</span><span aria-hidden="true">◉</span></Link></>;
}

function Bell() {
  const { t } = useTexts();
  const { data } = useQuery({ queryKey: ['notifications', 'unread'], queryFn: () => readJson<{ unread: number }>('/notifications?unread=1&limit=1'), refetchInterval: 20_000 });
  const unread = data?.unread ?? 0;
  return <Link className="account bell" to="/desk/notifications" aria-label={t.shell.notifications(unread)}><span aria-hidden="true">✉</span>{unread > 0 ? <span className="count" aria-hidden="true">{unread > 99 ? '99+' : unread}</span> : null}</Link>;
}
