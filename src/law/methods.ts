import type { CategoryId, KindId } from '../../catalogue/index.ts';

/** What tells one method of competition from another in the rules: who reads prices, who quotes in rounds (财政部令第74号, 财库〔2014〕214号). */
export interface Method { readonly category: CategoryId; readonly kind: KindId }

const ROUNDS: readonly KindId[] = ['competitive-negotiation', 'competitive-consultation', 'single-source'];
const TENDERS: readonly KindId[] = ['open-tender', 'invited-tender', 'framework-agreement'];

/** The group negotiates and calls for quotes, the last of them final. An inquiry takes the one price that was handed in (74号令 第46条). */
export function quotesInRounds({ category, kind }: Method): boolean {
  return category === 'gov-procurement' && ROUNDS.includes(kind);
}

/** Methods of procurement without a tender: a group of three and more, and fewer than the least number of suppliers ends them. */
export function withoutTender({ category, kind }: Method): boolean {
  return category === 'gov-procurement' && !TENDERS.includes(kind);
}

/** Prices are read out where a tender is opened. Elsewhere they would tell a supplier what to beat, so they wait for the award. */
export function readsPrices(method: Method): boolean {
  return !withoutTender(method);
}

/** In procurement tenders the purchaser, not the committee, says who is qualified (87号令 第44条). */
export function purchaserQualifies({ category, kind }: Method): boolean {
  return category === 'gov-procurement' && TENDERS.includes(kind);
}
