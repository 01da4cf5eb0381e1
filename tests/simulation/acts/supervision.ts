import { machine } from '../../../catalogue/law.ts';
import { msPerDay } from '../../../src/kernel/calendar.ts';
import { inState, iso, ms, paper, sideOf, turn, type At, type Generator, type Turn } from '../generator.ts';
import { works } from './intake.ts';
import { tooFewPassed } from './prequal.ts';
import { tooFewToQuote } from './rounds.ts';

const organOf = (at: At): string => (at.view.ref.plan.category === 'engineering' ? 'supervisor-works' : 'supervisor-finance');
/** An order under a framework cannot be stopped, only called off. */
const excluded = ({ view: { lot } }: At): boolean => lot.data.order !== undefined || machine(lot.data.machine).starExcludes.includes(lot.state);
const stoppedBy = ({ view }: At, side: string): boolean => view.lot.state === 'suspended' && view.lot.data.suspension?.organ.startsWith(side) === true;
/** Once the time of an order is over, the tenderer may go on by itself. */
const lasts = ({ view, now }: At): boolean => { const until = view.lot.data.suspension?.until ?? null; return until === null || ms(until) > now; };
const LIVE = ['receipted', 'decrypted', 'valid', 'ranked', 'candidate', 'winner', 'lost'];
const FAILS: Readonly<Record<string, readonly string[]>> = {
  'tender-lot': ['prequal-review', 'prequalified', 'deadline-passed', 'opening', 'adjourned', 'opened', 'evaluated', 'candidate-publicity', 'awarded', 'notified'],
  'gp-lot': ['deadline-passed', 'opening', 'adjourned', 'opened', 'negotiating', 'quoted', 'evaluated', 'candidate-publicity', 'awarded', 'result-published'],
  'framework-order': ['selected', 'result-published'],
};

/** Nothing can come of this round any more. */
function hopeless(at: At): boolean {
  const { view } = at;
  if (inState(at, 'deadline-passed')) return view.opening?.state === 'failed';
  if (tooFewToQuote(at) || tooFewPassed(at)) return true;
  if (inState(at, 'opened')) return !view.bids.some(({ state }) => LIVE.includes(state));
  const out = ['revoked', 'returned', 'disqualified', 'rejected'];
  const left = (view.lot.data.candidates ?? []).some(({ bidId, outCause }) => outCause === undefined && !out.includes(view.bids.find(({ id }) => id === bidId)?.state ?? ''));
  return inState(at, 'evaluated', 'candidate-publicity') && !left;
}

export const supervision: readonly Generator[] = [
  {
    act: 'sup-order',
    turns: (at) => [
      ...(excluded(at) ? [] : [turn(organOf(at), 0.006, 'suspend'), turn(organOf(at), 0.015, 'opinion')]),
      ...(inState(at, 'evaluated', 'candidate-publicity', 'awarded') ? [turn(organOf(at), 0.06, 're-evaluate')] : []),
      ...(stoppedBy(at, 'supervisor') ? [turn(organOf(at), 0.6, 'resume')] : []), ...(inState(at, 'suspended') ? [turn(organOf(at), 0.02, 'opinion')] : []),
    ],
    input: (at, { who, what }, rng) => order(at, { who, what: what ?? '', days: rng.between(1, 20) }, rng.next()),
    wrong: [
      { name: 'lifts another\'s stop', codes: ['r-resume-by-suspender'], turns: (at) => (stoppedBy(at, 'tenderer') ? [turn(organOf(at))] : []), input: (at, { who }, rng) => order(at, { who, what: 'resume', days: 1 }, rng.next()) },
      { name: 'lifts what does not stand', codes: ['invalid-input', 'state', 'r-resume-by-suspender'], turns: (at) => (inState(at, 'draft', 'contracted', 'closed') ? [turn(organOf(at))] : []), input: (at, { who }, rng) => order(at, { who, what: 'resume', days: 1 }, rng.next()) },
      { name: 'of a foreign organ', codes: ['forbidden', 'not-found', 'r-scope-of-supervision'], turns: (at) => (excluded(at) ? [] : [turn(organOf(at) === 'supervisor-works' ? 'supervisor-finance' : 'supervisor-works')]), input: (at, { who }, rng) => order(at, { who, what: 'suspend', days: 1 }, rng.next()) },
    ],
  },
  {
    act: 'order-reply',
    turns: (at) => asking(at, 'issued').flatMap(({ data }) => sideOf(at, data.orderType === 'opinion' ? 0.2 : 0.03).map((one) => ({ ...one, what: data.orderNo }))),
    input: (at, { who, what }) => reply(at, who, what),
    wrong: [
      { name: 'once more', codes: ['state'], turns: (at) => asking(at, 'carried-out').flatMap(({ data }) => sideOf(at).map((one) => ({ ...one, what: data.orderNo }))), input: (at, { who, what }) => reply(at, who, what) },
      { name: 'to what only says that the trade stands still', codes: ['state'], turns: (at) => orders(at).filter(({ data }) => ['suspend', 'resume'].includes(data.orderType)).flatMap(({ data }) => sideOf(at).map((one) => ({ ...one, what: data.orderNo }))), input: (at, { who, what }) => reply(at, who, what) },
      { name: 'to no order', codes: ['not-found'], turns: (at) => sideOf(at), input: async (at, { who }) => ({ ...await reply(at, who), orderId: '00000000-0000-4000-8000-00000000000f' }) },
      { name: 'without the proof', codes: ['blob-missing'], input: async (at, { who, what }) => ({ ...await reply(at, who, what), replyFile: 'b'.repeat(64) }) },
    ],
  },
  {
    act: 'not-abnormal',
    turns: (at) => [...(excluded(at) ? [] : [...each(at, 0.006, 'suspend'), ...each(at, 0.002, 'terminate')]), ...(inState(at, 'suspended') ? each(at, 0.02, 'terminate') : []), ...(stoppedBy(at, 'tenderer') ? each(at, 0.6, 'resume') : []), ...(FAILS[at.view.lot.data.machine]?.includes(at.view.lot.state) ? each(at, hopeless(at) ? 2 : 0.002, 'fail') : [])],
    input: async (at, { who, what = '' }) => abnormal(at, who, what),
    wrong: [
      { name: 'lifts the organ\'s stop', codes: ['r-resume-by-suspender'], turns: (at) => (stoppedBy(at, 'supervisor') && lasts(at) ? sideOf(at) : []), input: (at, { who }) => abnormal(at, who, 'resume') },
      { name: 'fails too early', codes: ['state'], turns: (at) => (inState(at, 'accepted', 'announced', 'noticed') ? sideOf(at) : []), input: (at, { who }) => abnormal(at, who, 'fail') },
    ],
  },
];

interface OrderSaid { orderNo: string; orderType: string }
/** By their numbers, which are the same in every run. */
const orders = ({ view }: At) => view.of<OrderSaid>('order');
const asking = (at: At, state: string) => orders(at).filter((one) => one.state === state && ['opinion', 're-evaluate'].includes(one.data.orderType));
async function reply(at: At, who: string, orderNo?: string) {
  return { orderId: orders(at).find(({ data }) => data.orderNo === orderNo)?.id, reply: '已落实', replyFile: await paper(at, who, `reply ${orderNo ?? ''}`) };
}

function each(at: At, weight: number, ...types: readonly string[]): Turn[] {
  return types.flatMap((type) => sideOf(at, weight).map((one) => ({ ...one, what: type })));
}

async function order(at: At, { who, what, days }: { who: string; what: string; days: number }, no: number) {
  const dueAt = what === 'resume' ? {} : { dueAt: iso(at.now + days * msPerDay) };
  return { orderNo: `令-${at.view.ref.n}-${no}`, orderType: what, reason: '监督检查', orderFile: await paper(at, who, `order ${no}`), ...dueAt };
}

async function abnormal(at: At, who: string, abnormalType: string) {
  return { abnormalType, reasonCode: works(at) ? 'cause-works' : 'cause-purchase', reason: '情况说明', noticeFile: await paper(at, who, `abnormal ${abnormalType}`) };
}
