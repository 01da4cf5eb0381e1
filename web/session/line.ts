// Acts that wait for the line. Each keeps the key it was first sent with, so that sending it again does nothing twice.
import { useSyncExternalStore } from 'react';

export interface Waiting { key: string; act: string; subject: string; since: number; cancel: () => void }

/** Taken back by its sender. Whether an earlier sending arrived is not known: the same key tells it when it is sent again. */
export class SendingCancelled extends Error {}

const firstPauseMs = 1_500;
const longestPauseMs = 10_000;

let waiting: readonly Waiting[] = [];
const listeners = new Set<() => void>();

export function waitingNow(): readonly Waiting[] { return waiting; }

export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore((told) => { listeners.add(told); return () => listeners.delete(told); }, waitingNow);
}

/**
 * Sends until it is answered. `again` says of a failure whether the line or the server was away; everything else is an answer and
 * goes to the caller. Between two tries it waits for the browser's word that it is online, and no longer than ten seconds.
 */
export async function sendUntilAnswered<T>(what: Pick<Waiting, 'key' | 'act' | 'subject'>, send: () => Promise<T>, again: (error: unknown) => boolean): Promise<T> {
  const cancelled = new AbortController();
  const entry: Waiting = { ...what, since: Date.now(), cancel: () => { cancelled.abort(); } };
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        return await send();
      } catch (error) {
        if (!again(error)) throw error;
        if (tries === 0) publish([...waiting, entry]);
        await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 5)), cancelled.signal);
      }
    }
  } finally {
    if (waiting.includes(entry)) publish(waiting.filter((one) => one !== entry));
  }
}

function pause(ms: number, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', done);
      cancelled.removeEventListener('abort', done);
      if (cancelled.aborted) reject(new SendingCancelled('taken back by its sender'));
      else resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener('online', done);
    cancelled.addEventListener('abort', done);
    if (cancelled.aborted) done();
  });
}

function publish(next: readonly Waiting[]): void {
  if ((waiting.length > 0) !== (next.length > 0) && typeof window !== 'undefined') {
    // whoever closes the page now closes what waits in it: the browser asks once
    if (next.length > 0) window.addEventListener('beforeunload', stay);
    else window.removeEventListener('beforeunload', stay);
  }
  waiting = next;
  for (const told of listeners) told();
}

function stay(event: BeforeUnloadEvent): void { event.preventDefault(); }
