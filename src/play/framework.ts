import { randomUUID } from 'node:crypto';
import { msPerDay, msPerHour } from '../kernel/calendar.ts';
import type { BidPlay } from './bidding.ts';
import { fenOf, type CaseOrder } from './case-file.ts';
import { paper, type LotPlay, type Stage } from './stage.ts';

// Framework agreements: who is admitted in the first stage, and the orders of the second, each to its end.

const termDays = 300;

/** The first of the ranking, as many as the case admits. */
export function admittedOf(lot: LotPlay, ranked: readonly { bidSeq: number }[]): { admittedBidSeqs?: number[] } {
  const count = lot.plan?.framework?.admitted;
  return count === undefined ? {} : { admittedBidSeqs: ranked.slice(0, count).map(({ bidSeq }) => bidSeq) };
}

/** Items, ways and term, in the agreement that is signed. */
export async function termsOf({ clock }: Stage, { plan }: LotPlay): Promise<Record<string, unknown>> {
  if (!plan?.framework) return {};
  const { items, orders } = plan.framework;
  return { framework: { items, modes: [...new Set(['direct', ...orders.map(({ mode }) => mode)])], validTo: iso((await clock.now()) + termDays * msPerDay) } };
}

/** 第二阶段: order after order; gives who had it at which price, in the names of the case. */
export async function playOrders(stage: Stage, lot: LotPlay, opened: readonly BidPlay[]): Promise<{ lotId: string; supplier: string; priceFen: number }[]> {
  const orders = [];
  for (const plan of lot.plan?.framework?.orders ?? []) orders.push(await playOrder(stage, lot, plan, opened));
  return orders;
}

async function playOrder(stage: Stage, lot: LotPlay, plan: CaseOrder, opened: readonly BidPlay[]): Promise<{ lotId: string; supplier: string; priceFen: number }> {
  const { titleZh, tenderer: { client } } = lot.project;
  const orderId = randomUUID();
  const asked = plan.mode === 'competition' ? { callId: await compete(stage, lot, plan, opened) } : { itemId: plan.itemId, quantity: plan.quantity };
  const named = plan.supplier === undefined ? {} : { bidSeq: bidOf(opened, plan.supplier).bidSeq };
  const { result } = await client.act<{ supplierName: string; priceFen: string }>('gpr-framework', orderId, {
    frameworkId: lot.lotId, mode: plan.mode, ...asked, ...named, reason: '按框架协议约定的方式确定', orderFile: await paper(client, `采购订单：${titleZh}`),
  });
  await finish(lot, orderId, result.priceFen);
  const supplier = opened.find((bid) => bid.company.name === result.supplierName)?.plan.bidder ?? result.supplierName;
  stage.tell(`lot ${lot.lotNo}: order by ${plan.mode} to ${supplier}`);
  return { lotId: orderId, supplier, priceFen: Number(result.priceFen) };
}

/** 二次竞价: asked of all, offered by those the case says, over when its time is up. */
async function compete({ clock }: Stage, lot: LotPlay, { itemId, quantity, offers = [] }: CaseOrder, opened: readonly BidPlay[]): Promise<string> {
  const { tenderer: { client }, titleZh } = lot.project;
  const offerEnd = (await clock.now()) + 24 * msPerHour;
  const { result } = await client.gov<{ callId: string }>('order-call', lot.lotId, { itemId, quantity, offerEnd: iso(offerEnd), demandFile: await paper(client, `二次竞价需求：${titleZh}`) });
  for (const { bidder, priceYuan } of offers) {
    const own = bidOf(opened, bidder).company.client;
    await own.gov('order-offer', lot.lotId, { callId: result.callId, priceFen: Number(fenOf(priceYuan)), offerFile: await paper(own, `二次竞价报价：${bidder}`) });
  }
  await clock.moveTo(offerEnd + 1_000);
  return result.callId;
}

/** 成交结果, 合同, 验收, 归档, 见证书 of one order. */
async function finish({ project: { titleZh, tenderer: { client } } }: LotPlay, orderId: string, priceFen: string): Promise<void> {
  await client.act('awd-result', orderId, { noticeFile: await paper(client, `成交结果公告：${titleZh}`), objectionChannel: '书面向采购人提出', winnerAddress: '示例市示例路1号' });
  await client.act('ctr-sign', orderId, { contractPriceFen: priceFen, duration: '180日历天', contractFile: await paper(client, `订单合同：${titleZh}`), contractCode: `DD-${orderId.slice(0, 8)}`, paymentTerms: '验收后支付' });
  await client.act('gpr-accept', orderId, {
    acceptanceResult: 'pass', acceptorIdNo: 'DEMO-ACCEPTOR', acceptanceReport: await paper(client, `订单验收书：${titleZh}`), items: { acceptanceContent: '订单全部内容', acceptanceStandard: '按框架协议' },
  });
  await client.act('int-archive', orderId, { items: ['contract', 'acceptance-report', 'result-notice'] });
  await client.act('cer-issue', orderId, {});
}

function bidOf(opened: readonly BidPlay[], bidder: string): BidPlay {
  const bid = opened.find((one) => one.plan.bidder === bidder);
  if (!bid) throw new Error(`${bidder} has no bid in the first stage`);
  return bid;
}

function iso(at: number): string { return new Date(at).toISOString(); }
