import { useCallback, useEffect, useState } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { attemptKey, keptAttempt, type Attempt } from './attempt.ts';
import { hearTabs } from './one-tab.ts';
import { ownBidsQuery } from './own-bids.ts';

/** The unfinished submission kept in this browser, current with what other tabs do; undefined while it is not known yet. */
export function useAttempt(identityId: string, lotId: string): { kept: Attempt | null | undefined; look: () => void } {
  const key = attemptKey(identityId, lotId);
  const [kept, setKept] = useState<Attempt | null | undefined>(undefined);
  const look = useCallback(() => { keptAttempt(key).then((attempt) => { setKept(attempt?.sealed ? attempt : null); }, () => { setKept(null); }); }, [key]);
  useEffect(() => {
    look();
    return hearTabs(key, () => {
      look();
      void queryClient.invalidateQueries({ queryKey: ownBidsQuery(lotId).queryKey });
    });
  }, [key, lotId, look]);
  return { kept, look };
}
