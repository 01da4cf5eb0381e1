import type { Pool } from 'pg';
import type { FrameworkRead, OrderCallItem } from '../../contracts/framework-reads.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties, type Framework, type Lot } from '../project-intake/index.ts';
import { stageZh } from '../tender-doc/index.ts';
import { isPerformed, nextInRota } from './framework-facts.ts';
import type { OrderCall, OrderOffer } from './order-call.ts';

interface Reader { actor: Actor | null; now: string }
interface Around { calls: Rec<OrderCall>[]; offers: Rec<OrderOffer>[]; orders: Rec<Lot>[] }

/** GET /lots/{id}/framework: what the agreement says, who was admitted, what was ordered; of running competitions never who has offered. */
export async function frameworkOfLot(db: Pool, { actor, now }: Reader, lotId: string): Promise<FrameworkRead> {
  const { lot, ...around } = await factsOf(db, lotId);
  const { framework } = lot.data;
  if (!(lotParties(lot).public === true || (actor !== null && mayKnow(actor, lotParties(lot))))) throw new Refusal('not-found');
  if (framework?.signedAt === undefined || framework.validTo === undefined) throw new Refusal('not-found');
  const entityId = actor?.entityId ?? null;
  const inForce = isPerformed(lot) && now <= framework.validTo;
  const next = inForce && framework.modes.includes('rota') ? nextInRota(framework).bidSeq : undefined;
  return {
    lotId, now, signedAt: framework.signedAt, validTo: framework.validTo, inForce, modes: framework.modes, items: framework.items,
    suppliers: framework.suppliers.toSorted((a, b) => a.rank - b.rank).map((one) => ({
      bidSeq: one.bidSeq, rank: one.rank, supplierName: one.supplierName, unitFen: Number(one.unitFen), duration: one.duration, ...(one.out ? { out: true as const } : {}),
      ...(entityId !== null && one.supplierId === entityId ? { own: true as const } : {}), ...(one.bidSeq === next ? { nextInRota: true as const } : {}),
    })),
    calls: around.calls.map((call) => callOf(call, { lot, framework, offers: around.offers.filter(({ data }) => data.callId === call.id), entityId, now })),
    orders: framework.orders.toReversed().flatMap(({ orderId, at, mode }) => {
      const order = around.orders.find(({ id }) => id === orderId);
      return order ? [{ ...orderOf(order), at, mode }] : [];
    }),
  };
}

function orderOf({ id, state, data: { lotCode, order, award } }: Rec<Lot>) {
  return { orderId: id, lotCode, itemZh: order?.itemZh ?? '', quantity: order?.quantity ?? 0, supplierName: award?.winnerName ?? '', priceFen: Number(award?.awardFen ?? 0), stage: state, stageZh: stageZh(state) };
}

interface Asked { lot: Rec<Lot>; framework: Framework; offers: readonly Rec<OrderOffer>[]; entityId: string | null; now: string }

function callOf({ id, state, data }: Rec<OrderCall>, { lot, framework, offers, entityId, now }: Asked): OrderCallItem {
  const over = now > data.offerEnd;
  const buys = entityId !== null && [lot.data.tendererId, lot.data.agencyId].includes(entityId);
  const supplies = entityId !== null && framework.suppliers.some((one) => one.supplierId === entityId && one.out === undefined);
  const own = offers.find(({ ownerId }) => entityId !== null && ownerId === entityId);
  const nameOf = (bidSeq: number): string => framework.suppliers.find((one) => one.bidSeq === bidSeq)?.supplierName ?? '';
  // the lowest has the order, of equals the one admitted first: so they are told
  const rankOf = (bidSeq: number): number => framework.suppliers.find((one) => one.bidSeq === bidSeq)?.rank ?? Number.MAX_SAFE_INTEGER;
  return {
    callId: id, itemId: data.itemId, itemZh: framework.items.find(({ itemId }) => itemId === data.itemId)?.zh ?? data.itemId, quantity: data.quantity, openedAt: data.openedAt, offerEnd: data.offerEnd,
    state: state === 'decided' ? 'decided' : over ? 'over' : 'open', ...(data.orderId === undefined ? {} : { orderId: data.orderId }),
    ...(data.demand && (buys || supplies) ? { demandFile: data.demand.sha256 } : {}), ...(own ? { own: { priceFen: Number(own.data.priceFen), at: own.data.at } } : {}),
    ...(over && buys ? { offerCount: offers.length } : {}),
    ...(state === 'decided' ? { offers: offers.toSorted((a, b) => Number(a.data.priceFen) - Number(b.data.priceFen) || rankOf(a.data.bidSeq) - rankOf(b.data.bidSeq)).map((one) => ({ supplierName: nameOf(one.data.bidSeq), priceFen: Number(one.data.priceFen) })) } : {}),
  };
}

async function factsOf(db: Pool, lotId: string): Promise<Around & { lot: Rec<Lot> }> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record
     where (kind = 'lot' and (id = $1 or id in (select (o.one->>'orderId')::uuid from record f, jsonb_array_elements(f.data->'framework'->'orders') as o(one) where f.kind = 'lot' and f.id = $1))) or (kind = any (array['order-call','order-offer']) and lot_id = $1)
     order by created_at desc, id limit 2000`, [lotId]);
  const of = <T>(kind: string): Rec<T>[] => rows.filter((row) => row.kind === kind).map((row) => fromRow<T>(row));
  const lots = of<Lot>('lot');
  const lot = lots.find(({ id }) => id === lotId);
  if (!lot) throw new Refusal('not-found');
  return { lot, orders: lots.filter(({ id }) => id !== lotId), calls: of<OrderCall>('order-call'), offers: of<OrderOffer>('order-offer') };
}
