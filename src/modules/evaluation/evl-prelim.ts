import { z } from 'zod';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { openingForm } from '../opening-hall/index.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import { loadCompletion, withOwn } from './completion.ts';
import type { Review } from './model.ts';
import { configOf, enter, memberOf, sessionParties, sheetKey, tallyOf, type SessionFacts } from './session.ts';
import { missingReviews, rejectOverCeiling, settle, type Completion } from './settle.ts';
import type { Evaluation } from './model.ts';
import { leastSuppliers, lotParties, type Lot } from '../project-intake/index.ts';
import { purchaserQualifies } from '../../law/methods.ts';

const result = z.enum(['pass', 'fail']);
const input = z.strictObject({
  bidId: z.uuid(),
  items: z.array(z.strictObject({ code: z.string().min(1).max(60), result, note: z.string().max(500).optional() })).max(100),
  competition: result.optional().describe('is there competition enough, should fewer than three bids be valid'),
});
type Input = z.infer<typeof input>;
interface Facts { lot: Rec<Lot>; session: Rec<Evaluation> | null; bid: Rec<Bid>; before: Rec<Review> | null; completion: Completion | null; byCommittee: boolean; /** all bids, for the purchaser's review alone */ others: Rec<Bid>[] }

/** 初步评审: one member, one bid, all items in one act. In procurement tenders the purchaser checks qualification the same way. */
export const evlPrelim = defineAct<Input, Facts>({
  id: 'evl-prelim', kind: 'act', subjectKind: 'lot', input,
  reads: ({ subject, input: { bidId } }) => [{ kind: 'lot', id: subject }, { kind: 'evaluation', lotId: subject }, { kind: 'bid', id: bidId }],
  async load(read, cmd, prefetched) {
    const lot = prefetched[0]?.[0] as Rec<Lot> | undefined;
    const bid = prefetched[2]?.[0] as Rec<Bid> | undefined;
    if (!lot || bid?.lotId !== lot.id) throw new Refusal('not-found', { field: 'bidId' });
    const session = (prefetched[1]?.find((one) => one.id === lot.data.evaluationSessionId) as Rec<Evaluation> | undefined) ?? null;
    const member = session?.data.members.find((one) => one.accountId === cmd.actor.accountId);
    const before = reviewedBefore(session, bid.id, member?.seatNo) ? (await read.list<Review>({ kind: 'review', key: reviewKey(lot.id, bid.id, cmd) }))[0] ?? null : null;
    const last = session !== null && member !== undefined && (['chaired', 'detailed'].includes(session.state) || missingReviews(session) <= 1);
    return { lot, session, bid, before, byCommittee: member !== undefined, others: member ? [] : await read.list<Bid>({ kind: 'bid', lotId: lot.id }), completion: last ? await loadCompletion(read, lot.id) : null };
  },
  parties: ({ lot, session }) => (session ? sessionParties({ lot, session }) : lotParties(lot)),
  decide(facts, cmd, work) {
    enter(work, facts);
    if (facts.byCommittee && facts.session) byMember(work, { ...facts, session: facts.session }, cmd);
    else byPurchaser(work, facts, cmd);
  },
});

/** Also before a re-evaluation: then the record is there, though nothing of it counts. */
function reviewedBefore(session: Rec<Evaluation> | null, bidId: string, seatNo: number | undefined): boolean {
  return seatNo === undefined || session?.state === 'detailed' || session?.data.bids.find((tally) => tally.bidId === bidId)?.reviewed.includes(seatNo) === true;
}

function byMember(work: Work, facts: SessionFacts & Facts & { session: Rec<Evaluation> }, cmd: Cmd<Input>): void {
  const { session, lot, bid, completion } = facts;
  const member = memberOf(session, cmd.actor);
  const tally = tallyOf(session, bid.id);
  requireItems(cmd.input, configOf(lot).prelimItems.map((item) => item.code));
  const first = session.state === 'chaired';
  // a bid that a re-evaluation has brought back is reviewed while the session is in its detail: there the session ignores it
  if (session.state === 'detailed' && bid.state === 'decrypted') work.put(session);
  else work.move('evaluation-session', session, 'evl-prelim');
  record(work, facts, cmd, member.expertId ?? member.accountId);
  if (!tally.reviewed.includes(member.seatNo)) tally.reviewed.push(member.seatNo);
  tally.passed = tally.passed.filter((seatNo) => seatNo !== member.seatNo);
  if (passes(cmd.input)) tally.passed.push(member.seatNo);
  if (cmd.input.competition) session.data.competition[String(member.seatNo)] = cmd.input.competition;
  if (!completion) return;
  const settling = { lot, session, ...completion, bids: withOwn(completion.bids, bid) };
  if (first) rejectOverCeiling(work, settling);
  settle(work, settling);
}

const BEFORE_REVIEW: readonly string[] = ['ready', 'checking-in', 'declared', 'chaired'];

/**
 * 资格审查 by the purchaser between opening and evaluation (财政部令第87号 第44条). Whoever is not qualified is not evaluated, and is told
 * why; with fewer than the law asks for left the lot can only be ended (废标, 政府采购法 第36条).
 */
function byPurchaser(work: Work, facts: Facts, cmd: Cmd<Input>): void {
  const { lot, session, bid, others } = facts;
  if (lot.data.machine !== 'gp-lot') throw new Refusal('forbidden');
  if (!purchaserQualifies(lot.data)) throw new Refusal('method', { rule: 'state' });
  if (session && !BEFORE_REVIEW.includes(session.state)) throw new Refusal('state', { rule: 'state', zh: '评标委员会已开始评审，资格审查应在此前完成', en: 'The committee has begun; qualification is checked before' });
  const failed = cmd.input.items.filter((item) => item.result === 'fail');
  if (cmd.input.items.length === 0 || failed.some((item) => item.note === undefined)) throw new Refusal('invalid-input', { field: 'items', zh: '不合格的须逐项载明理由', en: 'What is failed is failed with its reason' });
  work.move(lot.data.machine, lot, 'evl-prelim');
  record(work, facts, cmd, cmd.actor.entityId ?? '');
  if (failed.length === 0) return;
  const reason = `资格审查不合格：${failed.map((item) => item.note).join('；')}`;
  bid.data.unqualified = { reason, at: work.now };
  bid.data.rejected = { clauseRef: `资格审查：${failed.map((item) => item.code).join('、')}`, reasonDigest: formDigest({ bidSeq: bid.data.bidSeq, items: failed }), byRule: false, at: work.now };
  const tally = session?.data.bids.find((one) => one.bidId === bid.id);
  if (session && tally) { tally.out = reason; work.put(session); }
  const left = others.filter((one) => one.id !== bid.id && one.state === 'decrypted').length;
  const least = leastSuppliers(lot);
  if (left >= least) return;
  lot.data.tooFewQualified = { at: work.now, left, least };
  work.put(lot);
  work.warn('w-few-bidders', lot.id, { left, least });
}

function record(work: Work, { lot, session, bid, before, byCommittee }: Facts, cmd: Cmd<Input>, reviewerId: string): void {
  const { items } = cmd.input;
  // one member's view rejects nobody, the purchaser's does
  work.move('bid', bid, 'evl-prelim', { qualification: byCommittee || passes(cmd.input) ? 'pass' : 'fail' });
  const data: Review = { bidId: bid.id, accountId: cmd.actor.accountId ?? '', items: items.map(({ code, result: r, note }) => ({ code, result: r, ...(note === undefined ? {} : { note }) })), at: work.now };
  if (before) { before.data = data; work.put(before); }
  else work.create<Review>('review', 'in', data, { lotId: lot.id, ownerId: cmd.actor.accountId, key: reviewKey(lot.id, bid.id, cmd) });
  work.act('evl-prelim', {
    subject: lot.id, lotId: lot.id,
    public: { sessionId: session?.id ?? null, bidSeq: bid.data.bidSeq, itemCode: items.map((item) => item.code), result: passes(cmd.input) ? 'pass' : 'fail', reviewedAt: work.now },
    salted: { reviewerId }, docs: { reviewForm: formDigest({ ...data, competition: cmd.input.competition ?? null }) },
    // what is reviewed is what was opened; avoidance was judged by name when the member signed in and declared
    facts: { param: committeeParam(lot.data), hashPairs: [[bid.data.form ? formDigest(openingForm(bid.data.form)) : '', bid.data.decryption?.formDigest ?? '']], avoidHits: 0 },
  });
}

function passes({ items }: Input): boolean {
  return items.every((item) => item.result === 'pass');
}

/** Every item of the documents once, and no other. */
function requireItems({ items }: Input, codes: readonly string[]): void {
  const wanted = codes.filter((code) => code !== 'competition');
  const given = items.map((item) => item.code);
  if (given.length !== wanted.length || wanted.some((code) => !given.includes(code))) {
    throw new Refusal('invalid-input', { field: 'items', zh: `须逐项评审：${wanted.join('、')}`, en: `Every item is reviewed: ${wanted.join(', ')}` });
  }
}

function reviewKey(lotId: string, bidId: string, { actor }: Cmd<Input>): string {
  return sheetKey(lotId, bidId, actor.accountId ?? actor.key);
}
