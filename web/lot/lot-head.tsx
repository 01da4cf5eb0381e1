import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LotRead } from '../../src/contracts/reads.ts';
import { api } from '../api/client.ts';
import { useSession } from '../session/session.ts';
import { useTexts } from '../texts/index.tsx';
import { useNow } from '../ui/clock.ts';
import { Amount, Countdown, StageTag, When } from '../ui/pieces.tsx';
import { halted } from './halted.ts';

export function LotHead({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  return (
    <header className="lot-head sheet">
      <div className="lot-title">
        <p className="small muted lot-meta">
          <StageTag stage={lot.stage} stageZh={lot.stageZh} /><span className="mono">{lot.lotCode}</span><span>{t.home.lotNo} {lot.lotNo}</span>
        </p>
        <h1>{lot.projectName}</h1>
        {lot.lotName && lot.lotName !== lot.projectName ? <p className="muted">{lot.lotName}</p> : null}
        <div className="lot-actions no-print">
          <ToDesk lot={lot} />
          {lot.opening ? <Link to="/lots/$lotId/opening" params={{ lotId: lot.lotId }} className={lot.stage === 'opening' ? 'button primary' : 'button'}>{t.lot.toHall}</Link> : null}
          {lot.certificate ? <Link to="/verify" search={{ certificate: lot.certificate.certificateNo }} className="button">{t.lot.certificate} {lot.certificate.certificateNo}</Link> : null}
          <a className="button" href={`${api}/lots/${encodeURIComponent(lot.lotId)}/evidence`} download={`evidence-${lot.lotCode}.json`}>{t.lot.evidence}</a>
          <button type="button" className="button" onClick={() => window.print()}>{t.lot.print}</button>
        </div>
      </div>
      <KeyFigures lot={lot} />
      <Facts lot={lot} />
    </header>
  );
}

/** From what everybody reads to what one does oneself. */
function ToDesk({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  const session = useSession();
  const now = useNow();
  const open = lot.bidDeadline !== undefined && now < Date.parse(lot.bidDeadline) && !halted(lot.stage);
  if (!session && !open) return null;
  return <Link to="/desk/lots/$lotId" params={{ lotId: lot.lotId }} className="button primary">{session ? t.lot.toDesk : t.lot.takePart}</Link>;
}

function KeyFigures({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  return (
    <dl className="key-figures">
      {lot.bidDeadline ? <Deadline at={lot.bidDeadline} stands={halted(lot.stage)} /> : null}
      {lot.ceilingFen === undefined ? null : <div><dt>{t.lot.ceiling}</dt><dd><Amount fen={lot.ceilingFen} /></dd></div>}
      {lot.budgetFen === undefined ? null : <div><dt>{t.lot.budget}</dt><dd><Amount fen={lot.budgetFen} /></dd></div>}
      {lot.result?.admitted ? <div><dt>{t.lot.admitted}</dt><dd>{lot.result.admitted.join('、')}</dd></div> : lot.result?.winnerName ? <div><dt>{t.lot.winner}</dt><dd>{lot.result.winnerName}</dd></div> : null}
      {lot.result?.awardFen === undefined || lot.result.admitted ? null : <div><dt>{t.lot.award}</dt><dd><Amount fen={lot.result.awardFen} /></dd></div>}
    </dl>
  );
}

function Deadline({ at, stands }: { at: string; /** the trade stands still or has ended: nothing counts down */ stands: boolean }) {
  const { t } = useTexts();
  const passed = useNow() >= Date.parse(at);
  if (stands && !passed) return <div><dt>{t.lot.deadlineWas}</dt><dd><When at={at} /></dd></div>;
  return (
    <div className={passed ? '' : 'due'}>
      <dt>{passed ? t.home.deadlinePassed : t.home.startsIn}</dt>
      <dd>{passed ? <When at={at} /> : <Countdown until={at} />}</dd>
      {passed ? null : <dd className="small key-note"><When at={at} /></dd>}
    </div>
  );
}

function Facts({ lot }: { lot: LotRead }) {
  const { t, said } = useTexts();
  const { project } = lot;
  return (
    <dl className="facts lot-facts" aria-label={t.lot.facts}>
      <Fact name={t.lot.tenderer}>{lot.tendererName}</Fact>
      <Fact name={t.lot.agency}>{lot.agencyName ?? project.agencyName}</Fact>
      <Fact name={t.lot.category}>{t.categories[lot.category] ?? lot.category}{' · '}{t.kinds[lot.kind] ?? lot.kind}</Fact>
      <Fact name={t.lot.region}>{said(lot.regionZh ?? lot.region, lot.regionEn)}</Fact>
      <Fact name={t.lot.supervisor}>{project.supervisorName}</Fact>
      <Fact name={t.lot.approval}>{project.approvalNo}</Fact>
      <Fact name={t.lot.fund}>{project.fundSource}</Fact>
      <Fact name={t.lot.content}>{project.content}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return children === undefined || children === '' ? null : <><dt>{name}</dt><dd>{children}</dd></>;
}
