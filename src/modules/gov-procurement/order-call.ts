import { z } from 'zod';
import { fen, instant, sha256Hex } from '../../contracts/reads.ts';
import { offersGate } from '../../law/evidence.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import { loadLot, lotParties, type DocumentRef, type Lot } from '../project-intake/index.ts';
import { supplierBySeq, mustBeInForce } from './framework-facts.ts';
import { waitForEnd } from './offer-end.ts';

/** A competition among the suppliers of a framework (二次竞价): open, closed by its end, decided by an order. Record kind `order-call`, lotId = framework lot. */
export interface OrderCall { itemId: string; quantity: number; offerEnd: string; openedAt: string; /** what is needed, for those who may offer */ demand?: DocumentRef; orderId?: string }
/** One supplier's offer: nobody reads it before the end. Record kind `order-offer`, lotId = framework lot, key = call/bidSeq. */
export interface OrderOffer { callId: string; bidSeq: number; priceFen: string; offerFile: string; at: string }

const callInput = z.strictObject({
  itemId: z.string().max(40), quantity: z.int().min(1).max(1_000_000), offerEnd: instant,
  demandFile: sha256Hex.describe('what is needed, uploaded before; every admitted supplier is asked'),
});

/** 发起二次竞价: all suppliers admitted for the item may offer, until an instant they know. */
export const orderCall = defineAct<z.infer<typeof callInput>, { lot: Rec<Lot>; file: Omit<DocumentRef, 'name'> | null; calls: Rec<OrderCall>[] }>({
  id: 'order-call', kind: 'gov', subjectKind: 'lot', input: callInput,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    if (!cmd.actor.roles.includes('tenderer') || cmd.actor.entityId !== lot.data.tendererId) throw new Refusal(lotParties(lot).public === true ? 'forbidden' : 'not-found');
    return { lot, calls: await read.list<OrderCall>({ kind: 'order-call', lotId: lot.id }), file: await read.blob(cmd.input.demandFile, cmd.actor.entityId) };
  },
  parties: () => ({}),
  decide({ lot, file, calls }, cmd, work) {
    const { itemId, quantity, offerEnd, demandFile } = cmd.input;
    const framework = mustBeInForce(lot, 'competition', work.now);
    if (!framework.items.some((one) => one.itemId === itemId)) throw refuseByRule('r-framework-scope', 'itemId');
    if (offerEnd <= work.now) throw new Refusal('invalid-input', { field: 'offerEnd', zh: '报价截止须晚于现在', en: 'Offers end later than now' });
    if (!file) throw new Refusal('blob-missing', { field: 'demandFile' });
    cmd.actor.role = 'tenderer';
    const call = work.create<OrderCall>('order-call', 'open', { itemId, quantity, offerEnd, openedAt: work.now, demand: { sha256: file.sha256, sm3: file.sm3, size: file.size, name: '二次竞价需求' } }, { lotId: lot.id, ownerId: lot.data.tendererId });
    waitForEnd(work, lot.id, [...calls, call]);
    work.knowGates(lot.id, lot.data.openGates);
    work.gov('gov-order-call', { subject: lot.id, lotId: lot.id, public: { lotId: lot.id, callId: call.id, itemId, quantity, offerEnd }, docs: { demandFile } });
    work.result = { callId: call.id, offerEnd };
  },
});

const offerInput = z.strictObject({ callId: z.uuid(), priceFen: fen.positive(), offerFile: sha256Hex.describe('the offer as signed, uploaded before') });

/**
 * 二次竞价报价: once, in time, and not above what the framework binds the supplier to. Who offers, and that anybody tried to, waits behind the
 * competition's gate.
 */
export const orderOffer = defineAct<z.infer<typeof offerInput>, { lot: Rec<Lot>; call: Rec<OrderCall>; file: unknown; own: Rec<OrderOffer>[] }>({
  id: 'order-offer', kind: 'gov', subjectKind: 'lot', input: offerInput, refusedUntil: ({ callId }) => offersGate(callId.toLowerCase()),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const call = await read.get<OrderCall>('order-call', cmd.input.callId);
    const supplier = lot.data.framework?.suppliers.find((one) => one.supplierId === cmd.actor.entityId);
    if (call?.lotId !== lot.id) throw new Refusal('not-found', { field: 'callId' });
    if (!cmd.actor.roles.includes('bidder') || !supplier || supplier.out) throw new Refusal(lotParties(lot).public === true ? 'forbidden' : 'not-found');
    return { lot, call, own: await read.list<OrderOffer>({ kind: 'order-offer', key: `${call.id}/${supplier.bidSeq}` }), file: await read.blob(cmd.input.offerFile, cmd.actor.entityId) };
  },
  parties: () => ({}),
  decide({ lot, call, file, own }, cmd, work) {
    const framework = mustBeInForce(lot, 'competition', work.now);
    const supplier = framework.suppliers.find((one) => one.supplierId === cmd.actor.entityId);
    if (!supplier) throw new Refusal('forbidden');
    if (own.length > 0) throw new Refusal('quote-given', { rule: 'state' });
    if (call.state !== 'open' || work.now > call.data.offerEnd) throw new Refusal('state', { rule: 'state', zh: '竞价已截止', en: 'The competition is over' });
    const { priceFen, offerFile } = cmd.input;
    if (BigInt(priceFen) > BigInt(supplier.unitFen) * BigInt(call.data.quantity)) throw new Refusal('framework-order-price', { field: 'priceFen' });
    if (!file) throw new Refusal('blob-missing', { field: 'offerFile' });
    cmd.actor.role = 'bidder';
    const { bidSeq } = supplierBySeq(framework, supplier.bidSeq);
    work.create<OrderOffer>('order-offer', 'sealed', { callId: call.id, bidSeq, priceFen: String(priceFen), offerFile, at: work.now }, { lotId: lot.id, ownerId: supplier.supplierId, key: `${call.id}/${bidSeq}` });
    work.knowGates(lot.id, lot.data.openGates);
    work.gov('gov-order-offer', { subject: lot.id, lotId: lot.id, gate: offersGate(call.id), public: { callId: call.id, at: work.now }, salted: { bidSeq, priceFen: String(priceFen) }, docs: { offerFile } });
    work.result = { callId: call.id, at: work.now };
  },
});
