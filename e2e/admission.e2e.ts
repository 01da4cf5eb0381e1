import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openPrequalification } from '../src/play/admission.ts';
import { issueDocuments, sealDocuments } from '../src/play/documents.ts';
import { paper, type LotPlay } from '../src/play/stage.ts';
import { companyOf } from './support/around.ts';
import { document, type Person } from './support/market.ts';
import { begun, faultsOf, nameOf, testCast } from './support/trades.ts';

// Who may take part, at the forms that say it: invitations, a prequalification with a consortium, a single source. What others see of each,
// and what they may not.
const cast = await testCast();
const { stage, purchaser, agency, stranger, guest, bidder, lotOf } = cast;

/** Chosen by name: typed into the search, taken from what is found. */
async function take({ page }: Person, name: string): Promise<void> {
  await page.getByLabel('按名称或统一社会信用代码查找').fill(name);
  await page.getByRole('button', { name: `加入 ${name}`, exact: true }).click();
}

describe('an invited tender', () => {
  let lotId = '';

  test('is sent to three by name at least; to two the form does not send it', async () => {
    const { plan, project } = await begun(cast, 'eng-invited', '实验室改造工程');
    ({ lotId } = await sealDocuments(stage, project, plan));
    expect(await agency.next(lotId)).toEqual(['not-invite']);
    await agency.act(lotId, 'not-invite', async () => {
      await agency.takeLawful('bidDeadline');
      await agency.file('invitationFile', '投标邀请书');
      await agency.page.getByText('至少 3 家').waitFor();
      await agency.page.locator('form.act-form button[type=submit]').click();
      expect(await agency.page.locator('.done, .refused').count()).toBe(0);
      for (const i of [1, 2]) await take(agency, await nameOf(cast, i));
      await agency.page.getByText('已选 2 家，至少 3 家').waitFor();
      await take(agency, await nameOf(cast, 3));
      await agency.page.getByText('已选 3 家', { exact: true }).waitFor();
    });
    await agency.go(`/desk/lots/${lotId}`);
    await agency.page.getByRole('region', { name: '已邀请' }).getByText(await nameOf(cast, 3), { exact: true }).waitFor();
    await agency.shot('invited-desk');
    expect(await agency.next(lotId)).not.toContain('not-invite');
  }, 120_000);

  test('tells each of those invited of itself alone, and nobody else of any of them', async () => {
    await bidder(0).go('/desk');
    await bidder(0).page.getByRole('region', { name: '收到的邀请' }).getByText('实验室改造工程').waitFor();
    await bidder(0).shot('invitation');
    for (const person of [bidder(0), stranger, guest, bidder(3)]) {
      expect((await person.read<{ items: unknown[] }>(`/lots/${lotId}/invitations`)).items).toEqual([]);
      for (const read of ['', '/timeline']) for (const i of [1, 2, 3]) expect((await person.ask(`/lots/${lotId}${read}`)).text, read).not.toContain(`"${await nameOf(cast, i)}"`);
    }
    for (const person of [stranger, bidder(3)]) expect((await person.read<{ items: { lotId: string }[] }>('/invitations')).items.filter((one) => one.lotId === lotId)).toEqual([]);
    await guest.go(`/lots/${lotId}`);
    await guest.page.getByRole('heading', { name: '实验室改造工程' }).first().waitFor();
    expect(await guest.page.getByText('受邀家数').count()).toBe(0);
  }, 60_000);
});

describe('a prequalification', () => {
  let lot: LotPlay;
  let deadline = 0;

  test('is applied for by a consortium whose member signs the terms at its own desk; nobody learns who has applied', async () => {
    const { plan, project, of } = await begun(cast, 'eng-prequalified', '跨河大桥施工', { consortium: { maxMembers: 3 } });
    ({ lot, deadline } = await openPrequalification(stage, project, { plan: { ...plan, prequalification: { method: 'limited', limit: 4, applicants: [] } }, companyOf: of }));
    const { lotId } = lot;
    const [lead, member] = [bidder(0), bidder(1)];
    await lead.go(`/desk/lots/${lotId}/bid`);
    await lead.page.getByRole('link', { name: '递交资格预审申请' }).click();
    await lead.page.locator('form.act-form').waitFor();
    await lead.file('applicationFile', '资格预审申请文件');
    const { page } = lead;
    await joinWith(page, await nameOf(cast, 1), await nameOf(cast, 2));
    await page.locator('.consortium-member select').selectOption((await companyOf(stage, 'bidder-2')).entityId);
    for (const [i, [share, work]] of [['60', '主体工程'], ['40', '机电安装']].entries()) {
      const part = page.locator('.consortium-part').nth(i);
      await part.locator('input').nth(0).fill(share ?? '');
      await part.locator('input').nth(1).fill(work ?? '');
    }
    // nobody is a member before it has signed
    await page.locator('form.act-form button[type=submit]').click();
    expect(await page.locator('.done, .refused').count()).toBe(0);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '存为条款文件' }).click();
    const terms = await (await saved).path();
    await member.go(`/desk/lots/${lotId}/bid`);
    await member.page.getByRole('link', { name: '签署联合体条款' }).click();
    await member.page.locator('input[type=file]').first().setInputFiles(terms);
    await member.page.getByRole('cell', { name: '主体工程' }).waitFor();
    await member.page.locator('.field input[type=file]').setInputFiles({ name: '联合体协议.txt', mimeType: 'text/plain', buffer: agreement });
    await member.page.getByText('与条款里的协议一致').waitFor();
    await member.page.getByRole('button', { name: '签署', exact: true }).click();
    // which line is whose is told from where one sits
    await member.page.getByRole('rowheader', { name: `${await nameOf(cast, 2)}（本单位）` }).waitFor();
    await member.page.getByRole('rowheader', { name: `${await nameOf(cast, 1)}（牵头人）` }).waitFor();
    const signed = member.page.waitForEvent('download');
    await member.page.getByRole('button', { name: '存为签名文件' }).click();
    await member.shot('consent');
    await page.locator('.consortium-exchange input[type=file]').setInputFiles(await (await signed).path());
    await page.getByText('已收下').waitFor();
    await lead.shot('apply-consortium');
    await page.locator('form.act-form button[type=submit]').click();
    await page.locator('.done').waitFor();
    await lead.shot('applied');
    for (const person of [purchaser, agency, member, stranger]) expect((await person.read<{ items: unknown[] }>(`/lots/${lotId}/applications`)).items).toEqual([]);
    expect((await guest.ask(`/lots/${lotId}/timeline`)).text).not.toContain('bid-prequal-apply');
  }, 150_000);

  test('is decided application by application; who is not qualified is told why, and too few cannot be invited', async () => {
    const { lotId } = lot;
    for (const i of [3, 4]) {
      const { client } = await companyOf(stage, `bidder-${i}`);
      await client.act('bid-prequal-apply', lotId, { applicationFile: await paper(client, `申请 ${i}`), fileName: `申请${i}.txt` });
    }
    await stage.clock.moveTo(deadline + 1_000);
    await expect.poll(() => agency.next(lotId)).toContain('bid-prequal-result');
    await agency.act(lotId, 'bid-prequal-result', async () => {
      const rows = agency.page.locator('[id="f-results"] .row');
      await rows.nth(2).waitFor();
      for (const row of await rows.all()) {
        const fails = (await row.innerText()).includes(await nameOf(cast, 4));
        await row.locator('select').selectOption(String(!fails));
        if (fails) await row.locator('textarea').fill('类似项目业绩不足');
        else await row.locator('input').fill('88.5');
      }
      await agency.page.getByText('合格 2 份').waitFor();
      await agency.file('reviewReport', '资格审查报告');
    });
    await bidder(3).go(`/desk/lots/${lotId}`);
    await bidder(3).page.getByText('类似项目业绩不足').waitFor();
    expect((await bidder(0).ask(`/lots/${lotId}/applications`)).text).not.toContain('类似项目业绩不足');
    await agency.refused(lotId, 'not-invite', async () => {
      await agency.page.getByText('全部 2 家').waitFor();
      await agency.takeLawful('bidDeadline');
      await agency.file('invitationFile', '投标邀请书');
    });
    expect(await agency.page.locator('.refused').innerText()).toContain('邀请不少于三家');
  }, 120_000);
});

const agreement = Buffer.from('联合体协议：牵头人负责主体工程，成员负责机电安装\n');

describe('a consortium in an open tender', () => {
  test('bids under one name once every member has signed exactly its terms; each member finds the bid at its own desk', async () => {
    const { plan, project } = await begun(cast, 'eng-lowest-evaluated', '跨河人行桥施工', { consortium: { maxMembers: 3 } });
    const { lotId } = await issueDocuments(stage, project, plan);
    const [lead, member] = [bidder(0), bidder(1)];
    const { page } = lead;
    await lead.go(`/desk/lots/${lotId}/bid`);
    await page.getByRole('button', { name: '签名获取' }).click();
    await joinWith(page, await nameOf(cast, 1), await nameOf(cast, 2));
    await page.locator('.consortium-member select').selectOption({ index: 1 });
    const share = async (first: string, second: string): Promise<void> => {
      for (const [i, [percent, work]] of [[first, '主体工程'], [second, '机电安装']].entries()) {
        const part = page.locator('.consortium-part').nth(i);
        await part.locator('input').nth(0).fill(percent ?? '');
        await part.locator('input').nth(1).fill(work ?? '');
      }
    };
    await share('60', '30');
    await page.getByText('合计 90%').waitFor();
    await lead.shot('consortium-wrong');
    await share('60', '40');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '存为条款文件' }).click();
    const terms = await (await saved).path();
    await member.go(`/desk/lots/${lotId}/consent`);
    await member.page.locator('input[type=file]').first().setInputFiles(terms);
    await member.page.locator('.field input[type=file]').setInputFiles({ name: '别的协议.txt', mimeType: 'text/plain', buffer: Buffer.from('另一份') });
    await member.page.getByRole('alert').waitFor();
    expect(await member.page.getByRole('button', { name: '签署', exact: true }).isDisabled()).toBe(true);
    await member.shot('consent-other');
    await member.page.locator('.field input[type=file]').setInputFiles({ name: '联合体协议.txt', mimeType: 'text/plain', buffer: agreement });
    await member.page.getByText('与条款里的协议一致').waitFor();
    await member.page.getByRole('button', { name: '签署', exact: true }).click();
    await page.getByText('没有文件，只有一段文字').click();
    await page.getByLabel('签名文字').fill(await member.page.getByLabel('签名', { exact: true }).inputValue());
    await page.getByRole('button', { name: '收下签名' }).click();
    await page.getByText('已收下').waitFor();
    await lead.shot('consortium-signed');
    await page.locator('#bid-price').fill('2300000');
    await page.locator('#bid-duration').fill('180日历天');
    await page.locator('.bid-files input[type=file]').first().setInputFiles(document('投标文件'));
    await page.getByRole('button', { name: '用测试密钥' }).click();
    await page.getByText('预演成功').first().waitFor();
    await page.locator('.bid-submit button.primary').click();
    await page.locator('.done').first().waitFor();
    await lead.shot('consortium-submitted');
    // both are told what they are part of; nobody else is
    await member.go(`/desk/lots/${lotId}`);
    await member.page.getByRole('region', { name: '参加的联合体投标' }).getByText('机电安装').waitFor();
    await member.shot('consortium-member');
    expect((await member.ask(`/lots/${lotId}/bids/mine`)).text).toContain('机电安装');
    for (const person of [bidder(2), purchaser, agency]) expect((await person.ask(`/lots/${lotId}/bids/mine`)).text).not.toContain('机电安装');
    // who is in a consortium does not bid besides (招标投标法实施条例 第37条)
    expect(await member.next(lotId)).not.toContain('bid-submit');
  }, 150_000);
});

describe('a single source', () => {
  test('is published with its reasons; who objected is told to nobody, and only the published supplier can be invited', async () => {
    const { plan, project, lotId } = await begun(cast, 'gp-single-source', '气象雷达备件采购');
    const supplier = await nameOf(cast, 4);
    await purchaser.act(lotId, 'gpr-single', async () => {
      await take(purchaser, supplier);
      await purchaser.type('publicityEnd', '2026-01-01T09:30');
      await purchaser.page.getByText('早于法定最早时间').waitFor();
      await purchaser.takeLawful('publicityEnd');
      for (const [key, text] of [['supplierAddress', '示例市示例路9号'], ['reason', '备件只有原厂能够提供'], ['expertOpinions', '同意采用单一来源方式\n同意']] as const) await purchaser.page.locator(`[id="f-items-${key}"]`).fill(text);
      await purchaser.file('argumentFile', '论证意见');
    });
    await purchaser.act(lotId, 'single-objection', async () => {
      await purchaser.type('objectorName', '某异议供应商');
      await purchaser.choose('outcome', 'rejected');
      await purchaser.type('reason', '经补充论证，异议不成立');
      await purchaser.file('replyFile', '异议及答复');
    });
    for (const read of ['', '/timeline']) expect((await guest.ask(`/lots/${lotId}${read}`)).text).not.toContain('某异议供应商');
    expect((await guest.ask(`/lots/${lotId}`)).text).toContain(supplier);
    await guest.go(`/lots/${lotId}`);
    await guest.page.getByText('单一来源采购公示').first().waitFor();
    await guest.shot('single-public');
    const end = (await lotOf(lotId)).notices.findLast(({ noticeType }) => noticeType === 'single-source')?.items.find(({ key }) => key === 'publicityEnd')?.value;
    await stage.clock.moveTo(Math.max(Date.parse(String(end)) + 1_000, project.noticeFrom ?? 0));
    await sealDocuments(stage, project, plan);
    expect(await agency.next(lotId)).toEqual(['not-invite']);
    await agency.act(lotId, 'not-invite', async () => {
      await agency.page.locator('[id="f-inviteeIds"]').getByText(supplier).waitFor();
      await agency.takeLawful('bidDeadline');
      await agency.file('invitationFile', '采购邀请');
    });
  }, 120_000);
});

test('no page of anybody has thrown, and no answer failed', () => {
  expect(faultsOf(cast)).toEqual([]);
});

/** The lead says with whom it bids, up to the search for its one partner. */
async function joinWith(page: Page, lead: string, partner: string): Promise<void> {
  await page.getByLabel(/与其他单位组成联合体/).check();
  await page.locator('.consortium .file-field input[type=file]').setInputFiles({ name: '联合体协议.txt', mimeType: 'text/plain', buffer: agreement });
  await page.locator('.consortium .file-field code').waitFor();
  // nobody is a member of its own consortium
  await page.locator('.consortium-member select option').nth(1).waitFor({ state: 'attached' });
  expect(await page.locator('.consortium-member select option', { hasText: `${lead} ` }).count()).toBe(0);
  await page.locator('.consortium-member input[type=search]').fill(partner);
}
