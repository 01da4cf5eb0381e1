import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PortalRead } from '../../src/contracts/reads.ts';
import { stageGroupOf } from '../../src/contracts/stages.ts';
import { portalQuery } from '../api/reads.ts';
import { ENDED, halted } from '../lot/halted.ts';
import { useTexts } from '../texts/index.tsx';
import { useNow } from '../ui/clock.ts';
import { Countdown, StageTag, When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';

export function TodaysOpenings() {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(portalQuery);
  return (
    <section aria-labelledby="today">
      <div className="head-row"><h2 id="today">{t.home.today}</h2></div>
      {data ? <Cards openings={data.openings} /> : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />}
    </section>
  );
}

function Cards({ openings }: { openings: PortalRead['openings'] }) {
  const { t } = useTexts();
  if (openings.length === 0) return <p className="today-none muted">{t.home.todayNone}</p>;
  return <ul className="today">{openings.map((opening) => <Card key={opening.lotId} opening={opening} />)}</ul>;
}

function Card({ opening }: { opening: PortalRead['openings'][number] }) {
  const { t } = useTexts();
  const passed = useNow() >= Date.parse(opening.bidDeadline);
  return (
    <li className={opening.live ? 'today-card live' : 'today-card'}>
      <div className="today-state">
        {opening.live ? <span className="tag ochre"><span className="live-dot" />{t.home.live}</span> : null}
        <StageTag stage={opening.state} stageZh={opening.stateZh} />
        {opening.live && opening.viewers !== undefined ? <span className="small muted">{t.home.viewers(opening.viewers)}</span> : null}
      </div>
      <h3><Link to="/lots/$lotId/opening" params={{ lotId: opening.lotId }} className="cover-link">{opening.projectName}</Link></h3>
      <p className="small muted mono">{opening.lotCode}</p>
      <p className="today-time">
        {halted(opening.state) ? <span>{ENDED.has(opening.state) ? t.opening.ended : t.opening.halted}</span> : passed ? <span>{waitingText(opening, t.home)}</span>
          : <span>{t.home.startsIn} <Countdown until={opening.bidDeadline} /></span>}
        <span className="muted"><When at={opening.bidDeadline} /></span>
      </p>
    </li>
  );
}

/** What a passed deadline means now: running, waiting for the host, or over. */
function waitingText(opening: PortalRead['openings'][number], words: { watch: string; waiting: string; over: string }): string {
  if (opening.live) return words.watch;
  return stageGroupOf(opening.state) === 'opening' && opening.state !== 'opened' ? words.waiting : words.over;
}
