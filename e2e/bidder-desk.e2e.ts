import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpeningRead } from '../src/contracts/reads.ts';
import { msPerMinute } from '../src/kernel/calendar.ts';
import { submitBids } from '../src/play/bidding.ts';
import { bookHall, issue, lawfulDeadline } from '../src/play/documents.ts';
import { evaluationTerms } from '../src/play/evaluation-terms.ts';
import { accept, takeIn } from '../src/play/intake.ts';
import { guest } from '../src/play/people.ts';
import { paper, type LotPlay } from '../src/play/stage.ts';
import type { CaseEvaluation, CaseLot } from '../src/play/case-file.ts';
import { until } from '../src/play/wait.ts';
import { companyOf, openMarket, type Market } from './support/around.ts';
import { launchChromium } from './support/chromium.ts';

// One bidder at a browser, and everything that goes wrong under pressure: the line breaks in the middle of the upload, the page is
// closed, a second tab is open, the session ends, the clock of the computer is wrong, the key at the opening is another one.
const folder = mkdtempSync(join(tmpdir(), 'qinglan-bidder-desk-'));
const title = '湖滨泵站改造工程';
const evaluation: CaseEvaluation = {
  method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: 60, E1: 1, E2: 0.5,
  criteria: [{ id: 'technical', zh: '施工组织设计', max: 40, subjective: true }],
};
const plan = { lotNo: '1', ceilingYuan: '2000000.00', evaluation, committee: { size: 5, representatives: 0 }, bids: [] } as unknown as CaseLot;
const template = {
  v: 'qinglan-price-table-1', title: '工程量清单', currency: 'CNY', tax: { included: true, rates: ['0.09'] },
  items: [{ id: '1.1', zh: '水泵', unit: '台', quantity: '3' }, { id: '1.2', zh: '管道', unit: 'm', quantity: '120.5' }], fixed: [{ id: 'Z', zh: '暂列金额', amountFen: 5_000_000 }],
};
// 3 × 100000.10 + 120.5 × 2000.33 + 50000.00
const total = '591,040.07';

let browser: Browser;
let market: Market;
let lot: LotPlay;
let context: BrowserContext;
let page: Page;
let big: string;
const faults: string[] = [];
const soon = { timeout: 30_000 };

beforeAll(async () => {
  [browser, market] = await Promise.all([launchChromium(), openMarket()]);
  big = join(folder, '技术标.pdf');
  writeFileSync(big, randomBytes(10 * 1024 ** 2));
  lot = await tendered();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
  page = await seated(context, 'bidder-1');
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await market?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a price table is filled in on the page and its total is the price; what was typed survives the back button', async () => {
  await desk(page);
  expect(await page.locator('#bid-price').getAttribute('readonly')).not.toBeNull();
  await page.getByLabel('水泵 单价').fill('100000.10');
  await page.getByLabel('管道 单价').fill('2000.33');
  await expect.poll(() => page.locator('#bid-price').inputValue(), soon).toBe(total);
  await page.locator('#bid-duration').fill('120日历天');
  await page.locator('.bid-files input[type=file]').first().setInputFiles(big);
  // at once: what was typed is kept by leaving, too
  await page.locator('nav.crumbs a').nth(1).click();
  await page.waitForURL(/\/desk\/lots\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect.poll(() => page.locator('#bid-price').inputValue(), soon).toBe(total);
  expect(await page.locator('#bid-duration').inputValue()).toBe('120日历天');
  expect(await page.locator('.bid-files li').count()).toBe(1);
  await shot(page, 'form');
});

test('a session that ends takes nothing away: with the key here it goes on by itself, signed out in another tab it goes on with one press', async () => {
  await endSession();
  await page.locator('#bid-duration').fill('118日历天');
  // the next act is the first that the platform refuses
  await page.getByRole('button', { name: '签名获取' }).click();
  await page.locator('[data-check=documents].ok').waitFor();
  // what was signed for is read here: the files, what was sealed beside them, and how the price is scored
  const documents = page.getByRole('region', { name: '招标文件', exact: true });
  await documents.getByRole('link', { name: '招标文件', exact: false }).first().waitFor();
  await documents.getByText('具有独立法人资格').waitFor();
  await page.locator('.bid-documents [data-line=priceFormula]').waitFor();
  await expectKept('118日历天');
  const second = await opened(context);
  await second.goto(`${market.url}/account`);
  await second.getByRole('button', { name: '退出登录' }).click();
  await second.getByText('请先登录').waitFor();
  await page.locator('.session-ended').waitFor();
  await expectKept('118日历天');
  await page.locator('#bid-duration').fill('117日历天');
  await shot(page, 'session-ended');
  await page.locator('.session-ended button').click();
  await page.locator('.session-ended').waitFor({ state: 'detached' });
  await expectKept('117日历天');
  // and the tab that signed out hears of it
  await second.getByText('私钥在这个浏览器里').first().waitFor();
  await second.close();
});

test('an upload cut off goes on after the page was closed, sends only what is missing, and a second tab keeps out of it', async () => {
  await ready(page);
  // the first part arrives, then the line is gone: nothing that is sent afterwards leaves the browser, also not while it is closed
  const cut = Promise.withResolvers<null>();
  let gone = false;
  await page.route('**/api/v1/uploads/**', async (route) => {
    const part = route.request().method() === 'PATCH';
    if (gone) {
      await route.abort('internetdisconnected').catch(() => undefined);
      if (part) cut.resolve(null);
    } else if (part) {
      const response = await route.fetch();
      gone = true;
      await context.setOffline(true);
      await route.fulfill({ response });
    } else await route.continue().catch(() => undefined);
  });
  // a double click is one submission
  await page.locator('.bid-submit button.primary').dblclick();
  await cut.promise;
  await page.locator('.bid-submit progress').waitFor();
  await page.waitForTimeout(500);
  await page.close();
  await context.setOffline(false);

  page = await opened(context);
  const second = await opened(context);
  await Promise.all([desk(page), desk(second)]);
  await page.locator('.unfinished').waitFor();
  await second.locator('.unfinished').waitFor();
  await shot(page, 'unfinished');
  const offsets: number[] = [];
  const held = Promise.withResolvers<null>();
  await page.route('**/api/v1/uploads/**', async (route) => {
    if (route.request().method() === 'PATCH') {
      offsets.push(Number(route.request().headers()['upload-offset']));
      await held.promise;
    }
    await route.continue();
  });
  await page.locator('.unfinished button.primary').click();
  await expect.poll(() => offsets.length, soon).toBe(1);
  await second.locator('.unfinished button.primary').click();
  await second.getByText('另一个标签页正在递交').waitFor();
  held.resolve(null);
  await page.locator('.done').waitFor({ timeout: 60_000 });
  expect(offsets[0]).toBe(8 * 1024 ** 2);
  await shot(page, 'receipt');
  // the other tab hears of it, and nothing was done twice
  await second.locator('.unfinished').waitFor({ state: 'detached' });
  await second.locator('[data-state=receipted]').waitFor();
  expect(await states()).toEqual(['receipted']);
  await second.close();
}, 180_000);

test('the receipt can be opened, is proved on the spot, and has its PDF', async () => {
  await page.locator('.done a.button.primary').click();
  await page.waitForURL('**/receipts/**');
  await page.locator('.verdict.good').waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: '回执文件 PDF' }).waitFor({ timeout: 30_000 });
  await shot(page, 'receipt-page');
});

test('a clarification published meanwhile is told and must be ticked before a new version goes out in place of the old', async () => {
  const { client } = lot.project.agency;
  await client.act('doc-clarify', lot.lotId, { clarificationFile: await paper(client, '澄清'), isMaterial: false, changedItems: ['图纸'], revisedContent: '以补充图纸为准' });
  await desk(page, '#stands');
  await page.locator('section.clarified.refused').waitFor();
  await page.getByRole('button', { name: '替换投标文件' }).click();
  await page.getByLabel('水泵 单价').fill('90000.00');
  await page.locator('.bid-files input[type=file]').first().setInputFiles({ name: '商务标.txt', mimeType: 'text/plain', buffer: Buffer.from('商务标\n') });
  const submit = page.locator('.bid-submit button.primary');
  expect(await submit.isDisabled()).toBe(true);
  await shot(page, 'clarified');
  await page.getByLabel('我已阅读').check();
  await expect.poll(() => submit.innerText(), soon).toContain('替换');
  await submit.click();
  await page.locator('.done').waitFor({ timeout: 60_000 });
  expect((await states()).toSorted()).toEqual(['receipted', 'replaced']);
}, 90_000);

test('withdrawn before the deadline, and submitted again', async () => {
  await desk(page, '#stands');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.locator('[data-state=receipted] .link-button').click();
  await expect.poll(() => states().then((all) => all.includes('receipted')), soon).toBe(false);
  await page.locator('.bid-files input[type=file]').first().setInputFiles({ name: '商务标.txt', mimeType: 'text/plain', buffer: Buffer.from('商务标\n') });
  await page.locator('.bid-submit button.primary').click();
  await page.locator('.done').waitFor({ timeout: 60_000 });
  expect((await states()).toSorted()).toEqual(['receipted', 'replaced', 'withdrawn']);
}, 90_000);

test('a clock ten minutes wrong changes no count-down', async () => {
  const wrong = await wrongClock();
  const other = await seated(wrong, 'bidder-9');
  await desk(other);
  const { now } = await guest(market.stage.platform).get<{ now: string }>('/api/v1/platform');
  const left = ((lot.bidDeadline ?? 0) - Date.parse(now)) / 1_000;
  await expect.poll(async () => Math.abs(secondsOf(await other.locator('.bid-deadline .countdown').innerText()) - left), soon).toBeLessThan(30);
  await shot(other, 'narrow');
  expect(await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await wrong.close();
});

test('after the deadline the desk says where one stands', async () => {
  await otherBids();
  await market.stage.clock.moveTo((lot.bidDeadline ?? 0) - 30 * msPerMinute);
  await (await market.stage.staff.as('centre-host')).act('liv-start', lot.lotId, {});
  await market.stage.clock.moveTo((lot.bidDeadline ?? 0) + 1_000);
  const late = await seated(await browser.newContext({ locale: 'zh-CN' }), 'bidder-9');
  await Promise.all([desk(page, '#closed'), desk(late, '#closed')]);
  await page.locator('.closed', { hasText: '等待开标' }).waitFor();
  await late.getByText('没有收到本单位的投标').waitFor();
  await shot(page, 'closed');
  await late.context().close();
});

test('at the opening another key is told apart, the right one opens; who stays away is told what follows', async () => {
  const host = await market.stage.staff.as('centre-host');
  await host.act('opn-start', lot.lotId, {});
  const { result } = await host.act<{ decryptEnd: string }>('opn-list', lot.lotId, {});
  await page.goto(`${market.url}/lots/${lot.lotId}/opening`);
  await otherKey(page, true);
  await page.reload();
  const open = page.locator('.my-part button', { hasText: '解密我的投标' });
  await open.click();
  await page.locator('.my-part .refused', { hasText: '另一张证书' }).waitFor();
  await shot(page, 'wrong-key');
  await otherKey(page, false);
  await page.reload();
  // the session ends in the hall: the act renews it by the key that is here
  await open.waitFor();
  await endSession();
  await open.dblclick();
  await page.locator('.my-part', { hasText: '已解密' }).waitFor({ timeout: 30_000 });
  await market.stage.clock.moveTo(Date.parse(result.decryptEnd) + 1_000);
  await until('the end of decryption', async () => (await guest(market.stage.platform).get<OpeningRead>(`/api/v1/lots/${lot.lotId}/opening`)).state === 'decrypted');
  const missed = await seated(await wrongClock(), 'bidder-3');
  await missed.goto(`${market.url}/lots/${lot.lotId}/opening`);
  await missed.locator('.my-part .refused', { hasText: '视为撤销投标文件' }).waitFor();
  // the hall runs by the platform's clock and says how far this one is off
  await missed.locator('.hall-left', { hasText: /您的时钟快 (59\d|60\d)\.\d\d 秒/ }).waitFor();
  await shot(missed, 'missed');
  await missed.context().close();
  expect(faults).toEqual([]);
}, 120_000);

/** The tenderer's side over the interface: taken in, sealed with a price table, announced, issued. */
async function tendered(): Promise<LotPlay> {
  const { stage } = market;
  const [tenderer, agency] = await Promise.all([companyOf(stage, 'tenderer-1'), companyOf(stage, 'agency-1')]);
  const project = await takeIn(stage, { category: 'engineering', kind: 'open-tender', titleZh: title, lots: [plan], tenderer, agency });
  await accept(stage, project);
  const lotId = project.lots.get('1') ?? '';
  const { client } = agency;
  const { items } = await client.get<{ items: { custodianId: string; role: string }[] }>('/api/v1/custodians');
  const file = await client.uploadText(JSON.stringify(template));
  const { result } = await client.act<{ docId: string; docHash: string }>('doc-seal', lotId, {
    files: [{ sha256: await paper(client, '招标文件'), name: '招标文件.txt' }, { sha256: file.sha256, name: '工程量清单.price-table.json' }], evaluation: evaluationTerms(evaluation),
    custodianIds: ['centre-review', 'supervisor', 'auditor'].map((role) => items.find((one) => one.role === role)?.custodianId ?? ''), qualification: '具有独立法人资格', terms: { consortiumAllowed: '不接受联合体' },
  });
  await client.act('doc-fair-review', lotId, { docId: result.docId, docHash: result.docHash, result: 'pass', reviewForm: await paper(client, '审查表') });
  const made: LotPlay = { lotId, lotNo: '1', project, evaluation, docId: result.docId, plan };
  const deadline = await lawfulDeadline(stage, project);
  await client.act('not-publish', lotId, { noticeType: 'tender', title: `${title}招标公告`, noticeFile: await paper(client, '招标公告'), bidDeadline: new Date(deadline).toISOString() });
  await bookHall(made, deadline);
  await issue(stage, made, plan, deadline);
  return made;
}

async function otherBids(): Promise<void> {
  const bids = ['bidder-2', 'bidder-3'].map((bidder, i) => ({ bidder, priceYuan: `${700_000 + i}.00` }));
  await submitBids(market.stage, lot, bids, (name) => companyOf(market.stage, name));
}

/** A phone whose clock is ten minutes fast. */
async function wrongClock(): Promise<BrowserContext> {
  const wrong = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'zh-CN' });
  await wrong.addInitScript(() => {
    const Right = Date;
    const off = 600_000;
    window.Date = class extends Right {
      constructor(...given: [] | [string | number | Date]) { if (given.length === 0) super(Right.now() + off); else super(given[0]); }
      static override now(): number { return Right.now() + off; }
    } as DateConstructor;
  });
  return wrong;
}

async function opened(of: BrowserContext): Promise<Page> {
  const fresh = await of.newPage();
  fresh.setDefaultTimeout(20_000);
  fresh.on('pageerror', (error) => faults.push(error.message));
  return fresh;
}

async function seated(of: BrowserContext, account: string): Promise<Page> {
  const fresh = await opened(of);
  await fresh.goto(`${market.url}/sign-in`);
  await fresh.locator(`[data-account="${account}"]`).click();
  await fresh.waitForURL('**/desk');
  return fresh;
}

async function desk(of: Page, wait = '#checklist'): Promise<void> {
  await of.goto(`${market.url}/desk/lots/${lot.lotId}/bid`);
  await of.locator(wait).waitFor();
}

async function expectKept(duration: string): Promise<void> {
  expect(await page.locator('#bid-duration').inputValue()).toBe(duration);
  expect(await page.locator('#bid-price').inputValue()).toBe(total);
  expect(await page.locator('.bid-files li').count()).toBe(1);
}

/** What the checklist still asks for before the button works. */
async function ready(of: Page): Promise<void> {
  await of.getByRole('button', { name: '用测试密钥' }).click();
  await of.getByText('预演成功').first().waitFor();
}

/** The session is over at the platform; the page is not told and keeps its cookie. */
async function endSession(): Promise<void> {
  const cookie = (await context.cookies(market.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${market.url}/api/v1/sessions`, { method: 'DELETE', headers: { origin: market.url, cookie } });
  expect(answer.status).toBe(204);
}

async function states(): Promise<string[]> {
  const answer = await page.request.get(`${market.url}/api/v1/lots/${lot.lotId}/bids/mine`);
  return ((await answer.json()) as { items: { state: string }[] }).items.map(({ state }) => state);
}

/** Puts another key in the place of the encryption key that is kept in this browser, or the old one back. */
async function otherKey(of: Page, other: boolean): Promise<void> {
  await of.evaluate(async (replace) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => { const asked = indexedDB.open('qinglan'); asked.onsuccess = () => { resolve(asked.result); }; asked.onerror = () => { reject(asked.error ?? new Error('no store')); }; });
    const fresh = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits', 'deriveKey'])).privateKey;
    const store = db.transaction('identity', 'readwrite').objectStore('identity');
    await new Promise<void>((resolve) => {
      store.getAll().onsuccess = (event) => {
        const [identity] = (event.target as IDBRequest<{ encrypt: { privateKey: CryptoKey }; kept?: CryptoKey }[]>).result;
        if (!identity) throw new Error('no identity');
        const kept = identity.kept ?? identity.encrypt.privateKey;
        store.put({ ...identity, kept, encrypt: { ...identity.encrypt, privateKey: replace ? fresh : kept } }).onsuccess = () => { resolve(); };
      };
    });
    db.close();
  }, other);
}

function secondsOf(text: string): number {
  const days = Number(/(\d+)\s*天/.exec(text)?.[1] ?? 0);
  const [h = 0, m = 0, s = 0] = (/(\d+):(\d+):(\d+)/.exec(text) ?? []).slice(1).map(Number);
  return ((days * 24 + h) * 60 + m) * 60 + s;
}

/** Pictures to look at, where a folder for them is named. */
async function shot(of: Page, name: string): Promise<void> {
  const into = process.env['QINGLAN_SHOTS'];
  if (into) await of.screenshot({ path: join(into, `${name}.png`), fullPage: true });
}
