import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { LawfulItem } from '../../src/contracts/desk.ts';
import type { LotRead } from '../../src/contracts/reads.ts';
import { actionsQuery, contractQuery } from '../api/desk-reads.ts';
import { lotQuery } from '../api/reads.ts';
import { workroomQuery } from '../api/workroom-reads.ts';
import { ActForm } from '../form/act-form.tsx';
import type { FieldProps } from '../form/fields.tsx';
import type { Session } from '../session/session.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, usePageTitle, useTexts } from '../texts/index.tsx';
import { tendererTexts } from '../texts/tenderer.ts';
import { useNow } from '../ui/clock.ts';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { useReveals } from './chance/use-reveals.ts';
import { sitsFor } from './committee/acts.ts';
import { SignedIn } from './signed-in.tsx';
import { givenOf, mustOf, startOf } from './starts.ts';
import { AwardAside, hasAside } from './tender/award-aside.tsx';
import { hasForm, TenderForm } from './tender/tender-form.tsx';
import { lotTitle } from '../ui/lot-title.ts';
import '../lot/lot.css';
import './desk.css';
import './tender/tender.css';

// forms of bidders and of members come with them
const ChanceCard = lazy(() => import('./chance/chance-card.tsx').then((module) => ({ default: module.ChanceCard })));
const ApplicationForm = lazy(() => import('./bid/application-form.tsx').then((module) => ({ default: module.ApplicationForm })));
const MemberForm = lazy(() => import('./committee/member-form.tsx').then((module) => ({ default: module.MemberForm })));
const QualifyForm = lazy(() => import('./committee/member-form.tsx').then((module) => ({ default: module.QualifyForm })));

const route = getRouteApi('/desk/lots/$lotId/$act');

/** Any act or step on a lot as a form made from its contract. */
export function ActPage() {
  return <SignedIn>{(session) => <Act session={session} />}</SignedIn>;
}

function Act({ session }: { session: Session }) {
  const t = useBundle(deskTexts);
  const { said } = useTexts();
  const { lotId, act } = route.useParams();
  const { data: lot } = useQuery(lotQuery(lotId));
  const { data: actions, error, refetch } = useQuery(actionsQuery(lotId));
  // a draw asked for on this page waits for the numbers that this browser keeps
  useReveals(lotId, session.identity, tends(session));
  const found = actions?.items.find(({ id }) => id === act);
  // once done it may no longer be possible; its receipt stays until the reader goes on
  const [held, setHeld] = useState(found);
  if (found && found.id !== held?.id) setHeld(found);
  const action = found ?? (held?.id === act ? held : undefined);
  // what cannot be done now is still called by its name
  const { data: contract } = useQuery({ ...contractQuery(act), enabled: actions !== undefined && action === undefined, retry: false });
  const title = said((action ?? contract)?.zh, (action ?? contract)?.en) || t.desk.other;
  usePageTitle(title);
  if (!actions) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk">{t.desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot?.lotCode ?? t.desk.lot}</Link></nav>
      <h1>{title}</h1>
      {lot ? <p className="muted">{lotTitle(lot)}</p> : null}
      <Body session={session} action={action} lotId={lotId} act={act} lot={lot} lawful={actions.lawful} />
    </div>
  );
}

interface BodyProps { session: Session; action: { subject: string; given: Record<string, unknown> } | undefined; lotId: string; act: string; lot: LotRead | undefined; lawful: readonly LawfulItem[] }

function Body({ session, action, lotId, act, lot, lawful }: BodyProps) {
  const t = useBundle(deskTexts).act;
  const words = useBundle(deskTexts).signIn;
  const texts = useBundle(tendererTexts);
  const now = useNow();
  // the tenderer's and the agency's forms begin with what the platform knows; to others the read is refused
  const { data: room, isPending } = useQuery({ ...workroomQuery(lotId), enabled: tends(session) });
  if (!session.identity) return <Placeholder title={words.locked}><Link className="button" to="/sign-in">{words.importTitle}</Link></Placeholder>;
  if (!lot || (tends(session) && isPending)) return <Loading />;
  // the bidder's side of it has a page of its own, with every question
  if (act === 'evl-clarify' && session.me.account.roles.includes('bidder')) return <Navigate to="/desk/lots/$lotId/talks" params={{ lotId }} replace />;
  if (!action) return <Placeholder title={t.unknown}><Link className="button" to="/desk/lots/$lotId" params={{ lotId }}>{t.back}</Link></Placeholder>;
  const asked = { act, lotId, subject: action.subject, given: action.given, identity: session.identity };
  if (sitsFor(act) && !tends(session)) return <Suspense fallback={<Loading />}><MemberForm {...asked} /></Suspense>;
  if (act === 'evl-prelim' && room) return <Suspense fallback={<Loading />}><QualifyForm {...asked} room={room} lot={lot} /></Suspense>;
  const start = startOf(act, { lot, room, lawful, texts, now });
  const leadId = session.me.entity?.id;
  const custom: FieldProps['custom'] = act === 'bid-prequal-apply' && leadId ? { '': (props) => <Suspense fallback={<Loading />}><ApplicationForm {...props} lot={lot} leadId={leadId} keptAs={session.identity?.id ?? ''} /></Suspense> } : room && hasForm(act) ? { '': (props) => <TenderForm {...props} act={act} room={room} lot={lot} /> } : undefined;
  const form = <ActForm act={act} custom={custom} start={start} must={mustOf(act, room)} subject={action.subject} identity={session.identity} given={{ ...action.given, ...givenOf(act, room) }} lotId={lotId} />;
  // no draw without the numbers of two parties: who has committed stands beside the request
  const aside = act === 'exp-draw-request' ? <aside className="award-aside"><Suspense fallback={<Loading />}><ChanceCard lotId={lotId} session={session} drawn={false} /></Suspense></aside> : hasAside(act, room) ? <AwardAside lotId={lotId} room={room} /> : null;
  // one shape whatever stands beside it: a form that moved in the page would begin anew and lose its receipt
  return <div className={aside ? 'act-columns' : undefined}>{form}{aside}</div>;
}

function tends({ me }: Session): boolean { return me.account.roles.some((role) => role === 'tenderer' || role === 'agency'); }
