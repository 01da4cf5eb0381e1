import { z } from 'zod';
import { multiply, parseRational, rational, roundHalfUp } from '../../kernel/rational.ts';
import { quotesInRounds } from '../../law/methods.ts';
import { evaluationRules } from '../../law/rules-evaluation.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import { finalRound, type Criterion } from '../project-intake/index.ts';
import { loadCompletion, withOwn } from './completion.ts';
import type { Sheet } from './model.ts';
import { configOf, enter, memberOf, openBids, scoredCriteria, scorers, sessionOf, sessionParties, sheetKey, tallyOf, type SessionFacts } from './session.ts';
import { settle, type Completion } from './settle.ts';

/** Decimal text or a JSON number with at most four places; the sign is read so that a negative score is out of range, not malformed. */
const score = z.union([z.string().regex(/^-?\d{1,6}(\.\d{1,4})?$/), z.number().finite().transform(String).pipe(z.string().regex(/^-?\d{1,6}(\.\d{1,4})?$/))]);
const scores = z.record(z.string().max(60), score);
const input = z.strictObject({ bidId: z.uuid(), scores, objective: scores.optional().describe('points equal for all experts, entered once by the chair') });
type Input = z.infer<typeof input>;
type Facts = SessionFacts & { bid: Rec<Bid>; before: Rec<Sheet> | null; completion: Completion | null };

/** 评分提交: one member's sheet for one bid, sealed from the others until all are in. */
export const evlScore = defineAct<Input, Facts>({
  id: 'evl-score', kind: 'act', subjectKind: 'lot', input,
  reads: ({ subject, input: { bidId } }) => [{ kind: 'lot', id: subject }, { kind: 'evaluation', lotId: subject }, { kind: 'bid', id: bidId }],
  async load(read, cmd, prefetched) {
    const facts = sessionOf(prefetched);
    const bid = prefetched[2]?.[0] as Rec<Bid> | undefined;
    if (bid?.lotId !== facts.lot.id) throw new Refusal('not-found', { field: 'bidId' });
    const { session } = facts;
    const expected = scorers(session, configOf(facts.lot)).length;
    const missing = openBids(session).reduce((sum, tally) => sum + expected - tally.scored.length, 0);
    const key = sheetKey(facts.lot.id, bid.id, cmd.actor.accountId ?? '');
    const before = session.data.correctionOpen ? (await read.list<Sheet>({ kind: 'sheet', key }))[0] ?? null : null;
    return { ...facts, bid, before, completion: missing <= 1 ? await loadCompletion(read, facts.lot.id) : null };
  },
  parties: sessionParties,
  decide(facts, cmd, work) {
    const { lot, session, bid, before, completion } = facts;
    enter(work, { lot });
    const member = memberOf(session, cmd.actor);
    if (quotesInRounds(lot.data) && !finalRound(lot)) throw new Refusal('quotes-open', { rule: 'state' });
    const tally = tallyOf(session, bid.id);
    const criteria = scoredCriteria(configOf(lot));
    const own = requireCriteria(cmd.input.scores, criteria.filter((one) => one.subjective), 'scores');
    const chairs = member.seatNo === session.data.chairSeatNo;
    const objective = chairs ? requireCriteria(cmd.input.objective ?? {}, criteria.filter((one) => !one.subjective), 'objective') : [];
    if (!chairs && cmd.input.objective) throw new Refusal('invalid-input', { field: 'objective', zh: '客观分由组长统一录入', en: 'Objective points are entered by the chair' });
    work.move('evaluation-session', session, 'evl-score');
    work.move('bid', bid, 'evl-score');
    const sheet = putSheet(work, facts, cmd, member);
    const judged = { alreadySubmitted: before !== null || tally.scored.includes(member.seatNo), correctionOpen: before !== null && !tally.scored.includes(member.seatNo), scores: [...own, ...objective] };
    work.act('evl-score', {
      subject: lot.id, lotId: lot.id,
      public: { sessionId: session.id, bidSeq: tally.bidSeq, scoredAt: work.now, durationSeconds: sheet.data.durationSeconds },
      salted: { expertId: member.expertId ?? member.accountId, criterionScores: { ...cmd.input.scores, ...cmd.input.objective } },
      docs: { scoreSheet: formDigest({ bidSeq: tally.bidSeq, seatNo: member.seatNo, scores: cmd.input.scores, objective: cmd.input.objective ?? null, at: work.now }) },
      facts: {
        param: committeeParam(lot.data), ...judged, allSubmitted: false, readerIsScorer: true,
      },
    });
    if (!tally.scored.includes(member.seatNo)) tally.scored.push(member.seatNo);
    if (chairs && cmd.input.objective) tally.objective = cmd.input.objective;
    // nothing is added up from a sheet that its rules refuse: they are to have the word, not the sum
    if (completion && stands(judged)) settle(work, { lot, session, ...completion, bids: withOwn(completion.bids, bid), sheets: [...completion.sheets.filter((one) => one.id !== sheet.id), sheet] });
  },
});

function stands(judged: { scores: { score: number; min: number; max: number }[]; alreadySubmitted: boolean; correctionOpen: boolean }): boolean {
  const facts = { ...judged, time: 0, param: () => null };
  return evaluationRules['r-score-range'](facts) && evaluationRules['r-score-once'](facts);
}

function putSheet(work: Parameters<typeof evlScore.decide>[2], { lot, session, bid, before }: Facts, cmd: Cmd<Input>, member: ReturnType<typeof memberOf>): Rec<Sheet> {
  const since = member.lastSheetAt ?? session.data.members.find((one) => one.seatNo === member.seatNo)?.checkedInAt ?? work.now;
  const data: Sheet = {
    bidId: bid.id, accountId: member.accountId, seatNo: member.seatNo, scores: cmd.input.scores, at: work.now,
    durationSeconds: Math.max(0, Math.round((work.nowMs - Date.parse(since)) / 1000)),
  };
  member.lastSheetAt = work.now;
  if (!before) return work.create<Sheet>('sheet', 'in', data, { lotId: lot.id, ownerId: member.accountId, key: sheetKey(lot.id, bid.id, member.accountId) });
  before.data = data;
  return work.put(before);
}

/** Every criterion once and no other; the rule then judges the range, exactly, in ten-thousandths. */
function requireCriteria(given: Record<string, string>, criteria: readonly Criterion[], field: string): { score: number; min: number; max: number }[] {
  const ids = Object.keys(given);
  if (ids.length !== criteria.length || criteria.some((one) => given[one.id] === undefined)) {
    const wanted = criteria.map((one) => one.zh);
    throw new Refusal('invalid-input', { field, zh: `须逐项打分：${wanted.join('、')}`, en: `Every criterion is scored: ${criteria.map((one) => one.id).join(', ')}` });
  }
  return criteria.map((one) => ({ score: exact(given[one.id] ?? ''), min: 0, max: exact(one.max) }));
}

function exact(text: string): number {
  return Number(roundHalfUp(multiply(parseRational(text) ?? rational(-1n), rational(10_000n))));
}
