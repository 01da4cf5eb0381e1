import { Link, useRouterState } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { renewSession, signedOut, useSession, type Session } from '../session/session.ts';
import { bidderTexts } from '../texts/bidder.ts';
import { useBundle } from '../texts/index.tsx';
import { deskTexts } from '../texts/desk.ts';
import { Loading, Placeholder } from '../ui/states.tsx';

/**
 * A desk is for somebody: a guest is led to the sign-in and comes back to this address. Whose session ends in the middle keeps the
 * page with everything typed in it, and goes on with one press.
 */
export function SignedIn({ children }: { children: (session: Session) => ReactNode }) {
  const t = useBundle(deskTexts).desk;
  const { shown, ended, known } = useHeldSession();
  const href = useRouterState({ select: (state) => state.location.href });
  if (!shown) return <div className="page">{!known ? <Loading /> : <Placeholder title={t.guest}><Link className="button primary" to="/sign-in" search={{ back: href }}>{t.guestLink}</Link></Placeholder>}</div>;
  return <>{ended ? <div className="page"><Ended session={shown} /></div> : null}{children(shown)}</>;
}

/** The session, and after its end the one that was: until the reader signs out or another signs in. */
export function useHeldSession(): { shown: Session | null; ended: boolean; known: boolean } {
  const session = useSession();
  const [held, setHeld] = useState(session);
  if (session && session !== held) setHeld(session);
  const shown = session ?? (signedOut() ? null : held ?? null);
  return { shown, ended: session === null && shown !== null && shown.identity !== null, known: session !== undefined };
}

export function Ended({ session: { me, identity } }: { session: Session }) {
  const t = useBundle(bidderTexts).session;
  const [failed, setFailed] = useState(false);
  if (!identity) return null;
  const renew = () => { renewSession(identity).then(() => { setFailed(false); }, () => { setFailed(true); }); };
  return (
    <div className="refused session-ended" role="alert">
      <p><strong>{t.ended}</strong> {t.kept}</p>
      <p><button type="button" className="button primary" onClick={renew}>{t.renew(me.entity?.name ?? me.account.name)}</button> {failed ? t.failed : null}</p>
    </div>
  );
}
