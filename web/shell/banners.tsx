import { useEffect, useState } from 'react';
import { onlineManager } from '@tanstack/react-query';
import { useTexts } from '../texts/index.tsx';
import { useClockState } from '../ui/clock.ts';
import { spanUntil } from '../ui/format.ts';

/** In a demonstration the page always says so, and what has been done to the clock. */
export function DemoBanner() {
  const { t } = useTexts();
  const { offsetMs, frozenAt } = useClockState();
  const span = spanUntil(offsetMs, 0);
  return (
    <aside className="demo-banner" aria-label={t.shell.demo}>
      <div className="page">
        <strong>{t.shell.demo}</strong>
        <span>{t.shell.demoText}</span>
        {offsetMs > 1000 ? <span>{t.shell.demoOffset(t.shell.span(span.days, span.clock))}</span> : null}
        {frozenAt === null ? null : <span>{t.shell.demoFrozen}</span>}
      </div>
    </aside>
  );
}

export function OfflineBanner() {
  const { t } = useTexts();
  const [online, setOnline] = useState(() => onlineManager.isOnline());
  useEffect(() => onlineManager.subscribe(setOnline), []);
  const { reachable } = useClockState();
  return online && reachable ? null : <div className="offline" role="status"><div className="page">{t.shell.offline}</div></div>;
}
