import { dayOf, msPerHour, startOfDay } from '../../../src/kernel/calendar.ts';
import type { Bid } from '../../../src/modules/bidding/index.ts';
import type { Member, Tally } from '../../../src/modules/evaluation/index.ts';
import type { Criterion } from '../../../src/modules/project-intake/index.ts';
import type { Rec } from '../../../src/platform/records.ts';
import { inState, iso, ms, turn, type At, type Generator, type Turn } from '../generator.ts';
import type { Prng } from '../prng.ts';
import { bidsOf } from './bidding.ts';
import { quotesIn } from './rounds.ts';

const running = (at: At): boolean => inState(at, 'opened', 'quoted');
const inSession = (at: At, ...states: readonly string[]): boolean => running(at) && at.view.session !== null && states.includes(at.view.session.state);
/** Members by seat: whom chance has seated is known only when the list has opened. */
const members = ({ view }: At): Member[] => view.session?.data.members.filter(({ out }) => out === undefined) ?? [];
const seat = ({ seatNo }: Pick<Member, 'seatNo'>): string => `seat-${seatNo}`;
/** A bid that was revoked before the first review is left out with it, and not before. */
const tallies = ({ view }: At): Tally[] => view.session?.data.bids.filter(({ out, bidId }) => out === undefined && !['revoked', 'returned'].includes(view.bids.find(({ id }) => id === bidId)?.state ?? '')) ?? [];
const placeOf = ({ view }: At, tally: Tally): string => String(view.bids.findIndex(({ id }) => id === tally.bidId));
function bidAt({ view }: At, what = ''): Rec<Bid> { const bid = view.bids[Number(what.split(' ')[0])]; if (!bid) throw new Error(`no bid ${what}`); return bid; }
const tallyAt = (at: At, what?: string): Tally | undefined => at.view.session?.data.bids.find(({ bidId }) => bidId === bidAt(at, what).id);
const memberOf = (at: At, who: string): Member | undefined => members(at).find((one) => seat(one) === who);
const turnsOf = (at: At, weight: number, test: (member: Member) => boolean): Turn[] => members(at).filter(test).map((one) => turn(seat(one), weight));
const eachBid = (at: At, weight: (member: Member, tally: Tally) => number): Turn[] => members(at).flatMap((member) => tallies(at).flatMap((tally) => (weight(member, tally) > 0 ? [turn(seat(member), weight(member, tally), placeOf(at, tally))] : [])));

const criteria = ({ view }: At): readonly Criterion[] => {
  const config = view.lot.data.document?.evaluation;
  return config?.method === 'comprehensive' || config?.method === 'gp-comprehensive' ? config.criteria ?? [] : [];
};
const chairs = (at: At, { seatNo }: Member): boolean => seatNo === at.view.session?.data.chairSeatNo;
const scores = (at: At, member: Member): boolean => criteria(at).some(({ subjective }) => subjective) || (criteria(at).length > 0 && chairs(at, member));
const half = (at: At): number => (at.view.session?.data.members.length ?? 0) / 2;
const clause = '评标办法 初步评审';
const fails = (at: At, tally: Tally): boolean => tally.reviewed.length === at.view.session?.data.members.length && tally.passed.length <= half(at);
const votes = (tally: Tally | undefined): number => tally?.votes.filter(({ clauseRef }) => clauseRef === clause).length ?? 0;
const absent = (member: Member): boolean => member.checkedInAt === undefined;

export const evaluation: readonly Generator[] = [
  {
    act: 'evl-checkin', turns: (at) => (inSession(at, 'ready', 'checking-in', 'paused') ? turnsOf(at, 2, absent) : []), input: () => ({ witnessed: true }),
    wrong: [{ name: 'unseen', codes: ['invalid-input'], input: () => ({ witnessed: false }) }],
  },
  {
    act: 'evl-avoid',
    turns: (at) => (inSession(at, 'checking-in') ? members(at).filter((one) => !absent(one) && one.declared === undefined).flatMap((one) => [turn(seat(one), 2, 'clear'), turn(seat(one), 0.06, 'conflict')]) : []),
    input: (at, { what }) => ({ declared: what, ...(what === 'conflict' ? { relatedBidSeqs: tallies(at).slice(0, 1).map(({ bidSeq }) => bidSeq) } : {}) }),
    wrong: [{ name: 'a bid that is not there', codes: ['invalid-input'], input: () => ({ declared: 'conflict', relatedBidSeqs: [1] }) }],
  },
  {
    act: 'member-absent',
    turns: (at) => (inSession(at, 'ready') ? members(at).filter(absent).map((one) => turn('centre-a', 0.02, String(one.seatNo))) : []), input: (_at, { what }) => ({ seatNo: Number(what) }),
    wrong: [{ name: 'one who sits', codes: ['state'], turns: (at) => (inSession(at, 'ready', 'checking-in') ? members(at).filter((one) => !absent(one)).map((one) => turn('centre-a', 1, String(one.seatNo))) : []), input: (_at, { what }) => ({ seatNo: Number(what) }) }],
  },
  {
    act: 'evl-chair', turns: (at) => (inSession(at, 'declared') ? turnsOf(at, 2, ({ votedSeatNo }) => votedSeatNo === undefined) : []),
    input: (_at, _turn, rng) => ({ votedSeatNo: rng.chance(0.85) ? 1 : rng.between(1, 4) }),
    wrong: [
      { name: 'for nobody', codes: ['invalid-input'], input: () => ({ votedSeatNo: 59 }) },
      { name: 'twice', codes: ['state'], turns: (at) => (inSession(at, 'declared') ? turnsOf(at, 1, ({ votedSeatNo }) => votedSeatNo !== undefined) : []), input: () => ({ votedSeatNo: 1 }) },
    ],
  },
  {
    act: 'evl-prelim',
    turns: (at) => [
      ...(inSession(at, 'chaired', 'preliminary') ? eachBid(at, ({ seatNo }, tally) => (!tally.reviewed.includes(seatNo) ? 2 : fails(at, tally) ? 0.1 : 0)) : []),
      // what a re-evaluation has brought back
      ...(inSession(at, 'detailed') ? eachBid(at, ({ seatNo }, tally) => (stateOf(at, tally) === 'decrypted' ? !tally.reviewed.includes(seatNo) ? 2 : fails(at, tally) ? 0.1 : 0 : 0)) : []),
    ],
    input: (at, { what }, rng) => ({ bidId: bidAt(at, what).id, items: items(at).map((code) => ({ code, result: rng.chance(0.03) ? 'fail' : 'pass' })), competition: rng.chance(0.7) ? 'pass' : 'fail' }),
    wrong: [{ name: 'not every item', codes: ['invalid-input'], input: (at, { what }) => ({ bidId: bidAt(at, what).id, items: items(at).slice(1).map((code) => ({ code, result: 'pass' })) }) }],
  },
  {
    act: 'reject-vote', turns: (at) => (inSession(at, 'preliminary', 'detailed') ? eachBid(at, ({ seatNo }, tally) => (tally.votes.some((one) => one.seatNo === seatNo) ? 0 : fails(at, tally) ? 2 : votes(tally) > 0 ? 0.15 : 0.004)) : []),
    input: (at, { what }) => ({ bidId: bidAt(at, what).id, clauseRef: clause, reason: '实质性要求不满足' }),
  },
  {
    act: 'evl-reject', turns: (at) => (inSession(at, 'preliminary', 'detailed') ? eachBid(at, ({ seatNo }, tally) => (withOwn(tally, seatNo) > half(at) ? 2 : 0)) : []),
    input: (at, { what }) => ({ bidId: bidAt(at, what).id, clauseRef: clause, reason: '实质性要求不满足' }),
    wrong: [{ name: 'without a majority', codes: ['r-reject-majority'], turns: (at) => (inSession(at, 'preliminary') ? eachBid(at, ({ seatNo }, tally) => (withOwn(tally, seatNo) <= half(at) ? 1 : 0)) : []), input: (at, { what }) => ({ bidId: bidAt(at, what).id, clauseRef: clause, reason: '一人之见' }) }],
  },
  {
    act: 'evl-clarify', turns: (at) => (inSession(at, 'preliminary', 'detailed') ? [...eachBid(at, (_member, tally) => (['decrypted', 'valid'].includes(stateOf(at, tally)) ? 0.004 : 0)), ...answers(at)] : []),
    input: (at, { who, what }) => clarification(at, who, what, true),
    wrong: [{ name: 'an answer that changes the bid', codes: ['r-eval-clarify'], turns: (at) => (inSession(at, 'preliminary', 'detailed') ? answers(at) : []), input: (at, { who, what }) => clarification(at, who, what, false) }],
  },
  {
    act: 'evl-score', turns: (at) => (inSession(at, 'detailed') && quotesIn(at) ? eachBid(at, (member, tally) => (stateOf(at, tally) === 'valid' && scores(at, member) && !tally.scored.includes(member.seatNo) ? 2 : 0)) : []),
    input: (at, turned, rng) => sheet(at, turned, rng),
    wrong: [
      { name: 'more points than there are', codes: ['r-score-range'], turns: (at) => (inSession(at, 'detailed') && quotesIn(at) && criteria(at).some(({ subjective }) => subjective) ? eachBid(at, (member, tally) => (stateOf(at, tally) === 'valid' && !tally.scored.includes(member.seatNo) ? 1 : 0)) : []), input: (at, turned, rng) => { const one = sheet(at, turned, rng); const [first = ''] = Object.keys(one.scores); return { ...one, scores: { ...one.scores, [first]: '1000.5' } }; } },
      { name: 'a criterion short', codes: ['invalid-input'], turns: (at) => (inSession(at, 'detailed') && quotesIn(at) && criteria(at).some(({ subjective }) => subjective) ? eachBid(at, (member, tally) => (stateOf(at, tally) === 'valid' && !tally.scored.includes(member.seatNo) ? 1 : 0)) : []), input: (at, turned, rng) => ({ ...sheet(at, turned, rng), scores: {} }) },
      { name: 'before the final quotes', codes: ['quotes-open'], turns: (at) => (inSession(at, 'detailed') && !quotesIn(at) ? eachBid(at, (_member, tally) => (stateOf(at, tally) === 'valid' ? 1 : 0)) : []), input: (at, turned, rng) => sheet(at, turned, rng) },
      { name: 'twice', codes: ['r-score-once'], turns: (at) => (inSession(at, 'detailed') ? eachBid(at, ({ seatNo }, tally) => (stateOf(at, tally) === 'valid' && tally.scored.includes(seatNo) ? 1 : 0)) : []), input: (at, turned, rng) => sheet(at, turned, rng) },
    ],
  },
  {
    act: 'evl-report', turns: (at) => (inSession(at, 'tallied') && at.view.session?.data.report !== undefined ? turnsOf(at, 1.5, ({ signed }) => signed === undefined) : []),
    input: (at, _turn, rng) => ({ reportDigest: at.view.session?.data.report?.digest, ...(rng.chance(0.1) ? { position: 'dissent', reason: '保留意见' } : { position: 'agree' }) }),
    wrong: [
      { name: 'another text', codes: ['version-conflict'], input: () => ({ reportDigest: 'a'.repeat(64), position: 'agree' }) },
      { name: 'dissent unexplained', codes: ['invalid-input'], input: (at) => ({ reportDigest: at.view.session?.data.report?.digest, position: 'dissent' }) },
    ],
  },
  { act: 'correction-vote', turns: (at) => (inSession(at, 'tallied') && sheets(at).length > 0 ? turnsOf(at, corrections(at) > 0 ? 0.2 : 0.01, ({ seatNo }) => !at.view.session?.data.correctionVotes.some((one) => one.seatNo === seatNo)) : []), input: () => ({ causeCode: 'arithmetic' }) },
  {
    act: 'do-order-correction', turns: (at) => (inSession(at, 'tallied') && sheets(at).length > 0 ? experts(at).filter(({ seatNo }) => corrections(at, seatNo) > half(at)).map((one) => turn(seat(one), 1)) : []),
    input: (at, _turn, rng) => ({ causeCode: 'arithmetic', sheets: rng.some(sheets(at), 1) }),
    wrong: [{ name: 'without a majority', codes: ['r-score-correction'], turns: (at) => (inSession(at, 'tallied') && sheets(at).length > 0 ? experts(at).filter(({ seatNo }) => corrections(at, seatNo) <= half(at)).map((one) => turn(seat(one), 1)) : []), input: (at, _turn, rng) => ({ causeCode: 'arithmetic', sheets: rng.some(sheets(at), 1) }) }],
  },
  { act: 'do-pause', turns: (at) => (inSession(at, 'checking-in', 'declared', 'chaired', 'preliminary', 'detailed', 'tallied') ? [turn('centre-a', 0.02)] : []), input: () => ({ reasonCode: 'network' }) },
  {
    act: 'do-resume', turns: (at) => (inSession(at, 'paused') && at.view.session?.data.pause !== undefined && at.view.session.data.members.every((one) => one.out === undefined && !absent(one)) ? [turn('centre-a', 1.5)] : []), input: (at) => ({ stateHash: at.view.session?.data.pause?.stateHash }),
    wrong: [{ name: 'from another point', codes: ['version-conflict'], input: () => ({ stateHash: 'a'.repeat(64) }) }],
  },
];

const items = ({ view }: At): string[] => (view.lot.data.document?.evaluation.prelimItems ?? []).map(({ code }) => code).filter((code) => code !== 'competition');
const stateOf = ({ view }: At, { bidId }: Tally): string => view.bids.find(({ id }) => id === bidId)?.state ?? '';
const withOwn = (tally: Tally, seatNo: number): number => votes(tally) + (tally.votes.some((one) => one.seatNo === seatNo && one.clauseRef === clause) ? 0 : 1);
const experts = (at: At): Member[] => members(at).filter(({ role }) => role === 'expert');
const sheets = (at: At): { bidId: string; seatNo: number }[] => tallies(at).flatMap(({ bidId, scored }) => scored.map((seatNo) => ({ bidId, seatNo })));
function corrections({ view }: At, own?: number): number {
  const cast = view.session?.data.correctionVotes ?? [];
  return cast.filter(({ causeCode, seatNo }) => causeCode === 'arithmetic' && seatNo !== own).length + (own === undefined ? 0 : 1);
}

/** What the committee has asked of a bidder and it has not answered, in time. */
function answers(at: At): Turn[] {
  const asked = (at.view.session?.data.clarifications ?? []).filter((one) => one.answeredAt === undefined && ms(one.dueAt) > at.now);
  return asked.flatMap((one) => at.view.ref.plan.bidders.flatMap(({ bidder }) => (bidsOf(at, bidder, 'decrypted', 'valid').some(({ id }) => id === one.bidId) ? [turn(bidder, 1, `answer ${one.seq}`)] : [])));
}

function clarification(at: At, who: string, what = '', essentialsKept: boolean) {
  if (!what.startsWith('answer ')) return { action: 'request', bidId: bidAt(at, what).id, question: '请说明', dueAt: iso(Math.min(at.now + 2 * msPerHour, startOfDay(dayOf(at.now) + 1))) };
  const questionSeq = Number(what.slice(7));
  const asked = at.view.session?.data.clarifications.find(({ seq }) => seq === questionSeq);
  return { action: 'answer', bidId: asked?.bidId, questionSeq, answer: `${who} 说明`, essentialsKept };
}

function sheet(at: At, { who, what }: Pick<Turn, 'who' | 'what'>, rng: Prng): { bidId: string; scores: Record<string, string>; objective?: Record<string, string> } {
  const member = memberOf(at, who);
  const points = (subjective: boolean) => Object.fromEntries(criteria(at).filter((one) => one.subjective === subjective).map(({ id, max }) => [id, pointsUpTo(Number(max), rng)]));
  const objective = points(false);
  return { bidId: tallyAt(at, what)?.bidId ?? '', scores: points(true), ...(member && chairs(at, member) && Object.keys(objective).length > 0 ? { objective } : {}) };
}
/** Two places, exact. */
function pointsUpTo(max: number, rng: Prng): string {
  const hundredths = rng.between(Math.round(max * 50), max * 100);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}
