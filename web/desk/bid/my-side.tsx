import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { InvitationsRead } from '../../../src/contracts/admission-reads.ts';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { invitationsQuery, ownApplicationsQuery, ownClarificationsQuery } from '../../api/bidder-reads.ts';
import { api } from '../../api/client.ts';
import { papersQuery, resultsQuery, roundsQuery } from '../../api/reads.ts';
import { useSession } from '../../session/session.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { Trade, useBundle, useTexts } from '../../texts/index.tsx';
import { yuan } from '../../ui/format.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { Papers } from '../tender/award-aside.tsx';
import { JointBids } from './joint.tsx';
import { MyBids } from './my-bids.tsx';
import { ownBidsQuery } from './own-bids.ts';
import { quotes } from './quotes.ts';
import './bid.css';

/** On the lot's desk: what a bidder has of its own there. Nobody else sees anything of it. */
export function MySide({ lot }: { lot: LotRead }) {
  const roles = useSession()?.me.account.roles ?? [];
  return roles.includes('bidder') ? <Side lot={lot} /> : null;
}

/** Whoever runs the trade has its papers on its own side. */
function Side({ lot }: { lot: LotRead }) {
  const own = useSession()?.me.entity?.name;
  const runs = own !== undefined && [lot.tendererName, lot.agencyName].includes(own);
  return <><HandedIn lot={lot} /><JointBids lotId={lot.lotId} /><Talks lot={lot} /><Application lot={lot} /><Result lot={lot} />{runs ? null : <Papers lotId={lot.lotId} quiet />}</>;
}

/** That one's bid is in is what a bidder looks for first. */
function HandedIn({ lot }: { lot: LotRead }) {
  const identity = useSession()?.identity ?? null;
  const { data } = useQuery(ownBidsQuery(lot.lotId));
  return data && data.items.length > 0 ? <MyBids lot={lot} identity={identity} /> : null;
}

/** Shown once there is anything to answer or to quote, the nearest limit with it. */
function Talks({ lot }: { lot: LotRead }) {
  const { lotId } = lot;
  const t = useBundle(bidderTexts).talks;
  const { data: questions } = useQuery(ownClarificationsQuery(lotId));
  const { data: rounds } = useQuery(roundsQuery(lotId));
  const { data: mine } = useQuery(ownBidsQuery(lotId));
  if (!mine?.items.some(({ state }) => !['drafting', 'sealed', 'replaced', 'withdrawn'].includes(state))) return null;
  const open = [
    ...(questions?.items ?? []).filter(({ answeredAt }) => answeredAt === undefined).map(({ dueAt }) => dueAt),
    ...(rounds?.rounds ?? []).filter(({ endedAt, quotes }) => endedAt === undefined && !quotes.some(({ own }) => own)).map(({ quoteEnd }) => quoteEnd),
  ].toSorted();
  if ((questions?.items.length ?? 0) === 0 && (rounds?.rounds.length ?? 0) === 0) return null;
  return (
    <section className="sheet" aria-labelledby="talks"><h2 id="talks">{quotes(lot) ? t.title : t.questions}</h2>
      {open[0] ? <p>{t.due} <When at={open[0]} /> · <Countdown until={open[0]} over={t.over} /></p> : null}
      <p><Link className={open.length > 0 ? 'button primary' : 'button'} to="/desk/lots/$lotId/talks" params={{ lotId }}>{quotes(lot) ? t.link : t.questions}</Link></p>
    </section>
  );
}

/** One's own applications for the prequalification, and what became of them. */
export function Application({ lot }: { lot: LotRead }) {
  const t = useBundle(bidderTexts).mySide;
  const { data } = useQuery(ownApplicationsQuery(lot.lotId));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="applications"><h2 id="applications">{t.applications}</h2>
      <ul className="own-bids">{data.items.map((one) => (
        <li key={one.applicationSeq}><strong>{t.appState[one.state]}</strong><span>{t.appliedAt} <When at={one.submittedAt} /></span><span className="muted small">{one.file.name}</span>{one.score ? <span>{t.score} {one.score}</span> : null}{one.reason ? <span>{one.reason}</span> : null}</li>
      ))}</ul>
    </section>
  );
}

/** One's own line of the results, from the day they are public. */
function Result({ lot }: { lot: LotRead }) {
  const t = useBundle(bidderTexts).mySide;
  const { data: mine } = useQuery(ownBidsQuery(lot.lotId));
  const { data } = useQuery({ ...resultsQuery(lot.lotId), enabled: lot.result !== undefined });
  const names = new Set((mine?.items ?? []).filter(({ state }) => !['replaced', 'withdrawn'].includes(state)).map(({ bidderName }) => bidderName));
  const own = data?.rows.find(({ bidderName }) => names.has(bidderName));
  if (!data || !own) return null;
  const titles = new Map(data.criteria?.map(({ id, zh }) => [id, zh]));
  return (
    <section className="sheet" aria-labelledby="my-result"><h2 id="my-result">{t.title}</h2>
      {lot.result?.admitted?.includes(own.bidderName) ? <p><strong>{t.admitted}</strong></p> : lot.result?.winnerName === own.bidderName ? <><p><strong>{t.won}</strong></p><Won lot={lot} /></> : null}
      {own.rejectedFor ? <p className="danger-text">{t.rejected} {own.rejectedFor}</p> : null}
      <dl className="facts">
        <dt>{t.rank}</dt><dd>{own.rank ?? t.none} <span className="muted small">{t.of(data.rows.length)}</span></dd>
        <dt>{t.price}</dt><dd>{yuan(own.evaluationPriceFen ?? own.priceFen)}</dd>
        {own.priceScore ? <><dt>{t.priceScore}</dt><dd>{own.priceScore}</dd></> : null}
        {Object.entries(own.criterionMeans).map(([id, mean]) => <div key={id} className="fact"><dt>{titles.get(id) ?? id}</dt><dd>{mean}</dd></div>)}
        {own.total ? <><dt><strong>{t.total}</strong></dt><dd><strong>{own.total}</strong></dd></> : null}
      </dl>
    </section>
  );
}

/** What the winner waits for, or has. */
function Won({ lot }: { lot: LotRead }) {
  const t = useBundle(bidderTexts).mySide;
  const { t: words, asSent } = useTexts();
  const { data: papers } = useQuery(papersQuery(lot.lotId));
  const cover = papers?.items.findLast(({ kind }) => kind === 'contract-cover');
  const due = lot.deadlines.find(({ event }) => event === 'contract');
  if (cover) return <p>{t.wonSigned}{words.unit.colon}<a href={`${api}/papers/${cover.paperId}/file`} target="_blank" rel="noreferrer">{asSent(cover.title, words.lot.paperKinds[cover.kind])}</a></p>;
  if (due) return <p>{t.wonContract} <When at={due.at} /> · <Countdown until={due.at} /></p>;
  return lot.stage === 'awarded' || lot.stage === 'selected' ? <p>{t.wonNotice}</p> : null;
}

/** 收到的邀请: what one is asked to bid for, and nobody knows of before the deadline. */
export function Invitations() {
  const t = useBundle(bidderTexts).mySide;
  const bidder = useSession()?.me.account.roles.includes('bidder') ?? false;
  const { data } = useQuery({ ...invitationsQuery, enabled: bidder });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="invitations"><h2 id="invitations">{t.invitations} <span className="muted">{data.items.length}</span></h2>
      <ul className="due-list">{data.items.map((one) => <Trade key={one.lotId} category={one.category}><Invited one={one} /></Trade>)}</ul>
    </section>
  );
}

function Invited({ one }: { one: InvitationsRead['items'][number] }) {
  const t = useBundle(bidderTexts).mySide;
  const { t: words } = useTexts();
  return (
    <li className="due-row sheet">
      <div><p className="small muted">{one.lotCode} · {t.invitedBy}{words.unit.colon}{one.tendererName} · <When at={one.sentAt} /></p>
        <h3><Link to="/desk/lots/$lotId" params={{ lotId: one.lotId }}>{one.projectName}</Link></h3></div>
      <div className="due-when">{one.bidDeadline ? <><p className="small muted">{t.deadlineOf}</p><p><Countdown until={one.bidDeadline} /></p><p className="small muted"><When at={one.bidDeadline} /></p></> : null}</div>
      <ul className="due-acts"><li><a className="button" href={`${api}/lots/${one.lotId}/files/${one.invitationFile}`} download={`${one.lotCode}.pdf`}>{t.file}</a></li><li><Link className="button" to="/desk/lots/$lotId/bid" params={{ lotId: one.lotId }}>{t.toBid}</Link></li></ul>
    </li>
  );
}
