import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LotRead, OpeningRead, ResultsRead, RoundsRead } from '../src/contracts/reads.ts';
import { msPerDay, msPerMinute } from '../src/kernel/calendar.ts';
import { earliestAt } from '../src/kernel/limits.ts';
import { mustParam } from '../src/kernel/params.ts';
import type { CaseEvaluation } from '../src/play/case-file.ts';
import { revealChance, type Committed } from '../src/play/chance.ts';
import { answerDraw } from '../src/play/committee.ts';
import { evaluate } from '../src/play/evaluating.ts';
import type { Company } from '../src/play/people.ts';
import { paper, type LotPlay } from '../src/play/stage.ts';
import { OpensslAuthority } from '../tests/support/openssl-p12.ts';
import { commitBeside, companyIn, lotOf, openedIn, openMarket, type Market } from './support/around.ts';
import { launchChromium } from './support/chromium.ts';
import { bid, document, Person } from './support/market.ts';
import { registered, registeredFromFiles, seatedFor } from './support/newcomer.ts';

// A competitive negotiation of government procurement, clicked through from registration by one purchaser, its agency and three
// suppliers: intention, plan, documents, responses, two rounds of quotation, award, contract, acceptance. One supplier is late with a
// quote, another company was never in. Centre, experts and custodians act over the interface.
const title = '校园照明设备采购';
const names = ['晨光照明有限公司', '远山电气有限公司', '兰台光电有限公司'];
// what the response says, what the first round brings, what the final one; the third comes too late in the first
const offers = [['980000.00', '960000.00', '930000.00'], ['975000.00', '970000.00', '955000.00'], ['990000.00', null, '948000.00']] as const;
const sizes = ['large', 'small', 'medium'] as const;
// 955,000 less the tenth of a small enterprise is the lowest to compare
const winner = 1;
const evaluation: CaseEvaluation = { method: 'gp-lowest', smeDeduction: 0.1 };

let browser: Browser;
let market: Market;
let purchaser: Person;
let agency: Person;
let guest: Person;
let stranger: Person;
const suppliers: Person[] = [];
let lotId = '';
let lot: LotPlay;
let tie: Committed;
let agencyCompany: Company;
const openssl = new OpensslAuthority();

beforeAll(async () => {
  [browser, market] = await Promise.all([launchChromium(), openMarket()]);
  stranger = await Person.signedIn(browser, market.url, 'bidder-4');
  guest = await Person.guest(browser, market.url);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await market?.close();
  openssl.close();
});

const readLot = (): Promise<LotRead> => guest.read<LotRead>(`/lots/${lotId}`);
const readOpening = (): Promise<OpeningRead> => guest.read<OpeningRead>(`/lots/${lotId}/opening`);

/** None of the prices stands in what someone is answered. */
async function tellsNoPrice(person: Person, prices: readonly (string | null)[]): Promise<void> {
  for (const read of ['', '/opening', '/opening/record', '/timeline', '/rounds', '/results', '/papers']) {
    const { text } = await person.ask(`/lots/${lotId}${read}`);
    for (const price of prices) if (price !== null) expect(text, `${read} ${price}`).not.toMatch(new RegExp(`(?<!\\d)${price.replace('.', '')}(?!\\d)`));
  }
}

test('all of them register: with keys their browser makes, or with the files of an authority', async () => {
  purchaser = await registered(browser, market.url, '清溪学校', 'tenderer');
  ({ person: agency, company: agencyCompany } = await registeredFromFiles(browser, market.stage, openssl, { name: '明镜采购代理有限公司', role: 'agency' }));
  for (const name of names) suppliers.push(await registered(browser, market.url, name, 'bidder'));
}, 120_000);

test('the purchaser drafts the project, announces its intention, files its plan and hands it in', async () => {
  await purchaser.page.getByRole('link', { name: '新建项目' }).click();
  await purchaser.field('projectName').waitFor();
  for (const [field, value] of [['category', 'gov-procurement'], ['kind', 'competitive-negotiation'], ['objectType', 'goods']] as const) await purchaser.choose(field, value);
  for (const [field, text] of Object.entries({ 'projectName': title, 'fundSource': '财政资金', 'overview': '路灯与控制箱 300 套', 'contact': '采购联系人 0571-0', 'lots.0.lotName': '照明设备', 'lots.0.budgetFen': '1000000', 'lots.0.duration': '45 天' })) await purchaser.type(field, text);
  const appointed = agencyCompany;
  await purchaser.page.getByPlaceholder('按名称或信用代码查找').first().fill(appointed.name);
  await purchaser.page.locator(`[id="f-agencyId"] option[value="${appointed.entityId}"]`).waitFor({ state: 'attached' });
  await purchaser.choose('agencyId', appointed.entityId);
  await purchaser.file('agencyAgreement', '委托代理协议');
  await purchaser.shot('new-project');
  await purchaser.page.locator('form.act-form button[type=submit]').click();
  await purchaser.page.waitForURL(/\/desk\/lots\/[0-9a-f-]{36}$/);
  lotId = purchaser.page.url().split('/').at(-1) ?? '';
  expect((await stranger.ask(`/lots/${lotId}`)).status).toBe(404);

  expect(await purchaser.next(lotId)).toContain('gpr-intention');
  await purchaser.act(lotId, 'gpr-intention', () => purchaser.makeFile());
  // the intention is public a month before the notice
  await guest.go(`/lots/${lotId}`);
  await guest.page.getByRole('heading', { name: title }).first().waitFor();
  await guest.shot('public-intention');
  await purchaser.act(lotId, 'gpr-plan', async () => {
    await purchaser.type('planNo', 'CG-2026-0042');
    await purchaser.file('approvalFile', '采购计划备案表');
  });
  await purchaser.act(lotId, 'int-submit', () => purchaser.file('approvalFile', '立项批复'));
  await purchaser.act(lotId, 'int-promise', async () => {
    await purchaser.file('promiseFile', '进场承诺书');
    await purchaser.type('signerIdNo', '330100199001010000');
  });
  const { project: { projectId } } = await purchaser.read<LotRead & { project: { projectId: string } }>(`/lots/${lotId}`);
  const centre = await market.stage.staff.as('centre-a');
  await centre.act('int-accept', projectId, { decisionCode: 'accept', intakeForm: await paper(centre, '受理单') });
  lot = lotOf(lotId, { category: 'gov-procurement', kind: 'competitive-negotiation', titleZh: title, projectId, tenderer: await companyIn(market.stage, purchaser), agency: appointed }, evaluation);
}, 120_000);

test('the agency seals the negotiation documents, announces and issues them', async () => {
  await agency.act(lotId, 'doc-seal', async () => {
    await agency.file('files.0', '谈判文件');
    await agency.choose('evaluation.method', 'gp-lowest');
    await agency.type('qualification', '具有独立承担民事责任的能力');
    await agency.type('terms.payment', '验收合格后一次付清');
    expect(await agency.page.getByRole('region', { name: '定稿前预览' }).innerText()).toContain('验收合格后一次付清');
  });
  await agency.act(lotId, 'doc-fair-review', async () => {
    await agency.choose('result', 'pass');
    await agency.file('reviewForm', '公平竞争审查表');
  });
  await market.stage.clock.moveTo(earliestAt(mustParam('planLead', { category: 'gov-procurement', kind: 'competitive-negotiation' }), await market.stage.clock.now()).at + msPerDay / 2);
  await agency.act(lotId, 'not-publish', async () => {
    expect(await agency.field('title').inputValue()).toBe(`${title}公告`);
    await agency.takeLawful('bidDeadline');
    await agency.makeFile();
  });
  await agency.act(lotId, 'int-schedule', () => agency.chooseFree('roomId'));
  await expect.poll(async () => (await agency.read<{ document?: { custodians: { proved: boolean }[] } }>(`/lots/${lotId}/workroom`)).document?.custodians.every(({ proved }) => proved), { timeout: 20_000 }).toBe(true);
  await agency.act(lotId, 'doc-issue', () => agency.takeLawful('saleEnd').then(() => undefined));
  await guest.go(`/?q=${encodeURIComponent(title)}`);
  await guest.page.locator('.lot-row', { hasText: title }).first().waitFor();
}, 120_000);

test('three responses are sealed; at the opening their prices are told to nobody', async () => {
  for (const [i, supplier] of suppliers.entries()) await bid(supplier, lotId, { price: offers[i]?.[0] ?? '', duration: '45 天', size: sizes[i] ?? 'large' });
  // the purchaser's part of both draws by one press at its desk, the supervisor's over the interface
  await purchaser.go(`/desk/lots/${lotId}`);
  const draws = purchaser.page.locator('section:has(#chance)');
  await draws.getByRole('button').click();
  await expect.poll(() => draws.getByRole('button').count()).toBe(0);
  tie = await commitBeside(market.stage, lot, 'tie');
  const deadline = Date.parse((await readLot()).bidDeadline ?? '');
  await market.stage.clock.moveTo(deadline - 20 * msPerMinute);
  const host = await market.stage.staff.as('centre-host');
  await host.act('liv-start', lotId, {});
  for (const supplier of suppliers) await supplier.go(`/lots/${lotId}/opening`);
  for (const { page } of suppliers) {
    await page.locator('.my-part').getByRole('button', { name: '签到' }).click();
    await page.locator('.my-part [role=status]').first().waitFor();
  }
  await market.stage.clock.moveTo(deadline + 1_000);
  await host.act('opn-start', lotId, {});
  await host.act('opn-list', lotId, {});
  await expect.poll(async () => ((await readOpening()).custodians ?? []).filter((one) => one.releasedAt !== undefined).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  for (const { page } of suppliers) {
    await page.locator('.my-part').getByRole('button', { name: '解密我的响应' }).click();
    await page.locator('.my-part [role=status]').getByText('已解密').waitFor();
  }
  await host.act('opn-announce', lotId, {});
  for (const supplier of suppliers) {
    await supplier.page.locator('.my-part').getByRole('button', { name: '确认开标记录' }).click();
    await supplier.page.locator('.my-part [role=status]').getByText('已记录').waitFor();
  }
  await suppliers[0]?.shot('hall');
  await expect.poll(async () => ['closed', 'archived'].includes((await readOpening()).state), { timeout: 20_000 }).toBe(true);
  for (const person of [guest, stranger, purchaser, agency]) await tellsNoPrice(person, offers.map(([first]) => first));
}, 150_000);

test('two rounds of quotation: each sees its own quotes alone, one that comes late is refused, the final one is asked for twice', async () => {
  const plans = names.map((bidder, i) => ({ bidder, priceYuan: offers[i]?.[0] ?? '', size: sizes[i] ?? 'large', quotes: offers[i]?.slice(1) ?? [] }));
  const opened = await Promise.all(suppliers.map((supplier, i) => openedIn(market.stage, lotId, supplier, plans[i] ?? expect.fail('no plan'))));
  const members = await seated();
  const quote: LotPlay['quote'] = async ({ plan }, round, yuan, isFinal) => {
    const at = names.indexOf(plan.bidder);
    const supplier = suppliers[at] ?? guest;
    await fillQuote(supplier, { round, yuan, isFinal });
    await supplier.page.locator('form.quote-form button[type=submit]').click();
    // with the last of the quotes the round is over
    await supplier.page.locator(`.rounds [data-round="${round}"]`).getByText('我的报价').waitFor().finally(() => supplier.shot(`gpr-quote-${round}-given`));
    for (const person of [guest, stranger, purchaser, agency, ...suppliers.filter((_, i) => i !== at)]) await tellsNoPrice(person, offers[at] ?? []);
    if (round === 1 && at === 1) await late(suppliers[2] ?? guest);
  };
  const plan = { lotNo: '1', budgetYuan: '1000000.00', evaluation, committee: { size: 3, representatives: 1 }, bids: plans, demandChanges: [{ round: 2, content: '控制箱防护等级由 IP67 调整为 IP65' }], expect: {} };
  await evaluate(market.stage, { ...lot, quote }, { plan, members, opened, tie });
}, 150_000);

/** The experts of the draw the purchaser asks for, and who sits for it. */
async function seated() {
  const representative = await seatedFor(market.stage, purchaser);
  const experts = await commitBeside(market.stage, lot, 'experts');
  const drawn = await answerDraw(market.stage, lot, async () => {
    let start = '';
    await purchaser.act(lotId, 'exp-draw-request', async () => {
      // a group of three: two experts, and who was registered
      await purchaser.page.getByRole('spinbutton').first().fill('2');
      expect(await purchaser.page.locator('[id^="f-representativeIds-"]:checked').count()).toBe(1);
      start = await purchaser.field('evaluationStart').inputValue();
    });
    await revealChance(market.stage, lot, experts);
    await purchaser.go(`/desk/lots/${lotId}`);
    await purchaser.page.getByText(/正在通知专家：\d \/ 2/).waitFor();
    await purchaser.shot('draw-calling');
    return Date.parse(`${start}+08:00`);
  });
  return [...drawn, representative];
}

/** A quote that is written while the round runs and sent when it is over, and a company that has no part in it. */
async function late(supplier: Person): Promise<void> {
  await stranger.go(`/desk/lots/${lotId}/talks`);
  await stranger.page.getByText('你单位没有参加本采购包的报价').waitFor();
  await stranger.shot('gpr-quote-outside');
  expect(await stranger.page.locator('.rounds, .quote-form').count()).toBe(0);
  await fillQuote(supplier, { round: 1, yuan: '965000.00', isFinal: false });
  const { rounds: [round] } = await guest.read<RoundsRead>(`/lots/${lotId}/rounds`);
  await market.stage.clock.moveTo(Date.parse(round?.quoteEnd ?? '') + 1_000);
  await supplier.page.locator('form.quote-form button[type=submit]').click();
  const shown = supplier.page.locator('.rounds [data-round="1"]');
  await shown.getByRole('alert').getByText('这份报价未被接受').waitFor();
  // and is still told when the page has learnt that the round is over
  await shown.getByText('后面的轮次仍可报价').waitFor();
  expect(await shown.getByRole('alert').innerText()).toMatch(/第1轮报价已于.+结束/);
  await supplier.shot('gpr-quote-late');
}

/** From the lot's desk to the round that is open, and a quote in it. */
async function fillQuote(supplier: Person, { round, yuan, isFinal }: { round: number; yuan: string; isFinal: boolean }): Promise<void> {
  const { page } = supplier;
  await supplier.go(`/desk/lots/${lotId}`);
  await page.getByRole('link', { name: '报价与澄清' }).first().click();
  const form = page.locator('form.quote-form');
  await form.waitFor();
  if (isFinal) {
    await page.getByText('控制箱防护等级由 IP67 调整为 IP65').first().waitFor();
    // what is above one's last quote, or would be, is said at once
    await page.locator(`#quote-${round}`).fill('999999.00');
    if (supplier !== suppliers[2]) await form.getByText('高于你上一轮的报价').waitFor();
  }
  await page.locator(`#quote-${round}`).fill(yuan);
  await page.locator(`#quote-file-${round}`).setInputFiles(document(`第${round}轮报价`));
  await form.locator('.file-field code').waitFor();
  if (isFinal) {
    expect(await form.locator('button[type=submit]').isDisabled()).toBe(true);
    await form.getByLabel('我知道这是最后报价').check();
  }
  await supplier.shot(`gpr-quote-${round}`);
}

test('the purchaser decides on the report; notices, contract, acceptance, archive, certificate', async () => {
  const name = names[winner] ?? '';
  await expect.poll(() => purchaser.next(lotId), { timeout: 20_000 }).toContain('awd-decide');
  await purchaser.go(`/desk/lots/${lotId}`);
  await purchaser.page.getByRole('region', { name: '评审排名' }).locator('tbody tr').first().waitFor();
  await purchaser.shot('ranking');
  await purchaser.act(lotId, 'awd-decide', async () => {
    expect(await purchaser.page.locator('[id="f-bidSeq"] option:checked').innerText()).toContain(name);
    await purchaser.type('decisionMakerId', '第 1 次成交确认');
    await purchaser.file('decisionFile', '成交确认书');
  });
  await agency.act(lotId, 'awd-notice', () => agency.file('noticeFile', '成交通知书'));
  await agency.act(lotId, 'awd-result', async () => {
    await agency.file('noticeFile', '成交结果公告');
    await agency.set('winnerAddress', '示例市示例路1号');
  });
  expect((await readLot()).result).toMatchObject({ winnerName: name, awardFen: 95_500_000 });
  const { rows } = await guest.read<ResultsRead>(`/lots/${lotId}/results`);
  expect(rows.map(({ rank, evaluationPriceFen }) => [rank, evaluationPriceFen])).toEqual([[1, 85_950_000], [2, 93_000_000], [3, 94_800_000]]);
  await guest.go(`/lots/${lotId}`);
  await guest.page.getByRole('region', { name: '报价轮次' }).getByText('955,000.00').first().waitFor();
  await guest.shot('public-result');
  await suppliers[winner]?.go(`/desk/lots/${lotId}`);
  await suppliers[winner]?.page.getByText('你单位是').waitFor();
  await suppliers[winner]?.shot('my-result');
  await purchaser.act(lotId, 'ctr-sign', async () => {
    expect(await purchaser.field('paymentTerms').inputValue()).toBe('验收合格后一次付清');
    await purchaser.file('contractFile', '合同');
  });
  await purchaser.act(lotId, 'gpr-accept', async () => {
    await purchaser.type('acceptorIdNo', '330100199001010000');
    await purchaser.file('acceptanceReport', '验收书');
    for (const area of await purchaser.page.locator('.preview-items textarea').all()) await area.fill('按合同与谈判文件全部内容');
  });
  await agency.act(lotId, 'int-archive');
  await purchaser.act(lotId, 'cer-issue');
  expect((await guest.ask(`/lots/${lotId}/timeline`)).text).toContain('cer-issue');
  for (const person of [purchaser, agency, guest, stranger, ...suppliers]) expect(person.faults).toEqual([]);
}, 150_000);
