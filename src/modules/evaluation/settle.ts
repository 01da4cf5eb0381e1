import { quotesInRounds, withoutTender } from '../../law/methods.ts';
import type { ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { committeeParam } from '../expert-draw/index.ts';
import { finalRound, leastSuppliers } from '../project-intake/index.ts';
import type { Evaluation, Sheet } from './model.ts';
import { warnOfLowPrices } from './abnormal.ts';
import { draftReport } from './report.ts';
import { benchmarkToFix } from './rules/methods.ts';
import { ceilingOf, clarificationOpen, configOf, isUsableForm, majority, openBids, priceOf, scorers, type SessionFacts } from './session.ts';
import { summarise } from './summary.ts';
import { evaluationInput } from './tally.ts';

/** What a completion is judged by. An act that cannot complete anything does not read them (null). */
export interface Completion { bids: Rec<Bid>[]; sheets: Rec<Sheet>[]; chance: Rec<ChanceRecord> | null }
export type Settling = SessionFacts & Completion;

/** Fires what is due: rejections by rule, the end of preliminary review, the end of scoring, ranking. */
export function settle(work: Work, facts: Settling): void {
  leaveOutRevoked(facts);
  if (facts.session.state === 'preliminary') settlePrelim(work, facts);
  if (facts.session.state === 'detailed') {
    settleReinstated(work, facts);
    settleScores(work, facts);
  }
  else if (facts.session.state === 'scored') summarise(work, facts);
}

/** Bids above the ceiling, or without a usable price, fall by rule as soon as the session is preliminary, without a vote (lifecycle §0.6). */
export function rejectOverCeiling(work: Work, { lot, session, bids }: Settling): void {
  const ceilingFen = ceilingOf(lot);
  for (const tally of openBids(session)) {
    const bid = bids.find((one) => one.id === tally.bidId);
    if (bid?.state !== 'decrypted') continue;
    const priceUnusable = !isUsableForm(bid);
    // where quotes come in rounds the first offer may be above it: the final one may not
    if (!priceUnusable && (quotesInRounds(lot.data) || ceilingFen === null || priceOf(bid) <= ceilingFen)) continue;
    tally.out = priceUnusable ? '报价不是有效金额' : '报价超过最高投标限价';
    bid.data.rejected = { clauseRef: 'r-price-above-ceiling', reasonDigest: '', byRule: true, at: work.now };
    work.move('evaluation-session', session, 'do:over-ceiling', {}, 'system');
    work.move('bid', bid, 'do:over-ceiling', { overCeiling: 'yes' }, 'system');
    work.moved('evl-reject', {
      subject: lot.id, lotId: lot.id,
      public: { sessionId: session.id, bidSeq: tally.bidSeq, rule: 'r-price-above-ceiling', priceFen: bid.data.form?.priceFen ?? null, ceilingFen: ceilingFen === null ? null : String(ceilingFen), rejectedAt: work.now },
      facts: { param: committeeParam(lot.data), priceFen: priceOf(bid), ceilingFen, priceUnusable },
    });
  }
}

function settlePrelim(work: Work, facts: Settling): void {
  const { lot, session, bids } = facts;
  const open = openBids(session);
  const done = open.every((tally) => tally.reviewed.length === session.data.members.length && majority(tally.passed.length, session));
  // a bid whose items the majority failed waits for its rejection, clause cited and signed
  if (!done || clarificationOpen(session, work.now)) return;
  session.data.lacking = isLacking(facts, open.length);
  const competition = session.data.lacking ? 'lacking' : 'enough';
  fixBenchmark(facts);
  warnOfLowPrices(work, facts);
  work.move('evaluation-session', session, 'do:prelim-done', { competition }, 'system');
  for (const tally of open) {
    const bid = bids.find((one) => one.id === tally.bidId);
    if (bid) work.move('bid', bid, 'do:prelim-done', { prelim: 'pass' }, 'system');
  }
  work.moved('evl-prelim', {
    subject: lot.id, lotId: lot.id,
    public: { sessionId: session.id, competition, validBidSeqs: open.map((tally) => tally.bidSeq), benchmarkFen: session.data.benchmarkFen ?? null },
    facts: {},
  });
  if (session.data.lacking) draftReport(work, facts, { rows: [], candidates: [] });
}

/** Bids that a re-evaluation has brought back pass the preliminary review like all others, while the session is in its detail. */
function settleReinstated(work: Work, facts: Settling): void {
  const { lot, session, bids } = facts;
  const back = toReview(facts);
  const done = back.every((tally) => tally.reviewed.length === session.data.members.length && majority(tally.passed.length, session));
  if (back.length === 0 || !done || clarificationOpen(session, work.now)) return;
  for (const tally of back) {
    const bid = bids.find((one) => one.id === tally.bidId);
    if (bid) work.move('bid', bid, 'do:prelim-done', { prelim: 'pass' }, 'system');
  }
  // where none was valid before, there was nothing to fix D from
  fixBenchmark(facts);
  work.moved('evl-prelim', {
    subject: lot.id, lotId: lot.id,
    public: { sessionId: session.id, competition: 'enough', validBidSeqs: openBids(session).map((tally) => tally.bidSeq), benchmarkFen: session.data.benchmarkFen ?? null },
    facts: {},
  });
}

/** Bids in the detailed review that have not passed the preliminary one: only a re-evaluation leaves such. */
function toReview({ session, bids }: Settling): Evaluation['bids'] {
  return openBids(session).filter((tally) => bids.find((bid) => bid.id === tally.bidId)?.state === 'decrypted');
}

/** No valid bid, or fewer than the law wants and the majority failed item `competition`. Without a tender too few end the procurement, unvoted (74号令 第37条). */
function isLacking({ lot, session }: Settling, valid: number): boolean {
  if (valid === 0 || (withoutTender(lot.data) && valid < leastSuppliers(lot))) return true;
  const failed = Object.values(session.data.competition).filter((result) => result === 'fail').length;
  return valid < leastSuppliers(lot) && majority(failed, session);
}

function settleScores(work: Work, facts: Settling): void {
  const { lot, session } = facts;
  if (quotesInRounds(lot.data) && !quotesIn(facts)) return;
  if (quotesInRounds(lot.data) && openBids(session).length < leastSuppliers(lot)) return endLacking(work, facts);
  const expected = scorers(session, configOf(lot));
  const done = openBids(session).every((tally) => expected.every((seatNo) => tally.scored.includes(seatNo)));
  if (!done || toReview(facts).length > 0 || clarificationOpen(session, work.now)) return;
  session.data.correctionOpen = false;
  work.move('evaluation-session', session, 'do:all-scored', {}, 'system');
  work.moved('evl-score', { subject: lot.id, lotId: lot.id, public: { sessionId: session.id, sheets: expected.length * openBids(session).length, at: work.now }, facts: {} });
  summarise(work, facts);
}

/** The final round is over: who gave no final quote in it has left the negotiation (74号令 第34条). */
function quotesIn({ lot, session, bids }: Settling): boolean {
  if (!finalRound(lot)) return false;
  for (const tally of openBids(session)) {
    if (bids.find((bid) => bid.id === tally.bidId)?.data.finalFen === undefined) tally.out = '未在规定时间内提交最后报价';
  }
  return true;
}

/** Fewer final quotes than the law wants: nothing is scored or ranked, and the report says so. */
function endLacking(work: Work, facts: Settling): void {
  const { lot, session } = facts;
  session.data.lacking = true;
  work.move('evaluation-session', session, 'do:all-scored', {}, 'system');
  work.move('evaluation-session', session, 'do:all-ranked', {}, 'system');
  work.moved('evl-summary', { subject: lot.id, lotId: lot.id, public: { sessionId: session.id, ranked: 0, benchmarkFen: null, competition: 'lacking' } });
  draftReport(work, facts, { rows: [], candidates: [] });
}

/** D by the documents' base, once: `opened` when the session opens, `valid` after preliminary review. */
export function fixBenchmark({ lot, session, bids }: Pick<Settling, 'lot' | 'session' | 'bids'>): void {
  if (session.data.benchmarkFen !== undefined) return;
  const fixed = benchmarkToFix(evaluationInput({ lot, session }, bids, []));
  if (fixed.ok && fixed.value !== null) session.data.benchmarkFen = String(fixed.value);
}

/** A bidder may revoke after the deadline, a candidate may have fallen out before a re-evaluation; nothing of that bid is reviewed any more. */
function leaveOutRevoked({ lot, session, bids }: Settling): void {
  for (const tally of openBids(session)) {
    const state = bids.find((bid) => bid.id === tally.bidId)?.state;
    if (state === 'revoked' || state === 'returned') tally.out = lot.data.rounds === undefined ? '投标人撤销投标' : '供应商退出报价';
  }
}

/** How many sheets or reviews are still missing: one act away from the end, the completion's facts are worth reading. */
export function missingReviews(session: Rec<Evaluation>): number {
  return openBids(session).reduce((sum, tally) => sum + session.data.members.length - tally.reviewed.length, 0);
}
