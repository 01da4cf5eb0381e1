import { msPerDay, msPerHour } from '../../../src/kernel/calendar.ts';
import { earliestAt } from '../../../src/kernel/limits.ts';
import { mustParam } from '../../../src/kernel/params.ts';
import type { Application } from '../../../src/modules/project-intake/index.ts';
import type { Rec } from '../../../src/platform/records.ts';
import { inState, iso, ms, paper, sideOf, turn, type At, type Generator } from '../generator.ts';
import type { Prng } from '../prng.ts';

const scope = ({ view: { lot: { data } } }: At) => ({ category: data.category, kind: data.kind, objectType: data.objectType });
const prequal = ({ view }: At) => view.lot.data.prequal;
/** Announced, and its documents are still to go out. */
export const toIssue = (at: At): boolean => inState(at, 'prequal-noticed') && prequal(at)?.issued === undefined;
/** Applications are taken. */
export const applying = (at: At): boolean => inState(at, 'prequal-noticed') && prequal(at)?.issued !== undefined && at.now < ms(prequal(at)?.deadline);
const waiting = (at: At): boolean => inState(at, 'prequal-review', 'prequalified', 'announced', 'noticed') && prequal(at) !== undefined;

const applications = ({ view }: At): Rec<Application>[] => view.of<Application>('application').filter(({ state }) => state !== 'replaced');
const appliedBy = (at: At, who: string): boolean => applications(at).some(({ ownerId }) => ownerId === at.sim.players.get(who).entityId);
const passed = (at: At): number => applications(at).filter(({ state }) => state === 'passed').length;
export const enoughPassed = (at: At): boolean => inState(at, 'prequalified') && passed(at) >= 3;
/** Too few have passed to be invited, and nobody applies any more. */
export const tooFewPassed = (at: At): boolean => inState(at, 'prequalified') && passed(at) < 3;

const saleEnd = (at: At): number => earliestAt(mustParam('minDocPeriod', scope(at)), at.now + msPerHour).at + msPerDay / 2;
const dueAfter = (at: At, end: number): number => earliestAt(mustParam('minPrequalPeriod', scope(at)), end).at + msPerDay / 2;
/** Far enough for a material change of what applicants answer. */
export const clarifiedApplications = (at: At): string => iso(Math.max(at.now + 5 * msPerDay, ms(prequal(at)?.deadline) + msPerHour));

export async function prequalNotice(at: At, who: string, days: number) {
  const end = saleEnd(at);
  return {
    noticeType: 'prequalification', title: `资格预审公告${at.view.ref.n}`, noticeFile: await paper(at, who, 'prequalification notice'),
    prequalDeadline: iso(dueAfter(at, end) + days * msPerDay), items: { docObtainEnd: iso(end) },
  };
}

/** Never before what was announced. */
export function prequalIssue(at: At) {
  const said = at.view.lot.data.notices.findLast(({ noticeType }) => noticeType === 'prequalification')?.items['docObtainEnd'];
  const end = Math.max(saleEnd(at), typeof said === 'string' ? ms(said) : 0);
  return { docKind: 'prequalification', saleEnd: iso(end), prequalDeadline: iso(Math.max(dueAfter(at, end), ms(prequal(at)?.deadline) || 0)), bidValidDays: 90 };
}

export async function prequalTerms(at: At, who: string) {
  const { plan } = at.view.ref;
  return plan.prequal === null ? {} : { prequalification: { ...plan.prequal, files: [{ sha256: await paper(at, who, 'prequalification document'), name: '资格预审文件.pdf' }] } };
}

/** Who may bid at all: applications, and one word on each. */
export const prequalification: readonly Generator[] = [
  {
    act: 'bid-prequal-apply',
    turns: (at) => (applying(at) ? at.view.ref.plan.bidders.map(({ bidder, silent }) => turn(bidder, appliedBy(at, bidder) ? 0.02 : silent ? 0.3 : 2)) : []),
    input: (at, { who }, rng) => application(at, who, rng),
    done: ({ sim, view }, { who }) => sim.secrets.applied(view.ref, { who, entityId: sim.players.get(who).entityId ?? '' }),
    wrong: [
      { name: 'a file nobody sent', codes: ['blob-missing'], input: () => ({ applicationFile: 'b'.repeat(64) }) },
      { name: 'before the documents are out', codes: ['state'], turns: (at) => (toIssue(at) ? at.view.ref.plan.bidders.map(({ bidder }) => turn(bidder)) : []), input: (at, { who }, rng) => application(at, who, rng) },
      { name: 'after the deadline', codes: ['r-prequal-before-deadline'], turns: (at) => (waiting(at) && at.now >= ms(prequal(at)?.deadline) ? at.view.ref.plan.bidders.map(({ bidder }) => turn(bidder)) : []), input: (at, { who }, rng) => application(at, who, rng) },
    ],
  },
  {
    act: 'bid-prequal-result',
    turns: (at) => (inState(at, 'prequal-review') ? sideOf(at, 2) : []),
    input: async (at, { who }, rng) => ({ reviewReport: await paper(at, who, 'review'), results: results(at, rng) }),
    wrong: [
      { name: 'one left out', codes: ['prequal-results'], turns: (at) => (inState(at, 'prequal-review') && applications(at).length > 0 ? sideOf(at) : []), input: async (at, { who }, rng) => ({ reviewReport: await paper(at, who, 'review'), results: results(at, rng).slice(1) }) },
      { name: 'one who never applied', codes: ['prequal-results'], input: async (at, { who }, rng) => ({ reviewReport: await paper(at, who, 'review'), results: [...results(at, rng), { applicationSeq: 100_000, qualified: false, reason: '无申请' }] }) },
      { name: 'without a reason', codes: ['prequal-results'], turns: (at) => (inState(at, 'prequal-review') && applications(at).length > 0 ? sideOf(at) : []), input: async (at, { who }) => ({ reviewReport: await paper(at, who, 'review'), results: applications(at).map(({ data }) => ({ applicationSeq: data.applicationSeq, qualified: false })) }) },
      { name: 'while applications come in', codes: ['state'], turns: (at) => (inState(at, 'prequal-noticed') ? sideOf(at) : []), input: async (at, { who }) => ({ reviewReport: await paper(at, who, 'review'), results: [] }) },
    ],
  },
];

async function application(at: At, who: string, rng: Prng) { return { applicationFile: await paper(at, who, `application ${rng.next()}`) }; }

function results(at: At, rng: Prng) {
  const limited = at.view.lot.data.document?.prequal?.method === 'limited';
  return applications(at).map(({ data: { applicationSeq } }) => {
    const qualified = rng.chance(0.9);
    return { applicationSeq, qualified, ...(qualified ? {} : { reason: '业绩不足' }), ...(qualified && limited ? { score: `${rng.between(60, 99)}.5` } : {}) };
  });
}
