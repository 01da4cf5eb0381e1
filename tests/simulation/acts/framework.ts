import { msPerDay, msPerHour } from '../../../src/kernel/calendar.ts';
import type { OrderCall } from '../../../src/modules/gov-procurement/order-call.ts';
import type { Rec } from '../../../src/platform/records.ts';
import { iso, ms, paper, turn, type At, type Generator, type Turn } from '../generator.ts';

const tenderer = (at: At): string => at.view.ref.plan.tenderer;
const framework = ({ view }: At) => view.lot.data.framework;
const inForce = (at: At): boolean => ['contracted', 'rectifying'].includes(at.view.lot.state) && framework(at)?.signedAt !== undefined && at.now <= ms(framework(at)?.validTo);
const suppliers = (at: At) => (framework(at)?.suppliers ?? []).filter(({ out }) => out === undefined);
const items = [{ itemId: 'A4', zh: 'A4复印纸' }, { itemId: 'A3', zh: 'A3复印纸' }];

export function frameworkTerms(at: At) { return { items, modes: ['direct', 'rota', 'competition'], validTo: iso(at.now + 200 * msPerDay) }; }

/** Competitions are told apart by their place, which is the same in every run. */
const calls = ({ view }: At): Rec<OrderCall>[] => view.of<OrderCall>('order-call');
const offersOf = ({ view }: At, callId: string) => view.of<{ callId: string; bidSeq: number; priceFen: string }>('order-offer').filter(({ data }) => data.callId === callId);
const over = (at: At, { data }: Rec<OrderCall>): boolean => at.now > ms(data.offerEnd);
const callAt = (at: At, what = ''): Rec<OrderCall> => { const call = calls(at)[Number(what.split(' ').at(-1))]; if (!call) throw new Error(`no call ${what}`); return call; };
const each = (at: At, test: (call: Rec<OrderCall>) => boolean): string[] => calls(at).flatMap((call, i) => (test(call) ? [String(i)] : []));
const given = (at: At): number => framework(at)?.orders.length ?? 0;
const nameOf = (at: At, entityId: string): string => at.sim.players.ofEntity(entityId)?.name ?? '';

function offerTurns(at: At, weight: number, test: (call: Rec<OrderCall>, offered: boolean) => boolean): Turn[] {
  if (!inForce(at)) return [];
  return calls(at).flatMap((call, i) => suppliers(at).flatMap(({ supplierId, bidSeq }) => (test(call, offersOf(at, call.id).some(({ data }) => data.bidSeq === bidSeq)) ? [turn(nameOf(at, supplierId), weight, String(i))] : [])));
}

/** Orders under a framework agreement: given directly, in turn, or to who asks least. */
export const secondStage: readonly Generator[] = [
  {
    act: 'gpr-framework',
    turns: (at) => {
      if (!inForce(at)) return [];
      const ripe = each(at, (call) => call.state === 'closed' && offersOf(at, call.id).length >= 2);
      const weight = given(at) < 2 ? 0.5 : 0.03;
      return [...['direct', 'rota'].map((mode) => turn(tenderer(at), weight, mode)), ...ripe.map((place) => turn(tenderer(at), 1.5, `competition ${place}`))];
    },
    input: (at, { who, what = '' }, rng) => order(at, who, what, rng.int(suppliers(at).length)),
    done: ({ sim, view }, _turn, { result }) => {
      sim.lots.push({ n: sim.nextLot, lotId: String(result['orderId']), projectId: view.ref.projectId, plan: { ...view.ref.plan, lotNo: `${view.ref.plan.lotNo}-D` } });
    },
    wrong: [
      { name: 'to one who was not admitted', codes: ['r-framework-scope'], turns: (at) => (inForce(at) ? [turn(tenderer(at))] : []), input: async (at, { who }) => ({ ...await order(at, who, 'direct'), bidSeq: 100_000 }) },
      { name: 'for what it does not list', codes: ['r-framework-scope'], turns: (at) => (inForce(at) ? [turn(tenderer(at))] : []), input: async (at, { who }) => ({ ...await order(at, who, 'direct'), itemId: 'B5' }) },
      { name: 'out of turn', codes: ['framework-choice'], turns: (at) => (inForce(at) ? [turn(tenderer(at))] : []), input: async (at, { who }) => ({ ...await order(at, who, 'rota'), bidSeq: 100_000 }) },
      { name: 'before the offers are in', codes: ['state'], turns: (at) => (inForce(at) ? each(at, (call) => call.state === 'open' && !over(at, call)).map((place) => turn(tenderer(at), 1, place)) : []), input: (at, { who, what }) => order(at, who, `competition ${what ?? ''}`) },
      { name: 'with too few offers', codes: ['suppliers-too-few'], turns: (at) => (inForce(at) ? each(at, (call) => call.state === 'closed' && offersOf(at, call.id).length < 2).map((place) => turn(tenderer(at), 1, place)) : []), input: (at, { who, what }) => order(at, who, `competition ${what ?? ''}`) },
      { name: 'of a competition twice', codes: ['state'], turns: (at) => (inForce(at) ? each(at, (call) => call.state === 'decided').map((place) => turn(tenderer(at), 1, place)) : []), input: (at, { who, what }) => order(at, who, `competition ${what ?? ''}`) },
      { name: 'when it is not in force', codes: ['framework-closed', 'method'], turns: (at) => (framework(at) !== undefined && !inForce(at) ? [turn(tenderer(at))] : []), input: (at, { who }) => order(at, who, 'direct') },
    ],
  },
  {
    act: 'order-call', turns: (at) => (inForce(at) ? [turn(tenderer(at), each(at, ({ state }) => state === 'open').length === 0 && calls(at).length < 2 ? 0.6 : 0.02)] : []),
    input: (at, { who }, rng) => call(at, who, at.now + rng.between(3, 30) * msPerHour),
    wrong: [
      { name: 'over before it begins', codes: ['invalid-input'], input: (at, { who }) => call(at, who, at.now) },
      { name: 'for what it does not list', codes: ['r-framework-scope'], input: async (at, { who }) => ({ ...await call(at, who, at.now + msPerHour), itemId: 'B5' }) },
      { name: 'where there is no framework', codes: ['method'], turns: (at) => (framework(at) === undefined && at.view.lot.state === 'contracted' ? [turn(tenderer(at))] : []), input: (at, { who }) => call(at, who, at.now + msPerHour) },
    ],
  },
  {
    act: 'order-offer', turns: (at) => offerTurns(at, 2, (one, offered) => one.state === 'open' && !over(at, one) && !offered),
    input: (at, { who, what }) => offer(at, who, callAt(at, what)),
    done: ({ sim, view }, { who }, { input }) => { const { callId, priceFen } = input as { callId: string; priceFen: number }; sim.secrets.offer(view.ref, { who, callId, priceFen }); },
    wrong: [
      { name: 'twice', codes: ['quote-given'], turns: (at) => offerTurns(at, 1, (_one, offered) => offered), input: (at, { who, what }) => offer(at, who, callAt(at, what)) },
      { name: 'too late', codes: ['state'], turns: (at) => offerTurns(at, 1, (one, offered) => !offered && over(at, one)), input: (at, { who, what }) => offer(at, who, callAt(at, what)) },
      { name: 'for more than it is bound to', codes: ['framework-order-price'], input: async (at, { who, what }) => ({ ...await offer(at, who, callAt(at, what)), priceFen: Number(unitOf(at, who)) * callAt(at, what).data.quantity + 1 }) },
    ],
  },
];

const unitOf = (at: At, who: string): string => suppliers(at).find(({ supplierId }) => supplierId === at.sim.players.get(who).entityId)?.unitFen ?? '0';

async function order(at: At, who: string, what: string, place = 0) {
  const [mode = '', call] = what.split(' ');
  const asked = mode === 'competition' ? { callId: callAt(at, call).id } : { itemId: 'A4', quantity: 3, ...(mode === 'direct' ? { bidSeq: suppliers(at)[place]?.bidSeq ?? 0 } : {}) };
  return { frameworkId: at.view.lot.id, mode, ...asked, reason: '按约定的方式确定', orderFile: await paper(at, who, `order ${given(at)}`) };
}

async function call(at: At, who: string, end: number) {
  return { itemId: 'A3', quantity: 2, offerEnd: iso(end), demandFile: await paper(at, who, `demand ${calls(at).length}`) };
}

/** A little below what one is bound to, each by another amount, and by another in each call: what one call tells is no secret of the next. */
async function offer(at: At, who: string, { id, data }: Rec<OrderCall>) {
  const place = suppliers(at).findIndex(({ supplierId }) => supplierId === at.sim.players.get(who).entityId);
  return { callId: id, priceFen: Number(unitOf(at, who)) * data.quantity - 10_007 - place * 1_013 - calls(at).findIndex((one) => one.id === id) * 211, offerFile: await paper(at, who, `offer ${id}`) };
}
