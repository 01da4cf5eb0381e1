import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { lotQuery } from '../api/reads.ts';
import { ProofDrawer } from '../proof/proof-drawer.tsx';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { LotDisclosures } from './lot-disclosures.tsx';
import { LotDocuments } from './lot-documents.tsx';
import { LotEvaluation } from './lot-evaluation.tsx';
import { LotFramework } from './lot-framework.tsx';
import { LotHead } from './lot-head.tsx';
import { LotNotices } from './lot-notices.tsx';
import { LotPapers } from './lot-papers.tsx';
import { LotResults } from './lot-results.tsx';
import { LotRounds } from './lot-rounds.tsx';
import { LotStanding } from './lot-standing.tsx';
import { LotTimeline } from './lot-timeline.tsx';
import './lot.css';

const route = getRouteApi('/lots/$lotId');

export function LotPage() {
  const { t } = useTexts();
  const { lotId } = route.useParams();
  const { proof } = route.useSearch();
  const navigate = useNavigate({ from: '/lots/$lotId' });
  const [title, setTitle] = useState<string>();
  const { data: lot, error, refetch } = useQuery(lotQuery(lotId));
  usePageTitle(lot?.projectName ?? t.home.list);
  const openProof = (leafId: string, name?: string) => {
    setTitle(name);
    void navigate({ search: { proof: leafId }, resetScroll: false });
  };
  if (!lot) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />}</div>;
  return (
    <>
      <div className="page lot">
        <nav aria-label={t.lot.crumbs} className="crumbs small no-print"><Link to="/">{t.shell.home}</Link><span aria-hidden="true">/</span><span aria-current="page">{lot.lotCode}</span></nav>
        <LotHead lot={lot} />
        <LotStanding lot={lot} to="/lots/$lotId" />
        <div className="lot-columns">
          <LotTimeline lotId={lotId} onProof={openProof} />
          <div className="lot-side">
            <LotNotes lot={lot} />
            <LotFramework lot={lot} />
            <LotRounds lot={lot} />
            <LotResults lot={lot} />
            <LotDocuments lot={lot} />
            <LotPapers lotId={lotId} onProof={openProof} />
            <LotNotices lot={lot} onProof={openProof} />
            <LotDisclosures lotId={lotId} />
            <LotEvaluation lot={lot} />
          </div>
        </div>
      </div>
      <ProofDrawer leafId={proof} title={title} onClose={() => void navigate({ search: {}, resetScroll: false })} />
    </>
  );
}

function LotNotes({ lot }: { lot: { notes: { zh: string; en: string }[] } }) {
  const { t, said } = useTexts();
  if (lot.notes.length === 0) return null;
  return (
    <section className="notes" aria-labelledby="notes"><h2 id="notes">{t.lot.notes}</h2>
      <ul>{lot.notes.map((note) => <li key={note.zh}>{said(note.zh, note.en)}</li>)}</ul>
    </section>
  );
}
