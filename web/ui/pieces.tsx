// Small pieces that every page shows the same way.
import { useTexts } from '../texts/index.tsx';
import { useNow } from './clock.ts';
import { dateTime, spanUntil } from './format.ts';
import { stageGroupOf } from '../../src/contracts/stages.ts';

/** The time left, on the platform's clock; says so when it is over. */
export function Countdown({ until, over }: { until: string; over?: string }) {
  const { t } = useTexts();
  const span = spanUntil(Date.parse(until), useNow());
  if (span.over) return <span className="countdown">{over ?? t.opening.reached}</span>;
  return <span className="countdown" role="timer"><strong>{t.shell.span(span.days, span.clock)}</strong></span>;
}

export function When({ at, seconds = true }: { at: string; seconds?: boolean }) {
  return <time dateTime={at}>{dateTime(at, seconds)}</time>;
}

/** A single amount with its unit: 万元 in Chinese, yuan in English. */
export function Amount({ fen }: { fen: number }) {
  const { t } = useTexts();
  const { value, unit } = t.unit.amount(fen);
  return <span className="amount">{value} {unit}</span>;
}

export function StageTag({ stage, stageZh }: { stage: string; stageZh: string }) {
  const { t, said } = useTexts();
  const group = stageGroupOf(stage);
  const tone = group === 'opening' || group === 'bidding' ? 'ochre' : group === 'failed' ? 'danger' : group === 'preparing' ? '' : 'jade';
  return <span className={`tag ${tone}`}>{said(stageZh, t.states[stage])}</span>;
}
