import type { ResultsRead } from '../contracts/reads.ts';
import type { BidPlay } from './bidding.ts';
import { guest } from './people.ts';
import type { LotPlay, Stage } from './stage.ts';

/** What everybody can read when all is over, in the names of the case. */
export async function resultsOf({ platform }: Stage, { lotId }: LotPlay, opened: readonly BidPlay[]) {
  const inCase = namesInCase(opened);
  const results = await guest(platform).get<ResultsRead>(`/api/v1/lots/${lotId}/results`);
  const valid = results.rows.filter((row) => row.rejectedFor === undefined);
  return {
    rejected: results.rows.filter((row) => row.rejectedFor !== undefined).map((row) => inCase(row.bidderName)), valid: valid.length,
    ...(results.benchmarkFen === undefined ? {} : { benchmarkFen: results.benchmarkFen }),
    rows: valid.map(({ bidderName, ...row }) => ({ bidder: inCase(bidderName), ...row })),
    candidates: results.candidates.map((one) => inCase(one.bidderName)),
  };
}

export function namesInCase(bids: readonly BidPlay[]): (registered: string) => string {
  const names = new Map(bids.map((bid) => [bid.name ?? bid.company.name, bid.plan.bidder]));
  return (registered) => names.get(registered) ?? registered;
}
