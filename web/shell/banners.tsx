import { lazy, Suspense, useEffect, useState } from 'react';
import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { useWaiting, type Waiting } from '../session/line.ts';
import { useSessionEnded } from '../session/renewal.ts';
import { useTexts } from '../texts/index.tsx';
import { useClockState } from '../ui/clock.ts';
import { clockTime, spanUntil } from '../ui/format.ts';

const DemoClock = lazy(() => import('../demo/demo-clock.tsx').then((module) => ({ default: module.DemoClock })));

/** In a demonstration the page always says so, and what has been done to the clock. */
export function DemoBanner() {
  const { t } = useTexts();
  const { offsetMs, frozenAt } = useClockState();
  const span = spanUntil(offsetMs, 0);
  const [open, setOpen] = useState(false);
  return (
    <aside className="demo-banner" aria-label={t.shell.demo}>
      <div className="page">
        <strong>{t.shell.demo}</strong>
        <span>{t.shell.demoText}</span>
        {offsetMs > 1000 ? <span>{t.shell.demoOffset(t.shell.span(span.days, span.clock))}</span> : null}
        {frozenAt === null ? null : <span>{t.shell.demoFrozen}</span>}
        <button type="button" className="link-button" aria-expanded={open} onClick={() => { setOpen(!open); }}>{open ? t.shell.demoClockClose : t.shell.demoClock}</button>
        {open ? <Suspense fallback={null}><DemoClock /></Suspense> : null}
      </div>
    </aside>
  );
}

/** Quiet, and on every page: the line is away, and what waits for it. */
export function OfflineBanner() {
  const { t } = useTexts();
  const [online, setOnline] = useState(() => onlineManager.isOnline());
  useEffect(() => onlineManager.subscribe(setOnline), []);
  const { reachable } = useClockState();
  const waiting = useWaiting();
  const away = !(online && reachable);
  if (!away && waiting.length === 0) return null;
  return (
    <div className="offline" role="status"><div className="page">
      {away ? <p>{t.shell.offline}</p> : null}
      {waiting.length > 0 ? <><p>{t.shell.waiting(waiting.length)}</p><ul className="waiting">{waiting.map((one) => <WaitingRow key={one.key} one={one} />)}</ul></> : null}
    </div></div>
  );
}

function WaitingRow({ one }: { one: Waiting }) {
  const { t, said } = useTexts();
  const named = useQueryClient().getQueryData<{ zh: string; en: string }>(['contract', one.act]);
  const name = named ? said(named.zh, named.en) : one.act;
  return <li><strong>{name}</strong> <time dateTime={new Date(one.since).toISOString()}>{clockTime(one.since)}</time> <button type="button" className="link-button" onClick={one.cancel}>{t.shell.cancelSending}<span className="visually-hidden"> {name}</span></button></li>;
}

/** A session that ended and whose key is not in this browser: said once, on whatever page one is. */
export function SessionBanner() {
  const { t } = useTexts();
  const ended = useSessionEnded();
  const href = useRouterState({ select: (state) => state.location.href });
  return ended ? <div className="offline" role="status"><div className="page">{t.shell.sessionEnded} <Link to="/sign-in" search={{ back: href }}>{t.shell.signInAgain}</Link></div></div> : null;
}
