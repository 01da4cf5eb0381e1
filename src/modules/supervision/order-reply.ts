import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadLot, type Lot, type OrderView } from '../project-intake/index.ts';
import { needsCarryingOut } from './model.ts';

const input = z.strictObject({ orderId: z.uuid(), reply: z.string().trim().min(1).max(4000), replyFile: sha256Hex.describe('what was done, with proof, uploaded before') });

/** The tenderer (or its agency) tells the organ that an order has been carried out, and how. What the organ thinks of it, a further order says. */
export const orderReply = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; order: Rec<OrderView> | null; file: unknown }>({
  id: 'order-reply', kind: 'gov', subjectKind: 'lot', input,
  load: async (read, cmd) => ({ lot: await loadLot(read, cmd.subject), order: await read.get<OrderView>('order', cmd.input.orderId), file: await read.blob(cmd.input.replyFile, cmd.actor.entityId) }),
  parties: () => ({}),
  decide({ lot, order, file }, cmd, work) {
    const { entityId } = cmd.actor;
    const side = entityId === null ? undefined : { [lot.data.tendererId]: 'tenderer', ...(lot.data.agencyId === null ? {} : { [lot.data.agencyId]: 'agency' }) }[entityId];
    if (side === undefined) throw new Refusal('not-found');
    if (order?.lotId !== lot.id) throw new Refusal('not-found', { field: 'orderId' });
    if (!file) throw new Refusal('blob-missing', { field: 'replyFile' });
    if (!needsCarryingOut(order)) throw new Refusal('state', { rule: 'state', zh: '该指令无须回复或已落实', en: 'This order asks for nothing more' });
    cmd.actor.role = side;
    order.state = 'carried-out';
    Object.assign(order.data, { closedAt: work.now, reply: cmd.input.reply });
    work.put(order);
    work.knowGates(lot.id, lot.data.openGates);
    work.gov('gov-order-answered', { subject: lot.id, lotId: lot.id, gate: 'restricted', public: { orderNo: order.data.orderNo, dueAt: order.data.dueAt, closedAt: work.now }, docs: { replyFile: cmd.input.replyFile } });
    work.send('lot-changed', { lot: lot.id });
    work.result = { orderId: order.id, state: order.state };
  },
});
