import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { lotQuery } from '../../api/reads.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import type { Session } from '../../session/session.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, usePageTitle } from '../../texts/index.tsx';
import { useNow } from '../../ui/clock.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { Failure, Loading, Placeholder } from '../../ui/states.tsx';
import { ENDED, halted } from '../../lot/halted.ts';
import { LotStanding } from '../../lot/lot-standing.tsx';
import { SignedIn } from '../signed-in.tsx';
import { BidForm } from './bid-form.tsx';
import { Closed } from './closed.tsx';
import { JointBids } from './joint.tsx';
import { MyBids } from './my-bids.tsx';
import { ownBidsQuery } from './own-bids.ts';
import { Prequalify, prequalifying } from './prequalify.tsx';
import { lotTitle } from '../../ui/lot-title.ts';
import '../desk.css';
import '../../form/form.css';
import './bid.css';

const route = getRouteApi('/desk/lots/$lotId/bid');

/** The bid desk: what is still to do, the price, the files, a rehearsal, and one button that seals and submits. */
export function BidPage() {
  return <SignedIn>{(session) => <Bid session={session} />}</SignedIn>;
}

function Bid({ session }: { session: Session }) {
  const t = useBundle(deskTexts);
  const b = useBundle(bidderTexts);
  const { lotId } = route.useParams();
  // a clarification or another deadline must be seen while the page stands open
  const { data: lot, error, refetch } = useQuery({ ...lotQuery(lotId), refetchInterval: 15_000 });
  usePageTitle(`${t.bid.title}${lot ? ` · ${lot.projectName}` : ''}`);
  if (!lot) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  const { identity } = session;
  const { entity } = session.me;
  const prequal = prequalifying(lot);
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk">{t.desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot.lotCode}</Link></nav>
      <div className="head-row">
        <h1>{t.bid.title} · {lotTitle(lot)}</h1>
        {lot.bidDeadline ? <p className="bid-deadline">{t.bid.deadline} <When at={lot.bidDeadline} /> · {halted(lot.stage) ? <strong>{lot.stage === 'suspended' ? b.closed.halted : b.closed.ended}</strong> : <Left until={lot.bidDeadline} over={b.closed.title} name={t.bid.left} />}</p> : null}
      </div>
      <LotStanding lot={lot} to="/desk/lots/$lotId" />
      {prequal ? <Prequalify lot={lot} stage={prequal} /> : lot.consortium ? <p className="small no-print"><Link to="/desk/lots/$lotId/consent" params={{ lotId }}>{b.consent.link}</Link></p> : null}
      {prequal ? null : <MyBids lot={lot} identity={identity} />}
      {prequal ? null : identity && entity ? <Open lot={lot} identity={identity} entityId={entity.id} /> : <Placeholder title={t.signIn.locked}><Link className="button" to="/sign-in">{t.signIn.importTitle}</Link></Placeholder>}
    </div>
  );
}

function Left({ until, over, name }: { until: string; over: string; name: string }) {
  return useNow() < Date.parse(until) ? <>{name} <Countdown until={until} over={over} /></> : <strong>{over}</strong>;
}

const before = new Set(['noticed', 'sealed', 'announced', 'published']);

function Open({ lot, identity, entityId }: { lot: LotRead; identity: KeptIdentity; entityId: string }) {
  const now = useNow();
  const { data: mine } = useQuery(ownBidsQuery(lot.lotId));
  // whoever is in a consortium that has bid hands in nothing besides
  if (mine && mine.joint.length > 0 && mine.items.length === 0) return <JointBids lotId={lot.lotId} />;
  const over = lot.bidDeadline !== undefined && now >= Date.parse(lot.bidDeadline);
  // what is drafted stays in this browser; while the trade stands still nothing is taken, and what took its end is told above
  if (ENDED.has(lot.stage) || (lot.stage === 'suspended' && !over)) return null;
  if (!over && (before.has(lot.stage) || lot.bidDeadline === undefined)) return <BidForm lot={lot} identity={identity} entityId={entityId} />;
  const stands = mine ? mine.items.some(({ state }) => !['drafting', 'sealed', 'replaced', 'withdrawn', 'revoked', 'returned'].includes(state)) : null;
  return <Closed lot={lot} identity={identity} stands={stands} />;
}
