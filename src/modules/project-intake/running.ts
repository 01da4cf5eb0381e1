import { moveByStop } from '../../kernel/calendar.ts';
import { resumeReveals, type ChanceRecord } from '../../platform/chance.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Lot } from './model.ts';
import type { MovedPeriods } from './periods.ts';
import { loadBooking, openingSlotAfter, rebookAfterStop, type Booking, type Slot } from './rooms.ts';

// What runs beside the lot when a stop ends. The rooms of the draw and of the evaluation come later: their records are known here
// by their states and by the dates in them.
interface DrawDates { evaluationStart: string }
interface SessionDates { clarifications: { dueAt: string; answeredAt?: string }[] }
export interface Running { draws: Rec<DrawDates>[]; sessions: Rec<SessionDates>[]; chances: Rec<ChanceRecord>[]; booking: Booking | null }
export interface MovedBeside { evaluationStart?: string; clarificationDueAt?: string; reveals?: { chanceId: string; revealBy: string }[]; openingSlot?: Slot | null }

export async function loadRunning(read: Reader, lot: Rec<Lot>, now: number): Promise<Running> {
  const lotId = lot.id;
  const draws = await read.list<DrawDates>({ kind: 'draw', lotId });
  const sessions = await read.list<SessionDates>({ kind: 'evaluation', lotId });
  const { suspension, bidDeadline } = lot.data;
  const later = suspension && bidDeadline !== undefined && bidDeadline > suspension.at ? new Date(moveByStop(Date.parse(bidDeadline), Date.parse(suspension.at), now)).toISOString() : null;
  const slot = openingSlotAfter(lot.data, bidDeadline, later);
  return { draws, sessions, chances: await read.list<ChanceRecord>({ kind: 'chance', lotId }), booking: slot && await loadBooking(read, lot, slot) };
}

/** The committee has not met yet: whoever was called is told of the new day. */
const WAITING = new Set(['requested', 'drawn', 'notifying', 'sealed', 'exhausted']);

/**
 * What was left of them when the trade was stopped goes on: the day of the evaluation moves by whole days, answers of bidders and
 * reveals of a draw by exactly what was left. Called beside `resumeLot`, with the instant of the stop.
 */
export function resumeRunning(work: Work, lot: Rec<Lot>, { draws, sessions, chances, booking }: Running, stoppedAt: string): MovedBeside {
  const moved: MovedBeside = {};
  const dates = { stoppedAt, lengthMs: work.nowMs - Date.parse(stoppedAt) };
  for (const draw of draws.filter(({ state, data }) => WAITING.has(state) && data.evaluationStart > stoppedAt)) moved.evaluationStart = moveStart(work, lot, draw, stoppedAt);
  for (const session of sessions) {
    const end = moveAnswers(work, lot, session, dates);
    if (end !== undefined) moved.clarificationDueAt = end;
  }
  const reveals = resumeReveals(work, lot.id, chances, stoppedAt);
  return { ...moved, ...(reveals.length > 0 ? { reveals } : {}), ...(booking ? { openingSlot: rebookAfterStop(work, lot, booking) } : {}) };
}

/** Which dates a stop has moved concerns everybody: custodians and verifiers go by them. When the committee meets and that it asks does not. */
export function tellMoved(work: Work, lot: Rec<Lot>, { evaluationStart, clarificationDueAt, ...open }: MovedPeriods & MovedBeside): void {
  const salted = { ...(evaluationStart === undefined ? {} : { evaluationStart }), ...(clarificationDueAt === undefined ? {} : { clarificationDueAt }) };
  work.knowGates(lot.id, lot.data.openGates);
  work.gov('gov-periods-moved', { subject: lot.id, lotId: lot.id, public: { lotId: lot.id, cause: 'stop', ...open }, ...(Object.keys(salted).length > 0 ? { salted } : {}) });
}

function moveStart(work: Work, lot: Rec<Lot>, draw: Rec<DrawDates>, stoppedAt: string): string {
  const from = draw.data.evaluationStart;
  const to = new Date(moveByStop(Date.parse(from), Date.parse(stoppedAt), work.nowMs)).toISOString();
  draw.data.evaluationStart = to;
  work.put(draw);
  if (draw.state === 'sealed') work.timer({ event: 'timer:evaluation-start', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: to });
  work.send('draw.moved', { lotId: lot.id, drawId: draw.id, from, to });
  return to;
}

function moveAnswers(work: Work, lot: Rec<Lot>, session: Rec<SessionDates>, { stoppedAt, lengthMs }: { stoppedAt: string; lengthMs: number }): string | undefined {
  const waiting = session.data.clarifications.filter(({ dueAt, answeredAt }) => answeredAt === undefined && dueAt > stoppedAt);
  for (const one of waiting) one.dueAt = new Date(Date.parse(one.dueAt) + lengthMs).toISOString();
  const first = waiting.map(({ dueAt }) => dueAt).sort()[0];
  if (first === undefined) return undefined;
  work.put(session);
  work.timer({ event: 'timer:clarify-end', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: first });
  return first;
}
