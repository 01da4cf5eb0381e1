import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { fillNotices } from '../bench/support/notices.ts';
import type { SearchRead } from '../src/contracts/search.ts';
import { openPlace } from './support/place.ts';

// The home page on some thousand notices: what a reader does with words, filters, keys and a phone.
let lots: string[] = [];
const place = openPlace(async ({ database }) => { ({ lots } = await fillNotices(database, 2_000)); });

async function open(path: string, width = 1280): Promise<Page> {
  const page = await (await place.browser.newContext({ viewport: { width, height: 900 } })).newPage();
  await page.goto(`${place.url}${path}`);
  return page;
}
const clean = async (page: Page): Promise<void> => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
const numberIn = (text: string): number => Number(text.replaceAll(/\D/g, ''));

test('a count beside a filter is what the filter leaves, and the address keeps it', async () => {
  const page = await open('/?q=%E6%A1%A5%E6%A2%81');
  // whichever stage has the fewest: what the generator gave by chance is not the matter here
  const choice = page.locator('.choice li a[href*="stage="]').last();
  const stage = new URL(await choice.evaluate((link: HTMLAnchorElement) => link.href)).searchParams.get('stage');
  const count = numberIn(await choice.locator('.count').innerText());
  expect(count).toBeGreaterThan(0);
  expect(await page.locator('.lot-row mark').first().innerText()).toBe('桥梁');
  await choice.click();
  await expect.poll(() => new URL(page.url()).searchParams.get('stage')).toBe(stage);
  await expect.poll(async () => numberIn(await page.locator('.list-total').innerText())).toBe(count);
  await page.reload();
  await expect.poll(async () => numberIn(await page.locator('.list-total').innerText())).toBe(count);
  expect(await page.locator('.tabs a[aria-current]').count()).toBe(1);
  const { href } = await page.locator('.list-head > a').evaluate((link: HTMLAnchorElement) => ({ href: link.href }));
  const feed = await (await fetch(href)).text();
  expect(feed.match(/<entry>/g)).toHaveLength(count);
  await page.locator('.chips a').first().click();
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(null);
  expect(new URL(page.url()).searchParams.get('stage')).toBe(stage);
  await page.context().close();
});

test('suggestions are chosen by keys alone', async () => {
  const page = await open('/');
  await page.locator('#q').fill('青山');
  await page.locator('#suggestions li').first().waitFor();
  await page.keyboard.press('ArrowDown');
  const first = await page.locator('#suggestions li span').first().innerText();
  expect(await page.locator('#q').getAttribute('aria-activedescendant')).toBe('suggestion-0');
  await clean(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(first);
  await page.locator('.lot-row').first().waitFor();
  await page.goBack();
  await expect.poll(() => page.locator('#q').inputValue()).toBe('');
  await page.context().close();
});

test('fits a phone, and axe finds nothing, full and empty', async () => {
  for (const path of ['/?category=engineering&min=100&sort=amount&type=notice', '/?q=zzzz']) {
    const page = await open(path, 360);
    await page.locator('.lot-row, .found .placeholder').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await clean(page);
    await page.context().close();
  }
});

test('a notice is readable where no script may run', async () => {
  const context = await place.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const answer = await page.goto(`${place.url}/notices/${lots[3]}/${lots[3]}.html`);
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
  const { items } = await (await fetch(`${place.url}/api/v1/search?q=${encodeURIComponent(await page.locator('h1').innerText())}`)).json() as SearchRead;
  expect(items.map(({ lotId }) => lotId)).toContain(lots[3]);
  // the style sheet is the one the policy names
  expect(await page.locator('header').evaluate((header) => getComputedStyle(header).maxWidth)).toBe('820px');
  await context.close();
});
