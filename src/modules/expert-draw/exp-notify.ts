import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Lot } from '../project-intake/index.ts';
import { limitInteger, mustParam } from '../../kernel/params.ts';
import { committeeParam, formDigest, loadDraw, type DrawFacts } from './facts.ts';
import type { Expert, Seat, SmsCall } from './model.ts';
import { callSeat, lastCall, NOTIFY_END, replaceOnSeat, settleSeats, type Drawing } from './seats.ts';

type ReplyCode = 'accepted' | 'refused' | 'silent' | 'conflict';
/** The key pressed: 1 comes, 2 cannot, 3 must stay away. */
const KEYS: Readonly<Record<string, ReplyCode>> = { 1: 'accepted', 2: 'refused', 3: 'conflict' };
const input = z.strictObject({ callId: z.uuid(), phone: z.string().max(20), content: z.string().max(200) });
type Facts = DrawFacts & { call: Rec<SmsCall> | null };

/** What an expert answered to a blind call. Late, foreign or unreadable answers change nothing. */
export const expReply = defineAct<z.infer<typeof input>, Facts>({
  id: 'exp-reply', kind: 'system', subjectKind: 'lot', input,
  load: async (read, cmd) => ({ ...await loadDraw(read, cmd.subject), call: await read.get<SmsCall>('sms-call', cmd.input.callId) }),
  parties: () => ({}),
  decide(facts, cmd, work) {
    const { draw, call, lot } = facts;
    const code = KEYS[cmd.input.content.trim().slice(0, 1)];
    const seat = draw?.data.seats.find((one) => one.callId === cmd.input.callId);
    if (!draw || !code || !seat || call?.data.phone !== cmd.input.phone || !['drawn', 'notifying', 'sealed', 'unsealed'].includes(draw.state)) return;
    work.knowGates(lot.id, lot.data.openGates);
    if (seat.reply === undefined) {
      if (stoppedOr(work, lot) > (seat.replyBy ?? '')) return;
      answered(work, { ...facts, draw }, seat, code);
    } else if (code !== 'accepted' && draw.state !== 'unsealed') {
      // one who had accepted gives the seat back before the list opens
      answered(work, { ...facts, draw }, seat, code);
    } else {
      return;
    }
    settleSeats(work, { ...facts, draw });
    work.result = { replyCode: code };
  },
});

/** 盲通知: whoever has not answered in time is called once more, then passed over. Repeated, it does nothing. */
function notifyEnd(id: string) {
  return defineAct<unknown, DrawFacts>({
    id, kind: 'system', subjectKind: 'lot', input: z.unknown(),
    load: (read: Reader, cmd) => loadDraw(read, cmd.subject),
    parties: () => ({}),
    decide(facts, _cmd, work) {
      const { draw, lot } = facts;
      if (!draw || lot.state === 'suspended' || !['drawn', 'notifying', 'sealed', 'unsealed'].includes(draw.state)) return;
      work.knowGates(lot.id, lot.data.openGates);
      const late = draw.data.seats.filter((seat) => seat.expertId !== null && seat.reply === undefined && (seat.replyBy ?? '') <= work.now);
      for (const seat of late) {
        if (seat.tries < limitInteger(mustParam('notifyTries'))) callSeat(work, { ...facts, draw }, seat);
        else answered(work, { ...facts, draw }, seat, 'silent');
      }
      settleSeats(work, { ...facts, draw });
    },
  });
}
export const timerNotifyEnd = notifyEnd(NOTIFY_END);
export const expNotify = notifyEnd('exp-notify');

function answered(work: Work, facts: Drawing, seat: Seat, code: ReplyCode): void {
  const { draw, lot, experts } = facts;
  const expert = experts.find((one) => one.id === seat.expertId);
  work.move('expert-draw', draw, 'exp-notify', {}, 'system');
  draw.data.noticeSeq += 1;
  const repliedAt = work.now;
  work.systemAct('exp-notify', {
    subject: lot.id, lotId: lot.id,
    public: { drawId: draw.id, noticeSeq: draw.data.noticeSeq, replyCode: code, repliedAt },
    salted: { expertId: seat.expertId, phone: expert?.data.phone ?? null },
    docs: { voiceRecord: formDigest({ callId: seat.callId, calledAt: seat.calledAt, tries: seat.tries, replyCode: code, repliedAt }) },
    facts: { param: committeeParam(lot.data), reader: 'notifier', tries: seat.tries, replyWithinMs: code === 'silent' || seat.reply !== undefined ? 0 : sinceCall(work, lot, seat) },
  });
  const had = seat.reply === 'accepted';
  if (code === 'accepted') Object.assign(seat, { reply: code, repliedAt });
  if (expert && code === 'accepted') noteSession(work, expert, draw.data.evaluationStart);
  if (expert && had) dropSession(work, expert, draw.data.evaluationStart);
  if (code !== 'accepted') replaceOnSeat(work, facts, seat, code);
  if (draw.state === 'unsealed' && code === 'accepted') work.send('draw.seat-filled', { lotId: lot.id, drawId: draw.id, seatNo: seat.seatNo });
}

/** Time to answer counts from the last call. */
function sinceCall(work: Work, lot: Rec<Lot>, seat: Seat): number {
  const called = lastCall(seat);
  return called === null ? 0 : Date.parse(stoppedOr(work, lot)) - called;
}

/** How far time has run for those who are to answer: it stands still while the trade is stopped. */
const stoppedOr = (work: Work, { state, data }: Rec<Lot>): string => (state === 'suspended' ? data.suspension?.at ?? work.now : work.now);

function noteSession(work: Work, expert: Rec<Expert>, at: string): void {
  expert.data.sessions.push(at);
  work.put(expert);
}

function dropSession(work: Work, expert: Rec<Expert>, at: string): void {
  expert.data.sessions = expert.data.sessions.filter((one) => one !== at);
  work.put(expert);
}
