import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openLot, stage, type Stage } from '../tests/support/open-lot.ts';
import { openPlace } from './support/place.ts';

// A reader without an account subscribes to a filter, reads the mail in the sandbox mailbox, confirms, gets the notice that a
// tenderer then publishes by acts, and leaves with one click.
let market: Stage;
const place = openPlace(async (at) => { market = await stage(at); });

const EMAIL = 'reader@example.org';
const clean = async (page: Page): Promise<void> => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
const subjects = async (): Promise<string[]> => ((await (await fetch(`${place.url}/sandbox/mail/messages?to=${EMAIL}`)).json()) as { items: { subject: string }[] }).items.map(({ subject }) => subject);
const arrived = (n: number) => expect.poll(async () => (await subjects()).length, { timeout: 20_000 }).toBe(n);

test('subscribe, confirm, receive, unsubscribe', async () => {
  const context = await place.browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  await page.goto(`${place.url}/?q=%E6%B5%8B%E8%AF%95%E5%B7%A5%E7%A8%8B&category=engineering`);
  await page.getByRole('button', { name: '邮件订阅' }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.innerText()).toContain('“测试工程”、工程建设');
  await clean(page);
  await dialog.getByLabel('邮箱').fill(EMAIL);
  await dialog.getByLabel('信息类型').selectOption('notice');
  await dialog.getByRole('button', { name: '发送确认邮件' }).click();
  await expect.poll(() => dialog.innerText()).toContain('24 小时');
  await arrived(1);

  const mailbox = await context.newPage();
  await mailbox.goto(`${place.url}/sandbox/mail`);
  expect(await mailbox.locator('article').innerText()).toContain('请确认您的清兰邮件订阅');
  await clean(mailbox);
  await mailbox.locator('article a').click();
  await clean(mailbox);
  await mailbox.getByRole('button', { name: '确认订阅' }).click();
  await expect.poll(() => mailbox.locator('h1').innerText()).toBe('订阅已生效');

  await openLot(market);
  await arrived(2);
  expect((await subjects())[1]).toMatch(/^【清兰】测试工程招标公告/);
  await mailbox.goto(`${place.url}/sandbox/mail?to=${EMAIL}`);
  await mailbox.locator('article').first().locator('a[href*="/notices/"]').click();
  expect(await mailbox.locator('h1').innerText()).toBe('测试工程招标公告');

  await mailbox.goto(`${place.url}/sandbox/mail?to=${EMAIL}`);
  await mailbox.getByRole('button', { name: 'List-Unsubscribe' }).click();
  expect(await mailbox.locator('h1').innerText()).toContain('已退订');
  await openLot(market);
  await new Promise((resolve) => { setTimeout(resolve, 5_000); });
  expect(await subjects()).toHaveLength(2);
  expect(faults).toEqual([]);
  await context.close();
}, 120_000);
