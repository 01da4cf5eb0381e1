import { Link } from '@tanstack/react-router';
import type { LotRead } from '../../src/contracts/reads.ts';
import { formsTexts } from '../texts/forms.ts';
import { useBundle } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { ENDED } from './halted.ts';
import './lot.css';

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
      {suspension.by === 'tenderer' ? <Why lot={lot} of="suspend" /> : null}
      <p>{t.market} {t.resumes}</p>
      {tends ? <p>{t.tenderer[suspension.by]}</p> : null}
    </section>
  );
}

/** What the notice itself says of it. */
function Why({ lot: { notices }, of }: { lot: LotRead; of: string }) {
  const t = useBundle(formsTexts).again;
  const notice = notices.findLast(({ noticeType }) => noticeType === of);
  const reason = notice?.items.find(({ key }) => key === 'reason')?.value;
  return typeof reason === 'string' ? <p>{t.why}{reason}</p> : null;
}

function Again({ lot, to, tends }: { lot: LotRead; to: '/lots/$lotId' | '/desk/lots/$lotId'; tends: boolean }) {
  const t = useBundle(formsTexts).again;
  const ended = ENDED.has(lot.stage);
  const forGood = lot.stage === 'terminated';
  if (!ended && lot.formerLotId === undefined && lot.nextLotId === undefined) return null;
  return (
    <section className={ended ? 'notes stopped' : 'notes'} aria-labelledby="again"><h2 id="again">{forGood ? t.terminated : ended ? t.failed : lot.formerLotId ? t.former : t.next}</h2>
      {ended ? <Why lot={lot} of={forGood ? 'terminate' : 'fail'} /> : null}
      {ended ? <p>{t.failedHint} {!forGood && tends && lot.nextLotId === undefined ? t.retender : null}</p> : null}
      {lot.nextLotId ? <p>{ended ? `${t.next} ` : ''}<Link to={to} params={{ lotId: lot.nextLotId }}>{t.open}</Link></p> : null}
      {lot.formerLotId ? <p>{ended ? `${t.former} ` : ''}<Link to={to} params={{ lotId: lot.formerLotId }}>{t.open}</Link></p> : null}
    </section>
  );
}
