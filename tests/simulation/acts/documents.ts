import { dateText, dayOf, isWorkingDay, msPerDay, msPerHour, startOfDay } from '../../../src/kernel/calendar.ts';
import { earliestAt } from '../../../src/kernel/limits.ts';
import { mustParam } from '../../../src/kernel/params.ts';
import { answerTestShare, type TestShare } from '../../../src/seal/index.ts';
import { inState, iso, ms, paper, sideOf, turn, type At, type Generator, type Turn } from '../generator.ts';
import { bidderNames, custodianNames } from '../players.ts';
import type { Question } from '../view.ts';
import { admitted, byInvitation, inRounds, prequalified, takesConsortia, works } from './intake.ts';
import { applying, clarifiedApplications, prequalIssue, prequalNotice, prequalTerms, toIssue } from './prequal.ts';
import { publicised } from './single.ts';

const scope = ({ view: { lot: { data } } }: At) => ({ category: data.category, kind: data.kind, objectType: data.objectType });

/** The first working morning that leaves bidders all the time the law gives them. */
export function lawfulDeadline(at: At, days = 0): number {
  let day = dayOf(Math.max(earliestAt(mustParam('minBidPeriod', scope(at)), at.now + msPerHour).at, saleEnd(at) + msPerHour)) + days;
  while (!isWorkingDay(day)) day += 1;
  return startOfDay(day) + 9.5 * msPerHour;
}

function saleEnd(at: At): number { return earliestAt(mustParam('minDocPeriod', scope(at)), at.now + msPerHour).at + msPerDay / 2; }

/** Far enough for a material change, whatever unit the law counts in. */
function clarifiedDeadline(at: At): number {
  const lead = earliestAt(mustParam('clarifyLead', scope(at)), at.now + msPerHour).at + msPerDay;
  return Math.max(lead, ms(at.view.lot.data.bidDeadline ?? announced(at)) + msPerHour);
}

function announced({ view: { lot: { data } } }: At): string {
  const items = data.notices.findLast(({ noticeType }) => noticeType === 'tender')?.items;
  return data.announcedBidDeadline ?? String(items?.['bidDeadline'] ?? items?.['responseDeadline']);
}

const intentionRipe = (at: At): boolean => at.view.lot.data.intention === undefined || at.now >= earliestAt(mustParam('planLead', scope(at)), ms(at.view.lot.data.intention.publishedAt)).at;
/** Periods of days, where the law gives a negotiation hours. */
const slow = (at: At): boolean => !inRounds(at);
const bidsOpen = (at: At): boolean => inState(at, 'noticed') && at.now < ms(at.view.lot.data.bidDeadline);

export const documents: readonly Generator[] = [
  {
    act: 'not-plan-publish', subject: 'project',
    turns: (at) => (works(at) && at.view.ref.plan.lotNo === '1' && at.view.siblings.every((one) => one.state === at.view.lot.state) && inState(at, 'draft', 'accepted') ? sideOf(at, 0.1) : []),
    input: async (at, { who }) => ({ plannedNoticeMonth: dateText(dayOf(at.now + 31 * msPerDay)).slice(0, 7), planFile: await paper(at, who, 'plan') }),
  },
  {
    act: 'doc-seal',
    turns: (at) => (!publicised(at) ? [] : inState(at, 'accepted') ? sideOf(at, 2) : inState(at, 'sealed', 'docs-reviewed') ? sideOf(at, 0.04) : []),
    input: (at, { who }) => sealInput(at, who),
    wrong: [
      { name: 'custodians who are one', codes: ['custody-set'], input: async (at, { who }) => { const input = await sealInput(at, who); const [first = '', second = ''] = input.custodianIds; return { ...input, custodianIds: [first, second, first] }; } },
      { name: 'a method of another category', codes: ['evaluation-config'], input: async (at, { who }) => ({ ...await sealInput(at, who), evaluation: { method: works(at) ? 'gp-lowest' : 'lowest-evaluated' } }) },
      { name: 'a file nobody sent', codes: ['blob-missing'], input: async (at, { who }) => ({ ...await sealInput(at, who), files: [{ sha256: 'c'.repeat(64), name: 'x.pdf' }] }) },
    ],
  },
  {
    act: 'doc-fair-review',
    turns: (at) => (inState(at, 'sealed') ? [...sideOf(at, 2).map((one) => ({ ...one, what: 'pass' })), ...sideOf(at, 0.08).map((one) => ({ ...one, what: 'fail' }))] : []),
    input: async (at, { who, what }) => ({ docId: at.view.lot.data.document?.docId, docHash: at.view.lot.data.document?.docHash, result: what, reviewForm: await paper(at, who, 'review') }),
    wrong: [{ name: 'of another text', codes: ['r-doc-hash-match'], input: async (at, { who, what }) => ({ docId: at.view.lot.data.document?.docId, docHash: 'd'.repeat(64), result: what, reviewForm: await paper(at, who, 'review') }) }],
  },
  {
    act: 'not-publish',
    turns: (at) => (inState(at, 'docs-reviewed') && !byInvitation(at) ? sideOf(at, intentionRipe(at) ? 2 : 0.3) : []),
    input: (at, { who }, rng) => (prequalified(at) ? prequalNotice(at, who, rng.between(1, 6)) : notice(at, who, lawfulDeadline(at, rng.between(1, 6)))),
    wrong: [
      { name: 'a deadline that has passed', codes: ['invalid-input'], input: async (at, { who }) => (prequalified(at) ? { ...await prequalNotice(at, who, 1), prequalDeadline: iso(at.now) } : notice(at, who, at.now)) },
      { name: 'of a tender, where applicants are reviewed first', codes: ['state'], turns: (at) => (inState(at, 'docs-reviewed') && prequalified(at) ? sideOf(at) : []), input: (at, { who }) => notice(at, who, lawfulDeadline(at, 1)) },
      { name: 'of a prequalification that there is not', codes: ['state'], turns: (at) => (inState(at, 'docs-reviewed') && works(at) && !byInvitation(at) && !prequalified(at) ? sideOf(at) : []), input: (at, { who }) => prequalNotice(at, who, 1) },
      { name: 'instead of invitations', codes: ['state'], turns: (at) => (inState(at, 'docs-reviewed') && byInvitation(at) ? sideOf(at) : []), input: (at, { who }) => notice(at, who, lawfulDeadline(at, 1)) },
    ],
  },
  {
    act: 'not-change',
    turns: (at) => (!byInvitation(at) && (inState(at, 'announced') || bidsOpen(at) || applying(at)) ? sideOf(at, 0.03) : []),
    input: async (at, { who }, rng) => {
      const material = rng.chance(0.5);
      return { prevHash: await headOf(at), changeFile: await paper(at, who, 'change'), changedItems: ['资格要求'], originalContent: '旧', revisedContent: '新', isMaterial: material, ...movedTo(at, material) };
    },
    wrong: [
      { name: 'names another version', codes: ['r-revision-chain'], input: async (at, { who }) => ({ prevHash: 'e'.repeat(64), changeFile: await paper(at, who, 'change'), changedItems: ['x'], originalContent: '旧', revisedContent: '新' }) },
      { name: 'makes the deadline earlier', codes: ['deadline-earlier'], input: async (at, { who }) => ({ prevHash: await headOf(at), changeFile: await paper(at, who, 'change'), changedItems: ['x'], originalContent: '旧', revisedContent: '新', newBidDeadline: iso(ms(at.view.lot.data.bidDeadline ?? announced(at)) - 1) }), turns: (at) => (earlierIsAhead(at) ? sideOf(at) : []) },
    ],
  },
  {
    act: 'custody-prove',
    turns: (at) => custodianNames.flatMap((name, i) => (at.view.of<{ custodianId: string }>('custody-test').some((test) => test.state === 'pending' && test.data.custodianId === at.sim.players.custodianIds[i]) ? [turn(name, 2)] : [])),
    input: async (at, { who }) => ({ custodianId: custodianIdOf(at, who), answer: await answerTestShare(await testOf(at, who), at.sim.players.get(who).identity.encrypt.privateKey) }),
    wrong: [{ name: 'a wrong answer', codes: ['custody-test-failed'], input: (at, { who }) => ({ custodianId: custodianIdOf(at, who), answer: 'f'.repeat(64) }) }],
  },
  {
    act: 'doc-issue',
    turns: (at) => ((inState(at, 'announced') && proved(at)) || toIssue(at) ? sideOf(at, 2) : []),
    input: (at) => (toIssue(at) ? prequalIssue(at) : issueInput(at)),
    wrong: [
      { name: 'unproved custodians', codes: ['custody-unproved'], turns: (at) => (inState(at, 'announced') && !proved(at) ? sideOf(at) : []), input: (at) => issueInput(at) },
      { name: 'too short a time', codes: ['r-notice-period', 'deadline-earlier'], turns: (at) => (inState(at, 'announced') && proved(at) && slow(at) ? sideOf(at) : []), input: (at) => ({ ...issueInput(at), bidDeadline: iso(at.now + 10 * msPerDay) }) },
      { name: 'too short a sale', codes: ['r-doc-issue-period'], turns: (at) => (inState(at, 'announced') && proved(at) && slow(at) ? sideOf(at) : []), input: (at) => ({ ...issueInput(at), saleEnd: iso(at.now + 3 * msPerHour) }) },
      { name: 'too high a deposit', codes: ['r-deposit-cap'], turns: (at) => (inState(at, 'announced') && proved(at) ? sideOf(at) : []), input: (at) => ({ ...issueInput(at), depositFen: 300_000_000 }) },
      { name: 'too short a time to apply', codes: ['r-prequal-period', 'deadline-earlier'], turns: (at) => (toIssue(at) ? sideOf(at) : []), input: (at) => { const input = prequalIssue(at); return { ...input, prequalDeadline: iso(ms(input.saleEnd) + msPerDay) }; } },
      { name: 'the tender document, before anybody has passed', codes: ['state'], turns: (at) => (inState(at, 'prequal-noticed') ? sideOf(at) : []), input: (at) => ({ ...prequalIssue(at), docKind: 'tender' }) },
      { name: 'a floor for prices', codes: ['r-no-floor-price'], turns: (at) => (works(at) && inState(at, 'announced') && proved(at) ? sideOf(at) : []), input: (at) => ({ ...issueInput(at), floorFen: 100 }) },
    ],
  },
  {
    act: 'doc-download',
    turns: (at) => (inState(at, 'noticed') || onSale(at) ? participants(at).map((bidder) => turn(bidder, has(at, 'download', bidder) ? 0.004 : 2)) : []),
    input: (at) => ({ docId: at.view.lot.data.document?.docId }),
    wrong: [
      { name: 'another version', codes: ['version-conflict'], input: () => ({ docId: '00000000-0000-4000-8000-00000000000d' }) },
      { name: 'uninvited', codes: ['not-invited'], turns: (at) => (inState(at, 'noticed') ? uninvited(at).map((who) => turn(who)) : []), input: (at) => ({ docId: at.view.lot.data.document?.docId }) },
    ],
  },
  {
    act: 'doc-question',
    turns: (at) => (bidsOpen(at) || applying(at) ? participants(at).flatMap((bidder): Turn[] => [turn(bidder, 0.012, 'question'), turn(bidder, 0.005, 'objection')]) : []),
    input: (at, { who, what }, rng) => ({ kind: what, text: `${what} ${at.view.ref.n} ${who} ${rng.next()}` }),
  },
  {
    act: 'doc-clarify',
    turns: (at) => (inState(at, 'noticed') || applying(at) ? sideOf(at, open(at).some(({ data }) => data.kind === 'objection') ? 1.5 : open(at).length > 0 ? 0.3 : 0.01) : []),
    input: async (at, { who }, rng) => {
      const material = rng.chance(0.6) || !(bidsOpen(at) || applying(at));
      return { ...await clarification(at, who), isMaterial: material, ...movedTo(at, material) };
    },
    wrong: [
      { name: 'too late for what it changes', codes: ['r-clarify-lead-time', 'deadline-earlier', 'invalid-input'], turns: (at) => (slow(at) && inState(at, 'noticed') && ms(at.view.lot.data.bidDeadline) < at.now + 9 * msPerDay ? sideOf(at) : []), input: async (at, { who }) => ({ ...await clarification(at, who), isMaterial: true, newBidDeadline: null }) },
      { name: 'answers what nobody asked', codes: ['not-found'], input: async (at, { who }) => ({ ...await clarification(at, who), isMaterial: false, answers: [{ questionId: '00000000-0000-4000-8000-00000000000e', answer: '答' }] }) },
    ],
  },
];

const open = ({ view }: At) => view.of<Question>('question').filter(({ state }) => state === 'open');
const onSale = (at: At): boolean => inState(at, 'prequal-noticed') && !toIssue(at);
const participants = (at: At): string[] => at.view.ref.plan.bidders.map(({ bidder }) => bidder).filter((who) => admitted(at, who));
const uninvited = (at: At): string[] => bidderNames.filter((name) => !admitted(at, name));
/** What a material change moves: the deadline that runs. */
const movedTo = (at: At, material: boolean) => (applying(at) ? { newPrequalDeadline: material ? clarifiedApplications(at) : null } : { newBidDeadline: material ? iso(clarifiedDeadline(at)) : null });
/** Whether a bidder has left a record of this kind. */
export function has({ sim, view }: At, kind: string, bidder: string): boolean {
  return view.of(kind).some((one) => one.ownerId === sim.players.get(bidder).entityId);
}
const proved = ({ view }: At): boolean => view.lot.data.document?.custodians.every(({ provedAt }) => provedAt !== undefined) === true;
const earlierIsAhead = (at: At): boolean => !byInvitation(at) && (inState(at, 'announced') || bidsOpen(at)) && ms(at.view.lot.data.bidDeadline ?? announced(at)) - 1 > at.now;

async function sealInput(at: At, who: string) {
  return {
    files: [{ sha256: await paper(at, who, 'tender document'), name: '招标文件.pdf' }], evaluation: at.view.ref.plan.terms, custodianIds: at.sim.players.custodianIds,
    ...(takesConsortia(at) ? { consortium: { maxMembers: 3 } } : {}), ...await prequalTerms(at, who),
    qualification: '具备相应资质', terms: { consortiumAllowed: takesConsortia(at) ? '接受' : '不接受', policyRequirements: '支持中小企业', requirements: '采购需求' },
  };
}

async function notice(at: At, who: string, deadline: number) {
  return { noticeType: 'tender', title: `招标公告${at.view.ref.n}`, noticeFile: await paper(at, who, 'notice'), bidDeadline: iso(deadline) };
}

function issueInput(at: At) {
  const { plan } = at.view.ref;
  const deadline = Math.max(ms(announced(at)), lawfulDeadline(at));
  return { saleEnd: iso(saleEnd(at)), bidDeadline: iso(deadline), bidValidDays: 90, depositFen: plan.depositFen, ...(plan.category === 'gov-procurement' ? { smeReserved: false } : {}) };
}

async function clarification(at: At, who: string) {
  const answers = open(at).map((one) => ({ questionId: one.id, answer: `答复 ${one.data.questionSeq}` }));
  return { clarificationFile: await paper(at, who, 'clarification'), changedItems: ['第三章'], originalContent: '旧', revisedContent: '新', answers };
}

export function custodianIdOf(at: At, who: string): string { return at.sim.players.custodianIds[custodianNames.findIndex((name) => name === who)] ?? ''; }

async function testOf(at: At, who: string): Promise<TestShare> {
  const { items } = await at.sim.players.get(who).client.get<{ items: { lotId: string; test: TestShare }[] }>('/api/v1/custody/requests');
  const item = items.find(({ lotId }) => lotId === at.view.lot.id);
  if (!item) throw new Error(`${who} is asked for no test share of lot ${at.view.ref.n}`);
  return item.test;
}

async function headOf({ sim, view }: At): Promise<string> {
  const { rows } = await sim.world.pool.query<{ body_hash: string }>(`select body_hash from leaf where subject = $1 and fp = any ($2) and kind = 'act' order by ordinal desc limit 1`, [view.lot.id, ['not-publish', 'not-change']]);
  return rows[0]?.body_hash ?? '';
}
