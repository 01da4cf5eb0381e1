import { bidOf, checkList, checkTooFew, openingStart } from './bidding.ts';
import { read, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { actsOf, completions, documentOf, selectorsOf, type Bid, type Trade } from './trade.ts';
import { readsPrices } from '../law/methods.ts';

/** What was read out of a bid in the opening. */
export interface Announced {
  readonly bid: Bid; readonly act: Act; readonly name: string; readonly duration: string;
  /** a method whose prices are not read out: what is here comes from the form, or from the final quote, once these are open */
  readonly unread: boolean;
  /** as it was read out: a form that another tool sealed may say anything */
  readonly price: string;
  /** whether the text is a price: whole fen above nothing, of at most 20 digits; else it counts as 0 */
  readonly priced: boolean;
  readonly priceFen: bigint;
}

export interface Opening {
  readonly start: Act; readonly listed: readonly Bid[]; readonly announced: ReadonlyMap<string, Announced>;
  /** final quotes by bid, where the method has rounds */
  readonly finals?: ReadonlyMap<string, bigint>;
}

/** The opening's own order, list and announcements. Null where none took place. */
export function checkOpening(trade: Trade): Opening | null {
  const start = openingStart(trade);
  if (start === null) {
    const early = [...actsOf(trade, 'gov-custody-release', 'gov'), ...actsOf(trade, 'opn-list'), ...actsOf(trade, 'opn-decrypt'), ...actsOf(trade, 'opn-announce')][0];
    must(early === undefined, 'order', '未启动开标即开启投标', 'bids were opened without an opening');
    for (const act of trade.acts.filter(({ step }) => step === 'do-too-few')) checkTooFew(trade, act);
    return null;
  }
  const listed = checkList(trade, start);
  const lists = actsOf(trade, 'opn-list');
  const [list] = lists;
  const opening = { start, listed, announced: announcedOf(trade, listed, list) };
  checkPhases(trade, opening, list);
  if (list !== undefined) must(read('opening', list).list('bidderNames').length === listed.length, 'opening', '公布的投标人名单数不符', 'as many names were read out as there are bids: not so');
  for (const act of actsOf(trade, 'opn-confirm')) checkRecord(trade, act, opening);
  return opening;
}

/** List before decryption before announcement before draws before confirmation. */
function checkPhases(trade: Trade, { start, announced }: Opening, list: Act | undefined): void {
  const [decrypted] = completions(trade, 'do:all-decrypted').concat(completions(trade, 'timer:decrypt-end'));
  const order: (readonly [Act | undefined, readonly Act[], string, string])[] = [
    [start, [list].filter((act) => act !== undefined), '名单公布早于开标', 'the list was read out before the start'],
    [start, actsOf(trade, 'gov-custody-release', 'gov'), '托管份额释放早于开标', 'a custodian gave its shares before the start'],
    [list, actsOf(trade, 'opn-decrypt'), '解密早于名单公布', 'a bid was decrypted before the list was read out'],
    [decrypted, [...announced.values()].map(({ act }) => act), '唱标早于解密结束', 'a price was announced before the decryption had ended'],
    [completions(trade, 'do:all-announced')[0], actsOf(trade, 'opn-coefficient'), '抽取系数早于唱标结束', 'a coefficient was drawn before all was announced'],
    [completions(trade, 'do:all-announced')[0], actsOf(trade, 'opn-confirm'), '确认早于唱标结束', 'the record was confirmed before all was announced'],
  ];
  for (const [first, later, zh, en] of order) {
    for (const act of later) must(first !== undefined && first.index < act.index && first.time <= act.time, 'order', `#${act.index} ${zh}`, `#${act.index}: ${en}`);
  }
}

function announcedOf(trade: Trade, listed: readonly Bid[], list: Act | undefined): ReadonlyMap<string, Announced> {
  const opened = new Set(actsOf(trade, 'opn-decrypt').filter((act) => read('opening', act).text('result') === 'ok').map((act) => bidOf(trade, act).bidId));
  const announced = new Map<string, Announced>();
  const unread = !readsPrices(selectorsOf(trade, 'opening'));
  for (const act of actsOf(trade, 'opn-announce')) {
    const bid = bidOf(trade, act);
    const said = read('opening', act);
    const name = said.text('bidderName');
    must(listed.includes(bid), 'opening', `唱出的投标 ${bid.bidSeq} 不在清单`, `bid ${bid.bidSeq} was announced and is not on the list`);
    must(opened.has(bid.bidId), 'opening', `投标 ${bid.bidSeq} 未解密即唱标`, `bid ${bid.bidSeq} was announced without having been opened`);
    must(!announced.has(bid.bidId), 'opening', `投标 ${bid.bidSeq} 唱标两次`, `bid ${bid.bidSeq} was announced twice`);
    const place = listed.indexOf(bid);
    must(list !== undefined && read('opening', list).texts('bidderNames')[place] === name, 'opening', `投标 ${bid.bidSeq} 的投标人与名单不符`, `bid ${bid.bidSeq} is announced under another name than listed`);
    must(said.has('bidPrice') !== unread, 'opening', `投标 ${bid.bidSeq} 的报价是否宣读与采购方式不符`, `bid ${bid.bidSeq}: a price was read out where the method has none, or none where it has one`);
    const price = said.textOrNull('bidPrice') ?? '';
    const priced = /^[1-9]\d{0,19}$/.test(price);
    announced.set(bid.bidId, { bid, act, name, unread, price, priced, priceFen: priced ? BigInt(price) : 0n, duration: said.text('duration') });
  }
  return announced;
}

/** The record that a bidder confirmed says what was announced. */
function checkRecord(trade: Trade, confirm: Act, { announced }: Opening): void {
  const record = documentOf(trade, 'opening', confirm, 'openingRecord');
  const rows = record.members('announced');
  must(rows.length === announced.size, 'opening', '开标记录与唱标数不符', 'the record has another number of bids than were announced');
  for (const row of rows) {
    const seq = row.count('bidSeq');
    const said = [...announced.values()].find(({ bid }) => bid.bidSeq === seq) ?? refuse('opening', `开标记录中的 ${seq} 未唱标`, `bid ${seq} of the record was not announced`);
    const same = (row.textOrNull('priceFen') ?? '') === said.price && row.text('bidderName') === said.name && row.text('duration') === said.duration;
    must(same, 'opening', `开标记录中 ${seq} 的内容与唱标不符`, `the record tells of bid ${seq} what was not announced`);
  }
}
