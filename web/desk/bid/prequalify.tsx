import { Link } from '@tanstack/react-router';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle } from '../../texts/index.tsx';
import { Countdown, When } from '../../ui/pieces.tsx';
import { Application } from './my-side.tsx';

const stages = ['prequal-noticed', 'prequal-review', 'prequalified'] as const;
type Stage = (typeof stages)[number];

export function prequalifying({ stage }: LotRead): Stage | undefined { return stages.find((one) => one === stage); }

/** 资格预审: nobody bids yet. First one applies, then the applications are examined, then who passed is invited. */
export function Prequalify({ lot, stage }: { lot: LotRead; stage: Stage }) {
  const { prequalify: t, consent } = useBundle(bidderTexts);
  const { lotId } = lot;
  const until = lot.deadlines.find(({ event }) => event === 'prequal-deadline')?.at;
  return (
    <>
      <section className="sheet closed" aria-labelledby="prequalify">
        <h2 id="prequalify">{t.title}</h2>
        <p><strong>{t.now[stage]}</strong></p>
        {stage === 'prequal-noticed' && until ? <p>{t.until} <When at={until} /> · <Countdown until={until} over={t.over} /></p> : null}
        <p className="muted small">{t.next[stage]}</p>
        <p className="form-foot">
          {stage === 'prequal-noticed' ? <><Link className="button primary" to="/desk/lots/$lotId/$act" params={{ lotId, act: 'bid-prequal-apply' }}>{t.apply}</Link><Link className="button" to="/desk/lots/$lotId/$act" params={{ lotId, act: 'doc-download' }}>{t.documents}</Link></> : null}
          <Link className="button" to="/desk/lots/$lotId" params={{ lotId }}>{t.toLot}</Link>
          {stage === 'prequal-noticed' && lot.consortium !== undefined ? <Link className="button" to="/desk/lots/$lotId/consent" params={{ lotId }}>{consent.link}</Link> : null}
        </p>
      </section>
      <Application lot={lot} />
    </>
  );
}
