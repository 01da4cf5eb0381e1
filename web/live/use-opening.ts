import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { openingQuery } from '../api/reads.ts';
import { hearOfClock } from '../ui/clock.ts';
import { listen } from './channel.ts';
import { applyEvent, drawable, type Numbered } from './opening-state.ts';
import { afterRest } from './pace.ts';

/** In a storm of events the page is drawn so often and no more, less often where drawing is slow; one that comes alone is shown at once. */
const drawnEveryMs = 200;
/** Each state of a bid is shown: where one bid moved twice, the second move has a drawing of its own. */
const nextMoveMs = 60;

/** The opening of a lot, kept current by its channel; `line` tells whether the stream stands. */
export function useOpening(lotId: string) {
  const client = useQueryClient();
  const read = useQuery(openingQuery(lotId));
  const [line, setLine] = useState<'open' | 'broken' | 'starting'>('starting');
  const ready = read.data !== undefined;
  useEffect(() => {
    if (!ready) return undefined;
    const key = openingQuery(lotId).queryKey;
    const last = () => client.getQueryData<OpeningRead>(key)?.lastEventId ?? 0;
    let waiting: Numbered[] = [];
    // what comes while the page rests waits for the next drawing
    let rests = false;
    let cancel = (): void => undefined;
    const draw = () => {
      const events = waiting.slice(0, drawable(waiting));
      waiting = waiting.slice(events.length);
      const opening = client.getQueryData<OpeningRead>(key);
      rests = opening !== undefined && events.length > 0;
      if (!opening || !rests) return;
      let [next, gap] = [opening, false];
      for (const event of events) {
        const applied = applyEvent(next, event);
        next = applied.opening;
        gap ||= applied.outcome === 'gap';
      }
      if (next !== opening) client.setQueryData(key, next);
      // a hole: take a fresh snapshot; its own number tells which events are still to come
      if (gap) void client.refetchQueries({ queryKey: key });
      cancel = afterRest(waiting.length > 0 ? nextMoveMs : drawnEveryMs, draw);
    };
    const stop = listen(`opening:${lotId}`, last, {
      onLine: (open) => setLine(open ? 'open' : 'broken'),
      onEvent: (event) => {
        if (event.type === 'clock') hearOfClock(event.data);
        waiting.push(event);
        if (!rests) draw();
      },
    });
    return () => {
      cancel();
      stop();
    };
  }, [client, lotId, ready]);
  return { ...read, line };
}
