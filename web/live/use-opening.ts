import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { openingQuery } from '../api/reads.ts';
import { hearOfClock } from '../ui/clock.ts';
import { listen } from './channel.ts';
import { applyEvent } from './opening-state.ts';

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
    return listen(`opening:${lotId}`, last, {
      onLine: (open) => setLine(open ? 'open' : 'broken'),
      onEvent: (event) => {
        if (event.type === 'clock') hearOfClock(event.data);
        const opening = client.getQueryData<OpeningRead>(key);
        if (!opening) return;
        const applied = applyEvent(opening, event);
        if (applied.outcome === 'applied') client.setQueryData(key, applied.opening);
        // a hole: take a fresh snapshot; its own number tells which events are still to come
        if (applied.outcome === 'gap') void client.refetchQueries({ queryKey: key });
      },
    });
  }, [client, lotId, ready]);
  return { ...read, line };
}
