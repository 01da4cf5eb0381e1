// A session ends after half an hour without its reader. While the key is in this browser it begins again by itself and what was
// refused is read again; where it is not, the dead cookie is given back, so that public pages read as a guest's do, and it is said.
import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery, signedOut } from './session.ts';

let ended = false;
let running: Promise<void> | null = null;
const listeners = new Set<() => void>();

export function useSessionEnded(): boolean {
  return useSyncExternalStore((told) => { listeners.add(told); return () => listeners.delete(told); }, () => ended);
}

/** Hears of every refused read, and acts once however many pages read at the same time. */
export function startRenewal(): void {
  queryClient.getQueryCache().subscribe(({ query, type }) => {
    if (type !== 'updated') return;
    if (query.queryKey[0] === sessionQuery.queryKey[0]) {
      if (query.state.status === 'success' && query.state.data) say(false);
    } else if (isEnded(query.state.error) && query.state.fetchStatus === 'idle') {
      running ??= renew().catch(() => undefined).finally(() => { running = null; });
    }
  });
}

/** Asking who one is renews the session where it can be. */
async function renew(): Promise<void> {
  const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  if (!session && !signedOut()) say(true);
  await queryClient.refetchQueries({ predicate: ({ state }) => isEnded(state.error) });
}

function isEnded(error: unknown): boolean { return error instanceof ApiProblem && error.body?.code === 'session-expired'; }

function say(next: boolean): void {
  if (ended === next) return;
  ended = next;
  for (const told of listeners) told();
}
