import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../api/client.ts';
import { lotQuery, papersQuery } from '../../api/reads.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, usePageTitle, useTexts } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';
import { Loading, Placeholder } from '../../ui/states.tsx';
import { SignedIn } from '../signed-in.tsx';
import { ownBidsQuery } from './own-bids.ts';
import type { Submitted } from './submitting.ts';
import { lotTitle } from '../../ui/lot-title.ts';
import '../desk.css';
import '../../form/form.css';
import './bid.css';

const LeafReport = lazy(() => import('../../proof/leaf-report.tsx').then((module) => ({ default: module.LeafReport })));
const route = getRouteApi('/desk/lots/$lotId/receipts/$bidId');

/** A receipt to be printed, with its proof as this browser checks it. */
export function ReceiptPage() {
  return <SignedIn>{({ me }) => <Receipt bidder={me.entity?.name ?? me.account.name} />}</SignedIn>;
}

function Receipt({ bidder }: { bidder: string }) {
  const t = useBundle(bidderTexts).receipt;
  const { t: words } = useTexts();
  const { state: states } = useBundle(deskTexts).bid;
  const { lotId, bidId } = route.useParams();
  const { data: lot } = useQuery(lotQuery(lotId));
  const { data, isPending } = useQuery(ownBidsQuery(lotId));
  const { data: papers } = useQuery(papersQuery(lotId));
  usePageTitle(t.title);
  const bid = data?.items.find((one) => one.bidId === bidId);
  if (isPending) return <div className="page"><Loading /></div>;
  if (!bid?.receiptNo || !bid.submittedAt) return <div className="page"><Placeholder title={t.none}><Link className="button" to="/desk/lots/$lotId/bid" params={{ lotId }}>{t.back}</Link></Placeholder></div>;
  const paper = papers?.items.find((one) => one.own && (one.leafId === bid.receiptLeafId || one.no === bid.receiptNo)) ?? papers?.items.find((one) => one.own && one.kind === 'bid-receipt');
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk/lots/$lotId/bid" params={{ lotId }}>{t.back}</Link></nav>
      <h1>{t.title}</h1>
      {bid.state === 'replaced' || bid.state === 'withdrawn' ? <p className="refused" role="status"><strong>{states[bid.state]}</strong> {t.overtaken}</p> : null}
      {lot ? <p>{lotTitle(lot)} <span className="mono muted">{lot.lotCode}</span></p> : null}
      <section className="sheet">
        <dl className="facts">
          <dt>{t.platform}</dt><dd>{words.platform.name}</dd><dt>{t.bidder}</dt><dd>{bidder}</dd>
          {lot?.bidDeadline ? <><dt>{t.deadline}</dt><dd><When at={lot.bidDeadline} /></dd></> : null}
        </dl>
        <Facts receiptNo={bid.receiptNo} at={bid.submittedAt} bidSeq={bid.bidSeq} leafId={bid.receiptLeafId ?? null} sha256={bid.cipherSha256} />
        <p className="form-foot no-print">
          <button type="button" className="button primary" onClick={() => { window.print(); }}>{t.print}</button>
          {paper ? <a className="button" href={`${api}/papers/${paper.paperId}/file`} target="_blank" rel="noreferrer">{t.pdf}</a> : null}
        </p>
      </section>
      {bid.receiptLeafId ? <section className="sheet" aria-labelledby="proof"><h2 id="proof">{t.proof}</h2><p className="field-hint">{t.proofHint}</p><Suspense fallback={<Loading />}><LeafReport leafId={bid.receiptLeafId} /></Suspense></section> : null}
    </div>
  );
}

function Facts({ receiptNo, at, bidSeq, leafId, sha256 }: { receiptNo: string; at: string; bidSeq: number; leafId: string | null; sha256?: string }) {
  const { bid: t, act } = useBundle(deskTexts);
  const b = useBundle(bidderTexts).receipt;
  return (
    <dl className="facts">
      <dt>{t.receiptNo}</dt><dd><code>{receiptNo}</code></dd><dt>{b.seq}</dt><dd>{bidSeq}</dd><dt>{act.at}</dt><dd><When at={at} /></dd>
      {leafId ? <><dt>{act.leaf}</dt><dd><code>{leafId}</code></dd></> : null}
      {sha256 ? <><dt>{b.envelope}</dt><dd><code className="long-code">{sha256}</code></dd></> : null}
    </dl>
  );
}

/** Right after the submission: the number, and where to go from here. */
export function ReceiptView({ lotId, submitted: { receiptNo, submittedAt, bidSeq, bidId } }: { lotId: string; submitted: Submitted }) {
  const { bid: t, act } = useBundle(deskTexts);
  const b = useBundle(bidderTexts).receipt;
  return (
    <div className="done sheet" role="status" tabIndex={-1} ref={(node) => { node?.focus(); }}>
      <h3>✓ {t.submitted}</h3>
      <Facts receiptNo={receiptNo} at={submittedAt} bidSeq={bidSeq} leafId={null} />
      <p className="form-foot">
        <Link className="button primary" to="/desk/lots/$lotId/receipts/$bidId" params={{ lotId, bidId }}>{b.open}</Link>
        <Link className="button" to="/desk/lots/$lotId" params={{ lotId }}>{act.back}</Link>
      </p>
    </div>
  );
}
