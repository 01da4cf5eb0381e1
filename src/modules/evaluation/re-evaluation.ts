import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { reopen } from './do-order-correction.ts';
import type { Evaluation, Tally } from './model.ts';

export interface Reopening { lot: Rec<Lot>; session: Rec<Evaluation>; bids: readonly Rec<Bid>[]; reinstated: readonly number[] }

/**
 * 复评: the same session goes on with the same committee. Every sheet is handed in again, rejected bids come back where the cause
 * names them, the report is another. D stays as it was fixed (lifecycle §3.1).
 */
export function reopenSession(work: Work, { lot, session, bids, reinstated }: Reopening): void {
  for (const bidSeq of reinstated) requireReinstatable(session, bids, bidSeq);
  work.move('evaluation-session', session, 'do:re-evaluate');
  for (const bid of bids) {
    const facts = { reinstated: reinstated.includes(bid.data.bidSeq) ? 'yes' : 'no' } as const;
    if (!work.canMove('bid', bid, 'do:re-evaluate', facts)) continue;
    work.move('bid', bid, 'do:re-evaluate', facts);
    delete bid.data.ranking;
    if (bid.state === 'decrypted') delete bid.data.rejected;
  }
  reopen(session);
  Object.assign(session.data, { lacking: false, competition: {}, tieDraws: [] });
  delete session.data.tie;
  // in procurement the lowest evaluation price is the measure, whoever has it now (lifecycle §3.6)
  if (lot.data.category === 'gov-procurement') delete session.data.benchmarkFen;
  for (const tally of session.data.bids) {
    again(tally, reinstated.includes(tally.bidSeq));
    if (bids.find((bid) => bid.id === tally.bidId)?.state === 'disqualified') tally.out ??= '中标候选人已退出';
  }
  for (const field of ['candidates', 'reportAt', 'publicity', 'award', 'awardReportedAt', 'resultNotice'] as const) delete lot.data[field];
  work.put(lot);
}

function again(tally: Tally, back: boolean): void {
  tally.scored = [];
  delete tally.objective;
  if (!back) return;
  delete tally.out;
  Object.assign(tally, { reviewed: [], passed: [], votes: [] });
}

/** What falls by rule leaves nothing to judge, now as before (lifecycle §0.6). */
function requireReinstatable(session: Rec<Evaluation>, bids: readonly Rec<Bid>[], bidSeq: number): void {
  const bid = bids.find((one) => one.data.bidSeq === bidSeq);
  const tally = session.data.bids.find((one) => one.bidSeq === bidSeq);
  if (bid?.state !== 'rejected' || tally === undefined) throw new Refusal('invalid-input', { field: 'reinstatedBidSeqs', zh: `投标${bidSeq}未被否决，无需恢复`, en: `Bid ${bidSeq} was not rejected` });
  if (bid.data.rejected?.byRule === true) throw new Refusal('invalid-input', { field: 'reinstatedBidSeqs', zh: `投标${bidSeq}系依规则否决，不能恢复`, en: `Bid ${bidSeq} fell by rule and cannot come back` });
}
