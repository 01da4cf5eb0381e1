import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lotQuery } from '../../api/reads.ts';
import type { Session } from '../../session/session.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, usePageTitle } from '../../texts/index.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { SignedIn } from '../signed-in.tsx';
import { OwnClarifications } from './own-clarifications.tsx';
import { OwnRounds } from './own-rounds.tsx';
import { quotes } from './quotes.ts';
import { lotTitle } from '../../ui/lot-title.ts';
import '../desk.css';
import '../../form/form.css';
import './bid.css';

const route = getRouteApi('/desk/lots/$lotId/talks');

/** What the committee asks of a bidder after the opening: quotes by rounds, and answers to its questions. */
export function TalksPage() {
  return <SignedIn>{(session) => <Talks session={session} />}</SignedIn>;
}

function Talks({ session }: { session: Session }) {
  const t = useBundle(bidderTexts).talks;
  const { desk } = useBundle(deskTexts);
  const { lotId } = route.useParams();
  const { data: lot, error, refetch } = useQuery(lotQuery(lotId));
  // only where suppliers quote in rounds is there anything but questions
  const title = lot && !quotes(lot) ? t.questions : t.title;
  usePageTitle(title);
  if (!lot) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  return (
    <div className="page desk talks">
      <nav className="crumbs small no-print"><Link to="/desk">{desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot.lotCode}</Link></nav>
      <h1>{title}</h1>
      <p className="muted">{lotTitle(lot)}</p>
      <OwnClarifications lotId={lotId} identity={session.identity} />
      {quotes(lot) ? <OwnRounds lot={lot} identity={session.identity} /> : null}
    </div>
  );
}
