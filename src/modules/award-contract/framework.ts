import { z } from 'zod';
import { instant } from '../../contracts/reads.ts';
import { limitHolds, limitNumber } from '../../law/limits.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { priceTextOf, type Bid } from '../bidding/index.ts';
import { lotParam, type Framework, type Lot } from '../project-intake/index.ts';

/** What a framework agreement says beside its price: for which items, how orders are given, until when (财政部令第110号). */
export const frameworkTerms = z.strictObject({
  items: z.array(z.strictObject({ itemId: z.string().regex(/^[A-Za-z0-9-]{1,40}$/), zh: z.string().trim().min(1).max(100) })).min(1).max(100),
  modes: z.array(z.enum(['direct', 'rota', 'competition'])).min(1).max(3),
  validTo: instant,
});
type Terms = z.infer<typeof frameworkTerms>;

/**
 * 入围: the first of the ranking, at least as many as the law asks for; one at least is eliminated, and the law's share of all who
 * were ranked (财政部令第110号 第25、26条). Empty where no framework is concluded.
 */
export function admittedTo(lot: Rec<Lot>, bids: readonly Rec<Bid>[], { bidSeq, admittedBidSeqs }: { bidSeq: number; admittedBidSeqs?: number[] | undefined }): Framework['suppliers'] {
  if (lot.data.kind !== 'framework-agreement') {
    if (admittedBidSeqs !== undefined) throw new Refusal('method', { rule: 'state' });
    return [];
  }
  const left = (lot.data.candidates ?? []).filter((one) => one.outCause === undefined);
  const named = admittedBidSeqs ?? [];
  const inOrder = named.length > 0 && named[0] === bidSeq && named.every((seq, i) => left[i]?.bidSeq === seq);
  const ranked = bids.filter((bid) => bid.data.ranking !== undefined).length;
  const least = limitNumber(lotParam(lot.data)('frameworkSuppliersMin'), 2);
  // the share in thousandths, so that it is counted in whole numbers
  const share = Math.round(Number(lotParam(lot.data)('frameworkElimination')?.value ?? 0) * 1000);
  const out = Math.max(1, Math.ceil((ranked * share) / 1000));
  if (!inOrder || named.length < least || ranked - named.length < out) throw new Refusal('framework-admission', { field: 'admittedBidSeqs' });
  return left.slice(0, named.length).map((one) => {
    const bid = bids.find(({ id }) => id === one.bidId);
    return {
      bidId: one.bidId, bidSeq: one.bidSeq, supplierId: one.bidderId, supplierName: one.bidderName, rank: one.rank,
      unitFen: (bid && priceTextOf(bid.data)) ?? '', duration: bid?.data.form?.duration ?? '',
    };
  });
}

/** In the leaf of the decision beside the first: the others, with the price each is bound to. */
export function toldOf(admitted: Framework['suppliers']): { admitted?: { bidSeq: number; rank: number; supplierName: string; unitPrice: string }[] } {
  return admitted.length === 0 ? {} : { admitted: admitted.map(({ bidSeq, rank, supplierName, unitFen }) => ({ bidSeq, rank, supplierName, unitPrice: unitFen })) };
}

/** 框架协议签订: items, ways of selection and term, within what the law gives. An ordinary contract has none of it. */
export function conclude(lot: Rec<Lot>, terms: Terms | undefined, now: string): void {
  const { framework } = lot.data;
  if (!framework) {
    if (terms) throw new Refusal('method', { rule: 'state' });
    return;
  }
  const distinct = new Set(terms?.items.map(({ itemId }) => itemId)).size === terms?.items.length;
  const inTerm = terms !== undefined && terms.validTo > now && limitHolds(lotParam(lot.data)('frameworkTerm'), Date.parse(now), Date.parse(terms.validTo));
  if (!terms || !distinct || !inTerm) throw new Refusal('framework-terms', { field: 'framework' });
  Object.assign(framework, { items: terms.items, modes: [...new Set(terms.modes)], signedAt: now, validTo: terms.validTo });
}
