// The platform's clock on this screen. Every count-down and every time shown reads it, never the viewer's own clock;
// the difference between the two is measured and told.
import { useSyncExternalStore } from 'react';
import type { PlatformRead } from '../../src/contracts/reads.ts';
import { readOpenly } from '../api/client.ts';

export type ClockState = {
  /** platform time minus the viewer's clock, ms; null until measured */
  skewMs: number | null;
  /** half the round trip of the best measurement: how sure the skew is */
  marginMs: number;
  /** what a demo has added to real time */
  offsetMs: number;
  /** the platform's time while it stands still */
  frozenAt: number | null;
  /** false while the server does not answer */
  reachable: boolean;
};

let state: ClockState = { skewMs: null, marginMs: 0, offsetMs: 0, frozenAt: null, reachable: true };
let demo = false;
let second = 0;
const listeners = new Set<() => void>();

export function platformNow(): number {
  return state.frozenAt ?? Date.now() + (state.skewMs ?? 0);
}

/** Takes a reading of the platform's clock; `sentAt` and `gotAt` are the viewer's clock around it. */
export function takeReading(reading: { now: string; offsetMs: number; frozen: boolean }, sentAt: number, gotAt: number): void {
  const now = Date.parse(reading.now);
  state = {
    skewMs: now - (sentAt + gotAt) / 2, marginMs: Math.ceil((gotAt - sentAt) / 2),
    offsetMs: reading.offsetMs, frozenAt: reading.frozen ? now : null, reachable: true,
  };
  publish();
}

/**
 * What the live channel says of the clock. Its way here is not measured, so it is believed only where the clock was
 * moved or stopped; small differences are the line's.
 */
export function hearOfClock(reading: { now: string; offsetMs: number; frozen: boolean }): void {
  const moved = Math.abs(Date.parse(reading.now) - platformNow()) > 1_000 || reading.frozen !== (state.frozenAt !== null);
  if (moved) takeReading(reading, Date.now(), Date.now());
}

/** Re-renders once a second, on the platform's second. */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => second);
  return platformNow();
}

export function useClockState(): ClockState {
  return useSyncExternalStore(subscribe, () => state);
}

export function startClock(): void {
  void keepMeasuring();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void measure();
  });
  tick();
}

/** A demo moves its clock, so it is asked more often; a server that is away is asked until it is back. */
async function keepMeasuring(): Promise<void> {
  await measure();
  setTimeout(() => void keepMeasuring(), !state.reachable ? 4_000 : demo ? 10_000 : 60_000);
}

async function measure(): Promise<void> {
  const sentAt = Date.now();
  try {
    const platform = await readOpenly<PlatformRead>('/platform');
    demo = platform.mode === 'demo';
    takeReading({ now: platform.now, ...platform.clock }, sentAt, Date.now());
  } catch {
    // the banner about the connection tells it; the last measurement goes on
    state = { ...state, reachable: false };
    publish();
  }
}

function tick(): void {
  publish();
  setTimeout(tick, 1000 - (((platformNow() % 1000) + 1000) % 1000) + 5);
}

function publish(): void {
  second += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
