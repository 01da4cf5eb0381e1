// The demonstration's clock in the hands of whoever tries the platform: forward only, the same for everybody, from this machine alone.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem, api, postJson } from '../api/client.ts';
import { drawQuery } from '../api/desk-reads.ts';
import { lotQuery } from '../api/reads.ts';
import { chanceTexts } from '../texts/chance.ts';
import { inTrade } from '../../src/kernel/trade-words.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { platformNow, takeReading } from '../ui/clock.ts';
import { dateTime } from '../ui/format.ts';

const minuteMs = 60_000;
const settleMs = 1_000;
/** The hall opens half an hour before bids close: time for all to sign in. */
const hallMs = 30 * minuteMs;
const steps = [['minutes', 10 * minuteMs], ['hour', 60 * minuteMs], ['day', 24 * 60 * minuteMs]] as const;

export function DemoClock() {
  const t = useBundle(chanceTexts).clock;
  const { move, moving, fault } = useMove();
  const dates = useDates();
  return (
    <div className="demo-clock">
      <p>{t.lead}</p>
      <p className="act-list">
        {steps.map(([name, ms]) => <button key={name} type="button" className="button small" disabled={moving} onClick={() => { void move(platformNow() + ms); }}>+ {t[name]}</button>)}
        {dates.map(({ key, at, name }) => [
          key === 'bid-deadline' && at - hallMs > platformNow() ? <button key={`${key}-hall`} type="button" className="button small" disabled={moving} title={dateTime(at - hallMs)} onClick={() => { void move(at - hallMs + settleMs); }}>{t.hall(name)}</button> : null,
          at - minuteMs > platformNow() ? <button key={`${key}-`} type="button" className="button small" disabled={moving} title={dateTime(at - minuteMs)} onClick={() => { void move(at - minuteMs); }}>{t.before(name)}</button> : null,
          <button key={key} type="button" className="button small" disabled={moving} title={dateTime(at)} onClick={() => { void move(at + settleMs); }}>{t.until(name)}</button>,
        ])}
      </p>
      {moving ? <p role="status">{t.moving}</p> : fault ? <p role="alert">{fault}</p> : null}
    </div>
  );
}

/** The dates ahead of the lot whose page is open. */
function useDates(): { key: string; at: number; name: string }[] {
  const { clock } = useBundle(chanceTexts);
  const { language } = useTexts();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const lotId = /\/lots\/([0-9a-f-]{36})/.exec(path)?.[1];
  const { data } = useQuery({ ...lotQuery(lotId ?? ''), enabled: lotId !== undefined });
  // what a desk has read of the draw: asked for nowhere else, since few may read it
  const { data: draw } = useQuery({ ...drawQuery(lotId ?? ''), enabled: false });
  const now = platformNow();
  // the clock stands above every page, and speaks of this lot in the words of its trade
  const named = (text: string): string => inTrade(text, data?.category, language);
  const dates = [
    ...(data?.deadlines ?? []).map(({ event, at, zh, en }) => ({ key: event, at: Date.parse(at), name: named(language === 'en' ? en ?? zh : zh) })),
    ...(draw ? [{ key: 'evaluation', at: Date.parse(draw.evaluationStart), name: named(clock.evaluation) }] : []),
  ];
  return (lotId === undefined ? [] : dates).filter(({ at }) => at > now).sort((a, b) => a.at - b.at).slice(0, 3);
}

function useMove() {
  const t = useBundle(chanceTexts).clock;
  const client = useQueryClient();
  const [moving, setMoving] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const move = async (to: number): Promise<void> => {
    setMoving(true);
    setFault(null);
    try {
      const { lease } = await postJson<{ lease: string }>('/demo/clock/lease', { holder: 'page' });
      try {
        const sentAt = Date.now();
        takeReading(await postJson<{ now: string; offsetMs: number; frozen: boolean }>('/demo/clock', { lease, to: new Date(to).toISOString() }), sentAt, Date.now());
      } finally {
        // given back at once; a release that is lost runs out by itself
        await fetch(`${api}/demo/clock/release`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ lease }) }).catch(() => undefined);
      }
      await client.invalidateQueries();
    } catch (error) {
      setFault(error instanceof ApiProblem && error.body?.code === 'clock-leased' ? t.leased : t.failed);
    }
    setMoving(false);
  };
  return { move, moving, fault };
}
