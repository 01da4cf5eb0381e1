import type { Work } from '../../platform/work.ts';
import { formDigest } from '../expert-draw/index.ts';
import { lowPrices } from './abnormal.ts';
import type { EvaluationReport, ReportCandidate } from './model.ts';
import type { EvaluationRow } from './rules/types.ts';
import { ceilingOf, configOf } from './session.ts';
import type { Settling } from './settle.ts';

/** The platform drafts the report (评标报告) from what is on record; the members sign its digest. */
export function draftReport(work: Work, facts: Settling, result: { rows: readonly EvaluationRow[]; candidates: ReportCandidate[] }): void {
  const { session, lot } = facts;
  const content = reportContent(work.now, facts, result);
  session.data.reportVersion += 1;
  session.data.report = { digest: formDigest(content), version: session.data.reportVersion, candidates: result.candidates, draftedAt: work.now };
  for (const member of session.data.members) delete member.signed;
  work.create<EvaluationReport>('evaluation-report', 'draft', { digest: session.data.report.digest, content }, { lotId: lot.id, key: `${session.id}/${session.data.reportVersion}` });
  work.put(session);
}

function reportContent(draftedAt: string, { session, lot, bids }: Settling, { rows, candidates }: { rows: readonly EvaluationRow[]; candidates: ReportCandidate[] }) {
  const config = configOf(lot);
  const { data } = session;
  const bidOf = (bidId: string) => bids.find((bid) => bid.id === bidId);
  return {
    lotId: lot.id, sessionId: session.id, method: config.method, draftedAt, competition: data.lacking ? 'lacking' : 'enough',
    ...(lot.data.rounds ? { rounds: lot.data.rounds.map(({ round, isFinal, quoteEnd, endedAt }) => ({ round, isFinal, quoteEnd, endedAt: endedAt ?? null })) } : {}),
    benchmarkFen: data.benchmarkFen ?? null, coefficients: data.drawn, tieDraws: data.tieDraws,
    members: data.members.map(({ seatNo, role }) => ({ seatNo, role, chair: seatNo === data.chairSeatNo })),
    rows: rows.map((row) => ({
      bidSeq: bidOf(row.bidId)?.data.bidSeq ?? 0, bidderName: bidOf(row.bidId)?.data.bidderName ?? '', rank: row.rank, priceFen: String(row.priceFen),
      evaluationFen: String(row.evaluationPriceFen), priceScore: row.priceScore, criterionMeans: row.criterionMeans, total: row.total,
    })),
    rejected: data.bids.flatMap((tally) => {
      const bid = bidOf(tally.bidId);
      if (tally.out === undefined || !bid) return [];
      const byRule = bid.data.rejected?.byRule === true;
      return [{
        bidSeq: tally.bidSeq, bidderName: bid.data.bidderName, reason: tally.out, clauseRef: bid.data.rejected?.clauseRef ?? null, byRule,
        ...(byRule ? { priceFen: bid.data.form?.priceFen ?? null, ceilingFen: ceilingOf(lot)?.toString() ?? null } : {}),
      }];
    }),
    abnormallyLow: lowPrices({ session, lot, bids }).map(({ bidSeq, reasons, asked, answered }) => ({ bidSeq, reasons, asked, answered })),
    clarifications: data.clarifications.map(({ seq, bidId, askedAt, answeredAt }) => ({ seq, bidSeq: bidOf(bidId)?.data.bidSeq ?? 0, askedAt, answeredAt: answeredAt ?? null })),
    candidates: candidates.map(({ bidSeq, bidderName, rank, priceFen, total }) => ({ bidSeq, bidderName, rank, priceFen, total })),
  };
}
