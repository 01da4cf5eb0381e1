import type { Rec } from '../../platform/records.ts';
import type { Bid } from '../bidding/index.ts';
import type { Evaluation, Sheet } from './model.ts';
import { creditGrade } from './rules/credit-grade.ts';
import type { EvaluationBid, EvaluationInput } from './rules/types.ts';
import { ceilingOf, configOf, isUsableForm, priceOf } from './session.ts';
import type { SessionFacts } from './session.ts';

/** What the formulas take, from the records: exactly what anyone can rebuild from the opened leaves. */
export function evaluationInput({ lot, session }: { lot: SessionFacts['lot']; session: { data: Pick<Evaluation, 'members' | 'drawn' | 'tieDraws' | 'benchmarkFen' | 'bids'> } }, bids: readonly Rec<Bid>[], sheets: readonly Rec<Sheet>[]): EvaluationInput {
  const config = configOf(lot);
  const seated = new Map(session.data.members.map((member) => [member.accountId, member.seatNo]));
  const byBid = Map.groupBy(sheets.filter((sheet) => seated.has(sheet.data.accountId)), (sheet) => sheet.data.bidId);
  return {
    method: config.method, config: { ...config, kind: lot.data.kind, objectType: lot.data.objectType },
    ceilingFen: ceilingOf(lot) ?? undefined, drawn: session.data.drawn, tieOrder: session.data.tieDraws.flatMap((draw) => draw.order),
    fixedBenchmarkFen: session.data.benchmarkFen === undefined ? undefined : BigInt(session.data.benchmarkFen),
    bids: session.data.bids.flatMap((tally) => {
      const bid = bids.find((one) => one.id === tally.bidId);
      return bid ? [evaluationBid(bid, tally, byBid.get(bid.id) ?? [])] : [];
    }),
  };
}

function evaluationBid(bid: Rec<Bid>, tally: Evaluation['bids'][number], sheets: readonly Rec<Sheet>[]): EvaluationBid {
  const { form } = bid.data;
  const usable = isUsableForm(bid);
  return {
    bidId: bid.id, priceFen: priceOf(bid), decrypted: usable, valid: tally.out === undefined,
    enterpriseSize: form?.enterpriseSize, creditGrade: creditGrade(form?.creditGrade), objective: tally.objective,
    adjustments: !usable ? undefined : form?.adjustments?.map(({ item, amountFen }) => ({ item, amountFen: BigInt(amountFen) })),
    sheets: sheets.map(({ data }) => ({ expert: String(data.seatNo), scores: data.scores })),
  };
}
