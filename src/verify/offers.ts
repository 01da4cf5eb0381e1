import { offersGate } from '../law/evidence.ts';
import { gateOpener } from './gates.ts';
import { read, type Act } from './read.ts';
import { must } from './refusal.ts';
import { actsOf, type Trade } from './trade.ts';

/**
 * 二次竞价: what was offered in a competition was committed to in a sealed batch, in time, and entered the log before the leaf that ended
 * the competition, as many as that one counts: none was made up afterwards and none was left out.
 */
export function checkOffers(trade: Trade): number {
  const offers = actsOf(trade, 'gov-order-offer', 'gov');
  const calls = actsOf(trade, 'gov-order-call', 'gov');
  for (const call of calls) checkCall(trade, call, offers.filter((offer) => offer.public['callId'] === call.public['callId']));
  const known = new Set(calls.map((call) => call.public['callId']));
  for (const offer of offers) must(known.has(offer.public['callId']), 'sealed', `#${offer.index} 报价所属的竞价不存在`, `#${offer.index}: an offer in no competition`);
  return offers.length;
}

function checkCall(trade: Trade, call: Act, offers: readonly Act[]): void {
  const said = read('sealed', call);
  const [callId, end] = [said.text('callId'), said.time('offerEnd')];
  const opener = gateOpener(trade, offersGate(callId));
  for (const offer of offers) {
    must(offer.batch !== null, 'sealed', `#${offer.index} 竞价报价未经封存批次`, `#${offer.index}: an offer that did not wait in a sealed batch`);
    must(offer.time >= call.time && offer.time <= end, 'sealed', `#${offer.index} 不在报价时限内`, `#${offer.index}: an offer out of time`);
    must(opener !== null && offer.index < opener.index, 'sealed', `#${offer.index} 报价在竞价结束公开之后才入账`, `#${offer.index}: an offer that was not in the log before its gate opened`);
  }
  if (opener === null) return;
  must(opener.time > end, 'sealed', `#${opener.index} 在竞价截止前公开了报价`, `#${opener.index}: offers opened before the competition was over`);
  must(read('sealed', opener).count('offers') === offers.length, 'sealed', `#${opener.index} 与入账的报价数不符`, `#${opener.index}: another number of offers than are in the log`);
}
