import type { OpeningRead } from '../../src/contracts/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { useClockState, useNow } from '../ui/clock.ts';
import { clockTime, dateTime, spanUntil } from '../ui/format.ts';
import { RoundList } from '../ui/round-list.tsx';
import { When } from '../ui/pieces.tsx';

export function OpeningPhases({ opening, stands }: { opening: OpeningRead; /** the trade stands still or has ended: nothing counts down */ stands: boolean }) {
  const { t, said } = useTexts();
  const phases = opening.phases.filter(({ status }) => status !== 'skipped');
  return (
    <>
      <section className="sheet hall-clock" aria-label={t.opening.clock}><PlatformClock />{stands ? <dl className="hall-countdowns"><div><dt>{t.lot.deadlineWas}</dt><dd className="small"><When at={opening.bidDeadline} /></dd></div></dl> : <Countdowns opening={opening} />}</section>
      {phases.length === 0 ? null : <section className="sheet" aria-labelledby="phases">
        <h2 id="phases">{t.opening.phases}</h2>
        <ol className="phases">
          {phases.map((phase) => (
            <li key={phase.id} className={phase.status} aria-current={phase.status === 'now' ? 'step' : undefined}>
              <span>{said(phase.zh, phase.en)}</span>
              {phase.at ? <time className="small muted" dateTime={phase.at}>{clockTime(Date.parse(phase.at))}</time> : null}
            </li>
          ))}
        </ol>
      </section>}
      {opening.rounds && opening.rounds.length > 0 ? <section className="sheet" aria-labelledby="rounds"><h2 id="rounds">{t.rounds.title}</h2><RoundList rounds={opening.rounds} /></section> : null}
      {opening.custodians && opening.custodians.length > 0 ? <Custody custodians={opening.custodians} /> : null}
    </>
  );
}

function PlatformClock() {
  const { t } = useTexts();
  const now = useNow();
  const clock = useClockState();
  return (
    <div>
      <p className="small muted">{t.opening.clock}{' · '}{t.shell.utc8}</p>
      <p className="hall-time"><time>{clock.skewMs === null ? '--:--:--' : clockTime(now)}</time></p>
      <p className="small muted">{clock.skewMs === null ? '' : dateTime(now).slice(0, 10)}{' · '}<ViewerClock /></p>
    </div>
  );
}

/** How the viewer's own clock differs from the platform's; what a demo added to real time is not the viewer's fault. */
function ViewerClock() {
  const { t } = useTexts();
  const { skewMs, marginMs, offsetMs, frozenAt } = useClockState();
  if (frozenAt !== null) return t.opening.frozen;
  if (skewMs === null) return t.opening.measuring;
  const ahead = offsetMs - skewMs;
  const margin = `${(Math.max(marginMs, 1) / 1000).toFixed(2)} s`;
  const seconds = (Math.abs(ahead) / 1000).toFixed(2);
  const words = Math.abs(ahead) <= Math.max(marginMs, 50) ? t.opening.same : ahead > 0 ? t.opening.fast(seconds) : t.opening.slow(seconds);
  return t.opening.yourClock(words, margin);
}

function Countdowns({ opening }: { opening: OpeningRead }) {
  const { t } = useTexts();
  const now = useNow();
  const decrypting = ['listed', 'decrypting'].includes(opening.state);
  const confirming = ['announced', 'confirming'].includes(opening.state);
  return (
    <dl className="hall-countdowns">
      {now < Date.parse(opening.bidDeadline) ? <Left name={t.opening.toDeadline} at={opening.bidDeadline} now={now} strong /> : <div><dt>{t.home.deadlinePassed}</dt><dd className="small"><When at={opening.bidDeadline} /></dd></div>}
      {opening.decryptEnd && decrypting ? <Left name={t.opening.toDecryptEnd} at={opening.decryptEnd} now={now} strong /> : null}
      {opening.rounds?.filter((round) => round.endedAt === undefined).map((round) => <Left key={round.round} name={`${t.rounds.round(round.round)} · ${t.rounds.left}`} at={round.quoteEnd} now={now} strong />)}
      {opening.confirmEnd && confirming ? <Left name={t.opening.toConfirmEnd} at={opening.confirmEnd} now={now} strong /> : null}
    </dl>
  );
}

function Left({ name, at, now, strong }: { name: string; at: string; now: number; strong: boolean }) {
  const { t } = useTexts();
  const span = spanUntil(Date.parse(at), now);
  return (
    <div className={strong && !span.over ? 'strong' : ''}>
      <dt>{name}</dt>
      <dd>{span.over ? t.opening.reached : t.shell.span(span.days, span.clock)}</dd>
      <dd className="small muted"><When at={at} /></dd>
    </div>
  );
}

function Custody({ custodians }: { custodians: NonNullable<OpeningRead['custodians']> }) {
  const { t, said } = useTexts();
  return (
    <section className="sheet" aria-labelledby="custody">
      <h2 id="custody">{t.opening.custody}</h2>
      <ul className="custody">
        {custodians.map((one) => (
          <li key={one.id}><span>{said(one.zh, one.en ?? t.roles[one.id])}</span>
            <span className={one.releasedAt ? 'tag jade' : 'tag'}>{one.releasedAt ? <>{t.opening.released} <time dateTime={one.releasedAt}>{clockTime(Date.parse(one.releasedAt))}</time></> : t.opening.holding}</span></li>
        ))}
      </ul>
    </section>
  );
}
