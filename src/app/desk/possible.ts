import { isStepId, step, subItems, type EventId, type MachineId } from '../../../catalogue/index.ts';
import type { ActionItem } from '../../contracts/desk.ts';
import { nextSteps } from '../../contracts/next-steps.ts';
import { eventsFrom, hears } from '../../kernel/machine.ts';
import { purchaserQualifies, quotesInRounds } from '../../law/methods.ts';
import type { Actor, AnySpec, Parties } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Lot } from '../../modules/project-intake/index.ts';
import { lotParties, stoppedBy } from '../../modules/project-intake/index.ts';
import { groupOf, namesOf } from './names.ts';

/** What stands beside a lot and hears events with it. */
export interface Beside {
  kind: string; state: string; ownerId: string | null; members: readonly string[];
  /** an order of a supervisor that asks for something by a date */
  asking?: boolean;
  /** opened bids are there of which the reader's own organisation has not said whether they are qualified */
  unreviewed?: boolean;
  /** of one's own bid the committee has asked something that waits for its answer */
  asked?: boolean;
  /** one's own bid, of which the record of the opening has been confirmed or objected to */
  confirmed?: boolean;
  /** the competition that is open, or that the offer was made in */
  callId?: string;
}

const MACHINES: Readonly<Record<string, MachineId>> = {
  opening: 'opening-session', draw: 'expert-draw', evaluation: 'evaluation-session', contract: 'contract', bid: 'bid', certificate: 'certificate', 'framework-order': 'framework-order',
};

/** What somebody waits for an answer to. */
const ANSWERS: ReadonlySet<string> = new Set(['order-reply', 'dispute-answer']);

/** What begins a record of its own, or is no event of a machine: offered while the lot stands as said. */
const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  'project-amend': ['draft', 'planned', 'intended'], 'bid-encrypt': ['noticed'], 'bid-submit': ['noticed'],
  'exp-draw-request': ['noticed', 'deadline-passed', 'opening', 'opened'], 'cer-issue': ['closed'], 'single-objection': ['single-publicity'], 'dispute-answer': ['opening', 'opened'],
};

/** Votes of a committee's members, while its session stands as said. */
const VOTES: Readonly<Record<string, readonly string[]>> = { 'reject-vote': ['preliminary', 'detailed'], 'correction-vote': ['tallied'] };

/**
 * The acts and steps whose event has a row from where lot and sessions stand and for which this person holds a grant. It offers,
 * it does not decide: the rules are judged when the act comes.
 */
export function possible(specs: readonly AnySpec[], lot: Rec<Lot>, beside: readonly Beside[], actor: Actor, now = ''): ActionItem[] {
  const expected = nextSteps[lot.state] ?? [];
  const sits = actor.accountId !== null && beside.some(({ members }) => members.includes(actor.accountId ?? ''));
  const items = specs.flatMap((spec): ActionItem[] => {
    if (ORDERS.has(spec.id)) return ordering(spec, lot, beside, actor);
    if (spec.id === 'evl-clarify' && !sits) return answering(lot, beside);
    if (spec.kind === 'system' || (spec.subjectKind !== 'lot' && spec.subjectKind !== 'project')) return [];
    if (FITS[spec.id]?.(lot.data, sits) === false) return [];
    if (!fits(spec.id, lot) || !mayHappen(spec, lot, beside) || !granted(spec, lot, beside, actor)) return [];
    const subject = spec.subjectKind === 'project' ? lot.data.projectId : lot.id;
    return [{ id: spec.id, group: groupOf(spec), ...called(spec.id, lot, sits), subject, next: (expected.includes(spec.id) || ANSWERS.has(spec.id)) && stillWaits(spec.id, lot, beside, { sits, now }), given: GIVEN[spec.id]?.(lot.data) ?? {} }];
  });
  return items.sort((a, b) => Number(b.next) - Number(a.next) || rank(expected, a.id) - rank(expected, b.id));
}

/** One act, two sides: to the bidder it is the answer to what the committee has asked. */
const ANSWER = { zh: '答复评审澄清', en: 'Answer the committee' };

/** To the purchaser it is its own review of who is qualified (财政部令第87号 第44条). */
const QUALIFIES = { zh: '资格审查', en: 'Review qualification' };
const called = (id: string, lot: Rec<Lot>, sits: boolean): { zh: string; en: string } => (id === 'evl-prelim' && !sits ? QUALIFIES : namesOf(id, lot.data.category));

function answering(lot: Rec<Lot>, beside: readonly Beside[]): ActionItem[] {
  const waits = lot.state !== 'suspended' && beside.some(({ asked }) => asked === true);
  return waits ? [{ id: 'evl-clarify', group: 'acts', ...ANSWER, subject: lot.id, next: true, given: {} }] : [];
}

/** What the machine of procurement lists for all, and one method knows. */
const FITS: Readonly<Record<string, (lot: Lot, sits: boolean) => boolean>> = {
  'gpr-single': ({ kind }) => kind === 'single-source', 'single-objection': ({ kind }) => kind === 'single-source', 'do-next-round': (lot) => quotesInRounds(lot),
  'evl-prelim': (lot, sits) => sits || purchaserQualifies(lot),
  // who sat is told with the award, and nobody is assessed by a number
  'exp-assess': ({ openGates }) => openGates.includes('award-decided'),
};

/** What a form need not ask: it stands in the lot. */
const GIVEN: Readonly<Record<string, (lot: Lot) => Record<string, unknown>>> = {
  'doc-fair-review': ({ document }) => (document ? { docId: document.docId, docHash: document.docHash } : {}),
  'doc-download': ({ document }) => (document ? { docId: document.docId } : {}),
  'ctr-sign': ({ award }) => (award ? { contractPriceFen: award.awardFen, duration: award.duration } : {}),
};

/** What the method of the trade has no room for, though the machine has a row. */
function fits(id: string, { state, data: { category, kind, prequal, document, invited } }: Rec<Lot>): boolean {
  const purchase = category === 'gov-procurement';
  const prequalifies = prequal !== undefined || document?.prequal !== undefined;
  if (id === 'gpr-accept') return purchase;
  if (id === 'not-publish') return kind !== 'invited-tender' && kind !== 'single-source';
  // an open tender calls everybody; after its prequalification those who passed
  if (id === 'not-invite') return kind === 'open-tender' ? prequalifies && state !== 'docs-reviewed' : state !== 'announced' || invited === true;
  return true;
}

/** 框架协议第二阶段: an order is a lot of its own; it is given from the desk of the agreement. */
const ORDERS: ReadonlySet<string> = new Set(['gpr-framework', 'order-call', 'order-offer']);

function ordering(spec: AnySpec, lot: Rec<Lot>, beside: readonly Beside[], { entityId }: Actor): ActionItem[] {
  const { framework, tendererId } = lot.data;
  if (framework?.signedAt === undefined || !['contracted', 'rectifying'].includes(lot.state) || entityId === null) return [];
  const calls = beside.filter(({ kind, state }) => kind === 'order-call' && state === 'open');
  const competes = framework.modes.includes('competition');
  const mine = spec.id === 'order-offer' ? competes && calls.length > 0 && framework.suppliers.some((one) => one.supplierId === entityId && one.out === undefined) : entityId === tendererId && (spec.id !== 'order-call' || competes);
  const waits = calls.some(({ callId }) => !beside.some((one) => one.kind === 'order-offer' && one.ownerId === entityId && one.callId === callId));
  return mine ? [{ id: spec.id, group: groupOf(spec), ...namesOf(spec.id, lot.data.category), subject: lot.id, next: (spec.id === 'gpr-framework' && framework.orders.length === 0) || (spec.id === 'order-offer' && waits), given: {} }] : [];
}

function mayHappen(spec: AnySpec, lot: Rec<Lot>, beside: readonly Beside[]): boolean {
  if (spec.id === 'order-reply') return beside.some(({ asking }) => asking === true);
  if (BIDDING.has(spec.id) && joined(beside)) return false;
  if (spec.id === 'opn-confirm' && beside.some(({ confirmed }) => confirmed === true)) return false;
  if (spec.id === 'dispute-answer' && !beside.some(({ kind }) => kind === 'dispute')) return false;
  // a stopped lot takes no other act than the one that lifts the stop or ends the trade
  if (lot.state === 'suspended' && !stopTakes(spec, lot)) return false;
  if (BEGINNINGS[spec.id]?.includes(lot.state) && !hasBegun(spec.id, beside)) return true;
  if (spec.kind === 'gov') return beside.some(({ kind, state }) => kind === 'evaluation' && VOTES[spec.id]?.includes(state) === true);
  const event: EventId = isStepId(spec.id) ? step(spec.id).event as EventId : spec.id as EventId;
  if (hears(lot.data.machine, event)) return eventsFrom(lot.data.machine, lot.state).includes(event);
  // every kind of session that hears the event must have one that takes it: a bid may be decrypted, but not while its opening waits
  const hearing = Object.entries(MACHINES).filter(([, machine]) => hears(machine, event)).map(([kind, machine]) => beside.filter((one) => one.kind === kind).map(({ state }) => eventsFrom(machine, state).includes(event)));
  const present = hearing.filter((takes) => takes.length > 0);
  return present.length > 0 && present.every((takes) => takes.includes(true));
}

/** Who is in a consortium that has bid hands in no bid besides (招标投标法 第31条, 实施条例 第37条): its lead acts for it, with a bid of its own. */
const BIDDING: ReadonlySet<string> = new Set(['bid-encrypt', 'bid-submit', 'bid-consortium', 'bid-fingerprint']);
const joined = (beside: readonly Beside[]): boolean => beside.some(({ kind, state }) => kind === 'bid-side' && state === 'live') && !beside.some(({ kind }) => kind === 'bid');

function stopTakes(spec: AnySpec, { data: { machine } }: Rec<Lot>): boolean {
  const event = (isStepId(spec.id) ? step(spec.id).event : spec.id) as EventId;
  return hears(machine, event) && eventsFrom(machine, 'suspended').includes(event);
}

/** A draw that is under way is not asked for again, but once its roster is exhausted. */
function hasBegun(id: string, beside: readonly Beside[]): boolean {
  return id === 'exp-draw-request' && beside.some(({ kind, state }) => kind === 'draw' && !['draft', 'cancelled', 'exhausted'].includes(state));
}

function granted(spec: AnySpec, lot: Rec<Lot>, beside: readonly Beside[], actor: Actor): boolean {
  if (spec.id in VOTES) return actor.accountId !== null && beside.some(({ members }) => members.includes(actor.accountId ?? ''));
  if (spec.kind === 'gov') return actor.entityId !== null && [lot.data.tendererId, lot.data.agencyId].includes(actor.entityId);
  const members = beside.flatMap((one) => one.members);
  const parties: Parties = { ...lotParties(lot), members };
  try {
    authorise(spec.id, actor, parties);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Expected once, and done: what the lot itself remembers, or who asks has done. */
function stillWaits(id: string, { state, data }: Rec<Lot>, beside: readonly Beside[], { sits, now }: { sits: boolean; now: string }): boolean {
  const bids = beside.some(({ kind, state }) => kind === 'bid' && !notHandedIn.has(state));
  const done: Readonly<Record<string, boolean>> = {
    'int-schedule': data.slots.some(({ slotType }) => slotType === 'opening'), 'gpr-intention': data.category !== 'gov-procurement' || data.intention !== undefined,
    'gpr-plan': data.category !== 'gov-procurement', 'gpr-single': data.single !== undefined, 'awd-notice': data.award?.noticeIssuedAt !== undefined, 'awd-result': data.award?.resultPublishedAt !== undefined,
    // where the law knows no publicity of candidates it may be had, and is not waited for
    'awd-candidate': !subItems.some(({ category, sourceEvent }) => category === data.category && sourceEvent === 'awd-candidate'),
    'gpr-accept': underAgreement(data), 'ctr-perform': underAgreement(data), 'int-archive': data.archivedAt !== undefined, 'cer-issue': data.certificateNo !== undefined,
    // whom the notice has called, or an invitation, need not be invited
    'not-invite': data.bidDeadline !== undefined || data.invited === true,
    // a bidder's own: of others' there is nothing in what stands beside
    'doc-download': joined(beside) || beside.some(({ kind }) => kind === 'download'), 'bid-submit': bids, 'opn-checkin': !bids || beside.some(({ kind }) => kind === 'checkin'),
    // the documents are clarified where somebody asks, and experts are drawn when bids are in; before, both may be done
    'doc-clarify': !beside.some(({ kind, state }) => kind === 'question' && state === 'open'), 'exp-draw-request': state === 'noticed',
    // while the candidates are public nobody decides (实施条例 第54条)
    'awd-decide': state === 'candidate-publicity' && data.publicity !== undefined && now < data.publicity.publicityEnd,
    // who stopped the trade lifts the stop
    'not-abnormal': state === 'suspended' && stoppedBy(data) !== 'tenderer',
    'do-retender': data.nextLotId !== undefined,
    // the committee asks where it must: that waits for nobody
    'evl-clarify': true,
    // the purchaser's own review is over with the last bid
    'evl-prelim': !sits && !beside.some(({ unreviewed }) => unreviewed === true),
  };
  return done[id] !== true;
}

/** Orders are given as long as the agreement stands: that it has been performed is said at its end, by who looks for it. */
function underAgreement({ framework, order }: Lot): boolean { return framework?.signedAt !== undefined && order === undefined; }

const notHandedIn: ReadonlySet<string> = new Set(['drafting', 'sealed', 'replaced', 'withdrawn']);

function rank(expected: readonly string[], id: string): number {
  const at = expected.indexOf(id);
  return at < 0 ? expected.length : at;
}
