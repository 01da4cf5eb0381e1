import { limitInteger, mustParam } from '../../kernel/params.ts';
import { localText } from '../../kernel/calendar.ts';
import { openChance } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Lot } from '../project-intake/index.ts';
import { committeeParam } from './facts.ts';
import type { DrawFacts } from './facts.ts';
import type { Draw, Expert, Seat, SmsCall } from './model.ts';
import { isVerified } from './replay.ts';
import { employerKey, hitsNow } from './roster.ts';

export const NOTIFY_END = 'timer:notify-end';
export const EVALUATION_START = 'timer:evaluation-start';
/** Why a seat falls to the next: no, no answer, must stay away (declared, or found later), did not come, left or fell ill, removed for misconduct. */
export const REPLACE_REASONS = ['refused', 'silent', 'conflict', 'absent', 'left', 'misconduct'] as const;
export type ReplaceReason = (typeof REPLACE_REASONS)[number];
/** Facts of a draw that surely exists. */
export type Drawing = DrawFacts & { draw: Rec<Draw> };

/**
 * Calls the expert of a seat, blindly: date, time, place, a number to answer to; never the project or anybody's name.
 * While the trade is stopped nobody is called: `draw-resumed` makes up for it.
 */
export function callSeat(work: Work, { draw, lot, experts }: Drawing, seat: Seat): void {
  if (lot.state === 'suspended') {
    work.put(draw);
    return;
  }
  const expert = experts.find((one) => one.data.expertNo === seat.expertNo);
  if (!expert) throw new Error(`expert ${seat.expertNo} has left the roster`);
  const callId = work.uuid();
  const code = extensionCode(callId);
  seat.tries += 1;
  seat.callId = callId;
  seat.calledAt ??= work.now;
  seat.replyBy = new Date(work.nowMs + replyMs()).toISOString();
  work.create<SmsCall>('sms-call', 'sent', { drawId: draw.id, seatNo: seat.seatNo, expertNo: expert.data.expertNo, phone: expert.data.phone, at: work.now },
    { id: callId, lotId: lot.id, ownerId: expert.id, key: code });
  sayDate(work, draw, { callId, phone: expert.data.phone });
  work.put(draw);
}

const replyMs = (): number => limitInteger(mustParam('notifyReply')) * 60_000;
/** When a seat's expert was last called; null while nobody has. */
export function lastCall({ replyBy }: Seat): number | null { return replyBy === undefined ? null : Date.parse(replyBy) - replyMs(); }

/** Date, time and place to the number of a call; answers come back to that call. */
export function sayDate(work: Work, draw: Rec<Draw>, { callId, phone }: { callId: string; phone: string }): void {
  const [date, time] = localText(Date.parse(draw.data.evaluationStart)).split(' ');
  const params = { date, time: time?.slice(0, 5), place: draw.data.place };
  work.send('sms.send', { callId, phone, extend: extensionCode(callId), template: 'expert-call', params });
  // and by voice, where there is a gateway: whichever is answered first counts
  work.send('voice.call', { callId, phone, template: 'expert-call', params });
}

/** Puts the next of the drawn order on a seat and calls; false when nobody is left who may sit there. */
export function fillSeat(work: Work, facts: Drawing, seat: Seat): boolean {
  return seatExpert(work, facts, seat, nextInOrder(facts, seat));
}

/** This very expert on the seat, and the call; null leaves it empty. */
export function seatExpert(work: Work, facts: Drawing, seat: Seat, next: Rec<Expert> | null): boolean {
  Object.assign(seat, { expertId: next?.id ?? null, expertNo: next?.data.expertNo ?? null, employer: next ? employerKey(next.data) : null, tries: 0 });
  for (const field of ['callId', 'calledAt', 'replyBy', 'reply', 'repliedAt'] as const) delete seat[field];
  work.put(facts.draw);
  if (!next) return false;
  facts.draw.data.called.push(next.data.expertNo);
  callSeat(work, facts, seat);
  return true;
}

/** AV-09 and the rules as they stand now (bidders may have joined since) decide beside the order. */
function nextInOrder({ draw, experts, about }: Drawing, seat: Seat): Rec<Expert> | null {
  const { order, called, seats } = draw.data;
  const employers = new Set(seats.filter((one) => one !== seat && one.employer !== null).map((one) => one.employer));
  const byNo = new Map(experts.map((expert) => [expert.data.expertNo, expert]));
  for (const expertNo of order) {
    const expert = byNo.get(expertNo);
    if (!expert || called.includes(expertNo) || !expert.data.specialties.includes(seat.specialty) || expert.data.suspended) continue;
    if (employers.has(employerKey(expert.data)) || hitsNow(expert, draw.data, about) > 0) continue;
    return expert;
  }
  return null;
}

/** 补抽: the seat falls to the next in order. The leaf names both under salt. */
export function replaceOnSeat(work: Work, facts: Drawing, seat: Seat, reason: ReplaceReason): void {
  const absent = seat.expertId;
  work.move('expert-draw', facts.draw, 'exp-replace', {}, 'system');
  const found = fillSeat(work, facts, seat);
  facts.draw.data.replaceSeq += 1;
  work.systemAct('exp-replace', {
    subject: facts.lot.id, lotId: facts.lot.id,
    public: { drawId: facts.draw.id, replaceSeq: facts.draw.data.replaceSeq, reasonCode: found ? reason : `${reason}-none-left`, replacedAt: work.now },
    salted: { absentExpertId: absent, newExpertId: seat.expertId },
    facts: { param: committeeParam(facts.lot.data), drawVerified: isVerified(facts.draw, facts.basis, seat.expertNo), avoidHits: hitsOf(facts, [seat]) },
  });
}

/** Rules that the experts on these seats hit as things stand. */
export function hitsOf({ draw, experts, about }: Drawing, seats: readonly Seat[]): number {
  return seats.reduce((sum, seat) => {
    const expert = experts.find((one) => one.id === seat.expertId);
    return sum + (expert ? hitsNow(expert, draw.data, about) : 0);
  }, 0);
}

/**
 * Avoidance found late: bidders have joined, or an expert has told of a tie, since the seat was filled. Whoever must stay away
 * gives it up, whatever he has answered. True when anybody did.
 */
export function replaceConflicted(work: Work, facts: Drawing): boolean {
  const hit = facts.draw.data.seats.filter((seat) => seat.expertId !== null && hitsOf(facts, [seat]) > 0);
  for (const seat of hit) {
    freeWorkload(work, facts, seat);
    replaceOnSeat(work, facts, seat, 'conflict');
  }
  return hit.length > 0;
}

/** Who had accepted and does not sit has not done that day's work. */
function freeWorkload(work: Work, { draw, experts }: Drawing, seat: Seat): void {
  const expert = experts.find((one) => one.id === seat.expertId);
  if (!expert || seat.reply !== 'accepted') return;
  expert.data.sessions = expert.data.sessions.filter((at) => at !== draw.data.evaluationStart);
  work.put(expert);
}

/** After every answer: all seats taken seals the list, nobody left to call exhausts the roster. */
export function settleSeats(work: Work, facts: Drawing): void {
  const { draw, lot } = facts;
  const { seats } = draw.data;
  armNotifyEnd(work, lot, draw);
  const empty = seats.filter((seat) => seat.expertId === null);
  const waiting = seats.some((seat) => seat.expertId !== null && seat.reply === undefined);
  if (empty.length > 0 && !waiting && work.canMove('expert-draw', draw, 'do:roster-exhausted')) {
    work.move('expert-draw', draw, 'do:roster-exhausted', {}, 'system');
    work.moved('exp-draw-request', { subject: lot.id, lotId: lot.id, public: { drawId: draw.id, lacking: empty.length } });
    // the next request draws from new commitments
    openChance(work, lot.id, 'experts', facts.chance);
    work.send('draw.exhausted', { lotId: lot.id, drawId: draw.id });
    return;
  }
  if (empty.length > 0 || waiting) return;
  if (draw.state === 'notifying') sealList(work, facts);
  // filled only after the start: the list need not wait for a timer
  if (draw.state === 'sealed' && draw.data.evaluationStart <= work.now) work.send('draw.sealed', { lotId: lot.id });
}

function sealList(work: Work, { draw, lot }: Drawing): void {
  const { headcount, representativeIds } = draw.data;
  work.move('expert-draw', draw, 'do:seats-filled', {}, 'system');
  const size = headcount + representativeIds.length;
  work.moved('exp-draw-run', {
    subject: lot.id, lotId: lot.id, public: { drawId: draw.id, committeeSize: size, expertCount: headcount },
    facts: { param: committeeParam(lot.data), committeeSize: size, expertCount: headcount },
  });
  armEvaluationStart(work, lot, draw);
}

/** How often a start that has passed is tried again while the opening still runs or a seat is empty. */
const RETRY_MS = 30_000;

/** The list opens at the start, or as soon after it as the opening is over. */
export function armEvaluationStart(work: Work, lot: Rec<Lot>, draw: Rec<Draw>): void {
  const start = Date.parse(draw.data.evaluationStart);
  const dueAt = start > work.nowMs ? start : work.nowMs + RETRY_MS;
  work.timer({ event: EVALUATION_START, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: new Date(dueAt).toISOString() });
}

/** One timer a lot, at the earliest end of the calls that wait for an answer. Time to answer stands still while the trade is stopped. */
function armNotifyEnd(work: Work, { id: lotId, state }: Rec<Lot>, draw: Rec<Draw>): void {
  const ends = state === 'suspended' ? [] : draw.data.seats.flatMap((seat) => (seat.expertId !== null && seat.reply === undefined && seat.replyBy ? [seat.replyBy] : [])).sort();
  if (ends[0] === undefined) work.cancelTimer(NOTIFY_END, 'lot', lotId, lotId);
  else work.timer({ event: NOTIFY_END, subjectKind: 'lot', subjectId: lotId, lotId, dueAt: ends[0] });
}

/** Twelve digits after the number the messages come from; the answer carries them back. */
function extensionCode(callId: string): string {
  return (BigInt(`0x${callId.replaceAll('-', '')}`) % 1_000_000_000_000n).toString().padStart(12, '0');
}
