import type { Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import type { Framework, Lot, OrderMode } from '../project-intake/index.ts';

export type Supplier = Framework['suppliers'][number];

/** As long as it is performed: nothing is ordered under an agreement that was ended, or whose performance was accepted as a whole. */
const PERFORMED: readonly string[] = ['contracted', 'rectifying'];

export function isPerformed({ state }: Rec<Lot>): boolean { return PERFORMED.includes(state); }

/** The framework of this lot, signed, in its term, not ended, and of this way of selection. */
export function mustBeInForce(lot: Rec<Lot>, mode: OrderMode, now: string): Framework {
  const { framework } = lot.data;
  if (!framework) throw new Refusal('method', { rule: 'state' });
  const { signedAt, validTo, modes } = framework;
  if (!isPerformed(lot) || signedAt === undefined || validTo === undefined || now > validTo || !modes.includes(mode)) throw new Refusal('framework-closed', { rule: 'state' });
  return framework;
}

export function supplierBySeq({ suppliers }: Framework, bidSeq: number): Supplier {
  const found = suppliers.find((one) => one.bidSeq === bidSeq && one.out === undefined);
  if (!found) throw refuseByRule('r-framework-scope', 'bidSeq');
  return found;
}

/** 顺序轮候: after the one who had the last order, the next in the ranking; then the first again. */
export function nextInRota({ suppliers, orders }: Framework): Supplier {
  const order = suppliers.filter((one) => one.out === undefined).sort((a, b) => a.rank - b.rank);
  const last = order.findIndex((one) => one.supplierId === orders.findLast(({ mode }) => mode === 'rota')?.supplierId);
  const next = order[(last + 1) % order.length];
  if (!next) throw refuseByRule('r-framework-scope', 'bidSeq');
  return next;
}
