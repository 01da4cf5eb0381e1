import type { Limit } from '../../../catalogue/index.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import { lotParam, type Lot } from '../project-intake/index.ts';
import type { Opening } from './model.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

/** Length of one of the session's periods; they are exact, not counted in days. */
export function minutesMs(value: number, unit: string): number {
  const ms = UNIT_MS[unit];
  if (ms === undefined) throw new Error(`a period of the opening is not given in ${unit}`);
  return value * ms;
}

/** The limit of the decryption window, which the law's tables have for every lot. */
export function decryptWindow(lot: Rec<Lot>): Limit {
  const window = lotParam(lot.data)('decryptWindow');
  if (window === null) throw new Error('the catalogue has a decryption window for every lot');
  return window;
}

export type Period = 'decrypt' | 'confirm';

/** The period that runs in the session's present state, with its end. */
export function runningPeriod(opening: Rec<Opening>): { period: Period; end: string } | null {
  const { decryptEnd, confirmEnd } = opening.data;
  if (['listed', 'decrypting'].includes(opening.state) && decryptEnd !== undefined) return { period: 'decrypt', end: decryptEnd };
  if (['announced', 'confirming'].includes(opening.state) && confirmEnd !== undefined) return { period: 'confirm', end: confirmEnd };
  return null;
}

export function armPeriod(work: Work, lot: Rec<Lot>, opening: Rec<Opening>, period: Period, end: string): void {
  opening.data[`${period}End`] = end;
  work.timer({ event: `timer:${period}-end`, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: end });
}

export function disarm(work: Work, lot: Rec<Lot>, period: Period): void {
  work.cancelTimer(`timer:${period}-end`, 'lot', lot.id, lot.id);
}

const HOLD_MS = 60_000;

/** A stopped lot (suspended by order or by its tenderer) moves nothing: its period ends when it has been resumed. */
export function holdWhileStopped(work: Work, lot: Rec<Lot>, period: Period): boolean {
  if (lot.state === 'opening') return false;
  if (lot.state === 'suspended') {
    work.timer({ event: `timer:${period}-end`, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: new Date(work.nowMs + HOLD_MS).toISOString() });
  }
  return true;
}
