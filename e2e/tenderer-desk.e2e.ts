import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCase } from '../cli/case/read.ts';
import { readArchive } from '../cli/lib/archive.ts';
import { workroomRead } from '../src/contracts/workroom.ts';
import { repositoryRoot } from '../src/platform/paths.ts';
import { submitBids } from '../src/play/bidding.ts';
import type { CaseLot } from '../src/play/case-file.ts';
import { commitChance } from '../src/play/chance.ts';
import { drawCommittee } from '../src/play/committee.ts';
import { evaluate } from '../src/play/evaluating.ts';
import { accept } from '../src/play/intake.ts';
import { openBids } from '../src/play/opening.ts';
import { found, guest, type Company } from '../src/play/people.ts';
import { paper, type LotPlay, type ProjectPlay, type Stage } from '../src/play/stage.ts';
import { openMarket, type Market } from './support/around.ts';
import { launchChromium } from './support/chromium.ts';

// A tenderer at its desk, by hand, from the draft to the issue and from the candidates to the archive; everybody else over the interface.
const faults: string[] = [];
let market: Market;
let browser: Browser;
let page: Page;
let stage: Stage;
let project: ProjectPlay;
let lot: LotPlay;
let plan: CaseLot;

beforeAll(async () => {
  browser = await launchChromium();
  market = await openMarket();
  ({ stage } = market);
  plan = (await readCase(join(repositoryRoot, 'cases', 'eng-lowest-evaluated.json'))).lots[0] ?? fail('no lot to play');
  page = await signedIn('tenderer-2');
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await market?.close();
});

describe('from the draft to the issued documents', () => {
  test('a project: methods and industries that fit its category alone, its lots as cards', async () => {
    await page.goto(`${market.url}/desk/new-project`);
    await choose('category', 'gov-procurement');
    expect(await options('kind')).toContain('single-source');
    await choose('category', 'engineering');
    expect(await options('kind')).toEqual(['', 'open-tender', 'invited-tender']);
    for (const [field, value] of [['kind', 'open-tender'], ['objectType', 'works'], ['industryId', 'housing-municipal']] as const) await choose(field, value);
    for (const [field, value] of [['projectName', '滨河步道工程'], ['overview', '步道三公里'], ['fundSource', '财政资金'], ['contact', '联系人 0571-00000000']] as const) await fill(field, value);
    for (const [field, value] of [['lotName', '一标段'], ['estimateFen', plan.ceilingYuan ?? '1600000'], ['ceilingFen', plan.ceilingYuan ?? '1600000']] as const) await fill(`lots.0.${field}`, value);
    await page.getByRole('button', { name: '签名并提交' }).click();
    await page.waitForURL('**/desk/lots/*');
    project = await projectOf(page.url().split('/').at(-1) ?? '');
  });

  test('what an intake lacks is told by name, and the amendment begins with the draft', async () => {
    await act('int-submit', () => file('approvalFile'), '标段1的工期/交货期');
    await act('project-amend', async () => {
      expect(await value('projectName')).toBe('滨河步道工程');
      expect(await value('lots.0.ceilingFen')).toBe((plan.ceilingYuan ?? '1600000').replace(/\.00$/, ''));
      await fill('lots.0.duration', '90 天');
    });
    await act('not-plan-publish', makeFile);
    await act('int-submit', () => file('approvalFile'));
    await act('int-promise', async () => {
      await file('promiseFile');
      await fill('signerIdNo', 'DEMO-SIGNER');
    });
    await accept(stage, project);
  });

  test('documents: the price table made here, custodians proposed, a preview of all of it', async () => {
    await act('doc-seal', async () => {
      await file('files.0');
      await page.getByRole('button', { name: '编制报价清单' }).click();
      for (const [label, text] of [['项目名称 1', '挖土方'], ['单位 1', 'm3'], ['数量 1', '一百']] as const) await page.getByLabel(label, { exact: true }).fill(text);
      await page.getByRole('button', { name: '保存清单并加入文件' }).click();
      await page.getByText('清单还没有填好：1 数量').waitFor();
      await page.getByLabel('数量 1', { exact: true }).fill('1,200');
      await page.getByRole('button', { name: '保存清单并加入文件' }).click();
      await page.getByText('已加入文件，共 1 项').waitFor();
      await choose('evaluation.method', 'lowest-evaluated');
      await fill('qualification', '市政公用工程施工总承包三级及以上');
      await fill('terms.checklist', '营业执照\n安全生产许可证');
      await fill('terms.payment', '按月计量支付');
      expect(await page.locator('[id^="f-custodianIds-"]:checked').count()).toBe(3);
      expect(await page.getByRole('region', { name: '定稿前预览' }).innerText()).toContain('安全生产许可证');
    });
    await act('doc-fair-review', async () => {
      await choose('result', 'pass');
      await file('reviewForm');
    });
  });

  test('the notice as it will stand, its title and date prefilled, and an illegal date warned of', async () => {
    await act('not-publish', async () => {
      expect(await value('title')).toBe('滨河步道工程招标公告');
      await page.getByText('必填内容齐全').waitFor();
      const lawful = await value('bidDeadline');
      await fill('bidDeadline', '2026-07-28T09:30:00');
      await page.getByRole('alert').filter({ hasText: '早于法定最早时间' }).waitFor().catch(async () => { expect(await page.locator('.field.wrong').count()).toBeGreaterThan(0); });
      await fill('bidDeadline', lawful);
      await makeFile();
    });
  });

  test('the room follows the deadline; the documents go out and the calendar has every date with its basis', async () => {
    await act('int-schedule', async () => {
      expect(await value('slotType')).toBe('opening');
      // whichever is free then: rooms that are taken cannot be chosen
      await choose('roomId', await at('roomId').locator('option:enabled').nth(1).getAttribute('value') ?? '');
    });
    await expect.poll(async () => (await room()).document?.custodians.every(({ proved }) => proved), { timeout: 30_000 }).toBe(true);
    await act('doc-issue', async () => undefined);
    await page.goto(`${market.url}/desk/lots/${lotId()}`);
    const calendar = page.getByRole('region', { name: '法定日程' });
    await calendar.getByText('投标截止、开标').waitFor();
    expect(await calendar.innerText()).toContain('招标投标法');
  });
});

describe('while bids are prepared', () => {
  test('a question is listed without who asked, and answered together with the deadline in sight', async () => {
    const asker = await found(stage.platform, '提问单位', 'bidder');
    await asker.client.act('doc-download', lotId(), { docId: (await room()).document?.docId });
    await asker.client.act('doc-question', lotId(), { kind: 'question', text: '步道面层材料是否可以替换？' });
    await page.goto(`${market.url}/desk/lots/${lotId()}`);
    const questions = page.getByRole('region', { name: '提问与异议' });
    await questions.getByText('步道面层材料是否可以替换').waitFor();
    expect(await page.locator('main, body').first().innerText()).not.toContain('提问单位');
    await questions.getByRole('link', { name: '一并答复并发布澄清' }).click();
    await act('doc-clarify', async () => {
      await page.getByRole('textbox', { name: /答复内容/ }).fill('可以，性能不低于原要求。');
      await page.getByText('截止时间不变。').waitFor();
      expect(await value('title')).toContain('第1号澄清公告');
      const before = page.locator('.root-field [id="f-originalContent"], .root-field [id="f-revisedContent"]');
      expect(await before.evaluateAll((fields) => fields.map(({ id }) => id))).toEqual(['f-originalContent', 'f-revisedContent']);
      const draft = await page.locator('.paper-draft').innerText();
      for (const told of ['步道面层材料是否可以替换？', '可以，性能不低于原要求。']) expect(draft).toContain(told);
      expect(draft).not.toContain('提问单位');
      await makePaper();
    });
  });
});

describe('from the candidates to the archive', () => {
  test('the bids are played; the tenderer is handed the ranking with the report, a stranger is not', async () => {
    const { document, bidDeadline } = await room();
    lot = { lotId: lotId(), lotNo: '1', project, evaluation: plan.evaluation, plan, docId: document?.docId ?? fail('no document'), bidDeadline: Date.parse(bidDeadline ?? '') };
    const companies = new Map<string, Promise<Company>>();
    const companyOf = (name: string): Promise<Company> => {
      const company = companies.get(name) ?? found(stage.platform, name, 'bidder');
      companies.set(name, company);
      return company;
    };
    const submissions = await submitBids(stage, lot, plan.bids, companyOf);
    const tie = await commitChance(stage, lot, 'tie');
    const opening = await openBids(stage, lot, submissions, null);
    const members = await drawCommittee(stage, lot, plan.committee);
    await evaluate(stage, lot, { plan, members, opened: opening.opened, tie });
    await page.goto(`${market.url}/desk/lots/${lotId()}`);
    await page.getByRole('region', { name: '评标排名' }).locator('tbody tr').first().waitFor();
    await expect(guest(stage.platform).get(`/api/v1/lots/${lotId()}/results`)).rejects.toMatchObject({ code: 'not-found' });
    await expect((await companyOf(plan.bids[0]?.bidder ?? '')).client.get(`/api/v1/lots/${lotId()}/workroom`)).rejects.toMatchObject({ code: 'forbidden' });
  }, 240_000);

  test('candidates, decision and notices: everything chosen by name', async () => {
    const { deadlines } = await stage.staff.as('tenderer-2').then((client) => client.get<{ deadlines: { event: string; at: string }[] }>(`/api/v1/lots/${lotId()}`));
    await page.goto(`${market.url}/desk/lots/${lotId()}/awd-candidate`);
    await page.getByText('须在收到评标报告之日起三日内公示').waitFor();
    await stage.clock.moveTo(Date.parse(deadlines.find(({ event }) => event === 'candidate-within')?.at ?? '') + 1_000);
    await act('awd-candidate', async () => {
      await page.getByRole('alert').filter({ hasText: '法定的三日已过' }).waitFor();
      expect(await value('objectionChannel')).toContain('联系人 0571-00000000');
      const draft = page.locator('.paper-draft');
      const [first] = (await room()).bids.filter(({ rank }) => rank === 1);
      for (const told of [first?.bidderName, first?.duration, '评标情况', '资格能力条件：市政公用工程施工总承包三级及以上', '联系人 0571-00000000']) expect(await draft.innerText()).toContain(told);
      await makePaper();
      // the file says what the form says, or it is none
      await fill('objectionChannel', '书面送招标人办公室');
      await page.getByText('内容已经改动').waitFor();
      expect(await draft.innerText()).toContain('书面送招标人办公室');
      await makePaper();
      await page.setViewportSize({ width: 360, height: 760 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await page.setViewportSize({ width: 1280, height: 900 });
    });
    const { publicityEnd } = (await stage.staff.as('tenderer-2').then((client) => client.get<{ deadlines: { event: string; at: string }[] }>(`/api/v1/lots/${lotId()}`))).deadlines.reduce<{ publicityEnd: number }>((found_, { event, at }) => (event === 'publicity-end' ? { publicityEnd: Date.parse(at) } : found_), { publicityEnd: 0 });
    await stage.clock.moveTo(publicityEnd + 1_000);
    const [winner] = (await room()).bids.filter(({ rank }) => rank === 1);
    await act('awd-decide', async () => {
      expect(await value('bidSeq')).toBe(String(winner?.bidSeq));
      expect(await page.locator('[id="f-bidSeq"] option:checked').innerText()).toContain(winner?.bidderName ?? '?');
      await fill('decisionMakerId', '第 1 次定标会议');
      await file('decisionFile');
    });
    await act('awd-notice', async () => {
      expect(await page.locator('form.act-form').innerText()).not.toContain('公告文件');
      expect(await page.locator('.paper-draft').innerText()).toContain(`${winner?.bidderName ?? '?'}：`);
      await makePaper();
    });
    await act('awd-result', async () => {
      expect(await value('winnerAddress')).toContain('示例');
      expect(await page.locator('.paper-draft').innerText()).toContain(await value('winnerAddress'));
      await makePaper();
    });
    await act('do-report-award', makePaper);
  });

  test('contract at the price of the award, archive as the platform made it, certificate', async () => {
    await act('ctr-sign', async () => {
      expect(await value('paymentTerms')).toBe('按月计量支付');
      expect(await page.locator('.award-aside').innerText()).toContain('中标价');
      await file('contractFile');
    });
    // what is not the lot's own is sent back with what to do, and so is a package that lacks what has come since
    await act('int-archive', async () => {
      expect(await page.locator('[id^="f-items-"]:checked').count()).toBe((await room()).archiveItems.length);
      await page.getByText('已有归档包，自行上传').click();
      await file('archivePackage');
    }, '由平台在签名时生成');
    const earlier = await page.request.get(`${market.url}/api/v1/lots/${lotId()}/archive`).then((answer) => answer.body());
    const trimmed = withoutPapers(earlier);
    await act('int-archive', () => upload('archivePackage', trimmed), '归档包缺少本标段的文书或文件');
    await page.getByRole('button', { name: '去掉，由平台生成' }).click();
    expect(await page.getByRole('region', { name: '归档包' }).innerText()).toContain('开标记录');
    await page.getByRole('button', { name: '签名并提交' }).click();
    const digest = await page.locator('.done code').filter({ hasText: /^[0-9a-f]{64}$/ }).innerText();
    const filed = await page.request.get(`${market.url}/api/v1/blobs/${digest}`).then((answer) => answer.body());
    const members = readArchive(new Uint8Array(filed)) ?? fail('no archive');
    const { files } = JSON.parse(new TextDecoder().decode(members.get('manifest.json'))) as { files: { path: string; sha256: string }[] };
    expect(files.map(({ path }) => path).join(' ')).toMatch(/opening-record.*award-notice/);
    for (const { path, sha256 } of files) expect(createHash('sha256').update(members.get(path) ?? '').digest('hex'), path).toBe(sha256);
    await act('cer-issue', async () => { expect(await at('certificateType').locator('option').first().innerText()).toContain('见证书'); });
    expect((await page.request.get(await page.getByRole('link', { name: '下载证书' }).getAttribute('href').then((href) => `${market.url}${href ?? ''}`))).headers()['content-type']).toBe('application/pdf');
    const no = await page.locator('.done strong').innerText();
    await page.getByRole('link', { name: '查验这份证书' }).click();
    await page.getByText(no).first().waitFor();
    expect(faults).toEqual([]);
  });

  test('a price table is read as a table on the public page, and is a workbook; the signed file stays at hand', async () => {
    await page.goto(`${market.url}/lots/${lotId()}`);
    const prices = page.locator('.price-file');
    await prices.locator('summary').click();
    await prices.getByRole('row', { name: /挖土方 m3 1200/ }).waitFor();
    const [workbook] = await Promise.all([page.waitForEvent('download'), prices.getByRole('button', { name: '下载 Excel 表格' }).click()]);
    expect(workbook.suggestedFilename()).toMatch(/\.xlsx$/);
    expect(await page.getByRole('link', { name: /第1号澄清公告\.html$/ }).count()).toBe(1);
    expect(await prices.getByRole('link', { name: '下载原始数据文件' }).getAttribute('download')).toMatch(/\.price-table\.json$/);
  });

  test('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 760 });
    await page.goto(`${market.url}/desk/lots/${lotId()}`);
    await page.getByRole('region', { name: '接下来' }).getByText('步骤已全部办完').waitFor();
    expect(await page.locator('.page.desk').evaluate((desk) => desk.scrollWidth - desk.clientWidth)).toBeLessThanOrEqual(0);
  });
});

const at = (field: string) => page.locator(`[id="f-${field}"]`);
const fill = (field: string, text: string) => at(field).fill(text);
const choose = (field: string, option: string) => at(field).selectOption(option);
const value = (field: string) => at(field).inputValue();
const options = (field: string) => at(field).locator('option').evaluateAll((list) => list.map((one) => (one as HTMLOptionElement).value));
const lotId = (): string => project.lots.get('1') ?? '';

/** The package as it was before there were papers: whole in itself. */
function withoutPapers(zip: Buffer): Buffer {
  const members = readArchive(new Uint8Array(zip)) ?? fail('no archive');
  const manifest = JSON.parse(new TextDecoder().decode(members.get('manifest.json'))) as { files: { path: string; kind: string }[] };
  const files = manifest.files.filter(({ kind }) => kind !== 'paper');
  const kept = files.map(({ path }): [string, Uint8Array] => [path, members.get(path) ?? new Uint8Array()]);
  return Buffer.from(zipSync(Object.fromEntries([...kept, ['manifest.json', new TextEncoder().encode(JSON.stringify({ ...manifest, files }))]])));
}

const file = (field: string) => upload(field, Buffer.from(`${field} ${Math.random()}\n`));

async function upload(field: string, buffer: Buffer): Promise<void> {
  await at(field).setInputFiles({ name: '文件.txt', mimeType: 'text/plain', buffer });
  await page.locator(`.file-field:has([id="f-${field}"]) code`).waitFor();
}

async function makeFile(): Promise<void> {
  await page.getByRole('button', { name: '用上面的预览生成公告文件' }).click();
  await page.getByText('已生成并上传').waitFor();
}

async function makePaper(): Promise<void> {
  await page.getByRole('button', { name: '用上面的预览生成文件' }).click();
  await page.getByText('已生成并上传').waitFor();
}

/** An act by its form; refused when `because` says so. */
async function act(id: string, fillIn: () => Promise<void>, because?: string): Promise<void> {
  await page.goto(`${market.url}/desk/lots/${lotId()}/${id}`);
  await page.locator('form.act-form').waitFor();
  await fillIn();
  await page.getByRole('button', { name: '签名并提交' }).click();
  const answer = await page.locator('.done, .refused').first().innerText();
  if (because === undefined) expect(answer, id).toContain('已办理');
  else expect(answer, id).toContain(because);
}

async function room() {
  const client = await stage.staff.as('tenderer-2');
  return workroomRead.parse(await client.get(`/api/v1/lots/${lotId()}/workroom`));
}

/** What the pages made, as the other players need it. */
async function projectOf(id: string): Promise<ProjectPlay> {
  const client = await stage.staff.as('tenderer-2');
  const read = workroomRead.parse(await client.get(`/api/v1/lots/${id}/workroom`));
  const tenderer: Company = { entityId: client.entityId ?? fail('no entity'), client, identity: client.who ?? fail('no keys'), name: read.project.projectName };
  await paper(client, 'ready');
  return { projectId: read.projectId, category: 'engineering', kind: 'open-tender', titleZh: read.project.projectName, tenderer, agency: tenderer, lots: new Map([['1', id]]) };
}

async function signedIn(account: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
  const fresh = await context.newPage();
  fresh.setDefaultTimeout(20_000);
  fresh.on('pageerror', ({ message }) => { faults.push(message); });
  await fresh.goto(`${market.url}/sign-in`);
  await fresh.locator(`[data-account=${account}]`).click();
  await fresh.waitForURL('**/desk');
  return fresh;
}

function fail(what: string): never { throw new Error(what); }
