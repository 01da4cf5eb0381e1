import { dateText, dayOf, msPerDay, msPerHour } from '../../../src/kernel/calendar.ts';
import { quotesInRounds } from '../../../src/law/methods.ts';
import type { Plan } from '../plan.ts';
import { inState, iso, paper, sideOf, turn, type At, type Generator, type Slot } from '../generator.ts';

const ITEMS = ['tender-document', 'fair-review', 'tender-notice', 'prequalification-notice', 'prequalification-report', 'invitation', 'opening-record', 'evaluation-report', 'candidate-notice', 'award-notice', 'result-notice', 'contract', 'acceptance-report', 'failure-notice'];
export const works = ({ view }: At): boolean => view.lot.data.machine === 'tender-lot';
/** Applicants are reviewed first: so say the documents, or what is to become of them. */
export const prequalified = ({ view: { ref: { plan }, lot: { data } } }: At): boolean => (data.document ? data.document.prequal !== undefined : plan.prequal !== null);
/** Nobody is called by a notice: one is chosen. */
export const byInvitation = ({ view }: At): boolean => ['invited-tender', 'single-source'].includes(view.lot.data.kind);
/** Where not everybody may take part: whoever was invited. */
export const admitted = ({ sim, view }: At, who: string): boolean => view.lot.data.invited !== true || view.of('invitation').some(({ ownerId }) => ownerId === sim.players.get(who).entityId);
/** An objection was upheld: another method is to be filed, and the project handed in again. */
const refiles = ({ view }: At): boolean => view.lot.data.kind === 'single-source' && view.lot.data.single?.outcome === 'upheld';
export const inRounds = ({ view }: At): boolean => quotesInRounds(view.lot.data);
export const takesConsortia = ({ view: { ref: { plan } } }: At): boolean => plan.bidders.some(({ partner }) => partner !== undefined);

/** Acts of a project are played from its first lot, and only while its lots stand alike. */
function together(at: At, ...states: readonly string[]): boolean {
  const { ref, siblings } = at.view;
  return ref.plan.lotNo === '1' && inState(at, ...states) && siblings.every((one) => states.includes(one.state) && one.state === at.view.lot.state);
}
const handedIn = (at: At): boolean => together(at, 'intake-pending');

export function projectInput({ view: { ref, project, lot, siblings } }: At, projectName = project.data.projectName) {
  const { objectType, industryId, regionCode, fundSource, stateFunded, overview, contact } = project.data;
  return {
    projectName, objectType, industryId, regionCode, fundSource, stateFunded, overview, contact,
    lots: [lot, ...siblings].map(({ data }) => ({ lotNo: data.lotNo, lotName: data.lotName, duration: '180', quality: '合格', ...moneyOf(ref.plan.category, ref.plan.ceilingFen) })),
  };
}

export function moneyOf(category: string, ceilingFen: number) {
  return category === 'engineering' ? { estimateFen: ceilingFen, ceilingFen } : { budgetFen: ceilingFen, ceilingFen };
}

export const intake: readonly Generator[] = [
  {
    act: 'project-amend', subject: 'project',
    turns: (at) => (together(at, 'draft', 'intended', 'planned') ? [turn(at.view.ref.plan.tenderer, 0.1)] : []),
    input: (at, _turn, rng) => projectInput(at, `${at.view.project.data.projectName.slice(0, 40)}改${rng.int(10)}`),
    wrong: [{ name: 'a lot more', codes: ['invalid-input'], input: (at) => { const input = projectInput(at); return { ...input, lots: [...input.lots, { lotNo: '9', lotName: '多出的标段' }] }; } }],
  },
  {
    act: 'int-submit', subject: 'project',
    turns: (at) => (together(at, works(at) ? 'draft' : 'planned') && !refiles(at) ? sideOf(at, 2) : []),
    input: async (at, { who }) => ({ approvalFile: await paper(at, who, 'approval') }),
    wrong: [{ name: 'a file nobody sent', codes: ['blob-missing'], input: () => ({ approvalFile: 'b'.repeat(64) }) }],
  },
  {
    act: 'int-promise', subject: 'project',
    turns: (at) => (handedIn(at) ? [turn(at.view.ref.plan.tenderer, at.view.project.data.promisedAt === undefined ? 2 : 0.05)] : []),
    input: async (at, { who }) => ({ promiseVersion: '1', promiseFile: await paper(at, who, 'promise'), signerIdNo: 'P-1' }),
  },
  {
    act: 'int-accept', subject: 'project',
    turns: (at) => {
      if (!handedIn(at)) return [];
      const { promisedAt, correctedOnce } = at.view.project.data;
      const decided = turn('centre-a', 0.08, 'refuse');
      return [...(promisedAt === undefined ? [] : [turn('centre-a', 3, 'accept')]), ...(correctedOnce ? [] : [turn('centre-a', 0.15, 'correct')]), decided];
    },
    input: async (at, { who, what = '' }) => ({ decisionCode: what, intakeForm: await paper(at, who, 'intake'), reason: '理由', defects: what === 'correct' ? ['缺少材料'] : [] }),
    wrong: [
      { name: 'without a promise', codes: ['r-promise-signed'], turns: (at) => (handedIn(at) && at.view.project.data.promisedAt === undefined ? [turn('centre-a')] : []), input: async (at, { who }) => ({ decisionCode: 'accept', intakeForm: await paper(at, who, 'intake') }) },
      { name: 'corrected twice', codes: ['correction-once'], turns: (at) => (handedIn(at) && at.view.project.data.correctedOnce ? [turn('centre-a')] : []), input: async (at, { who }) => ({ decisionCode: 'correct', intakeForm: await paper(at, who, 'intake'), defects: ['再次'] }) },
      { name: 'refused without reason', codes: ['invalid-input'], turns: (at) => (handedIn(at) ? [turn('centre-a')] : []), input: async (at, { who }) => ({ decisionCode: 'refuse', intakeForm: await paper(at, who, 'intake') }) },
    ],
  },
  {
    act: 'int-schedule',
    turns: (at) => (inState(at, 'accepted', 'docs-reviewed', 'announced', 'noticed') ? sideOf(at, at.view.lot.data.slots.length === 0 ? 0.6 : 0.05) : []),
    input: (at, _turn, rng) => slot(at, `room-${at.view.ref.n}`, rng.between(1, 20)),
    wrong: [
      { name: 'ends before it begins', codes: ['invalid-input'], input: (at) => { const { slotStart, slotEnd, ...rest } = slot(at, 'room-x', 3); return { ...rest, slotStart: slotEnd, slotEnd: slotStart }; } },
      {
        name: 'taken by another', codes: ['r-slot-free'],
        turns: (at) => (inState(at, 'accepted', 'docs-reviewed', 'announced', 'noticed') && taken(at) ? sideOf(at) : []),
        input: (at) => taken(at),
      },
    ],
  },
  {
    act: 'int-archive',
    turns: (at) => {
      if (inState(at, 'failed', 'terminated')) return at.view.lot.data.archivedAt === undefined ? sideOf(at, 0.6) : [];
      return inState(at, works(at) ? 'contracted' : 'performance-over') ? sideOf(at, works(at) ? 0.4 : 2) : [];
    },
    input: () => ({ items: ITEMS }),
    wrong: [{
      name: 'empty', codes: ['r-archive-complete'], turns: (at) => (inState(at, works(at) ? 'contracted' : 'performance-over') ? sideOf(at) : []),
      input: () => ({ items: [] }),
    }, {
      name: 'another file', codes: ['archive-package'], turns: (at) => (inState(at, works(at) ? 'contracted' : 'performance-over') ? sideOf(at) : []),
      input: async (at, { who }) => ({ archivePackage: await paper(at, who, 'archive'), items: ITEMS }),
    }],
  },
  {
    act: 'do-retender',
    turns: (at) => (inState(at, 'failed') && at.view.lot.data.nextLotId === undefined ? [turn(at.view.ref.plan.tenderer, 0.4)] : []),
    input: async (at, { who }) => ({ causeAnalysisHash: await paper(at, who, 'causes') }),
    done: ({ sim, view }, _turn, { result }) => {
      sim.lots.push({ n: sim.nextLot, lotId: String(result['lotId']), projectId: String(result['projectId']), plan: retendered(view.ref.plan) });
    },
    wrong: [{
      name: 'twice', codes: ['state'], turns: (at) => (inState(at, 'failed') && at.view.lot.data.nextLotId !== undefined ? [turn(at.view.ref.plan.tenderer)] : []),
      input: async (at, { who }) => ({ causeAnalysisHash: await paper(at, who, 'causes') }),
    }],
  },
  {
    act: 'gpr-intention', subject: 'project',
    turns: (at) => (!works(at) && together(at, 'draft') ? [turn(at.view.ref.plan.tenderer, at.view.ref.plan.urgent ? 0.05 : 2)] : []),
    input: async (at, { who }) => ({ plannedMonth: dateText(dayOf(at.now + 40 * msPerDay)).slice(0, 7), smeReserved: false, intentionFile: await paper(at, who, 'intention') }),
  },
  {
    act: 'gpr-plan', subject: 'project',
    turns: (at) => {
      const { plan } = at.view.ref;
      if (works(at)) return [];
      if (together(at, 'planned') && refiles(at)) return [turn(plan.tenderer, 2, 'again')];
      return together(at, 'intended') ? [turn(plan.tenderer, 2)] : together(at, 'draft') && plan.urgent ? [turn(plan.tenderer, 2, 'exempt')] : [];
    },
    input: async (at, { who, what }) => ({ planNo: `P-${at.view.ref.n}`, method: what === 'again' ? 'competitive-negotiation' : at.view.ref.plan.kind, ...(what === 'exempt' ? { intentionExemptCode: 'urgent' } : {}), approvalFile: await paper(at, who, 'plan') }),
    wrong: [
      { name: 'fewer bidders, silently', codes: ['invalid-input'], input: async (at, { who, what }) => ({ planNo: 'P', method: 'open-tender', minBiddersOverride: 1, ...(what === 'exempt' ? { intentionExemptCode: 'urgent' } : {}), approvalFile: await paper(at, who, 'plan') }) },
      { name: 'without an intention', codes: ['state'], turns: (at) => (!works(at) && together(at, 'draft') ? [turn(at.view.ref.plan.tenderer)] : []), input: async (at, { who }) => ({ planNo: 'P', method: 'open-tender', approvalFile: await paper(at, who, 'plan') }) },
    ],
  },
];

/** At other prices: what was offered before stays secret where it was never read out. */
function retendered(plan: Plan): Plan {
  return { ...plan, lotNo: '1', urgent: true, bidders: plan.bidders.map((one) => ({ ...one, priceFen: one.priceFen - 7_000_027 })) };
}

function slot(at: At, roomId: string, daysAhead: number): Slot {
  const start = at.now + daysAhead * msPerDay;
  return { slotType: 'opening', roomId, slotStart: iso(start), slotEnd: iso(start + 3 * msPerHour) };
}

/** The slot of another lot, if it lies ahead. */
function taken({ sim, view, now }: At): Slot | null {
  const found = sim.lots.flatMap(({ n }) => (n === view.ref.n ? [] : sim.slots.get(n) ?? [])).find((one) => Date.parse(one.slotStart) > now);
  return found ?? null;
}
