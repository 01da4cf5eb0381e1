import { useTexts } from '../texts/index.tsx';
import { useClockState, useNow } from '../ui/clock.ts';
import { dateTime } from '../ui/format.ts';

export function HeaderClock() {
  const { t } = useTexts();
  const now = useNow();
  const { skewMs } = useClockState();
  return (
    <div className="site-clock">
      {t.shell.clock}{' · '}{t.shell.utc8}
      {skewMs === null ? <time>{t.shell.clockUnknown}</time> : <time dateTime={new Date(now).toISOString()}>{dateTime(now)}</time>}
    </div>
  );
}
