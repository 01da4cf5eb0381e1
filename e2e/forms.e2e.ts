import { describe, expect, test } from 'vitest';
import type { FrameworkRead } from '../src/contracts/framework-reads.ts';
import { msPerDay, msPerHour } from '../src/kernel/calendar.ts';
import { contract, decide, fail, notify, publishCandidates, publishResult } from '../src/play/awarding.ts';
import { submitBids } from '../src/play/bidding.ts';
import { issueDocuments } from '../src/play/documents.ts';
import { openBids } from '../src/play/opening.ts';
import { paper } from '../src/play/stage.ts';
import type { Person } from './support/market.ts';
import { begun, evaluated, faultsOf, nameOf, testCast } from './support/trades.ts';

// The forms that are used now and then: framework agreements and their orders, contracts as they are performed, orders of the supervisor, a
// trade done again. What others see of each, and what they may not.
const cast = await testCast();
const { stage, purchaser, agency, stranger, guest, bidder, lotOf } = cast;

describe('a framework agreement', () => {
  let lotId = '';
  const framework = (person: Person): Promise<FrameworkRead> => person.read<FrameworkRead>(`/lots/${lotId}/framework`);

  test('admits by the ranking and is signed with items, ways and a term within the law', async () => {
    const { lot } = await evaluated(cast, 'gp-framework', '全市办公用纸框架协议采购');
    ({ lotId } = lot);
    await purchaser.act(lotId, 'awd-decide', async () => {
      expect(await purchaser.page.locator('[id="f-admittedBidSeqs"] label').allInnerTexts()).toEqual([1, 2, 3].map((rank) => expect.stringContaining(`第 ${rank} 名`)));
      await purchaser.type('decisionMakerId', '第 1 次会议');
      await purchaser.file('decisionFile', '成交确认书');
    });
    await notify(lot);
    await publishResult(lot);
    // second of the ranking is admitted as well, and told so
    await bidder(1).go(`/desk/lots/${lotId}`);
    await bidder(1).page.getByText('你单位已入围本框架协议').waitFor();
    await purchaser.act(lotId, 'ctr-sign', async () => {
      await purchaser.page.getByRole('region', { name: '入围供应商' }).getByRole('row').nth(3).waitFor();
      await purchaser.shot('framework-aside');
      await purchaser.type('framework.items.0.zh', 'A4 70克复印纸');
      await purchaser.page.getByRole('button', { name: '增加品目' }).click();
      await purchaser.type('framework.items.1.zh', 'A3 80克复印纸');
      for (const mode of ['顺序轮候', '二次竞价']) await purchaser.page.getByLabel(mode, { exact: true }).check();
      await purchaser.type('framework.validTo', '2031-01-01T00:00');
      await purchaser.page.getByText('不早于法定最晚时间').waitFor();
      await purchaser.takeLawful('framework.validTo');
      await purchaser.type('paymentTerms', '按单支付');
      await purchaser.file('contractFile', '框架协议');
    });
    expect((await framework(guest)).items.map(({ zh }) => zh)).toEqual(['A4 70克复印纸', 'A3 80克复印纸']);
  }, 150_000);

  test('is ordered under directly and in turn, at the agreed price', async () => {
    await purchaser.go(`/desk/lots/${lotId}`);
    await purchaser.page.getByRole('link', { name: '框架协议订单' }).first().click();
    await order(async () => {
      await purchaser.choose('mode', 'direct');
      await purchaser.choose('itemId', 'P1');
      await purchaser.type('quantity', '120');
      await purchaser.field('bidSeq').selectOption({ index: 2 });
      await purchaser.page.getByText('成交金额').waitFor();
    });
    await order(async () => {
      await purchaser.choose('mode', 'rota');
      await purchaser.choose('itemId', 'P2');
      await purchaser.type('quantity', '40');
    });
    const { orders, suppliers } = await framework(guest);
    expect(orders.map(({ mode, supplierName, priceFen }) => [mode, supplierName, priceFen])).toEqual([['rota', suppliers[0]?.supplierName, 40 * (suppliers[0]?.unitFen ?? 0)], ['direct', suppliers[1]?.supplierName, 120 * (suppliers[1]?.unitFen ?? 0)]]);
    expect(suppliers.find(({ nextInRota }) => nextInRota)?.rank).toBe(2);
  }, 90_000);

  test('is competed for with sealed offers that nobody sees before the order', async () => {
    await purchaser.go(`/desk/lots/${lotId}/orders`);
    await purchaser.page.getByRole('button', { name: '发起二次竞价' }).click();
    await purchaser.type('quantity', '1000');
    await purchaser.type('offerEnd', new Date((await stage.clock.now()) + msPerDay + 8 * msPerHour).toISOString().slice(0, 19));
    await purchaser.file('demandFile', '需求');
    await purchaser.shot('order-call');
    await purchaser.page.locator('form.act-form button[type=submit]').click();
    await purchaser.page.locator('.done').waitFor();
    // the order of the ranking: 119.80, 121.50, 123.00
    for (const [i, yuan] of [[1, '118500'], [0, '117900.50']] as const) await offer(bidder(i), yuan);
    for (const person of [purchaser, agency, bidder(2), stranger, guest]) {
      const { text } = await person.ask(`/lots/${lotId}/framework`);
      for (const secret of ['11850000', '11790050', 'offerCount']) expect(text).not.toContain(secret);
    }
    // nor does the ledger: the supplier's receipt is all there is of an offer
    const inLedger = async (): Promise<number> => (await guest.ask(`/lots/${lotId}/evidence`)).text.split('gov-order-offer').length - 1;
    expect(await inLedger()).toBe(0);
    await bidder(0).page.locator('.done a[href*="proof="]').click();
    await bidder(0).page.getByText('仍在封存批次里').waitFor();
    await bidder(0).shot('order-offer-sealed');
    expect(await stranger.read<{ items: { id: string }[] }>(`/lots/${lotId}/actions`).then(({ items }) => items.map(({ id }) => id))).not.toContain('order-offer');
    const [call] = (await framework(purchaser)).calls;
    expect((await stranger.ask(`/lots/${lotId}/files/${(await framework(bidder(2))).calls[0]?.demandFile ?? ''}`)).status).toBe(404);
    await stage.clock.moveTo(Date.parse(call?.offerEnd ?? '') + 1_000);
    await purchaser.go(`/desk/lots/${lotId}/orders`);
    await purchaser.page.getByText('收到 2 份报价').first().waitFor();
    await order(async () => {
      await purchaser.choose('mode', 'competition');
      await purchaser.field('callId').selectOption({ index: 1 });
    });
    const { orders, calls } = await framework(guest);
    expect(orders[0]).toMatchObject({ mode: 'competition', supplierName: await nameOf(cast, 1), priceFen: 11_790_050 });
    expect(calls[0]?.offers?.map(({ priceFen }) => priceFen)).toEqual([11_790_050, 11_850_000]);
    expect(await inLedger()).toBe(2);
    await guest.go(`/lots/${lotId}`);
    await guest.page.getByRole('region', { name: '框架协议', exact: true }).waitFor();
    await guest.shot('framework-public');
  }, 120_000);

  test('leads each order to its result, contract and acceptance like any lot; its supplier has it on the desk', async () => {
    const orderId = (await framework(guest)).orders[0]?.orderId ?? '';
    await bidder(0).go('/desk');
    await bidder(0).page.locator(`a[href$="${orderId}"]`).first().waitFor();
    expect(await purchaser.next(orderId)).toEqual(['awd-result']);
    await purchaser.act(orderId, 'awd-result', async () => {
      await purchaser.file('noticeFile', '成交结果公告');
      await purchaser.set('winnerAddress', '示例市示例路1号');
    });
    await purchaser.act(orderId, 'ctr-sign', async () => {
      expect(await purchaser.page.getByText('框架协议条款').count()).toBe(0);
      // paid as the agreement says, unless the order says otherwise
      expect(await purchaser.field('paymentTerms').inputValue()).toBe('按单支付');
      await purchaser.type('paymentTerms', '验收后支付');
      await purchaser.file('contractFile', '订单合同');
    });
    await purchaser.act(orderId, 'gpr-accept', async () => {
      await purchaser.type('acceptorIdNo', '330100199001010000');
      await purchaser.file('acceptanceReport', '验收书');
      for (const area of await purchaser.page.locator('.preview-items textarea').all()) await area.fill('按订单全部内容');
    });
    await guest.go(`/lots/${orderId}`);
    await guest.page.getByText('所属框架协议').waitFor();
    await guest.shot('order-public');
  }, 120_000);

  /** From the desk of the agreement: the form, the reason and the signed order; and then that it is there. */
  async function order(fill: () => Promise<void>): Promise<void> {
    const { page } = purchaser;
    await page.getByRole('button', { name: '下订单' }).click();
    await page.locator('form.act-form').waitFor();
    await fill();
    await purchaser.type('reason', '按框架协议约定的方式确定');
    await purchaser.file('orderFile', '订单');
    await purchaser.shot('order');
    await page.locator('form.act-form button[type=submit]').click();
    await page.getByText(/订单 .* 已生成/).waitFor();
    await purchaser.shot('ordered');
    await purchaser.go(`/desk/lots/${lotId}/orders`);
  }

  async function offer(supplier: Person, yuan: string): Promise<void> {
    await supplier.go(`/desk/lots/${lotId}`);
    await supplier.page.getByRole('link', { name: '二次竞价报价' }).click();
    await supplier.page.getByRole('button', { name: '报价', exact: true }).click();
    await supplier.type('priceFen', '999999');
    await supplier.page.getByText('高于协议约定的价格').waitFor();
    await supplier.type('priceFen', yuan);
    await supplier.file('offerFile', '报价');
    await supplier.shot('order-offer');
    await supplier.page.locator('form.act-form button[type=submit]').click();
    await supplier.page.locator('.done').waitFor();
    await supplier.page.getByText('报价已密封').waitFor();
    expect(await supplier.page.getByRole('button', { name: '再办一次' }).count()).toBe(0);
    await supplier.shot('order-offered');
  }
});

test('a contract: what was paid for which milestone and how it changed stand on its card', async () => {
  const { lot, opened, candidates } = await evaluated(cast, 'eng-lowest-evaluated', '泵站设备安装工程');
  await stage.clock.moveTo((await publishCandidates(stage, lot) ?? 0) + 1_000);
  const [first] = candidates;
  const winner = opened.find(({ bidSeq }) => bidSeq === first?.bidSeq) ?? expect.fail('nobody is first');
  await decide(lot, first ?? expect.fail('nobody is first'));
  await notify(lot);
  await publishResult(lot);
  await contract(lot, winner);
  const { lotId } = lot;
  expect(await purchaser.next(lotId)).not.toContain('gpr-accept');
  await purchaser.act(lotId, 'ctr-perform', async () => {
    await purchaser.type('milestone', '首批设备到货');
    await purchaser.type('amountPaidFen', '718500');
    await purchaser.type('payeeAccount', '6222000000000001');
    await purchaser.type('progressPercent', '30');
    await purchaser.file('proofFile', '支付凭证');
  });
  await purchaser.act(lotId, 'ctr-change', async () => {
    await purchaser.type('changeAmountFen', '-20000');
    await purchaser.type('reason', '减少一台备用泵');
    await purchaser.file('changeFile', '变更协议');
  });
  await purchaser.go(`/desk/lots/${lotId}`);
  const card = purchaser.page.getByRole('region', { name: '合同履行' });
  await card.getByText('首批设备到货').waitFor();
  expect(await card.innerText()).toMatch(/718,500\.00[^]*30%[^]*−20,000\.00/);
  await purchaser.shot('contract-card');
  expect((await guest.ask(`/lots/${lotId}/timeline`)).text).not.toContain('6222000000000001');
}, 150_000);

test('a correction, then an order of the supervisor: the trade stands still, the bidder reads why, the tenderer answers', async () => {
  const { plan, project } = await begun(cast, 'eng-lowest-evaluated', '老旧小区雨污分流工程');
  const { lotId } = await issueDocuments(stage, project, plan);
  await agency.act(lotId, 'not-change', async () => {
    await agency.type('changedItems', '资格要求第二条');
    await agency.type('revisedContent', '取消注册资本要求');
    await agency.file('changeFile', '更正公告');
  });
  await bidder(0).page.waitForTimeout(200);
  const supervisor = await stage.staff.as('supervisor-housing');
  const order = async (orderType: string, days: number, reason: string) => supervisor.act('sup-order', lotId, { orderNo: `监〔2026〕${orderType}`, orderType, reason, orderFile: await paper(supervisor, reason), ...(days > 0 ? { dueAt: new Date((await stage.clock.now()) + days * msPerDay).toISOString() } : {}) });
  await order('opinion', 5, '请说明注册资本要求的依据');
  await order('suspend', 10, '核查投诉事项');
  await bidder(0).go(`/desk/lots/${lotId}`);
  await bidder(0).page.getByText('监督部门责令中止').waitFor();
  await bidder(0).shot('stopped-bidder');
  expect((await bidder(0).read<{ items: unknown[] }>(`/lots/${lotId}/actions`)).items).toEqual([]);
  for (const person of [bidder(0), guest]) expect((await person.ask(`/lots/${lotId}`)).text + (await person.ask(`/lots/${lotId}/timeline`)).text).not.toContain('核查投诉事项');
  expect((await bidder(0).ask(`/lots/${lotId}/orders`)).status).toBe(404);
  expect(await purchaser.next(lotId)).toEqual(['order-reply']);
  await purchaser.act(lotId, 'order-reply', async () => {
    await purchaser.page.getByText('请说明注册资本要求的依据').first().waitFor();
    await purchaser.type('reply', '该要求已取消，见更正公告');
    await purchaser.file('replyFile', '回复');
  });
  await purchaser.go(`/desk/lots/${lotId}`);
  await purchaser.page.getByRole('region', { name: '监督指令' }).getByText('已回复').waitFor();
  await purchaser.shot('stopped-purchaser');
  await order('resume', 0, '核查完毕');
  await bidder(0).go(`/desk/lots/${lotId}`);
  await bidder(0).page.getByRole('link', { name: '招标文件获取' }).first().waitFor();
  expect(await bidder(0).page.getByText('监督部门责令中止').count()).toBe(0);
}, 120_000);

test('a trade that failed is done again, and the two lots lead to one another', async () => {
  const { plan, project, of } = await begun(cast, 'eng-lowest-evaluated', '河道清淤工程');
  const lot = await issueDocuments(stage, project, plan);
  await openBids(stage, lot, await submitBids(stage, lot, plan.bids.slice(0, 1), of), null);
  await fail(lot, 'too-few-bidders', '递交投标文件的投标人不足法定家数', false);
  await purchaser.act(lot.lotId, 'do-retender', () => purchaser.file('causeAnalysisHash', '流标原因分析'));
  await purchaser.go(`/desk/lots/${lot.lotId}`);
  await purchaser.page.getByText('由新的标段接续').waitFor();
  await purchaser.shot('failed');
  // the public may know of the new lot once its notice is there
  expect((await lotOf(lot.lotId)).nextLotId).toBeUndefined();
  await purchaser.page.getByRole('region', { name: '本次招标（采购）已结束' }).getByRole('link', { name: '打开' }).click();
  await purchaser.page.getByText('接续此前流标的标段').waitFor();
  await purchaser.shot('again');
  expect(await purchaser.next(purchaser.page.url().split('/').at(-1) ?? '')).toContain('int-submit');
}, 120_000);

test('no page of anybody has thrown, and no answer failed', () => {
  expect(faultsOf(cast)).toEqual([]);
});
