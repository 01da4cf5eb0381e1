import { evaluationDefaults } from '../../../catalogue/index.ts';
import { msPerHour } from '../../../src/kernel/calendar.ts';
import { inState, iso, ms, sideOf, turn, type At, type Generator, type RosterEntry, type Turn } from '../generator.ts';
import { specialties } from '../players.ts';
import type { SmsCall } from '../view.ts';
import { ready } from './chance.ts';

const seatsOfExperts = 4;
const longestLead = 5 * msPerHour;
const LIVE = ['receipted', 'decrypted', 'valid'];
const anyBid = ({ view }: At): boolean => view.bids.some(({ state }) => LIVE.includes(state));
const specialtyOf = ({ view }: At): string => (view.ref.plan.category === 'engineering' ? specialties[0] : specialties[1]);
const drawIn = ({ view }: At, ...states: readonly string[]): boolean => view.draw !== null && states.includes(view.draw.state);
const empty = ({ view }: At) => view.draw?.data.seats.filter(({ expertId }) => expertId === null) ?? [];
const running = (at: At): boolean => inState(at, 'noticed', 'deadline-passed', 'opening', 'adjourned', 'opened');

export const draw: readonly Generator[] = [
  {
    act: 'exp-draw-request',
    turns: (at) => (running(at) && (at.view.draw === null || (drawIn(at, 'exhausted') && !shortOfExperts(at))) && ready(at, 'experts') && anyBid(at) && roster(at).length >= wanted(at) ? sideOf(at, inState(at, 'opened') ? 2 : 0.2) : []),
    input: (at, _turn, rng) => request(at, at.now + rng.between(30, 300) * 60_000),
    wrong: [
      { name: 'too far ahead', codes: ['r-draw-window'], turns: (at) => (running(at) && at.view.draw === null && ready(at, 'experts') && roster(at).length >= wanted(at) ? sideOf(at) : []), input: (at) => request(at, at.now + 25 * msPerHour) },
      { name: 'too many of the tenderer', codes: ['r-committee-composition'], turns: (at) => (running(at) && at.view.draw === null ? sideOf(at) : []), input: (at) => ({ ...request(at, at.now + msPerHour), specialtyNeeds: [{ specialty: specialtyOf(at), headcount: 1 }] }) },
      { name: 'without commitments', codes: ['contribution-missing'], turns: (at) => (running(at) && at.view.draw === null && !ready(at, 'experts') ? sideOf(at) : []), input: (at) => request(at, at.now + msPerHour) },
    ],
  },
  {
    act: 'do-designate',
    turns: (at) => (drawIn(at, 'exhausted') && !inState(at, 'suspended', 'failed', 'terminated') && shortOfExperts(at) && roster(at).length >= empty(at).length ? [turn(at.view.ref.plan.tenderer, 0.3)] : []),
    input: (at) => ({ expertIds: roster(at).slice(0, empty(at).length), approvalNo: `A-${at.view.ref.n}`, causeCode: 'technically-complex' }),
  },
  { act: 'do-cancel', turns: (at) => (drawIn(at, 'requested', 'drawn', 'notifying', 'exhausted') ? [turn(at.view.ref.plan.tenderer, 0.01)] : []), input: () => ({ reasonCode: 'postponed' }) },
  {
    act: 'exp-assess',
    turns: (at) => (drawIn(at, 'unsealed') && at.view.lot.data.reportAt !== undefined ? unassessed(at).flatMap((seatNo) => sideOf(at, 0.2).map((one) => ({ ...one, what: String(seatNo) }))) : []),
    input: (_at, { what }, rng) => ({ seatNo: Number(what), score: rng.between(evaluationDefaults.expertAssessment.min, evaluationDefaults.expertAssessment.max), remarks: '按时到场' }),
    wrong: [{ name: 'better than the best', codes: ['r-score-range'], input: (_at, { what }) => ({ seatNo: Number(what), score: evaluationDefaults.expertAssessment.max + 1 }) }],
  },
  {
    // the phones: an answer comes back by the provider's callback, unsigned
    act: 'exp-reply',
    turns: (at) => (drawIn(at, 'notifying', 'sealed', 'unsealed') && !inState(at, 'suspended') ? calls(at) : []),
    input: ({ view }, { what = '' }) => {
      const [seatNo, content] = what.split(' ');
      const seat = view.draw?.data.seats.find((one) => one.seatNo === Number(seatNo));
      const call = view.of<SmsCall>('sms-call').find(({ id }) => id === seat?.callId);
      return [{ phone_number: call?.data.phone, content, dest_code: `1069${call?.key ?? ''}` }];
    },
  },
];

const unassessed = ({ view }: At): number[] => (view.draw?.data.seats ?? []).filter(({ seatNo, expertId }) => expertId !== null && view.draw?.data.assessed?.some((one) => one.seatNo === seatNo) !== true).map(({ seatNo }) => seatNo);

function calls({ now, view }: At): Turn[] {
  return (view.draw?.data.seats ?? []).flatMap(({ seatNo, expertId, reply, replyBy }): Turn[] => (
    expertId !== null && reply === undefined && now <= ms(replyBy) ? [turn('phone', 3, `${seatNo} 1`), turn('phone', 0.15, `${seatNo} 2`), turn('phone', 0.08, `${seatNo} 3`)] : []));
}

const wanted = (at: At): number => (at.view.draw === null ? seatsOfExperts : empty(at).length);
/** Once a second request would find no more, the tenderer names. */
const shortOfExperts = (at: At): boolean => (at.view.draw?.data.round ?? 0) >= 2;

/** Experts whom nothing keeps away but what they have done already, here, lately or on the lot this one replaces: they have no ties to anybody. */
function roster({ now, sim, view }: At): string[] {
  const called = new Set([...view.draw?.data.called ?? [], ...sim.seated.get(view.lot.data.formerLotId ?? '') ?? []]);
  return sim.experts.filter((one) => !called.has(one.expertNo) && one.state === 'active' && !worked(one, now)).map(({ id }) => id);
}

/** As much as one may within a week, or a year, of any start that is asked for (lifecycle §6). */
function worked({ sessions }: RosterEntry, now: number): boolean {
  const { sessionsIn7Days, sessionsInYear } = evaluationDefaults.expertDraw;
  const within = (days: number): number => sessions.filter((at) => Math.abs(ms(at) - now) < days * 24 * msPerHour + longestLead).length;
  return within(7) >= sessionsIn7Days || within(365) >= sessionsInYear;
}

function request(at: At, evaluationStart: number) {
  const { plan } = at.view.ref;
  const reps = at.sim.players.get(`rep-${plan.tenderer.at(-1)}-1`);
  return {
    specialtyNeeds: [{ specialty: specialtyOf(at), headcount: wanted(at) }], evaluationStart: iso(evaluationStart),
    ...(at.view.draw === null ? { representativeIds: [reps.accountId] } : {}),
  };
}
