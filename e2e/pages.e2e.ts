import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LotsRead } from '../src/contracts/reads.ts';
import { until } from '../src/play/wait.ts';
import { openMarket, type Market } from './support/around.ts';
import { launchChromium } from './support/chromium.ts';
import { document as file, Person } from './support/market.ts';

// Every page of the portal and of the desks, in light and in dark, on a phone; and a bidder who has no mouse.
let browser: Browser;
let market: Market;
const people = new Map<string, Person>();
const lots: Record<'open' | 'prequal' | 'done', string> = { open: '', prequal: '', done: '' };

beforeAll(async () => {
  [browser, market] = await Promise.all([launchChromium(), openMarket({ withPast: true })]);
  people.set('guest', await Person.guest(browser, market.url, 360));
  for (const account of ['tenderer-1', 'agency-1', 'bidder-9']) people.set(account, await Person.signedIn(browser, market.url, account, 360));
  const find = (stage: string): Promise<string> => until(`a lot in ${stage}`, async () => (await people.get('guest')?.read<LotsRead>(`/lots?stage=${stage}&category=engineering`))?.items[0]?.lotId);
  lots.open = await find('noticed');
  lots.prequal = await find('prequal-noticed');
  lots.done = await find('contract');
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await market?.close();
});

const pages: [who: string, path: string][] = [
  ['guest', '/'], ['guest', '/?q=nothing-of-this'], ['guest', '/lots/{open}'], ['guest', '/lots/{done}'], ['guest', '/lots/{open}/opening'], ['guest', '/lots/{done}/opening'], ['guest', '/verify'], ['guest', '/disclosure'], ['guest', '/sign-in'], ['guest', '/nowhere'],
  ['tenderer-1', '/desk'], ['tenderer-1', '/desk/new-project'], ['tenderer-1', '/desk/notifications'], ['agency-1', '/desk'], ['bidder-9', '/desk'],
  ['bidder-9', '/desk/lots/{open}'], ['bidder-9', '/desk/lots/{open}/bid'], ['bidder-9', '/desk/lots/{prequal}/bid'], ['bidder-9', '/desk/lots/{prequal}/bid-prequal-apply'], ['bidder-9', '/desk/lots/{open}/doc-question'],
];

const widths = [360, 1440];
const schemes = ['light', 'dark'] as const;

test.each(pages)('%s at %s: nothing serious is found and nothing is wider than the screen, on a phone and on a desk, in light and in dark', async (who, path) => {
  const person = people.get(who) ?? expect.fail(who);
  const { page } = person;
  await page.setViewportSize({ width: widths[0] ?? 360, height: 900 });
  await person.go(path.replace(/\{(open|prequal|done)\}/, (_, which: keyof typeof lots) => lots[which]));
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [width, colorScheme, id, nodes[0]?.html])).toEqual([]);
      await shot(page, `${who}${path.replaceAll(/\W+/g, '-')}-${width}-${colorScheme}`);
    }
    expect(await tooWide(page), `${width}`).toEqual([]);
  }
  expect(person.faults).toEqual([]);
}, 60_000);

test.each(['zh', 'en'])('the head of a page is no wider than a phone with a hundred unread notifications, in %s', async (language) => {
  const person = await Person.signedIn(browser, market.url, 'bidder-1', 360);
  const { page } = person;
  await page.route('**/api/v1/notifications?unread=1*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json() as object), unread: 150 } });
  });
  await page.evaluate((value) => { localStorage.setItem('qinglan-language', value); }, language);
  await person.go('/desk');
  await page.locator('.bell .count', { hasText: '99+' }).waitFor();
  expect(await tooWide(page)).toEqual([]);
  await shot(page, `head-${language}`);
  await person.close();
});

/** What makes the page wider than its window. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => (document.documentElement.scrollWidth <= window.innerWidth ? [] : [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth).map((one) => `${one.tagName} ${one.className}`)));
}

/** Pictures to look at, where a folder for them is named. */
async function shot(page: Page, name: string): Promise<void> {
  const into = process.env['QINGLAN_SHOTS'];
  if (into) await page.screenshot({ path: join(into, `${name}.png`), fullPage: true });
}

/** Goes on with the keyboard alone until what is named has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} cannot be reached with the keyboard`);
}

test('a bidder without a mouse signs in, fetches the documents, fills in, rehearses, seals and submits', async () => {
  const person = await Person.guest(browser, market.url);
  const { page } = person;
  const press = async (selector: string): Promise<void> => {
    await page.locator(selector).first().waitFor();
    await tabTo(page, selector);
    await page.keyboard.press('Enter');
  };
  await person.go('/sign-in');
  await press('[data-account="bidder-10"]');
  await page.waitForURL('**/desk');
  await person.go(`/desk/lots/${lots.open}/bid`);
  await page.locator('#checklist').waitFor();
  await page.getByRole('button', { name: '签名获取' }).waitFor();
  await page.getByRole('button', { name: '签名获取' }).evaluate((button) => { button.id = 'fetch'; });
  await press('#fetch');
  await page.getByRole('button', { name: '用测试密钥' }).waitFor();
  await page.getByRole('button', { name: '用测试密钥' }).evaluate((button) => { button.id = 'rehearse'; });
  for (const [selector, text] of [['#bid-price', '1000000'], ['#bid-duration', '90 天']] as const) {
    await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
    await tabTo(page, selector);
    await page.keyboard.type(text);
  }
  await tabTo(page, '.bid-files input[type=file], .bid-files button');
  // the chooser is the system's own
  await page.locator('.bid-files input[type=file]').first().setInputFiles(file('投标文件'));
  await press('#rehearse');
  await page.getByText('预演成功').first().waitFor();
  await press('.bid-submit button.primary');
  const answer = page.locator('.done, .refused').first();
  await answer.waitFor();
  expect(await answer.getAttribute('class')).toContain('done');
  // the answer has the focus: a reader who sees nothing hears it
  expect(await answer.evaluate((node) => node === document.activeElement || node.contains(document.activeElement))).toBe(true);
}, 120_000);
