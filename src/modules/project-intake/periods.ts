import { moveByStop } from '../../kernel/calendar.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { inPrequalification } from './admission.ts';
import type { Lot } from './model.ts';

const POSTPONEMENTS_TOLD = 3;

/**
 * Sets a later bid deadline, published by whatever act calls. It never becomes earlier: who planned by what was published may
 * rely on it. Called by acts that hold the lot alone. Without a new deadline, or with the present one, nothing moves.
 */
export function moveBidDeadline(work: Work, lot: Rec<Lot>, newBidDeadline: string | null): void {
  const { bidDeadline } = lot.data;
  if (bidDeadline === undefined) throw new Error(`lot ${lot.id} has no deadline to move`);
  // held back by an objection it has not fallen, and only a later one lets bids come in again
  if ((newBidDeadline ?? bidDeadline) <= work.now) throw new Refusal('invalid-input', { field: 'newBidDeadline', zh: '投标截止时间已到，须另定以后的截止时间', en: 'The deadline has come; a later one must be set' });
  if (newBidDeadline === null || newBidDeadline === bidDeadline) return;
  if (newBidDeadline < bidDeadline) throw new Refusal('deadline-earlier', { field: 'newBidDeadline' });
  lot.data.bidDeadline = newBidDeadline;
  work.timer({ event: 'timer:bid-deadline', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: newBidDeadline });
  countPostponement(work, lot);
}

/** The same for the applications of a prequalification: before its documents are issued only what the notice said moves. */
function movePrequalDeadline(work: Work, lot: Rec<Lot>, to: string | null): void {
  const { prequal } = lot.data;
  if (prequal === undefined) throw new Error(`lot ${lot.id} has no prequalification`);
  if ((to ?? prequal.deadline) <= work.now) throw new Refusal('invalid-input', { field: 'newPrequalDeadline' });
  if (to === null || to === prequal.deadline) return;
  if (to < prequal.deadline) throw new Refusal('deadline-earlier', { field: 'newPrequalDeadline' });
  prequal.deadline = to;
  if (prequal.issued) armPrequal(work, lot, to);
  countPostponement(work, lot);
}

export function armPrequal(work: Work, lot: Rec<Lot>, dueAt: string): void {
  work.timer({ event: 'timer:prequal-deadline', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt });
}

interface NewDeadlines { newBidDeadline: string | null; newPrequalDeadline: string | null }

/** The deadline before a clarification or correction and the one it sets, as the rules take them. */
export function deadlineFacts(before: string | undefined, to: string | null, stage?: 'prequalification') {
  return { bidDeadline: before === undefined ? null : Date.parse(before), newBidDeadline: to === null ? null : Date.parse(to), ...(stage === undefined ? {} : { stage }) };
}

/** What a clarification or correction moves: of the applications while a prequalification runs, of the bids after it. */
export function moveRunningDeadline(work: Work, lot: Rec<Lot>, { newBidDeadline, newPrequalDeadline }: NewDeadlines) {
  const running = inPrequalification(lot);
  const other = running ? 'newBidDeadline' : 'newPrequalDeadline';
  if ((running ? newBidDeadline : newPrequalDeadline) !== null) throw new Refusal('invalid-input', { field: other });
  if (!running) {
    const before = lot.data.bidDeadline;
    moveBidDeadline(work, lot, newBidDeadline);
    return { told: {}, facts: deadlineFacts(before, newBidDeadline) };
  }
  const before = lot.data.prequal?.deadline;
  movePrequalDeadline(work, lot, newPrequalDeadline);
  return { told: { newPrequalDeadline }, facts: deadlineFacts(before, newPrequalDeadline, 'prequalification') };
}

/** The third act that moves a deadline of one lot is told to the supervisor, and every one after it. */
export function countPostponement(work: Work, lot: Rec<Lot>): void {
  lot.data.postponements = (lot.data.postponements ?? 0) + 1;
  if (lot.data.postponements >= POSTPONEMENTS_TOLD) work.warn('w-repeat-change', lot.id, { times: lot.data.postponements });
}

/** Stops the trade. A deadline does not fall while it stands still. */
export function stopLot(work: Work, lot: Rec<Lot>, { organ, until }: { organ: string; until: string | null }): void {
  lot.data.suspension = { organ, at: work.now, until };
  stopDeadlines(work, lot);
}

/** Deadlines still to come do not fall: of a trade that stands still, or has ended. */
export function stopDeadlines(work: Work, lot: Rec<Lot>): void {
  const { bidDeadline, prequal } = lot.data;
  if (bidDeadline !== undefined && bidDeadline > work.now) work.cancelTimer('timer:bid-deadline', 'lot', lot.id, lot.id);
  if (prequal?.issued && prequal.deadline > work.now) work.cancelTimer('timer:prequal-deadline', 'lot', lot.id, lot.id);
}

/** The opening's record, as far as its running period goes. Its module comes later and is known here by its states alone. */
export interface SessionPeriods { decryptEnd?: string; confirmEnd?: string; previousState?: string }

/** What the stop has moved: instants as they stand now. */
export interface MovedPeriods { newBidDeadline?: string; newPrequalDeadline?: string; saleEnd?: string; publicityEnd?: string; decryptEnd?: string; confirmEnd?: string; quoteEnd?: string }

/**
 * Ends the stop. What was left of every running period goes on: dates of the law move by the length of the stop in whole days,
 * rounded up; the minutes of a session go on with exactly what was left of them.
 */
export function resumeLot(work: Work, lot: Rec<Lot>, opening: Rec<SessionPeriods> | null): MovedPeriods {
  const { suspension, bidDeadline, publicity, issued } = lot.data;
  delete lot.data.suspension;
  work.send('lot.resumed', { lotId: lot.id, at: work.now });
  if (!suspension) return {};
  work.cancelTimer('timer:suspend-max', 'lot', lot.id, lot.id);
  const byDays = (at: string): string => new Date(moveByStop(Date.parse(at), Date.parse(suspension.at), work.nowMs)).toISOString();
  const moved: MovedPeriods = opening ? resumeSession(work, lot, { opening, stoppedAt: suspension.at }) : {};
  if (bidDeadline !== undefined && bidDeadline > suspension.at) {
    moved.newBidDeadline = lot.data.bidDeadline = byDays(bidDeadline);
    work.timer({ event: 'timer:bid-deadline', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: moved.newBidDeadline });
  }
  if (issued && issued.saleEnd > suspension.at) moved.saleEnd = issued.saleEnd = byDays(issued.saleEnd);
  Object.assign(moved, resumePrequal(work, lot, suspension.at, byDays));
  if (publicity && publicity.publicityEnd > suspension.at) moved.publicityEnd = publicity.publicityEnd = byDays(publicity.publicityEnd);
  const { single } = lot.data;
  if (single && single.outcome === undefined && single.publicityEnd > suspension.at) {
    moved.publicityEnd = single.publicityEnd = byDays(single.publicityEnd);
    work.timer({ event: 'timer:publicity-end', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: single.publicityEnd });
  }
  const quoteEnd = resumeRound(work, lot, suspension.at);
  return quoteEnd === undefined ? moved : { ...moved, quoteEnd };
}

function resumePrequal(work: Work, lot: Rec<Lot>, stoppedAt: string, byDays: (at: string) => string): MovedPeriods {
  const { prequal } = lot.data;
  const moved: MovedPeriods = {};
  if (!prequal || prequal.deadline <= stoppedAt) return moved;
  if (prequal.issued && prequal.issued.saleEnd > stoppedAt) moved.saleEnd = prequal.issued.saleEnd = byDays(prequal.issued.saleEnd);
  moved.newPrequalDeadline = prequal.deadline = byDays(prequal.deadline);
  if (prequal.issued) armPrequal(work, lot, prequal.deadline);
  return moved;
}

/** A round of quotation has its own minutes, like a session: what was left of it goes on. */
function resumeRound(work: Work, lot: Rec<Lot>, stoppedAt: string): string | undefined {
  const round = lot.data.rounds?.at(-1);
  if (round === undefined || round.endedAt !== undefined || round.quoteEnd <= stoppedAt) return undefined;
  round.quoteEnd = new Date(Date.parse(round.quoteEnd) + work.nowMs - Date.parse(stoppedAt)).toISOString();
  work.timer({ event: 'timer:quote-end', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: round.quoteEnd });
  return round.quoteEnd;
}

const RUNNING = { decryptEnd: ['listed', 'decrypting'], confirmEnd: ['announced', 'confirming'] } as const;

function resumeSession(work: Work, lot: Rec<Lot>, { opening, stoppedAt }: { opening: Rec<SessionPeriods>; stoppedAt: string }): MovedPeriods {
  const moved: MovedPeriods = {};
  for (const name of ['decryptEnd', 'confirmEnd'] as const) {
    const end = opening.data[name];
    if (end === undefined || end <= stoppedAt || !RUNNING[name].some((state) => state === opening.state)) continue;
    moved[name] = opening.data[name] = new Date(Date.parse(end) + work.nowMs - Date.parse(stoppedAt)).toISOString();
    work.put(opening);
    work.timer({ event: name === 'decryptEnd' ? 'timer:decrypt-end' : 'timer:confirm-end', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: moved[name] });
  }
  return moved;
}
