import type { Pool } from 'pg';
import type { OrdersRead } from '../../contracts/order-reads.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import { needsCarryingOut, type Order } from './model.ts';

/** GET /lots/{id}/orders: to the tenderer, its agency and the posts in whose scope the lot lies; to nobody else. */
export async function ordersOfLot(db: Pool, { actor }: { actor: Actor | null; now: string }, { id }: { id: string }): Promise<OrdersRead> {
  const { rows } = await db.query<RecordRow>(`select kind, id, state, lot_id, owner_id, key, version, data from record where (kind = 'lot' and id = $1) or (kind = 'order' and lot_id = $1) order by created_at`, [id]);
  const lot = rows.find(({ kind }) => kind === 'lot');
  if (!lot || actor === null || !mayKnow(actor, lotParties(fromRow<Lot>(lot)))) throw new Refusal('not-found');
  return {
    items: rows.filter(({ kind }) => kind === 'order').map((row) => {
      const { orderNo, orderType, organName, reason, effectiveAt, dueAt, orderFile, closedAt, reply } = fromRow<Order>(row).data;
      const asking = needsCarryingOut({ state: row.state, data: { orderType } });
      return { orderId: row.id, ...(asking ? { asking: true as const } : {}), orderNo, orderType, organName, reason, effectiveAt, dueAt, orderFile, state: row.state, ...(closedAt === undefined ? {} : { closedAt }), ...(reply === undefined ? {} : { reply }) };
    }), nextCursor: null,
  };
}
