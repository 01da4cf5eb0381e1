// A session ends after half an hour without its reader, or its cookie is gone. While the key is in this browser it begins again by
// itself and what was refused is read again; where it is not, the dead cookie is given back, so that public pages read as a guest's do,
// and it is said. Another tab that signs out or in is heard of at once.
import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { forgetReads, giveBack, hintKey, sessionQuery, signedOut } from './session.ts';

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
    } else if (isRefused(query.state.error) && query.state.fetchStatus === 'idle') {
      running ??= renew().catch(() => undefined).finally(() => { running = null; });
    }
  });
  window.addEventListener('storage', ({ key }) => { if (key === hintKey) void hear().catch(() => undefined); });
}

/** Another tab signed out or in. */
async function hear(): Promise<void> {
  const before = queryClient.getQueryData(sessionQuery.queryKey);
  await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
  const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  if (session && session.me.account.id !== before?.me.account.id) forgetReads();
}

/** Asking who one is renews the session where it can be. */
async function renew(): Promise<void> {
  const guest = queryClient.getQueryData(sessionQuery.queryKey) === null;
  if (guest && queryClient.getQueryCache().findAll({ predicate: ({ state }) => isEnded(state.error) }).length === 0) return;
  const session = guest ? await giveBack() : await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  // a guest who is asked to sign in has lost nothing
  if (!session && !guest && !signedOut()) say(true);
  // without a session the dead cookie is away: what is public can be read, and what is not would only be refused again
  await queryClient.refetchQueries({ predicate: ({ state }) => (session ? isRefused(state.error) : isEnded(state.error)) });
}

function isRefused(error: unknown): boolean { return error instanceof ApiProblem && error.status === 401; }
function isEnded(error: unknown): boolean { return error instanceof ApiProblem && error.body?.code === 'session-expired'; }

function say(next: boolean): void {
  if (ended === next) return;
  ended = next;
  for (const told of listeners) told();
}
