import { param } from '../kernel/params.ts';
import { limitNumber } from '../law/limits.ts';
import type { Announced } from './opening.ts';
import { read, type Act } from './read.ts';
import { must } from './refusal.ts';
import { actsOf, moveOf, selectorsOf, type Trade } from './trade.ts';

/** The act by which an order under a framework began; null in every other lot. */
export function orderOf(trade: Trade): Act | null { return actsOf(trade, 'gpr-framework')[0] ?? null; }

/** An order belongs to the project whose lot the framework was concluded by. */
export function belongsByFramework(trade: Trade): boolean {
  const order = orderOf(trade);
  if (order === null || moveOf(order, 'framework-order', trade.lotId) === undefined) return false;
  const frameworkId = order.public['frameworkId'];
  return trade.acts.some((act) => act.subject === trade.projectId && act.kind === 'act' && act.moves.some(({ subject }) => subject === frameworkId));
}

/** 框架协议入围: the first of the ranking, at their prices, at least as many as the law asks for, and some eliminated. */
export function checkAdmitted(trade: Trade, decision: Act, left: readonly Announced[]): ReadonlySet<string> {
  const said = read('award', decision);
  if (!said.has('admitted')) return new Set();
  const selectors = selectorsOf(trade, 'award');
  const admitted = said.members('admitted');
  const ranked = new Set(actsOf(trade, 'evl-summary').map((act) => read('award', act).count('bidSeq'))).size;
  const inOrder = admitted.every((one, i) => {
    const due = left[i];
    return due !== undefined && one.count('bidSeq') === due.bid.bidSeq && one.text('supplierName') === due.name && one.fen('unitPrice') === due.priceFen;
  });
  must(inOrder, 'award', '框架协议入围供应商与排名或报价不符', 'the suppliers admitted are not the first of the ranking at their prices');
  must(admitted.length >= limitNumber(param('frameworkSuppliersMin', selectors) ?? null, 0) && ranked > admitted.length, 'award', '框架协议入围家数不符合法定要求', 'fewer admitted than the law asks for, or nobody eliminated');
  return new Set(left.slice(0, admitted.length).map(({ bid }) => bid.bidId));
}

/** 框架协议第二阶段: the price follows from the agreement or from the lowest offer; result and contract say the same. */
export function checkOrder(trade: Trade, order: Act): { signed: boolean } {
  const said = read('award', order);
  must(actsOf(trade, 'gpr-framework').length === 1, 'award', '同一订单成交两次', 'one order was given twice');
  const [price, most] = [said.fen('price'), said.fen('unitPrice') * BigInt(said.count('quantity'))];
  if (said.text('mode') === 'competition') {
    const offers = said.members('offers').map((one) => one.fen('price'));
    const lowest = offers.reduce((least, one) => (one < least ? one : least), offers[0] ?? 0n);
    must(offers.length > 1 && lowest === price && price <= most, 'award', '二次竞价未由最低报价成交', 'the competition was not won by its lowest offer');
  } else {
    must(price === most, 'award', '成交价与框架协议单价不符', 'the order is not at the unit price of the agreement');
  }
  for (const act of actsOf(trade, 'awd-result')) {
    const result = read('contract', act);
    must(result.text('winnerName') === said.text('supplierName') && result.fen('awardPrice') === price, 'contract', `#${act.index} 与成交结果不符`, `#${act.index}: the result tells another order`);
  }
  const contracts = actsOf(trade, 'ctr-sign');
  for (const act of contracts) {
    const contract = read('contract', act);
    must(act.time >= order.time, 'order', '合同早于成交', 'a contract before the order');
    must(contract.fen('contractPrice') === price && contract.text('duration') === said.text('duration'), 'contract', '合同与成交价格或履行期不符', 'the contract has another price or duration than the order');
  }
  return { signed: contracts.length > 0 };
}
