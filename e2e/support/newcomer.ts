import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { creditCodeFrom } from '../../src/contracts/credit-code.ts';
import { Client, sandboxIdentity } from '../../src/play/client.ts';
import { writeKeys } from '../../src/play/keys.ts';
import type { Company } from '../../src/play/people.ts';
import type { Stage } from '../../src/play/stage.ts';
import { pemOf } from '../../src/seal/index.ts';
import type { OpensslAuthority } from '../../tests/support/openssl-p12.ts';
import { document, Person } from './market.ts';

export type MarketRole = 'tenderer' | 'agency' | 'bidder';
const roleNames: Readonly<Record<MarketRole, string>> = { tenderer: '招标人、采购人', agency: '代理机构', bidder: '投标人、供应商' };

/** One who was never here: from the sign-in page to the desk, with keys that this browser makes and nobody can take out of it. */
export async function registered(browser: Browser, url: string, name: string, role: MarketRole): Promise<Person> {
  const person = await atTheForm(browser, url);
  await fillIn(person, role, { name, code: creditCodeFrom('330100', randomBytes(9)) });
  await person.page.getByRole('button', { name: '一键取得演示证书' }).click();
  await person.page.getByText('证书已在这个浏览器里').waitFor();
  await finish(person, name);
  return person;
}

/** The same with the two files an authority hands out; who has the files can act for the company elsewhere as well. */
export async function registeredFromFiles(browser: Browser, stage: Stage, openssl: OpensslAuthority, { name, role }: { name: string; role: MarketRole }): Promise<{ person: Person; company: Company }> {
  const { url, deployment } = stage.platform;
  const identity = await sandboxIdentity(url, { organizationName: name, creditCode: creditCodeFrom('330100', randomBytes(9)) });
  const folder = join(openssl.folder, `${role}-${randomBytes(4).toString('hex')}`);
  await writeKeys(folder, identity);
  const files = ['sign', 'encrypt'].map((use) => openssl.p12({ key: join(folder, `${use}.key.pem`), certificate: join(folder, `${use}.crt.pem`), password: secret }));
  const person = await atTheForm(browser, url);
  const { page } = person;
  await page.getByLabel('证书文件').setInputFiles(files);
  const passwords = page.locator('.import-password input');
  await expect.poll(() => passwords.count()).toBe(files.length);
  for (const field of await passwords.all()) await field.fill(secret);
  await page.locator('form.import button[type=submit]').click();
  // name and code come from the certificate
  await page.getByText('已按证书填写').waitFor();
  expect(await page.getByLabel('单位名称').inputValue()).toBe(name);
  await fillIn(person, role, {});
  await finish(person, name);
  const client = await new Client(url, deployment, identity).signIn();
  const { entity } = await client.get<{ entity: { id: string } }>('/api/v1/me');
  return { person, company: { entityId: entity.id, name, client, identity } };
}

const secret = '口令 2026';

async function atTheForm(browser: Browser, url: string): Promise<Person> {
  const person = await Person.guest(browser, url);
  await person.go('/sign-in');
  await person.page.getByRole('link', { name: '首次使用，登记主体' }).click();
  await person.page.getByLabel('统一社会信用代码').waitFor();
  return person;
}

async function fillIn({ page }: Person, role: MarketRole, { name, code }: { name?: string; code?: string }): Promise<void> {
  if (code) await page.getByLabel('统一社会信用代码').fill(code);
  if (name) await page.getByLabel('单位名称').fill(name);
  expect(await page.locator('.region-select select').nth(1).inputValue()).toBe('330100');
  await page.getByLabel(roleNames[role]).check();
  for (const [label, text] of Object.entries({ 联系电话: '0571-00000000', 法定代表人证件号码: 'TEST-1', 基本账户账号: '6222000000000000', 证书持有人证件号码: 'TEST-2' })) await page.getByLabel(label).fill(text);
  await page.getByLabel('营业执照扫描件').setInputFiles(document('营业执照'));
  await page.locator('.field:has(#f-licenceFile) code').waitFor();
}

async function finish(person: Person, name: string): Promise<void> {
  await person.shot('register');
  await person.page.getByRole('button', { name: '签名并登记' }).click();
  await person.page.waitForURL(/\/desk$/);
  await person.page.getByRole('heading', { level: 1, name }).waitFor();
  await person.shot('desk-fresh');
}

/** One who sits for the tenderer: its certificate is handed over as text, and registered on the account's page. */
export async function seatedFor({ platform: { url, deployment } }: Stage, person: Person): Promise<Client> {
  const identity = await sandboxIdentity(url, { personName: '招标人代表', personNo: 'DEMO-SEAT' });
  await person.go('/account');
  await person.page.getByRole('button', { name: '登记招标人代表' }).click();
  await person.type('name', '招标人代表');
  await person.type('certificate', pemOf('CERTIFICATE', identity.sign.certificate));
  await person.shot('representative');
  await person.page.locator('form.act-form button[type=submit]').click();
  await person.page.locator('.done').waitFor();
  return new Client(url, deployment, identity).signIn();
}
