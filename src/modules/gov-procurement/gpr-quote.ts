import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { localText } from '../../kernel/calendar.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { ceilingOf, sessionOf, sessionReads } from '../evaluation/index.ts';
import { lotIsPublic, lotParam, type QuotationRound } from '../project-intake/index.ts';
import { allQuoted, endRound, quoteKey, quoting, type Quote, type RoundFacts } from './rounds.ts';

const input = z.strictObject({
  round: z.int().min(1).max(50),
  priceFen: z.string().regex(/^[1-9]\d{0,19}$/).describe('the whole price in fen, as text'),
  responseFile: sha256Hex.describe('the quote as signed, uploaded before'),
});
type Input = z.infer<typeof input>;
interface Facts extends RoundFacts { file: unknown }

/**
 * 报价: a supplier's answer to the round that is open (财政部令第74号 第33、34条). It stays sealed until all have quoted or time is up;
 * the last of them ends the round. The final quote is given once and is the price of the contract.
 */
export const gprQuote = defineAct<Input, Facts>({
  id: 'gpr-quote', kind: 'act', subjectKind: 'lot', input,
  reads: ({ subject }) => [...sessionReads({ subject }), { kind: 'bid', lotId: subject }, { kind: 'quote', lotId: subject }],
  load: (read, cmd, prefetched) => load(read, cmd, prefetched),
  parties: ({ lot }, { actor }) => ({ public: lotIsPublic(lot), region: lot.data.regionCode, industry: lot.data.industryId, ownerId: actor.entityId }),
  decide(facts, cmd, work) {
    const { lot } = facts;
    const bid = ownBid(facts, cmd);
    const round = lot.data.rounds?.find((one) => one.round === cmd.input.round);
    if (!round) throw new Refusal('round-number', { field: 'round', rule: 'state' });
    const own = facts.quotes.filter((quote) => quote.data.bidId === bid.id);
    requireOnce(round, own, work.now);
    work.move(lot.data.machine, lot, 'gpr-quote');
    const ceiling = ceilingOf(lot);
    if (round.isFinal && ceiling !== null && BigInt(cmd.input.priceFen) > ceiling) throw new Refusal('quote-above-ceiling', { field: 'priceFen', rule: 'state' });
    if (!facts.file) throw new Refusal('blob-missing', { field: 'responseFile' });
    const { priceFen, responseFile } = cmd.input;
    const quote = work.create<Quote>('quote', 'sealed', { round: round.round, bidId: bid.id, bidSeq: bid.data.bidSeq, priceFen, responseFile, quotedAt: work.now },
      { lotId: lot.id, ownerId: bid.data.bidderId, key: quoteKey(lot.id, round.round, bid.id) });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('gpr-quote', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, round: round.round, bidSeq: bid.data.bidSeq, quotedAt: work.now },
      salted: { bidderId: bid.data.bidderId, quotePrice: priceFen }, docs: { responseFile },
      facts: { param: lotParam(lot.data), finalQuotes: own.filter(({ data }) => isFinal(lot.data.rounds, data.round)).length, quoteEnd: Date.parse(round.quoteEnd) },
    });
    const all = { ...facts, quotes: [...facts.quotes, quote] };
    work.result = { round: round.round, bidSeq: bid.data.bidSeq, quotedAt: work.now, isFinal: round.isFinal };
    if (allQuoted(all, round)) endRound(work, all);
  },
});

async function load(read: Reader, cmd: Cmd<Input>, prefetched: Rec<never>[][]): Promise<Facts> {
  const [bids, quotes] = [(prefetched[2] ?? []) as Rec<Bid>[], (prefetched[3] ?? []) as Rec<Quote>[]];
  return { ...sessionOf(prefetched), bids, quotes, file: await read.blob(cmd.input.responseFile, cmd.actor.entityId) };
}

/** The supplier's own bid, if its response met the demand; whoever has none, or is out, is not asked. */
function ownBid(facts: Facts, cmd: Cmd<Input>): Rec<Bid> {
  const bid = quoting(facts).find((one) => one.data.bidderId === cmd.actor.entityId);
  if (!bid) throw new Refusal('forbidden', { rule: 'forbidden', zh: '未参加本项目报价，或响应文件未通过审查', en: 'Not among the suppliers who are asked for quotes' });
  return bid;
}

/** One quote a round; after its end, and a second time in the final one, the rule itself answers. */
function requireOnce(round: QuotationRound, own: readonly Rec<Quote>[], now: string): void {
  const given = own.some((quote) => quote.data.round === round.round);
  if (given && !round.isFinal && round.endedAt === undefined) throw new Refusal('quote-given', { field: 'round', rule: 'state' });
  if (given) throw refuseByRule('r-quote-final', 'round');
  if (round.endedAt === undefined && now <= round.quoteEnd) return;
  const end = localText(Date.parse(round.endedAt ?? round.quoteEnd)).slice(0, 16);
  throw new Refusal('r-quote-final', { rule: 'r-quote-final', field: 'round', zh: `第${round.round}轮报价已于${end}结束，这份报价未被接受`, en: `Round ${round.round} of quotation ended at ${end}; this quote was not taken` });
}

function isFinal(rounds: readonly QuotationRound[] | undefined, round: number): boolean {
  return rounds?.some((one) => one.round === round && one.isFinal) === true;
}
