import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LotRead, OpeningRead, ResultsRead } from '../src/contracts/reads.ts';
import { msPerHour, msPerMinute } from '../src/kernel/calendar.ts';
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
import { bid, Person } from './support/market.ts';
import { registered, registeredFromFiles, seatedFor } from './support/newcomer.ts';

// An engineering tender, clicked through from registration to the certificate by one tenderer, one agency and three bidders, each at a
// browser of their own. Another bidder and a guest look on: what they may not see they must not be told. Centre, experts and
// custodians act over the interface.
const title = '滨河步道工程';
const names = ['晨光建设有限公司', '远山市政工程有限公司', '兰台路桥有限公司'];
const offers = ['1000000.00', '1012345.67', '1034000.00'];
const evaluation: CaseEvaluation = {
  method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: 60, E1: 1, E2: 0.5,
  criteria: [{ id: 'technical', zh: '施工组织设计', max: 25, subjective: true }, { id: 'manager', zh: '项目管理机构', max: 5, subjective: true }, { id: 'credit', zh: '企业信用', max: 10, subjective: false }],
};
const ARCHIVED = ['tender-document', 'fair-review', 'tender-notice', 'opening-record', 'evaluation-report', 'candidate-notice', 'award-notice', 'result-notice', 'contract'];

let browser: Browser;
let market: Market;
let tenderer: Person;
let agency: Person;
let guest: Person;
let stranger: Person;
const bidders: Person[] = [];
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
/** The price as text stands nowhere in what someone is answered. */
const tellsNoPrice = (text: string): void => { for (const offer of offers) expect(text).not.toContain(String(BigInt(offer.replace('.', '')))); };

test('all of them register: with keys their browser makes, or with the files of an authority', async () => {
  tenderer = await registered(browser, market.url, '滨河开发建设中心', 'tenderer');
  ({ person: agency, company: agencyCompany } = await registeredFromFiles(browser, market.stage, openssl, { name: '明镜招标代理有限公司', role: 'agency' }));
  const [first = '', second = '', third = ''] = names;
  bidders.push(await registered(browser, market.url, first, 'bidder'), (await registeredFromFiles(browser, market.stage, openssl, { name: second, role: 'bidder' })).person, await registered(browser, market.url, third, 'bidder'));
  // each is told how its first trade begins
  for (const [person, step] of [[tenderer, '提交进场登记'], [agency, '招标人新建项目时选定'], [bidders[0] ?? guest, '获取招标文件']] as const) expect(await person.page.locator('.begin').innerText()).toContain(step);
  // who is registered may be looked up; nobody learns from it what it is for
  expect((await guest.ask('/desk')).status).toBe(401);
}, 120_000);

test('the tenderer drafts a project and hands it in; until it is accepted nobody else knows of it', async () => {
  await tenderer.page.getByRole('link', { name: '新建项目' }).click();
  await tenderer.field('projectName').waitFor();
  // the category first: what follows depends on it
  for (const [field, value] of [['category', 'engineering'], ['kind', 'open-tender'], ['objectType', 'works'], ['industryId', 'housing-municipal']] as const) await tenderer.choose(field, value);
  for (const [field, text] of Object.entries({ 'projectName': title, 'fundSource': '财政资金', 'overview': '步道三公里', 'contact': '联系人 0571-0', 'lots.0.lotNo': '1', 'lots.0.lotName': '一标段', 'lots.0.ceilingFen': '1,234,567.89', 'lots.0.estimateFen': '1300000', 'lots.0.duration': '90 天' })) await tenderer.type(field, text);
  const appointed = agencyCompany;
  await tenderer.page.getByPlaceholder('按名称或信用代码查找').first().fill(appointed.name);
  await tenderer.page.locator(`[id="f-agencyId"] option[value="${appointed.entityId}"]`).waitFor({ state: 'attached' });
  await tenderer.choose('agencyId', appointed.entityId);
  await tenderer.file('agencyAgreement', '委托代理协议');
  await tenderer.page.locator('form.act-form button[type=submit]').click();
  await tenderer.page.waitForURL(/\/desk\/lots\/[0-9a-f-]{36}$/);
  lotId = tenderer.page.url().split('/').at(-1) ?? '';
  for (const other of [guest, stranger, bidders[0] ?? guest]) expect((await other.ask(`/lots/${lotId}`)).status).toBe(404);
  await guest.go(`/lots/${lotId}`);
  await guest.page.locator('main .placeholder').waitFor();
  expect(await guest.page.locator('main').innerText()).not.toContain(title);

  expect(await tenderer.next(lotId)).toContain('int-submit');
  await tenderer.act(lotId, 'int-submit', () => tenderer.file('approvalFile', '立项批复'));
  await tenderer.act(lotId, 'int-promise', async () => {
    await tenderer.file('promiseFile', '进场承诺书');
    await tenderer.type('signerIdNo', '330100199001010000');
  });
  const { project: { projectId } } = await tenderer.read<LotRead & { project: { projectId: string } }>(`/lots/${lotId}`);
  const centre = await market.stage.staff.as('centre-a');
  await centre.act('int-accept', projectId, { decisionCode: 'accept', intakeForm: await paper(centre, '受理单') });
  lot = lotOf(lotId, { category: 'engineering', kind: 'open-tender', titleZh: title, projectId, tenderer: await companyIn(market.stage, tenderer), agency: appointed }, evaluation);
}, 120_000);

test('the agency finds it on its desk, seals the documents, publishes the notice at the earliest lawful day, and issues', async () => {
  await agency.go('/desk');
  await agency.page.locator(`.due-row:has(a[href*="${lotId}"])`, { hasText: title }).waitFor();
  await agency.act(lotId, 'doc-seal', async () => {
    await agency.file('files.0', '招标文件');
    await agency.choose('evaluation.method', 'comprehensive');
    await agency.type('qualification', '市政公用工程施工总承包三级及以上');
    // one of each role is proposed
    expect(await agency.page.locator('[id^="f-custodianIds-"]:checked').count()).toBe(3);
    expect(await agency.page.getByRole('region', { name: '定稿前预览' }).innerText()).toContain('市政公用工程施工总承包三级及以上');
  });
  await agency.act(lotId, 'doc-fair-review', async () => {
    await agency.choose('result', 'pass');
    await agency.file('reviewForm', '公平竞争审查表');
  });
  let opensAt = '';
  await agency.act(lotId, 'not-publish', async () => {
    expect(await agency.field('title').inputValue()).toBe(`${title}招标公告`);
    opensAt = await agency.takeLawful('bidDeadline');
    await agency.makeFile();
  });
  await agency.act(lotId, 'int-schedule', async () => {
    expect(await agency.field('slotStart').inputValue()).toContain(opensAt);
    await agency.chooseFree('roomId');
  });
  await expect.poll(async () => (await (await market.stage.staff.as('custodian-centre')).get<{ items: { lotId: string }[] }>('/api/v1/custody/requests')).items.filter((item) => item.lotId === lotId).length, { timeout: 20_000 }).toBe(0);
  await agency.act(lotId, 'doc-issue', async () => {
    await agency.takeLawful('saleEnd');
    expect(await agency.field('bidDeadline').inputValue()).toContain(opensAt);
    expect(await agency.field('bidValidDays').inputValue()).toBe('90');
  });
  await guest.go(`/?q=${encodeURIComponent(title)}`);
  await guest.page.locator('.lot-row', { hasText: title }).first().waitFor();
}, 120_000);

test('a bidder asks, the agency clarifies: everybody reads the answer, nobody who asked', async () => {
  const [asker = expect.fail('no bidder')] = bidders;
  await asker.act(lotId, 'doc-question', () => asker.type('text', '业绩要求如何计算？'));
  for (const other of [guest, stranger]) expect((await other.ask(`/lots/${lotId}/questions`)).text).not.toContain('业绩要求如何计算');
  await agency.act(lotId, 'doc-clarify', async () => {
    await agency.file('clarificationFile', '澄清文件');
    await agency.type('changedItems', '业绩要求');
    await agency.type('revisedContent', '业绩按合同签订时间计算');
    await agency.page.getByRole('textbox', { name: /答复内容.*业绩要求如何计算/ }).fill('按合同签订时间计算');
  });
  await guest.go(`/lots/${lotId}`);
  await guest.page.getByText('业绩按合同签订时间计算').first().waitFor({ state: 'attached' });
}, 120_000);

test('three bids are sealed in three browsers; before the deadline nobody else learns of them', async () => {
  for (const [i, bidder] of bidders.entries()) await bid(bidder, lotId, { price: offers[i] ?? '', duration: '90 天' });
  const own = await bidders[0]?.read<{ items: { cipherSha256: string; state: string }[] }>(`/lots/${lotId}/bids/mine`);
  expect(own?.items).toHaveLength(1);
  // the tenderer's side included
  for (const other of [guest, stranger, tenderer, agency, ...bidders.slice(1)]) expect((await other.ask(`/blobs/${own?.items[0]?.cipherSha256}`)).status).toBe(404);
  expect((await stranger.read<{ items: unknown[] }>(`/lots/${lotId}/bids/mine`)).items).toEqual([]);
  for (const other of [guest, stranger, tenderer, agency]) {
    for (const read of ['', '/opening', '/timeline', '/results', '/questions', '/evidence']) {
      const { text } = await other.ask(`/lots/${lotId}${read}`);
      tellsNoPrice(text);
      expect(text, read).not.toMatch(/"bidCount"/);
      for (const name of names) expect(text, read).not.toContain(name);
    }
  }
  const entities = await Promise.all(bidders.map((bidder) => companyIn(market.stage, bidder)));
  const { text: timeline } = await tenderer.ask(`/lots/${lotId}/timeline`);
  for (const { name, entityId } of entities) {
    expect(timeline).not.toContain(name);
    expect(timeline).not.toContain(entityId);
  }
  expect(timeline).not.toContain('bid-submit');
}, 120_000);

test('the hall: signed in, opened by the bidders\' own keys, announced, confirmed; prices come to all at the same moment', async () => {
  // the tenderer's part of both draws by one press at its desk, the supervisor's over the interface
  await tenderer.go(`/desk/lots/${lotId}`);
  const draws = tenderer.page.locator('section:has(#chance)');
  await draws.getByRole('button').click();
  await expect.poll(() => draws.getByRole('button').count()).toBe(0);
  await tenderer.shot('chance');
  tie = await commitBeside(market.stage, lot, 'tie');
  const deadline = Date.parse((await readLot()).bidDeadline ?? '');
  await market.stage.clock.moveTo(deadline - 20 * msPerMinute);
  const host = await market.stage.staff.as('centre-host');
  await host.act('liv-start', lotId, {});
  for (const person of [...bidders, stranger, guest, tenderer]) await person.go(`/lots/${lotId}/opening`);
  for (const { page } of bidders) {
    await page.locator('.my-part').getByRole('button', { name: '签到' }).click();
    await page.locator('.my-part [role=status]').first().waitFor();
  }
  for (const { page } of [stranger, guest, tenderer]) {
    await page.locator('.board-empty').waitFor();
    expect(await page.locator('.my-part').count()).toBe(0);
  }
  expect((await readOpening()).bidCount).toBeUndefined();
  await market.stage.clock.moveTo(deadline + 1_000);
  await host.act('opn-start', lotId, {});
  await host.act('opn-list', lotId, {});
  await expect.poll(() => guest.page.locator('.board tbody tr').count(), { timeout: 20_000 }).toBe(3);
  await expect.poll(async () => ((await readOpening()).custodians ?? []).filter((one) => one.releasedAt !== undefined).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  for (const { page } of bidders) {
    await page.locator('.my-part').getByRole('button', { name: '解密我的投标' }).click();
    await page.locator('.my-part [role=status]').getByText('已解密').waitFor();
  }
  // opened, not announced: still no price on any screen or in any answer
  tellsNoPrice((await guest.ask(`/lots/${lotId}/opening`)).text);
  await expect.poll(() => guest.page.locator('.board tbody tr[data-status=decrypted]').count()).toBe(3);
  expect(await guest.page.locator('.board .price').allInnerTexts()).toEqual(['—', '—', '—']);
  await host.act('opn-announce', lotId, {});
  for (const person of [guest, stranger, tenderer]) await expect.poll(async () => (await person.page.locator('.board .price').allInnerTexts()).toSorted(), { timeout: 20_000 }).toEqual(['1,000,000.00', '1,012,345.67', '1,034,000.00']);
  for (const { page } of bidders) {
    await page.locator('.my-part').getByRole('button', { name: '确认开标记录' }).click();
    await page.locator('.my-part [role=status]').getByText('已记录').waitFor();
  }
  await expect.poll(async () => ['closed', 'archived'].includes((await readOpening()).state), { timeout: 20_000 }).toBe(true);
  await expect.poll(() => guest.page.locator('.board tbody tr[data-status=confirmed]').count(), { timeout: 20_000 }).toBe(3);
}, 150_000);

test('the committee evaluates; until the candidates are published no score and no rank is told', async () => {
  const plans = names.map((bidder, i) => ({ bidder, priceYuan: offers[i] ?? '', objective: { credit: 10 - i }, expertSheets: [{ expert: 'E1', technical: 22 - i, manager: 4 }] }));
  const opened = await Promise.all(bidders.map((bidder, i) => openedIn(market.stage, lotId, bidder, plans[i] ?? expect.fail('no plan'))));
  const representative = await seatedFor(market.stage, tenderer);
  const experts = await commitBeside(market.stage, lot, 'experts');
  const seated = await answerDraw(market.stage, lot, async () => {
    let start = '';
    // the page that asks for the draw tells the tenderer's number when the list is fixed
    await tenderer.act(lotId, 'exp-draw-request', async () => {
      // who was registered is chosen already, and leaves four seats to the experts
      await tenderer.page.getByText('评委会共 5 人').waitFor();
      expect(await tenderer.page.locator('[id^="f-representativeIds-"]:checked').count()).toBe(1);
      start = await tenderer.field('evaluationStart').inputValue();
    });
    await revealChance(market.stage, lot, experts);
    return Date.parse(`${start}+08:00`);
  });
  const members = [...seated, representative];
  for (const other of [guest, stranger, ...bidders]) expect((await other.ask(`/lots/${lotId}/evaluation`)).status).toBeGreaterThanOrEqual(401);
  const plan = { lotNo: '1', ceilingYuan: '1234567.89', evaluation, committee: { size: 5, representatives: 1 }, bids: plans, expect: {} };
  await evaluate(market.stage, lot, { plan, members, opened, tie });
  const { status, text } = await guest.ask(`/lots/${lotId}/results`);
  if (status === 200) expect((JSON.parse(text) as ResultsRead).rows).toEqual([]);
}, 150_000);

test('the agency publishes the candidates; after their period the tenderer decides, the notices go out, the contract is signed', async () => {
  const publicityEnd = earliestAt(mustParam('candidatePublicity', { category: 'engineering' }), await market.stage.clock.now()).at + 9 * msPerHour;
  await agency.act(lotId, 'awd-candidate', async () => {
    await agency.type('publicityEnd', local(publicityEnd));
    await agency.file('publicityFile', '中标候选人公示');
    await agency.set('objectionChannel', '书面向招标人提出');
  });
  const { candidates } = await guest.read<ResultsRead>(`/lots/${lotId}/results`);
  expect(candidates).toHaveLength(3);
  const [first = expect.fail('no candidate')] = candidates;
  await guest.go(`/lots/${lotId}`);
  await guest.page.locator('.results .candidates').waitFor();
  expect(await guest.page.locator('.results').innerText()).toContain(first.bidderName);
  // nobody decides while the candidates may still be objected to
  const winning = (await readOpening()).bidders.find((one) => one.bidderName === first.bidderName) ?? expect.fail('the first did not bid');
  const decision = async (): Promise<void> => {
    // the first of the report stands there already
    expect(await tenderer.field('bidSeq').inputValue()).toBe(String(winning.bidSeq));
    await tenderer.file('decisionFile', '定标决定');
    await tenderer.type('decisionMakerId', 'DEMO-DECISION');
  };
  await tenderer.refused(lotId, 'awd-decide', decision);
  expect(await tenderer.field('decisionMakerId').inputValue()).toBe('DEMO-DECISION');
  await market.stage.clock.moveTo(publicityEnd + 1_000);
  await expect.poll(() => tenderer.next(lotId), { timeout: 20_000 }).toContain('awd-decide');
  await tenderer.act(lotId, 'awd-decide', decision);
  await agency.act(lotId, 'awd-notice', () => agency.file('noticeFile', '中标通知书'));
  await agency.act(lotId, 'awd-result', async () => {
    await agency.file('noticeFile', '中标结果公告');
    await agency.set('objectionChannel', '书面向招标人提出');
    await agency.set('winnerAddress', '示例市示例路1号');
  });
  await tenderer.act(lotId, 'do-report-award', () => tenderer.file('reportHash', '招标投标情况书面报告'));
  await tenderer.act(lotId, 'ctr-sign', async () => {
    await tenderer.set('contractPriceFen', offers[names.indexOf(first.bidderName)] ?? '');
    await tenderer.set('duration', '90 天');
    await tenderer.file('contractFile', '合同');
    await tenderer.set('contractCode', 'HT-2026-001');
    await tenderer.set('paymentTerms', '按进度支付');
  });
  expect((await readLot()).result).toMatchObject({ winnerName: first.bidderName });
}, 150_000);

test('archive and certificate; a guest checks it, and the whole trade stands on the lot\'s page', async () => {
  await agency.act(lotId, 'int-archive', async () => {
    // what the platform has of the trade is ticked, and it makes the package when the act is signed
    for (const item of ARCHIVED) expect(await agency.field(`items-${item}`).isChecked(), item).toBe(true);
    await agency.page.getByRole('region', { name: '归档包' }).getByText('开标记录').waitFor();
  });
  await tenderer.act(lotId, 'cer-issue');
  const { text } = await guest.ask(`/lots/${lotId}/timeline`);
  expect(text).toContain('cer-issue');
  for (const person of [tenderer, agency, guest, stranger, ...bidders]) expect(person.faults).toEqual([]);
}, 120_000);

/** As an instant is typed: in Beijing time. */
function local(at: number): string { return new Date(at + 8 * msPerHour).toISOString().slice(0, 16); }
