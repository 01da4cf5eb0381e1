import { z } from 'zod';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import { loadCompletion, withOwn } from './completion.ts';
import { clarificationOpen, enter, memberOf, sessionOf, sessionParties, type SessionFacts } from './session.ts';
import { settle, type Completion } from './settle.ts';
import type { Clarification } from './model.ts';

export const CLARIFY_END = 'timer:clarify-end';
const text = z.string().trim().min(1).max(4000);
const input = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('request'), bidId: z.uuid(), question: text, dueAt: z.iso.datetime({ precision: 3 }) }),
  z.strictObject({ action: z.literal('answer'), bidId: z.uuid(), questionSeq: z.int().min(1), answer: text, essentialsKept: z.boolean().describe('the answer changes neither price nor substance of the bid') }),
]);
type Input = z.infer<typeof input>;
type Facts = SessionFacts & { bid: Rec<Bid>; completion: Completion };

/** 评审澄清: the committee asks in writing, the bidder answers in time and changes nothing essential. */
export const evlClarify = defineAct<Input, Facts>({
  id: 'evl-clarify', kind: 'act', subjectKind: 'lot', input,
  reads: ({ subject, input: { bidId } }) => [{ kind: 'lot', id: subject }, { kind: 'evaluation', lotId: subject }, { kind: 'bid', id: bidId }],
  async load(read, cmd, prefetched) {
    const facts = sessionOf(prefetched);
    const bid = prefetched[2]?.[0] as Rec<Bid> | undefined;
    if (bid?.lotId !== facts.lot.id) throw new Refusal('not-found', { field: 'bidId' });
    return { ...facts, bid, completion: await loadCompletion(read, facts.lot.id) };
  },
  parties: (facts) => ({ ...sessionParties(facts), ownerId: facts.bid.ownerId }),
  decide(facts, cmd, work) {
    enter(work, facts);
    const one = cmd.input.action === 'request' ? ask(facts, cmd, cmd.input) : answered(facts, cmd, cmd.input);
    work.move('evaluation-session', facts.session, 'evl-clarify');
    work.move('bid', facts.bid, 'evl-clarify');
    leaf(work, facts, cmd, one);
    const ends = facts.session.data.clarifications.filter((c) => c.answeredAt === undefined && c.dueAt > work.now).map((c) => c.dueAt).sort();
    const { id: lotId } = facts.lot;
    if (ends[0]) work.timer({ event: CLARIFY_END, subjectKind: 'lot', subjectId: lotId, lotId, dueAt: ends[0] });
    else work.cancelTimer(CLARIFY_END, 'lot', lotId, lotId);
    if (!clarificationOpen(facts.session, work.now)) settle(work, { ...facts, ...facts.completion, bids: withOwn(facts.completion.bids, facts.bid) });
    work.result = { questionSeq: one.seq };
  },
});

function ask({ session, bid }: Facts, cmd: Cmd<Input>, { question, dueAt }: Extract<Input, { action: 'request' }>): Clarification {
  memberOf(session, cmd.actor);
  if (dueAt <= cmd.now) throw new Refusal('invalid-input', { field: 'dueAt', zh: '答复期限须晚于现在', en: 'The answer is due later than now' });
  const one = { seq: session.data.clarifications.length + 1, bidId: bid.id, askedAt: cmd.now, dueAt, question };
  session.data.clarifications.push(one);
  return one;
}

function answered({ session, bid }: Facts, cmd: Cmd<Input>, input: Extract<Input, { action: 'answer' }>): Clarification {
  // the committee asks; nobody but the bidder answers for its bid
  if (cmd.actor.entityId === null || cmd.actor.entityId !== bid.ownerId) throw new Refusal('forbidden');
  const one = session.data.clarifications.find((c) => c.seq === input.questionSeq && c.bidId === bid.id);
  // asked of nobody: the rule refuses, it is the committee that opens a clarification
  if (!one || one.answeredAt !== undefined) throw new Refusal('r-eval-clarify', { rule: 'r-eval-clarify', field: 'questionSeq' });
  return Object.assign(one, { answeredAt: cmd.now, answer: input.answer });
}

function leaf(work: Work, { lot, session, bid }: Facts, cmd: Cmd<Input>, one: Clarification): void {
  const { input: given } = cmd;
  work.act('evl-clarify', {
    subject: lot.id, lotId: lot.id,
    public: { sessionId: session.id, bidSeq: bid.data.bidSeq, questionSeq: one.seq, action: given.action, askedAt: one.askedAt, answeredAt: one.answeredAt ?? null },
    salted: { bidderId: bid.data.bidderId },
    docs: { questionFile: formDigest({ seq: one.seq, question: one.question }), ...(one.answer === undefined ? {} : { answerFile: formDigest({ seq: one.seq, answer: one.answer }) }) },
    facts: {
      param: committeeParam(lot.data), clarificationRequested: true, clarificationDueAt: Date.parse(one.dueAt), clarificationAskedAt: Date.parse(one.askedAt),
      essentialsKept: given.action === 'request' || given.essentialsKept,
    },
  });
}
