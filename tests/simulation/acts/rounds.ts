import { clarificationOpen } from '../../../src/modules/evaluation/index.ts';
import { limitInteger, mustParam } from '../../../src/kernel/params.ts';
import type { Bid } from '../../../src/modules/bidding/index.ts';
import type { Quote } from '../../../src/modules/gov-procurement/rounds.ts';
import type { Rec } from '../../../src/platform/records.ts';
import { inState, iso, ms, paper, turn, type At, type Generator, type Turn } from '../generator.ts';
import { inRounds } from './intake.ts';

const rounds = ({ view }: At) => view.lot.data.rounds ?? [];
const running = (at: At) => rounds(at).find(({ endedAt }) => endedAt === undefined);
/** Whose response met the demand, and who is still in. */
function asked({ view }: At): Rec<Bid>[] {
  const out = new Set(view.session?.data.bids.flatMap(({ bidId, out: why }) => (why === undefined ? [] : [bidId])));
  return view.bids.filter(({ id, state }) => state === 'valid' && !out.has(id) && view.session?.data.bids.some(({ bidId }) => bidId === id) === true);
}
const least = ({ view: { lot: { data: { category, kind, plan } } } }: At): number => plan?.minBiddersOverride ?? limitInteger(mustParam('minBidders', { category, kind }));
const between = (at: At): boolean => inRounds(at) && inState(at, 'opened', 'quoted') && at.view.session?.state === 'detailed' && !clarificationOpen(at.view.session, iso(at.now));
const finished = (at: At): boolean => rounds(at).some(({ isFinal }) => isFinal);
const mayOpen = (at: At): boolean => between(at) && !finished(at) && asked(at).length >= least(at);
/** The response has been reviewed and too few can compete: only ending it is left. */
export const tooFewToQuote = (at: At): boolean => inRounds(at) && inState(at, 'opened', 'quoted') && at.view.session?.state === 'detailed' && !finished(at) && asked(at).length < least(at);
/** Marks are given on the final quotes alone. */
export const quotesIn = (at: At): boolean => !inRounds(at) || (finished(at) && running(at) === undefined);
const quotesOf = ({ view }: At, round: number): Rec<Quote>[] => view.of<Quote>('quote').filter(({ data }) => data.round === round);
const chair = ({ view }: At): string => `seat-${view.session?.data.chairSeatNo ?? 0}`;
const quoting = (at: At): boolean => { const round = running(at); return inState(at, 'negotiating') && round !== undefined && at.now <= ms(round.quoteEnd); };

function bidderTurns(at: At, given: boolean, weight: (bidder: string) => number): Turn[] {
  const round = rounds(at).at(-1);
  if (!round) return [];
  const done = new Set(quotesOf(at, round.round).map(({ data }) => data.bidId));
  return asked(at).flatMap(({ id, ownerId }) => { const who = at.sim.players.ofEntity(ownerId)?.name; return who !== undefined && done.has(id) === given ? [turn(who, weight(who))] : []; });
}
const silent = ({ view }: At, who: string): boolean => view.ref.plan.bidders.some(({ bidder, silent: quiet }) => bidder === who && quiet);

/** Rounds of quotation: the chair calls, suppliers answer, each until an instant that all know. */
export const quotation: readonly Generator[] = [
  {
    act: 'do-next-round',
    turns: (at) => (mayOpen(at) ? [...(rounds(at).length < 3 ? [turn(chair(at), 1, 'more')] : []), turn(chair(at), 1 + rounds(at).length, 'final')] : []),
    input: async (at, { who, what }, rng) => ({
      round: rounds(at).length + 1, quoteEnd: iso(at.now + rng.between(10, 90) * 60_000), isFinal: what === 'final',
      ...(rng.chance(0.3) ? { change: { content: '调整技术要求', changedItems: ['技术要求'], file: await ofSeat(at, who, 'change') } } : {}),
    }),
    wrong: [
      { name: 'out of order', codes: ['round-number'], input: (at) => ({ round: rounds(at).length + 2, quoteEnd: iso(at.now + 3_600_000), isFinal: false }) },
      { name: 'over before it begins', codes: ['invalid-input'], input: (at) => ({ round: rounds(at).length + 1, quoteEnd: iso(at.now), isFinal: false }) },
      { name: 'by another than the chair', codes: ['forbidden'], turns: (at) => (mayOpen(at) ? others(at) : []), input: (at) => ({ round: rounds(at).length + 1, quoteEnd: iso(at.now + 3_600_000), isFinal: true }) },
      { name: 'after the final one', codes: ['round-after-final'], turns: (at) => (between(at) && finished(at) ? [turn(chair(at))] : []), input: (at) => ({ round: rounds(at).length + 1, quoteEnd: iso(at.now + 3_600_000), isFinal: true }) },
      { name: 'with too few', codes: ['suppliers-too-few'], turns: (at) => (tooFewToQuote(at) && between(at) ? [turn(chair(at))] : []), input: (at) => ({ round: rounds(at).length + 1, quoteEnd: iso(at.now + 3_600_000), isFinal: true }) },
    ],
  },
  {
    act: 'gpr-quote',
    turns: (at) => (quoting(at) ? bidderTurns(at, false, (who) => (silent(at, who) ? 0.05 : 2)) : []),
    input: (at, { who }) => quote(at, who),
    done: (at, { who }, { input }) => at.sim.secrets.quote(at.view.ref, { who, round: (input as { round: number }).round, priceFen: Number((input as { priceFen: string }).priceFen) }),
    wrong: [
      { name: 'twice', codes: ['quote-given', 'r-quote-final'], turns: (at) => (quoting(at) ? bidderTurns(at, true, () => 1) : []), input: (at, { who }) => quote(at, who, 7) },
      { name: 'for a round there is not', codes: ['round-number'], input: async (at, { who }) => ({ ...await quote(at, who), round: 40 }) },
      { name: 'above the ceiling', codes: ['quote-above-ceiling'], turns: (at) => (quoting(at) && finished(at) ? bidderTurns(at, false, () => 1) : []), input: async (at, { who }) => ({ ...await quote(at, who), priceFen: String(at.view.ref.plan.ceilingFen + 1) }) },
      { name: 'after its end', codes: ['r-quote-final'], turns: (at) => (inState(at, 'quoted') ? [...bidderTurns(at, false, () => 1), ...bidderTurns(at, true, () => 1)] : []), input: (at, { who }) => quote(at, who, 9) },
    ],
  },
];

function others(at: At): Turn[] {
  return (at.view.session?.data.members ?? []).filter(({ out, seatNo }) => out === undefined && `seat-${seatNo}` !== chair(at)).map(({ seatNo }) => turn(`seat-${seatNo}`));
}

async function ofSeat(at: At, who: string, title: string): Promise<string> {
  const member = at.view.session?.data.members.find(({ seatNo, out }) => `seat-${seatNo}` === who && out === undefined);
  const player = member && at.sim.players.ofAccount(member.accountId);
  if (!player) throw new Error(`nobody sits on ${who}`);
  return paper(at, player.name, title);
}

/** A little less each time, and below the ceiling: no two suppliers say the same. */
async function quote(at: At, who: string, less = 0) {
  const { plan } = at.view.ref;
  const place = plan.bidders.findIndex(({ bidder }) => bidder === who);
  const round = rounds(at).at(-1)?.round ?? 1;
  const first = Math.min(plan.bidders[place]?.priceFen ?? plan.ceilingFen, plan.ceilingFen);
  return { round, priceFen: String(first - round * 100_003 - place * 1_009 - less), responseFile: await paper(at, who, `quote ${round}`) };
}
