import { randomBytes } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { creditCodeFrom } from '../src/contracts/credit-code.ts';
import { openLot, stage, type Stage } from '../tests/support/open-lot.ts';
import { OpensslAuthority } from '../tests/support/openssl-p12.ts';
import { openPlace } from './support/place.ts';

// The shell of the desks as a person meets it: registering, importing, switching, a line that breaks, a letter, and a keyboard alone.
let market: Stage;
let person: BrowserContext;
let page: Page;
const openssl = new OpensslAuthority();
const faults: string[] = [];
const place = openPlace(async (at) => {
  market = await stage(at);
  person = await at.browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await person.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
});
afterAll(() => { openssl.close(); });

const shots = process.env['SHELL_SHOTS'];
async function shot(name: string, of: Page = page): Promise<void> {
  if (shots) await of.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}
const password = '口令 2026';
const codeOf = () => creditCodeFrom('330100', randomBytes(9));

interface Files { files: string[]; name: string; code: string }

/** Keys of openssl, certified by the platform's sandbox authority, handed out as PKCS#12. */
async function filesOf(name: string, how: 'one' | 'two'): Promise<Files> {
  const code = codeOf();
  const certified = async (key: string, usage: 'sign' | 'encrypt'): Promise<string> => {
    const response = await fetch(`${place.url}/sandbox/ca/certificates`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ subject: { organizationName: name, creditCode: code }, usage, publicKey: openssl.publicKey(key) }) });
    return openssl.pem(((await response.json()) as { certificate: string }).certificate);
  };
  const [signKey, encryptKey] = [openssl.key(), openssl.key()];
  const sign = await certified(signKey, 'sign');
  if (how === 'one') return { name, code, files: [openssl.p12({ key: signKey, certificate: sign, more: await certified(signKey, 'encrypt'), password })] };
  return { name, code, files: [openssl.p12({ key: signKey, certificate: sign, password }), openssl.p12({ key: encryptKey, certificate: await certified(encryptKey, 'encrypt'), password })] };
}

async function fillDetails(to: Page, details: { name?: string; code?: string }): Promise<void> {
  if (details.code) await to.getByLabel('统一社会信用代码').fill(details.code);
  if (details.name) await to.getByLabel('单位名称').fill(details.name);
  await to.getByLabel('投标人、供应商').check();
  await to.getByLabel('联系电话').fill('0571-00000000');
  await to.getByLabel('法定代表人证件号码').fill('TEST-1');
  await to.getByLabel('基本账户账号').fill('6222000000000000');
  await to.getByLabel('证书持有人证件号码').fill('TEST-2');
  await to.getByLabel('营业执照扫描件').setInputFiles({ name: '执照.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`licence ${details.code ?? 'x'}`) });
  await to.getByText('摘要', { exact: false }).first().waitFor();
}

async function register(to: Page): Promise<void> {
  await to.getByRole('button', { name: '签名并登记' }).click();
  await to.waitForURL(/\/desk$/);
}

async function importFiles(to: Page, files: readonly string[], secret: string): Promise<void> {
  await to.getByLabel('证书文件').setInputFiles([...files]);
  const fields = to.locator('.import-password input');
  await expect.poll(() => fields.count()).toBe(files.length);
  for (let i = 0; i < files.length; i += 1) await fields.nth(i).fill(secret);
  await to.locator('form.import button[type=submit]').click();
}

describe('an organisation', () => {
  test('registers with keys made in the browser, and an interruption goes on', async () => {
    await page.goto(`${place.url}/sign-in`);
    await page.getByRole('link', { name: '首次使用，登记主体' }).click();
    await page.getByRole('button', { name: '签名并登记' }).click();
    expect(await page.locator('.field.wrong').count()).toBeGreaterThan(5);
    await fillDetails(page, { name: '晨光勘察有限公司', code: codeOf() });
    expect(await page.locator('.region-select select').nth(1).inputValue()).toBe('330100');
    await page.getByRole('button', { name: '一键取得演示证书' }).click();
    await page.getByText('证书已在这个浏览器里').waitFor();
    await shot('register');
    // the binding does not arrive, and the page is closed over it
    await page.route('**/acts/ent-ca-bind', (route) => route.abort());
    await page.getByRole('button', { name: '签名并登记' }).click();
    await page.getByText('已完成').waitFor();
    await page.unroute('**/acts/ent-ca-bind');
    await page.reload();
    await page.getByText('上次登记没有办完').waitFor();
    await register(page);
    await expect.poll(() => page.locator('h1').innerText()).toBe('晨光勘察有限公司');
  });

  test.each(['one', 'two'] as const)('imports its PKCS#12 in %s file(s) and registers; what is wrong is said', async (how) => {
    const { files, name } = await filesOf(`远山设计有限公司${how}`, how);
    await page.goto(`${place.url}/register`);
    await importFiles(page, files, 'wrong');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('密码不对');
    await importFiles(page, files, password);
    await page.getByText('已按证书填写').waitFor();
    expect(await page.getByLabel('单位名称').inputValue()).toBe(name);
    await fillDetails(page, {});
    await register(page);
    await expect.poll(() => page.locator('h1').innerText()).toBe(name);
  });

  test('is told of an old cipher and of a file without key', async () => {
    await page.goto(`${place.url}/sign-in`);
    const key = openssl.key();
    const certificate = openssl.selfSigned(key, { organizationName: '旧文件', creditCode: codeOf() }, 'digitalSignature');
    await importFiles(page, [openssl.p12({ key, certificate, password, old: true })], password);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('旧算法');
    await importFiles(page, [openssl.p12({ certificate, password })], password);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('没有私钥');
  });
});

describe('the account', () => {
  test('shows who one is, switches with one click, signs out and in again', async () => {
    await page.goto(`${place.url}/account`);
    await page.getByText('私钥在这个浏览器里').first().waitFor();
    await shot('account');
    await page.getByRole('button', { name: '切换 晨光勘察有限公司' }).click();
    await page.waitForURL(/\/desk$/);
    await expect.poll(() => page.locator('h1').innerText()).toBe('晨光勘察有限公司');
    await page.goto(`${place.url}/account`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText('请先登录').waitFor();
    await page.goto(`${place.url}/sign-in`);
    await page.getByRole('button', { name: '登录 晨光勘察有限公司' }).click();
    await page.waitForURL(/\/desk$/);
  });

  test('a session that ended begins again by itself with the key that is here', async () => {
    await person.clearCookies();
    await page.goto(`${place.url}/account`);
    await page.getByText('当前身份').waitFor();
    expect(await page.getByText('请先登录').count()).toBe(0);
  });

  test('waits for two administrators where it is a person’s', async () => {
    const other = await (await place.browser.newContext()).newPage();
    await other.goto(`${place.url}/register?for=person`);
    await other.getByLabel('姓名').fill('甲');
    await other.getByLabel('证书个人编号').fill('T-0001');
    await other.getByRole('button', { name: '一键取得演示证书' }).click();
    await other.getByText('BEGIN CERTIFICATE').waitFor();
    await other.getByRole('button', { name: '看看是否已经开通' }).click();
    await other.getByText('还没有开通').waitFor();
    await shot('person', other);
    await other.context().close();
  });
});

describe('a line that breaks', () => {
  test('holds the act, shows it, and sends it once when it is back', async () => {
    const lot = await openLot(market);
    await page.goto(`${place.url}/desk/lots/${lot.lotId}/doc-question`);
    const text = page.locator('textarea').first();
    await text.fill('请说明工期的起算日期？');
    await page.locator('.consequence').waitFor();
    await shot('form');
    await person.setOffline(true);
    await page.getByRole('button', { name: '签名并提交' }).click();
    await page.locator('.offline .waiting li').waitFor();
    await shot('offline');
    await page.locator('.offline .waiting button').click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('已取消发送');
    expect(await text.inputValue()).toBe('请说明工期的起算日期？');
    await page.getByRole('button', { name: '签名并提交' }).click();
    await page.locator('.offline .waiting li').waitFor();
    await person.setOffline(false);
    await page.locator('.done').waitFor();
    expect(await page.locator('.offline .waiting').count()).toBe(0);
    const { items } = await market.tenderer.client.get<{ items: unknown[] }>(`/api/v1/lots/${lot.lotId}/questions`);
    expect(items).toHaveLength(1);
  });
});

describe('notifications by mail', () => {
  const email = 'desk@example.org';
  const letters = async (): Promise<string[]> => ((await (await fetch(`${place.url}/sandbox/mail/messages?to=${email}`)).json()) as { items: { subject: string }[] }).items.map(({ subject }) => subject);

  test('are confirmed by the mailbox, come, and end with one press', async () => {
    const lot = await openLot(market);
    await page.goto(`${place.url}/desk/lots/${lot.lotId}/bid`);
    await page.getByRole('button', { name: '签名获取' }).click();
    await page.goto(`${place.url}/account`);
    await page.getByLabel('邮箱', { exact: true }).fill(email);
    await page.getByRole('button', { name: '发送确认邮件' }).click();
    await page.getByText('已发送确认邮件').waitFor();
    await expect.poll(async () => (await letters()).length, { timeout: 20_000 }).toBe(1);
    const mailbox = await person.newPage();
    await mailbox.goto(`${place.url}/sandbox/mail?to=${email}`);
    await mailbox.locator('article a').first().click();
    await mailbox.getByRole('button', { name: '确认' }).click();
    await expect.poll(() => mailbox.locator('h1').innerText()).toBe('邮件通知已生效');
    await market.tenderer.client.act('doc-clarify', lot.lotId, await clarification());
    await expect.poll(async () => (await letters())[1] ?? (await letters())[0], { timeout: 20_000 }).toContain('澄清');
    await mailbox.goto(`${place.url}/sandbox/mail?to=${email}`);
    await mailbox.getByRole('button', { name: 'List-Unsubscribe' }).first().click();
    expect(await mailbox.locator('h1').innerText()).toContain('已停止');
    await page.reload();
    await page.getByLabel('邮箱', { exact: true }).waitFor();
    await mailbox.close();
  });

  async function clarification() {
    return { clarificationFile: (await market.tenderer.client.uploadText('clarification')).sha256, isMaterial: false, changedItems: ['合同条款'], revisedContent: '付款方式按月', answers: [] };
  }
});

describe('everybody', () => {
  const paths = ['/sign-in', '/register', '/register?for=person', '/account', '/desk', '/desk/notifications'];

  test('reads the pages: axe finds nothing serious in light and dark, and 360 px are wide enough', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((value) => { localStorage.setItem('qinglan-theme', value); }, theme);
      for (const path of paths) {
        await page.setViewportSize(theme === 'light' ? { width: 360, height: 780 } : { width: 1280, height: 900 });
        await page.goto(`${place.url}${path}`);
        await page.locator('main h1').first().waitFor();
        await page.waitForTimeout(300);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).analyze();
        expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${theme} ${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
        expect(await page.evaluate(() => (document.documentElement.scrollWidth <= window.innerWidth ? [] : [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth).map((one) => `${one.tagName} ${one.className}`))), path).toEqual([]);
        await shot(`${theme}-${path.replaceAll(/\W+/g, '-')}`);
      }
    }
  });

  test('signs in with the keyboard alone', async () => {
    const hand = await person.newPage();
    await hand.goto(`${place.url}/sign-in`);
    await hand.getByRole('button', { name: /^登录 / }).first().waitFor();
    for (let i = 0; i < 40; i += 1) {
      await hand.keyboard.press('Tab');
      if (await hand.evaluate(() => (document.activeElement?.textContent ?? '').startsWith('登录 ') && document.activeElement?.tagName === 'BUTTON')) break;
    }
    await hand.keyboard.press('Enter');
    await hand.waitForURL(/\/desk$/);
    expect(faults).toEqual([]);
    await hand.close();
  });
});
