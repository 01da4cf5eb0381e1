import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { initialState } from '../../kernel/machine.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { lotParam, lotParties, type Framework, type FrameworkOrder, type Lot } from '../project-intake/index.ts';
import { mustBeInForce, nextInRota, supplierBySeq, type Supplier } from './framework-facts.ts';
import type { OrderCall, OrderOffer } from './order-call.ts';

const input = z.strictObject({
  frameworkId: z.uuid().describe('the lot the framework agreement was concluded by'),
  mode: z.enum(['direct', 'rota', 'competition']),
  itemId: z.string().min(1).max(40).optional().describe('direct and rota; a competition has its own'),
  quantity: z.int().min(1).max(1_000_000).optional(),
  bidSeq: z.int().optional().describe('the supplier; with rota and competition it must be the one they give'),
  callId: z.uuid().optional().describe('the competition that is over'),
  reason: z.string().trim().min(1).max(1000).describe('why this supplier, or this way'),
  orderFile: sha256Hex.describe('the order as signed, uploaded before'),
});
type Input = z.infer<typeof input>;
interface Facts { lot: Rec<Lot>; file: unknown; call: Rec<OrderCall> | null; offers: Rec<OrderOffer>[] }

interface Chosen { supplier: Supplier; priceFen: bigint; itemId: string; quantity: number; offers: { bidSeq: number; price: string }[] }

/**
 * 框架协议第二阶段成交 (财政部令第110号 第36至40条): one order under a framework, given directly, by rota or by competition. The order is a lot of its
 * own from here on, with machine `framework-order`: result, contract, acceptance and filing are acts on it.
 */
export const gprFramework = defineAct<Input, Facts>({
  id: 'gpr-framework', kind: 'act', subjectKind: null, input,
  // what is offered is looked at when the competition is over, and orders of one framework come one after the other
  alsoLocks: ({ frameworkId }) => [frameworkId.toLowerCase()],
  load: (read, cmd) => load(read, cmd),
  parties: ({ lot }) => lotParties(lot),
  decide(facts, cmd, work) {
    const { lot, file } = facts;
    const framework = mustBeInForce(lot, cmd.input.mode, work.now);
    const chosen = choose(framework, facts, cmd, work);
    if (!file) throw new Refusal('blob-missing', { field: 'orderFile' });
    const item = framework.items.find((one) => one.itemId === chosen.itemId);
    if (!item) throw refuseByRule('r-framework-scope', 'itemId');
    const order = newOrder(work, lot, { cmd, chosen, itemZh: item.zh, number: framework.orders.length + 1 });
    framework.orders.push({ orderId: order.id, supplierId: chosen.supplier.supplierId, mode: cmd.input.mode, at: work.now });
    work.put(lot);
    work.move('framework-order', order, 'gpr-framework');
    work.knowGates(order.id, order.data.openGates);
    const { supplier, itemId, quantity, priceFen, offers } = chosen;
    work.act('gpr-framework', {
      subject: order.id, lotId: order.id,
      public: {
        frameworkId: lot.id, itemId, supplierName: supplier.supplierName, price: String(priceFen), selectedAt: work.now,
        mode: cmd.input.mode, quantity, unitPrice: supplier.unitFen, duration: supplier.duration, ...(offers.length > 0 ? { offers } : {}),
      },
      docs: { orderFile: cmd.input.orderFile },
      facts: { param: lotParam(lot.data), supplierAdmitted: true, itemListed: true },
    });
    if (cmd.input.mode === 'direct' && supplier.rank !== 1) work.warn('w-award-not-first', order.id, { rank: supplier.rank });
    work.result = { orderId: order.id, lotCode: order.data.lotCode, supplierName: supplier.supplierName, priceFen: String(priceFen), state: order.state };
  },
});

async function load(read: Reader, cmd: Cmd<Input>): Promise<Facts> {
  const lot = await read.get<Lot>('lot', cmd.input.frameworkId);
  if (!lot) throw new Refusal('not-found', { field: 'frameworkId' });
  const call = cmd.input.callId === undefined ? null : await read.get<OrderCall>('order-call', cmd.input.callId);
  const offers = call?.lotId === lot.id ? (await read.list<OrderOffer>({ kind: 'order-offer', lotId: lot.id })).filter(({ data }) => data.callId === call.id) : [];
  return { lot, call: call?.lotId === lot.id ? call : null, offers, file: await read.blob(cmd.input.orderFile, cmd.actor.entityId) };
}

function choose(framework: Framework, facts: Facts, cmd: Cmd<Input>, work: Work): Chosen {
  const asked = cmd.input;
  if (asked.mode === 'competition') return byCompetition(framework, facts, cmd, work);
  const { itemId, quantity, bidSeq } = asked;
  if (itemId === undefined || quantity === undefined || (asked.mode === 'direct' && bidSeq === undefined)) throw new Refusal('invalid-input', { field: itemId === undefined ? 'itemId' : quantity === undefined ? 'quantity' : 'bidSeq' });
  const supplier = asked.mode === 'rota' ? nextInRota(framework) : supplierBySeq(framework, bidSeq ?? 0);
  if (bidSeq !== undefined && bidSeq !== supplier.bidSeq) throw new Refusal('framework-choice', { field: 'bidSeq' });
  return { supplier, itemId, quantity, priceFen: BigInt(supplier.unitFen) * BigInt(quantity), offers: [] };
}

/** The lowest offer has it; equal ones go by the rank of the first stage. Two offers at least make a competition. */
function byCompetition(framework: Framework, { call, offers }: Facts, { input: asked, subject: orderId }: Cmd<Input>, work: Work): Chosen {
  if (!call) throw new Refusal('not-found', { field: 'callId' });
  if (call.state !== 'closed') throw new Refusal('state', { rule: 'state', zh: '竞价未截止或已成交', en: 'The competition is not over, or has been decided' });
  if (offers.length < 2) throw new Refusal('suppliers-too-few', { rule: 'state', zh: '二次竞价报价不足两家', en: 'Fewer than two offers make no competition' });
  const [best] = offers.map(({ data }) => ({ supplier: supplierBySeq(framework, data.bidSeq), priceFen: BigInt(data.priceFen) }))
    .sort((a, b) => (a.priceFen === b.priceFen ? a.supplier.rank - b.supplier.rank : a.priceFen < b.priceFen ? -1 : 1));
  if (!best) throw new Error('offers without a best one');
  if (asked.bidSeq !== undefined && asked.bidSeq !== best.supplier.bidSeq) throw new Refusal('framework-choice', { field: 'bidSeq' });
  call.state = 'decided';
  call.data.orderId = orderId;
  work.put(call);
  for (const offer of offers) work.put({ ...offer, state: 'open' });
  const told = offers.map(({ data }) => ({ bidSeq: data.bidSeq, price: data.priceFen })).sort((a, b) => a.bidSeq - b.bidSeq);
  return { ...best, itemId: call.data.itemId, quantity: call.data.quantity, offers: told };
}

/** The framework's lot again, under a number of its own and with what was chosen as its award. */
function newOrder(work: Work, lot: Rec<Lot>, { cmd, chosen, itemZh, number }: { cmd: Cmd<Input>; chosen: Chosen; itemZh: string; number: number }): Rec<Lot> {
  const { supplier, itemId, quantity, priceFen } = chosen;
  const order: FrameworkOrder = { frameworkId: lot.id, itemId, itemZh, quantity, mode: cmd.input.mode, reason: cmd.input.reason };
  const {
    projectId, lotNo, category, kind, objectType, industryId, regionCode, projectName, projectCode, unifiedDealCode, fundSource, stateFunded,
    tendererId, tendererName, agencyId, agencyName, quality,
  } = lot.data;
  const lotCode = `${lot.data.lotCode}-D${number}`;
  return work.create<Lot>('lot', initialState('framework-order'), {
    projectId, lotNo: `${lotNo}-D${number}`, lotCode, lotName: `${itemZh}（第${number}单）`.slice(0, 100), machine: 'framework-order', category, kind, objectType, industryId, regionCode,
    projectName, projectCode, unifiedDealCode, fundSource, stateFunded, tendererId, tendererName, agencyId, agencyName,
    estimateFen: null, budgetFen: String(priceFen), ceilingFen: null, depositFen: null, duration: supplier.duration, quality,
    openGates: ['bid-deadline', 'candidate-publicity', 'award-decided'], slots: [], notices: [], openDocumentObjections: 0, order, announcedAt: work.now,
    award: { bidId: supplier.bidId, bidderId: supplier.supplierId, winnerName: supplier.supplierName, awardFen: String(priceFen), rank: supplier.rank, duration: supplier.duration, decidedAt: work.now },
  }, { id: cmd.subject, ownerId: tendererId, key: lotCode });
}
