import { limitInteger, mustParam } from '../../kernel/params.ts';
import { distinctRoles, freezeChance, openChance } from '../../platform/chance.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import type { Calculation, ReportCandidate } from './model.ts';
import { draftReport } from './report.ts';
import { evaluate } from './rules/methods.ts';
import type { EvaluationRow } from './rules/types.ts';
import type { Settling } from './settle.ts';
import { evaluationInput } from './tally.ts';

/** 汇总与排序: one leaf a bid. Bids that nothing parts wait in `scored` for a draw. */
export function summarise(work: Work, facts: Settling): void {
  const { session, lot, bids, sheets, chance } = facts;
  takeTieDraw(facts);
  const result = evaluate(evaluationInput(facts, bids, sheets));
  if (!result.ok) throw new Refusal('evaluation-config', { field: result.error.field ?? result.error.criterion ?? result.error.code });
  const { ties, rows, candidates, benchmarkFen } = result.value;
  work.put(session);
  if (ties.length > 0) {
    const waitsFor = session.data.tie?.chanceId ?? null;
    const still = waitsFor !== null && chance?.id === waitsFor && chance.state !== 'void';
    session.data.tie = { groups: ties.map((group) => [...group]), chanceId: still ? waitsFor : null };
    if (!still) freezeTie(work, facts);
    return;
  }
  if (benchmarkFen !== null) session.data.benchmarkFen ??= String(benchmarkFen);
  for (const row of rows) rank(work, facts, row);
  work.move('evaluation-session', session, 'do:all-ranked', {}, 'system');
  work.moved('evl-summary', {
    subject: lot.id, lotId: lot.id, public: { sessionId: session.id, ranked: rows.length, benchmarkFen: session.data.benchmarkFen ?? null },
    docs: { calculationSheet: keepCalculation(work, facts) }, facts: {},
  });
  draftReport(work, facts, { rows, candidates: candidates.map((bidId, i) => candidate(bidId, i, rows, bids)) });
}

/** All that the formulas took, kept whole: with it and the opened leaves anyone computes scores and ranking again. */
function keepCalculation(work: Work, facts: Settling): string {
  const { session, lot, bids, sheets } = facts;
  const input: unknown = JSON.parse(JSON.stringify(evaluationInput(facts, bids, sheets), (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  const content = { input, bidSeqs: Object.fromEntries(session.data.bids.map((tally) => [tally.bidId, tally.bidSeq])) };
  const digest = formDigest(content);
  work.create<Calculation>('calculation', 'fixed', { digest, content }, { lotId: lot.id, key: `${session.id}/${session.data.reportVersion + 1}` });
  return digest;
}

/** Freezes the tied bids as soon as two roles have committed; the contributions may come before or after the tie shows. */
function freezeTie(work: Work, { session, lot, chance }: Settling): void {
  const { tie } = session.data;
  if (!tie) return;
  if (chance?.state === 'drawn') {
    openChance(work, lot.id, 'tie', chance);
    return;
  }
  if (chance?.state !== 'committing' || distinctRoles(chance.data).length < limitInteger(mustParam('minCommitments'))) return;
  tie.chanceId = chance.id;
  freezeChance(work, chance, tie.groups.flat().sort(), { secret: true });
}

/** What the draw gave, if it is the one that was waited for. */
function takeTieDraw({ session, chance }: Settling): void {
  const { tie, tieDraws } = session.data;
  if (!tie || chance === null || tie.chanceId !== chance.id || chance.state !== 'drawn') return;
  tieDraws.push({ bidIds: chance.data.inputIds, order: chance.data.order ?? [], chanceId: chance.id });
  delete session.data.tie;
}

function rank(work: Work, { session, lot, bids }: Settling, row: EvaluationRow): void {
  const bid = bids.find((one) => one.id === row.bidId);
  if (!bid) throw new Error(`ranked bid ${row.bidId} is not of this lot`);
  work.move('evaluation-session', session, 'evl-summary', {}, 'system');
  work.move('bid', bid, 'evl-summary', {}, 'system');
  const { objective: _sum, ...shown } = row;
  const calculation = { ...shown, priceFen: String(row.priceFen), evaluationPriceFen: String(row.evaluationPriceFen) };
  bid.data.ranking = {
    rank: row.rank, total: row.total ?? '', priceScore: row.priceScore ?? '', evaluationFen: String(row.evaluationPriceFen),
    criterionMeans: { ...row.criterionMeans }, objective: session.data.bids.find((tally) => tally.bidId === bid.id)?.objective ?? {},
  };
  work.systemAct('evl-summary', {
    subject: lot.id, lotId: lot.id,
    public: { sessionId: session.id, bidSeq: bid.data.bidSeq, totalScore: row.total, rank: row.rank, computedAt: work.now },
    docs: { calculationSheet: formDigest(calculation) },
    facts: { param: committeeParam(lot.data), allSubmitted: true },
  });
}

function candidate(bidId: string, place: number, rows: readonly EvaluationRow[], bids: readonly Rec<Bid>[]): ReportCandidate {
  const row = rows.find((one) => one.bidId === bidId);
  const bid = bids.find((one) => one.id === bidId);
  if (!row || !bid) throw new Error(`candidate ${bidId} is not ranked`);
  return { bidId, bidSeq: bid.data.bidSeq, bidderId: bid.data.bidderId, bidderName: bid.data.bidderName, rank: place + 1, priceFen: String(row.priceFen), total: row.total ?? '' };
}
