import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { ApiProblem } from '../api/client.ts';
import { lotQuery, platformQuery } from '../api/reads.ts';
import { useOpening } from '../live/use-opening.ts';
import { halted } from '../lot/halted.ts';
import { LotStanding } from '../lot/lot-standing.tsx';
import { ProofDrawer } from '../proof/proof-drawer.tsx';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { BidderBoard } from './bidder-board.tsx';
import { MyPart } from './my-part.tsx';
import { OpeningDraws } from './opening-draws.tsx';
import { OpeningPhases } from './opening-phases.tsx';
import { OpeningRecord } from './opening-record.tsx';
import { ToAnswer } from './to-answer.tsx';
import './opening.css';

const route = getRouteApi('/lots/$lotId/opening');

export function OpeningPage() {
  const { t } = useTexts();
  const { lotId } = route.useParams();
  const { data: lot } = useQuery(lotQuery(lotId));
  const { data: opening, error, line, refetch } = useOpening(lotId);
  usePageTitle(`${t.opening.title}${lot ? ` · ${lot.projectName}` : ''}`);
  const none = error instanceof ApiProblem && error.status === 404;
  return (
    <div className="page hall">
      <header className="hall-head">
        <p className="small"><Link to="/lots/$lotId" params={{ lotId }} className="no-print">← {t.opening.back}</Link></p>
        <h1><span className="hall-word">{t.opening.title}</span>{lot?.projectName ?? ''}</h1>
        {lot ? <p className="small muted"><span className="mono">{lot.lotCode}</span>{' · '}{lot.tendererName}</p> : null}
        {opening ? <LiveLine opening={opening} line={line} /> : null}
      </header>
      {line === 'broken' ? <p className="hall-banner" role="status">{t.opening.reconnecting}</p> : null}
      {lot && halted(lot.stage) ? <LotStanding lot={lot} to="/lots/$lotId" /> : null}
      {opening ? <Hall opening={opening} stage={lot?.stage} ceilingFen={opening.ceilingFen ?? lot?.ceilingFen} />
        : none ? <Placeholder title={t.opening.notYet}><p className="muted">{t.opening.notYetHint}</p></Placeholder>
          : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />}
    </div>
  );
}

function Hall({ opening, ceilingFen, stage }: { opening: OpeningRead; ceilingFen: number | undefined; stage: string | undefined }) {
  const { t } = useTexts();
  const { proof } = route.useSearch();
  const navigate = useNavigate({ from: '/lots/$lotId/opening' });
  const { data: platform } = useQuery(platformQuery);
  const [title, setTitle] = useState<string>();
  const openProof = useCallback((leafId: string, name: string) => {
    setTitle(name);
    void navigate({ search: { proof: leafId }, resetScroll: false });
  }, [navigate]);
  return (
    <>
      <div className="hall-columns">
        <div className="hall-left"><OpeningPhases opening={opening} stands={halted(stage)} /></div>
        <div className="hall-centre">
          <MyPart opening={opening} />
          <ToAnswer opening={opening} />
          <BidderBoard opening={opening} ceilingFen={ceilingFen} stage={stage} />
          {opening.draws.length > 0 || opening.benchmarkFen !== undefined ? <OpeningDraws draws={opening.draws} benchmarkFen={opening.benchmarkFen} onProof={openProof} /> : null}
        </div>
        <div className="hall-right"><OpeningRecord record={opening.record} onProof={openProof} /></div>
      </div>
      {platform?.mode === 'demo' ? <p className="small custody-note">{t.opening.custodyNote}</p> : null}
      <ProofDrawer leafId={proof} title={title} onClose={() => void navigate({ search: {}, resetScroll: false })} />
    </>
  );
}

function LiveLine({ opening, line }: { opening: OpeningRead; line: string }) {
  const { t, said } = useTexts();
  const over = opening.state === 'closed' || opening.state === 'archived' || opening.state === 'failed';
  return (
    <p className="hall-live">
      {over ? <span className="tag">{t.opening.closed}</span>
        : line === 'broken' || opening.state === 'scheduled' ? null : <span className="tag ochre"><span className="live-dot" />{t.opening.live}</span>}
      {opening.stateZh ? <span className="tag jade">{said(opening.stateZh, t.states[opening.state])}</span> : null}
      <span className="small muted" data-viewers={opening.viewers}>{t.opening.viewers(opening.viewers)}</span>
    </p>
  );
}
