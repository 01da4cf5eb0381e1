import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouterState } from '@tanstack/react-router';
import { drawsCoefficients, mayDraw } from '../../src/contracts/chances.ts';
import type { ActionItem } from '../../src/contracts/desk.ts';
import type { LotRead } from '../../src/contracts/reads.ts';
import { actionsQuery } from '../api/desk-reads.ts';
import { lotQuery } from '../api/reads.ts';
import type { Session } from '../session/session.ts';
import { LotStanding } from '../lot/lot-standing.tsx';
import { LotTimeline } from '../lot/lot-timeline.tsx';
import { ProofDrawer } from '../proof/proof-drawer.tsx';
import { deskTexts } from '../texts/desk.ts';
import { formsTexts } from '../texts/forms.ts';
import { useBundle, usePageTitle, useTexts } from '../texts/index.tsx';
import { Countdown, StageTag, When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { useState } from 'react';
import { actAddress } from './address.ts';
import { MySide } from './bid/my-side.tsx';
import { ChanceCard } from './chance/chance-card.tsx';
import { useReveals } from './chance/use-reveals.ts';
import { SignedIn } from './signed-in.tsx';
import { TenderSide } from './tender/tender-side.tsx';
import { lotTitle } from '../ui/lot-title.ts';
import '../lot/lot.css';
import './desk.css';
import { lawName } from '../texts/law-names.ts';

const route = getRouteApi('/desk/lots/$lotId');

/** One lot as its people work on it: what waits for them, what else they may do, the dates, and the whole course beside it. */
export function DeskLotPage() {
  return <SignedIn>{(session) => <DeskLot session={session} />}</SignedIn>;
}

function DeskLot({ session }: { session: Session }) {
  const t = useBundle(deskTexts).desk;
  const { t: words, said, language } = useTexts();
  const { lotId } = route.useParams();
  const [proof, setProof] = useState<{ leafId: string; name: string | undefined }>();
  const { data: lot, error, refetch } = useQuery(lotQuery(lotId));
  const { data: actions } = useQuery(actionsQuery(lotId));
  useReveals(lotId, session.identity, mayDraw(lot?.stage));
  usePageTitle(lot?.projectName ?? t.title);
  const drafted = useRouterState({ select: ({ location }) => location.state.drafted === true });
  if (!lot) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />}</div>;
  const tends = session.me.account.roles.some((role) => role === 'tenderer' || role === 'agency');
  const next = actions?.items.filter((action) => action.next) ?? [];
  // what is done at one desk is one button
  const there = new Set(next.map(({ id }) => actAddress(lotId, id).to));
  const other = actions?.items.filter(({ id, next: waits }) => {
    const { to } = actAddress(lotId, id);
    if (waits || (to !== '/desk/lots/$lotId/$act' && there.has(to))) return false;
    there.add(to);
    return true;
  }) ?? [];
  return (
    <>
      <div className="page desk">
        <nav aria-label={words.lot.crumbs} className="crumbs small no-print"><Link to="/desk">{t.title}</Link><span aria-hidden="true">/</span><span aria-current="page">{lot.lotCode}</span></nav>
        <div className="head-row"><h1>{lotTitle(lot)}</h1><StageTag stage={lot.stage} stageZh={lot.stageZh} /></div>
        {drafted ? <p className="sheet small" role="status"><strong className="jade-text">✓ {t.drafted}</strong> {t.draftedNext}</p> : null}
        <Elsewhere lot={lot} />
        <LotStanding lot={lot} to="/desk/lots/$lotId" tends={tends && runs(session, lot)} />
        <div className="lot-columns">
          <div className="lot-side">
            <section className="sheet" aria-labelledby="next"><h2 id="next">{t.next}</h2>
              {next.length === 0 ? <p className="muted">{t.dueNone}</p> : <ul className="act-list">{next.map((action) => <li key={action.id}><Link className="button primary" {...actAddress(lotId, action.id)}>{said(action.zh, action.en)}</Link></li>)}</ul>}
            </section>
            <MySide lot={lot} />
            <Draws lot={lot} session={session} />
            {tends ? <TenderSide lotId={lotId} next={next} actions={actions?.items ?? []} /> : lot.deadlines.length > 0 ? (
              <section className="sheet" aria-labelledby="dates"><h2 id="dates">{t.deadline}</h2>
                <ul className="dates">{lot.deadlines.map((date) => <li key={date.event}><span>{said(date.zh, date.en)}</span><When at={date.at} /><Countdown until={date.at} over={t.past} /><span className="muted small">{lawName(date.basis, language)}</span></li>)}</ul>
              </section>
            ) : null}
            <Other lotId={lotId} actions={other} />
          </div>
          <LotTimeline lotId={lotId} onProof={(leafId, name) => { setProof({ leafId, name }); }} />
        </div>
      </div>
      <ProofDrawer leafId={proof?.leafId} title={proof?.name} onClose={() => { setProof(undefined); }} />
    </>
  );
}

/** Whether the reader's own organisation runs the trade. */
function runs({ me }: Session, lot: LotRead): boolean {
  return [lot.tendererName, lot.agencyName].includes(me.entity?.name ?? '');
}

function Elsewhere({ lot: { lotId, framework, order } }: { lot: LotRead }) {
  const t = useBundle(deskTexts).desk;
  const { orders } = useBundle(formsTexts);
  return (
    <p className="desk-tools">
      <Link className="button" to="/lots/$lotId" params={{ lotId }}>{t.openLot}</Link>
      {framework ? <Link className="button" to="/desk/lots/$lotId/orders" params={{ lotId }}>{orders.link}</Link> : null}
      {order ? <Link className="button" to="/desk/lots/$lotId/orders" params={{ lotId: order.frameworkId }}>{orders.of}</Link> : null}
    </p>
  );
}

function Other({ lotId, actions }: { lotId: string; actions: readonly ActionItem[] }) {
  const t = useBundle(deskTexts).desk;
  const { said } = useTexts();
  // what is done at one desk is one button
  const distinct = actions.filter((one, i) => actions.findIndex((other) => actAddress(lotId, other.id).to === actAddress(lotId, one.id).to && actAddress(lotId, other.id).to !== '/desk/lots/$lotId/$act') === i || actAddress(lotId, one.id).to === '/desk/lots/$lotId/$act');
  if (distinct.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="other"><h2 id="other">{t.other}</h2>
      <ul className="act-list">{distinct.map((action) => <li key={action.id}><Link className="button" {...actAddress(lotId, action.id)}>{said(action.zh, action.en)}</Link></li>)}</ul>
    </section>
  );
}

function Draws({ lot, session }: { lot: LotRead; session: Session }) {
  const concerned = mayDraw(lot.stage) && session.me.account.roles.some((role) => drawers.has(role));
  return concerned ? <ChanceCard lotId={lot.lotId} session={session} drawn={drawsCoefficients(lot.evaluation?.benchmark)} /> : null;
}

/** Who is told of draws on the desk. */
const drawers: ReadonlySet<string> = new Set(['tenderer', 'agency', 'supervisor', 'discipline']);
