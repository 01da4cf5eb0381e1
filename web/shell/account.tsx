import { Link } from '@tanstack/react-router';
import { useSession } from '../session/session.ts';
import { useTexts } from '../texts/index.tsx';

/** In the head of every page: to the desk for who is signed in, to the sign-in for everyone else. */
export function Account() {
  const { t } = useTexts();
  const session = useSession();
  if (session === undefined) return null;
  if (session === null) return <Link className="account" to="/sign-in">{t.shell.signIn}</Link>;
  return <Link className="account" to="/sign-in" title={session.me.entity?.name ?? session.me.account.name}><span className="who">{session.me.entity?.name ?? session.me.account.name}</span><span aria-hidden="true">◉</span></Link>;
}
