import { limitNumber } from '../../law/limits.ts';
import type { Rec } from '../../platform/records.ts';
import { lotParam, type Lot } from './model.ts';

// What procurement without a tender and framework agreements add to a lot. Written by gov-procurement, read by the rooms between.

/** A round of quotation (报价轮次). Quotes stay shut until `endedAt`. `change` is what was changed of the demand, told to all in writing. */
export interface QuotationRound {
  round: number; openedAt: string; quoteEnd: string; isFinal: boolean; endedAt?: string;
  change?: { content: string; changedItems: string[]; file: string };
}

/** 单一来源公示, and the objections that came in while it ran. */
export interface SingleSource {
  noticeId: string; supplierName: string; publishedAt: string; publicityEnd: string;
  objections: { number: number; outcome: 'upheld' | 'rejected'; decidedAt: string }[];
  outcome?: 'none' | 'upheld';
}

/** A framework agreement (框架协议) as the first stage left it: who is admitted, for what, at which unit price. */
export interface Framework {
  suppliers: { bidId: string; bidSeq: number; supplierId: string; supplierName: string; rank: number; unitFen: string; duration: string; out?: { cause: string; at: string } }[];
  items: { itemId: string; zh: string }[];
  modes: OrderMode[];
  signedAt?: string;
  validTo?: string;
  orders: { orderId: string; supplierId: string; mode: OrderMode; at: string }[];
}
export type OrderMode = 'direct' | 'rota' | 'competition';

/** An order (成交) of the second stage. It is a lot of its own with machine `framework-order`. */
export interface FrameworkOrder { frameworkId: string; itemId: string; itemZh: string; quantity: number; mode: OrderMode; reason: string }

/** How many suppliers the law wants, unless the plan's document set another number. */
export function leastSuppliers({ data }: Rec<Lot>): number {
  return data.plan?.minBiddersOverride ?? limitNumber(lotParam(data)('minBidders'), 0);
}

/** The round that takes quotes now. */
export function openRound({ data }: Rec<Lot>): QuotationRound | undefined {
  const last = data.rounds?.at(-1);
  return last?.endedAt === undefined ? last : undefined;
}

/** The final round has ended: from here on final quotes stand and may be judged. */
export function finalRound({ data }: Rec<Lot>): QuotationRound | undefined {
  return data.rounds?.find((round) => round.isFinal && round.endedAt !== undefined);
}
