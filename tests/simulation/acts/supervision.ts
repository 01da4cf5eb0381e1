import { machine } from '../../../catalogue/law.ts';
import { msPerDay } from '../../../src/kernel/calendar.ts';
import { inState, iso, ms, paper, sideOf, turn, type At, type Generator, type Turn } from '../generator.ts';
import { works } from './intake.ts';
import { tooFewToQuote } from './rounds.ts';

const organOf = (at: At): string => (at.view.ref.plan.category === 'engineering' ? 'supervisor-works' : 'supervisor-finance');
const excluded = ({ view: { lot } }: At): boolean => machine(lot.data.machine).starExcludes.includes(lot.state);
const stoppedBy = ({ view }: At, side: string): boolean => view.lot.state === 'suspended' && view.lot.data.suspension?.organ.startsWith(side) === true;
/** Once the time of an order is over, the tenderer may go on by itself. */
const lasts = ({ view, now }: At): boolean => { const until = view.lot.data.suspension?.until ?? null; return until === null || ms(until) > now; };
const LIVE = ['receipted', 'decrypted', 'valid', 'ranked', 'candidate', 'winner', 'lost'];
const FAILS: Readonly<Record<string, readonly string[]>> = {
  'tender-lot': ['deadline-passed', 'opening', 'adjourned', 'opened', 'evaluated', 'candidate-publicity', 'awarded', 'notified'],
  'gp-lot': ['deadline-passed', 'opening', 'adjourned', 'opened', 'negotiating', 'quoted', 'evaluated', 'candidate-publicity', 'awarded', 'result-published'],
};

/** Nothing can come of this round any more. */
function hopeless(at: At): boolean {
  const { view } = at;
  if (inState(at, 'deadline-passed')) return view.opening?.state === 'failed';
  if (tooFewToQuote(at)) return true;
  if (inState(at, 'opened')) return !view.bids.some(({ state }) => LIVE.includes(state));
  const out = ['revoked', 'returned', 'disqualified', 'rejected'];
  const left = (view.lot.data.candidates ?? []).some(({ bidId, outCause }) => outCause === undefined && !out.includes(view.bids.find(({ id }) => id === bidId)?.state ?? ''));
  return inState(at, 'evaluated', 'candidate-publicity') && !left;
}

export const supervision: readonly Generator[] = [
  {
    act: 'sup-order',
    turns: (at) => [
      ...(excluded(at) ? [] : [turn(organOf(at), 0.012, 'suspend'), turn(organOf(at), 0.02, 'opinion')]),
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
    act: 'not-abnormal',
    turns: (at) => [...(excluded(at) ? [] : each(at, 0.01, 'suspend', 'terminate')), ...(inState(at, 'suspended') ? each(at, 0.02, 'terminate') : []), ...(stoppedBy(at, 'tenderer') ? each(at, 0.6, 'resume') : []), ...(FAILS[at.view.lot.data.machine]?.includes(at.view.lot.state) ? each(at, hopeless(at) ? 2 : 0.006, 'fail') : [])],
    input: async (at, { who, what = '' }) => abnormal(at, who, what),
    wrong: [
      { name: 'lifts the organ\'s stop', codes: ['r-resume-by-suspender'], turns: (at) => (stoppedBy(at, 'supervisor') && lasts(at) ? sideOf(at) : []), input: (at, { who }) => abnormal(at, who, 'resume') },
      { name: 'fails too early', codes: ['state'], turns: (at) => (inState(at, 'accepted', 'announced', 'noticed') ? sideOf(at) : []), input: (at, { who }) => abnormal(at, who, 'fail') },
    ],
  },
];

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
