import { Link } from '@tanstack/react-router';
import type { LotRead } from '../../src/contracts/reads.ts';
import { formsTexts } from '../texts/forms.ts';
import { useBundle } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';

/** What whoever opens the lot must know first: that it stands still, since when and by whom; that it ended, and what takes over. */
export function LotStanding({ lot, to, tends = false }: { lot: LotRead; to: '/lots/$lotId' | '/desk/lots/$lotId'; /** the tenderer's side, who reads what to do about it */ tends?: boolean }) {
  return <><Stopped lot={lot} tends={tends} /><Again lot={lot} to={to} tends={tends} /></>;
}

export function Stopped({ lot, tends }: { lot: LotRead; tends: boolean }) {
  const t = useBundle(formsTexts).supervision;
  const { suspension } = lot;
  if (!suspension) return null;
  return (
    <section className="notes stopped" aria-labelledby="stopped"><h2 id="stopped">{t.stopped}</h2>
      <p><strong>{t.by[suspension.by]}</strong> · {t.since} <When at={suspension.at} /></p>
      <p>{t.market} {t.resumes}</p>
      {tends ? <p>{t.tenderer[suspension.by]}</p> : null}
    </section>
  );
}

function Again({ lot, to, tends }: { lot: LotRead; to: '/lots/$lotId' | '/desk/lots/$lotId'; tends: boolean }) {
  const t = useBundle(formsTexts).again;
  const ended = lot.stage === 'failed';
  if (!ended && lot.formerLotId === undefined && lot.nextLotId === undefined) return null;
  return (
    <section className="notes" aria-labelledby="again"><h2 id="again">{ended ? t.failed : lot.formerLotId ? t.former : t.next}</h2>
      {ended ? <p>{t.failedHint} {tends && lot.nextLotId === undefined ? t.retender : null}</p> : null}
      {lot.nextLotId ? <p>{ended ? `${t.next} ` : ''}<Link to={to} params={{ lotId: lot.nextLotId }}>{t.open}</Link></p> : null}
      {lot.formerLotId ? <p>{ended ? `${t.former} ` : ''}<Link to={to} params={{ lotId: lot.formerLotId }}>{t.open}</Link></p> : null}
    </section>
  );
}
