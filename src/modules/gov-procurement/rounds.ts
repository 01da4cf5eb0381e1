import type { Reader, Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { openBids, type SessionFacts } from '../evaluation/index.ts';
import { openRound, type Lot, type QuotationRound } from '../project-intake/index.ts';

export const QUOTE_END = 'timer:quote-end';

/**
 * One supplier's quote of one round. Record kind `quote`, ownerId = bidder, key = lot/round/bid. `sealed` until the round has ended:
 * no read, no act and nobody's desk takes it before; then its price is noted on the bid.
 */
export interface Quote { round: number; bidId: string; bidSeq: number; priceFen: string; responseFile: string; quotedAt: string }

export interface RoundFacts extends SessionFacts { bids: Rec<Bid>[]; quotes: Rec<Quote>[] }

export const quoteKey = (lotId: string, round: number, bidId: string): string => `${lotId}/${round}/${bidId}`;
export const channelOf = (lotId: string): string => `opening:${lotId}`;

export async function loadRounds(read: Reader, lotId: string): Promise<Pick<RoundFacts, 'bids' | 'quotes'>> {
  const bids = await read.list<Bid>({ kind: 'bid', lotId });
  return { bids, quotes: await read.list<Quote>({ kind: 'quote', lotId }) };
}

/** Suppliers whose response met the demand and who are still in: they are asked for quotes. */
export function quoting({ session, bids }: Pick<RoundFacts, 'session' | 'bids'>): Rec<Bid>[] {
  return openBids(session).flatMap((tally) => bids.find((bid) => bid.id === tally.bidId && bid.state === 'valid') ?? []);
}

export function quotesOf(quotes: readonly Rec<Quote>[], { round }: Pick<QuotationRound, 'round'>): Rec<Quote>[] {
  return quotes.filter((quote) => quote.data.round === round);
}

export function allQuoted(facts: RoundFacts, round: QuotationRound): boolean {
  const given = new Set(quotesOf(facts.quotes, round).map((quote) => quote.data.bidId));
  return quoting(facts).every((bid) => given.has(bid.id));
}

/** 本轮报价结束: all have quoted, or time is up. Only now quotes are opened, all at once; the final ones are the prices that count. */
export function endRound(work: Work, facts: RoundFacts): void {
  const { lot, bids, quotes } = facts;
  const round = openRound(lot);
  if (!round) throw new Error(`lot ${lot.id} negotiates without a round`);
  work.move(lot.data.machine, lot, QUOTE_END, {}, 'system');
  round.endedAt = work.now;
  for (const quote of quotesOf(quotes, round)) open(work, quote, round, bids);
  work.cancelTimer(QUOTE_END, 'lot', lot.id, lot.id);
  const quoted = quotesOf(quotes, round).length;
  work.moved('gpr-quote', { subject: lot.id, lotId: lot.id, public: { event: QUOTE_END, lotId: lot.id, round: round.round, isFinal: round.isFinal, quoted, at: work.now } });
  sayRound(work, lot, round);
  if (round.isFinal) work.send('quotes.final', { lotId: lot.id });
}

function open(work: Work, quote: Rec<Quote>, { round, isFinal }: QuotationRound, bids: readonly Rec<Bid>[]): void {
  quote.state = 'open';
  work.put(quote);
  const bid = bids.find((one) => one.id === quote.data.bidId);
  if (!bid) throw new Error(`quote ${quote.id} is of no bid`);
  const { priceFen, quotedAt } = quote.data;
  bid.data.quotes = [...bid.data.quotes ?? [], { round, priceFen, quotedAt }];
  // who has left meanwhile has no price that counts
  if (isFinal && bid.state === 'valid') bid.data.finalFen = priceFen;
  work.put(bid);
}

/** What anyone may know of a round while it runs: that it does, and until when. */
export function sayRound(work: Work, lot: Rec<Lot>, { round, openedAt, quoteEnd, isFinal, endedAt }: QuotationRound): void {
  work.say(channelOf(lot.id), 'round', { round, openedAt, quoteEnd, isFinal, ...(endedAt === undefined ? {} : { endedAt }) });
}
