import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession, type Session } from '../session/session.ts';
import { useDeskTexts } from '../texts/desk.ts';
import { Loading, Placeholder } from '../ui/states.tsx';

/** A desk is for somebody: a guest is led to the sign-in and comes back to this address. */
export function SignedIn({ children }: { children: (session: Session) => ReactNode }) {
  const t = useDeskTexts().desk;
  const session = useSession();
  const href = useRouterState({ select: (state) => state.location.href });
  if (session === undefined) return <div className="page"><Loading /></div>;
  if (session === null) return <div className="page"><Placeholder title={t.guest}><Link className="button primary" to="/sign-in" search={{ back: href }}>{t.guestLink}</Link></Placeholder></div>;
  return children(session);
}
