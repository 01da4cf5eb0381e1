import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openLot, stage } from '../tests/support/open-lot.ts';
import { openPlace } from './support/place.ts';

// A citizen asks whether what the law wants published is published: of one lot, and of the whole city.
let lotId = '';
const place = openPlace(async (at) => {
  const market = await stage(at);
  ({ lotId } = await openLot(market));
  await openLot(market);
});

const clean = async (page: Page): Promise<void> => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

test('the lot lists each sub-item with its state and the reason, the city counts and filters them, in both languages', async () => {
  const page = await (await place.browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(`${place.url}/lots/${lotId}`);
  const panel = page.locator('section[aria-labelledby=disclosure-list]');
  await expect.poll(() => panel.locator('.disclosure-row').count(), { timeout: 20_000 }).toBe(2);
  await expect.poll(async () => { await page.reload(); return panel.innerText(); }, { timeout: 20_000 }).toContain('按时公开');
  const text = await panel.innerText();
  for (const part of ['招标计划', '未公开', '尚未办理', '招标公告(投标邀请)', '必填 12/12 项', '尚未发生或不适用：']) expect(text).toContain(part);
  await clean(page);
  await panel.getByRole('link', { name: '招标公告(投标邀请)' }).click();
  expect(await page.locator('dl').innerText()).toContain('评标办法');

  await page.goto(`${place.url}/disclosure`);
  await expect.poll(() => page.locator('.disclosure-table tbody tr').count(), { timeout: 10_000 }).toBe(22);
  const row = (name: string) => page.locator('.disclosure-table tbody tr').filter({ hasText: name }).locator('td').allInnerTexts();
  await expect.poll(async () => (await row('招标计划')).slice(0, 5)).toEqual(['2', '0', '0', '2', '0']);
  expect((await row('招标公告(投标邀请)')).slice(0, 5)).toEqual(['2', '2', '0', '0', '0']);
  await page.getByLabel('状态').selectOption('missing');
  await expect.poll(() => new URL(page.url()).searchParams.get('status')).toBe('missing');
  await expect.poll(() => page.locator('.disclosure-list > li').count()).toBe(2);
  await clean(page);
  const csv = await (await fetch(`${place.url}${await page.getByRole('link', { name: '导出表格（CSV）' }).getAttribute('href')}`)).text();
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect.poll(() => page.locator('.disclosure-list').innerText()).toContain('the act has not been done');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.context().close();
}, 120_000);
