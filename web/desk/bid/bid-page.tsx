import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lotQuery } from '../../api/reads.ts';
import type { Session } from '../../session/session.ts';
import { useDeskTexts } from '../../texts/desk.ts';
import { usePageTitle } from '../../texts/index.tsx';
import { Countdown, When } from '../../ui/pieces.tsx';
import { Failure, Loading, Placeholder } from '../../ui/states.tsx';
import { SignedIn } from '../signed-in.tsx';
import { BidForm } from './bid-form.tsx';
import { MyBids } from './my-bids.tsx';
import '../desk.css';
import '../../form/form.css';
import './bid.css';

const route = getRouteApi('/desk/lots/$lotId/bid');

/** The bid desk: what is still to do, the price, the files, a rehearsal, and one button that seals and submits. */
export function BidPage() {
  return <SignedIn>{(session) => <Bid session={session} />}</SignedIn>;
}

function Bid({ session }: { session: Session }) {
  const t = useDeskTexts();
  const { lotId } = route.useParams();
  const { data: lot, error, refetch } = useQuery(lotQuery(lotId));
  usePageTitle(`${t.bid.title}${lot ? ` · ${lot.projectName}` : ''}`);
  if (!lot) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  const { identity } = session;
  const { entity } = session.me;
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk">{t.desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot.lotCode}</Link></nav>
      <div className="head-row">
        <h1>{t.bid.title} · {lot.projectName} {lot.lotName}</h1>
        {lot.bidDeadline ? <p className="bid-deadline">{t.bid.deadline} <When at={lot.bidDeadline} /> · {t.bid.left} <Countdown until={lot.bidDeadline} /></p> : null}
      </div>
      <MyBids lot={lot} identity={identity} />
      {identity && entity ? <BidForm lot={lot} identity={identity} entityId={entity.id} /> : <Placeholder title={t.signIn.locked}><Link className="button" to="/sign-in">{t.signIn.importTitle}</Link></Placeholder>}
    </div>
  );
}
