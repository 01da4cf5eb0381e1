import { limitNumber } from '../law/limits.ts';
import { quotesInRounds } from '../law/methods.ts';
import { param } from '../kernel/params.ts';
import { leastBids } from './bidding.ts';
import { ceilingOf } from './calculation.ts';
import { stateBefore } from './moves.ts';
import type { Announced, Opening } from './opening.ts';
import { fenOf, read, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { actsOf, completions, documentOf, selectorsOf, type Bid, type Trade } from './trade.ts';

/** A round of quotation as the leaves tell it: opened by the group, ended by the platform, with what was quoted between. */
interface Round { readonly number: number; readonly isFinal: boolean; readonly opened: Act; readonly ended: Act | null; readonly quotes: ReadonlyMap<string, { act: Act; fen: bigint }> }

/**
 * Procurement without a tender: nobody heard a price at the opening, so what counts is the final quote, or where there are no
 * rounds the price in the form. Gives the opening with these prices; unchanged where prices were read out, or are still sealed.
 */
export function checkQuotation(trade: Trade, opening: Opening | null): { opening: Opening | null; rounds: number } {
  if (opening === null) return { opening, rounds: 0 };
  const first = [...opening.announced.values()][0];
  const rounds = roundsOfQuotation(trade);
  if (!quotesInRounds(selectorsOf(trade, 'quotes'))) {
    must(rounds.length === 0, 'quotes', '该采购方式没有报价轮次', 'this method knows no rounds of quotation');
    return { opening: first?.unread === true ? priced(trade, opening, null) : opening, rounds: 0 };
  }
  for (const [i, round] of rounds.entries()) checkRound(trade, round, rounds[i + 1], i + 1);
  const final = rounds.find((round) => round.isFinal);
  const finals = new Map(final?.ended ? [...final.quotes].filter(([bidId]) => valid(trade, bidId, final.ended)).map(([bidId, { fen }]) => [bidId, fen]) : []);
  const ceiling = fenOf(ceilingOf(trade) ?? '');
  for (const [bidId, fen] of finals) must(ceiling === undefined || fen <= ceiling, 'quotes', `投标 ${seqOf(trade, bidId)} 的最后报价高于最高限价`, `the final quote of bid ${seqOf(trade, bidId)} is above the ceiling`);
  checkRanked(trade, final, finals);
  return { opening: { ...priced(trade, opening, finals), finals }, rounds: rounds.length };
}

function roundsOfQuotation(trade: Trade): Round[] {
  const ends = completions(trade, 'timer:quote-end');
  return trade.acts.filter(({ step }) => step === 'do-next-round').map((opened, i) => {
    const said = read('quotes', opened);
    const quotes = new Map<string, { act: Act; fen: bigint }>();
    for (const act of actsOf(trade, 'gpr-quote').filter((one) => read('quotes', one).count('round') === said.count('round'))) {
      const bid = bidOfQuote(trade, act);
      must(!quotes.has(bid.bidId), 'quotes', `投标 ${bid.bidSeq} 在第 ${i + 1} 轮报价两次`, `bid ${bid.bidSeq} quoted twice in round ${i + 1}`);
      quotes.set(bid.bidId, { act, fen: priceOf(act) });
    }
    return { number: said.count('round'), isFinal: said.flag('isFinal'), opened, ended: ends[i] ?? null, quotes };
  });
}

/** In order, none after the final one; each quote between the opening of its round and its end, by a supplier who was asked. */
function checkRound(trade: Trade, round: Round, next: Round | undefined, number: number): void {
  const { opened, ended, quotes } = round;
  must(round.number === number, 'quotes', `报价轮次不连续：${round.number}`, `the rounds do not follow one another: ${round.number}`);
  must(!round.isFinal || next === undefined, 'quotes', '最后报价之后又开启报价', 'a round after the final one');
  must(ended !== null || next === undefined, 'quotes', `第 ${number} 轮未结束即开启下一轮`, `round ${number} had not ended when the next one began`);
  const until = Math.min(quoteEnd(trade, round), ended?.time ?? Infinity);
  for (const [bidId, { act }] of quotes) {
    const seq = seqOf(trade, bidId);
    must(act.time >= opened.time && act.time <= until, 'quotes', `投标 ${seq} 第 ${number} 轮报价不在时限内`, `bid ${seq} quoted outside of round ${number}`);
    must(valid(trade, bidId, act), 'quotes', `投标 ${seq} 未通过响应文件审查或已退出，不得报价`, `bid ${seq} quoted and was not among those asked`);
  }
  if (ended !== null) checkEnd(trade, round, ended);
}

/** A round ends when all who are asked have quoted, or when its time is up: never before. */
function checkEnd(trade: Trade, round: Round, ended: Act): void {
  const said = read('quotes', ended);
  must(said.count('round') === round.number && said.flag('isFinal') === round.isFinal && said.count('quoted') === round.quotes.size, 'quotes', `第 ${round.number} 轮的报价数与存证不符`, `round ${round.number}: as many quotes are told as there are: not so`);
  // the end waits behind its gate and a revocation does not: within one instant who revoked may have gone first
  const left = new Set(trade.acts.filter(({ time }) => time === ended.time).flatMap(({ moves }) => moves.filter(({ to }) => to === 'revoked').map(({ subject }) => subject)));
  const silent = [...trade.bids.keys()].filter((bidId) => valid(trade, bidId, ended) && !left.has(bidId) && !round.quotes.has(bidId));
  must(silent.length === 0 || ended.time >= quoteEnd(trade, round), 'quotes', `第 ${round.number} 轮提前结束`, `round ${round.number} ended before its time, with quotes missing`);
}

/** The end as it was told; a stop of the lot moves it by its length. */
function quoteEnd({ acts, lotId }: Trade, { opened }: Round): number {
  let end = read('quotes', opened).time('quoteEnd');
  let stoppedAt: number | null = null;
  for (const act of acts.filter(({ time }) => time >= opened.time)) {
    for (const move of act.moves.filter(({ subject, from, to }) => subject === lotId && from !== to)) {
      if (move.to === 'suspended' && act.time < end) stoppedAt = act.time;
      else if (stoppedAt !== null) { end += act.time - stoppedAt; stoppedAt = null; }
    }
  }
  return stoppedAt === null ? end : Infinity;
}

/** Who is ranked has a final quote; too few of them, and nobody is. */
function checkRanked(trade: Trade, final: Round | undefined, finals: ReadonlyMap<string, bigint>): void {
  const summaries = trade.acts.filter((act) => act.fp === 'evl-summary' && act.kind === 'move');
  for (const act of summaries) {
    must(final !== undefined && final.ended !== null && final.ended.time <= act.time, 'quotes', '最后报价结束前即排名', 'ranked before the final round had ended');
    const lacking = act.public['competition'] === 'lacking';
    must(lacking === finals.size < leastBids(trade), 'quotes', '最后报价家数与排名不符', 'ranked with fewer final quotes than the law asks for, or not with enough');
  }
}

/** Prices that nobody read out: from the form as it was opened, or the final quote in its place. */
function priced(trade: Trade, opening: Opening, finals: ReadonlyMap<string, bigint> | null): Opening {
  const announced = new Map([...opening.announced].map(([bidId, said]): [string, Announced] => {
    if (!said.act.opened.has('openingForm')) return [bidId, said];
    const price = documentOf(trade, 'quotes', said.act, 'openingForm').text('priceFen');
    const usable = /^[1-9]\d{0,19}$/.test(price);
    return [bidId, { ...said, price, priced: usable, priceFen: usable ? finals?.get(bidId) ?? BigInt(price) : 0n }];
  }));
  return { ...opening, announced };
}

function bidOfQuote(trade: Trade, act: Act): Bid {
  const seq = read('quotes', act).count('bidSeq');
  const bid = [...trade.bids.values()].find((one) => one.bidSeq === seq) ?? refuse('quotes', `报价 ${seq} 未关联投标`, `a quote of no bid: ${seq}`);
  must(act.opened.get('bidderId') === bid.encrypted.opened.get('bidderId'), 'quotes', `投标 ${seq} 的报价出自他人`, `the quote of bid ${seq} is another bidder's`);
  return bid;
}

function priceOf(act: Act): bigint {
  const price = act.opened.get('quotePrice');
  const fen = typeof price === 'string' ? fenOf(price) : undefined;
  return fen ?? refuse('quotes', `#${act.index} 的报价未公开`, `the price of quote #${act.index} is not opened`);
}

/** Responsive, and still in: moves of the same instant count, since all of it is one leaf's work or the one before. */
function valid(trade: Trade, bidId: string, at: Act | null): boolean {
  return at !== null && stateBefore(trade, 'bid', bidId, at) === 'valid';
}

function seqOf({ bids }: Trade, bidId: string): number { return bids.get(bidId)?.bidSeq ?? 0; }

/** 单一来源公示: its length, its end, and what became of objections, which alone decides where the lot goes. */
export function checkSinglePublicity(trade: Trade): string {
  const published = actsOf(trade, 'gpr-single');
  const days = limitNumber(param('singlePublicity', selectorsOf(trade, 'periods')) ?? null, 0);
  for (const act of completions(trade, 'timer:publicity-end')) {
    const before = published.filter((one) => one.time <= act.time).at(-1) ?? refuse('periods', '公示期满而无公示', 'a publicity ended that never began');
    must(act.time >= read('periods', before).time('publicityEnd'), 'periods', '单一来源公示期未满', 'the publicity of the single source had not ended');
    const objections = actsOf(trade, 'gov-single-objection', 'gov').filter((one) => one.time >= before.time && one.time <= act.time);
    const upheld = objections.some((one) => one.public['outcome'] === 'upheld');
    must(read('periods', act).text('singleObjection') === (upheld ? 'upheld' : 'none'), 'periods', '公示异议结论与记载不符', 'the publicity ended otherwise than the objections say');
  }
  return published.length === 0 ? '—' : `≥ ${days} wd`;
}
