import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCase } from '../cli/case/read.ts';
import { cityReady } from '../cli/case/ready.ts';
import { serve } from '../src/app/main.ts';
import { certificateRead, lotRead, lotsRead, openingRead, portalRead, resultsRead, timelineRead, type LotsRead, type OpeningRead, type TimelineRead } from '../src/contracts/reads.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Served } from '../src/platform/lifecycle.ts';
import { repositoryRoot } from '../src/platform/paths.ts';
import type { LotOutcome } from '../src/play/case-file.ts';
import { Clock } from '../src/play/clock.ts';
import { guest, reach, readRoster, Staff, type Platform } from '../src/play/people.ts';
import type { Stage } from '../src/play/stage.ts';
import { playCase } from '../src/play/trade.ts';
import { yuan } from '../web/ui/format.ts';
import { launchChromium } from './support/chromium.ts';

// A guest opens the hall before the deadline and never reloads; meanwhile a whole trade is played over the public interface.
declare global {
  interface Window { seen: Record<string, string[]>; leaks: string[]; loadedOnce?: boolean }
}

const folder = mkdtempSync(join(tmpdir(), 'qinglan-portal-'));
let served: Served;
let browser: Browser;
let hall: Page;
let lotId = '';
let outcome: LotOutcome;
const { promise: hallIsOpen, resolve: openHall } = Promise.withResolvers<unknown>();
const faults: string[] = [];
const bidders: { bidder: string; priceYuan: string }[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  const config = readConfig({ QINGLAN_DATA: folder, PORT: '0' });
  served = await serve(config);
  const platform = await reach(served.url, config.data.demoKeys);
  await cityReady(config.data.demoKeys, () => undefined);
  const file = await readCase(join(repositoryRoot, 'cases', 'eng-drawn-coefficient.json'));
  bidders.push(...(file.lots[0]?.bids ?? []));
  const clock = await Clock.take(guest(platform), 'portal test', { waitMs: 120_000, waiting: () => undefined });
  const trade = playCase(await stageOf(platform, clock), file).finally(() => clock.release());
  trade.catch(openHall);
  lotId = await publicLot(file.titleZh);
  hall = await watch();
  openHall(null);
  const [first] = await trade;
  if (!first) throw new Error('the trade had no lot');
  outcome = first;
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a guest in the opening hall', () => {
  test('sees every bid go from sealed to confirmed, and no price before it is announced', async () => {
    const { seen, leaks } = await hall.evaluate(() => ({ seen: window.seen, leaks: window.leaks }));
    expect(Object.keys(seen)).toHaveLength(bidders.length);
    for (const states of Object.values(seen)) expect(states).toEqual(['sealed', 'decrypted', 'announced', 'confirmed']);
    expect(leaks).toEqual([]);
  });

  test('sees the announced prices as numbers and as a chart', async () => {
    const shown = await hall.locator('.board tbody tr').evaluateAll((rows) => rows.map((row) => [row.querySelector('th')?.textContent, row.querySelector('.price')?.textContent]));
    expect(shown.toSorted()).toEqual(bidders.map(({ bidder, priceYuan }) => [bidder, yuan(Number(priceYuan.replace('.', '')))]).toSorted());
    await hall.locator('.chart svg').waitFor();
  });

  test('has the whole record once, and the page was never loaded again', async () => {
    const opening = await read<OpeningRead>(`/lots/${lotId}/opening`);
    await expect.poll(() => hall.locator('.record li').count()).toBe(opening.record.length);
    expect(new Set(opening.record.map((line) => line.leafId)).size).toBe(opening.record.length);
    expect(await hall.evaluate(() => window.loadedOnce)).toBe(true);
    expect(faults).toEqual([]);
  });

  test('can check a line of the record on the spot', async () => {
    await hall.locator('.record .seal').first().click();
    await hall.locator('.verdict.good').waitFor();
    expect(await hall.locator('.check-steps li.good').count()).toBeGreaterThanOrEqual(5);
    expect(await hall.locator('.check-steps li.bad').count()).toBe(0);
  });
});

describe('what the pages read', () => {
  test('is what the contracts say', async () => {
    lotsRead.parse(await read('/lots'));
    portalRead.parse(await read('/portal'));
    lotRead.parse(await read(`/lots/${lotId}`));
    timelineRead.parse(await read(`/lots/${lotId}/timeline`));
    openingRead.parse(await read(`/lots/${lotId}/opening`));
    resultsRead.parse(await read(`/lots/${lotId}/results`));
    certificateRead.parse(await read(`/certificates/${outcome.certificateNo}`));
  });
});

describe('the portal', () => {
  test('finds the lot by its name, keeps the filter in the address, and shows the whole trade', async () => {
    const page = await open('/');
    await page.locator('#q').fill(outcome.winner ? (await read<{ projectName: string }>(`/lots/${lotId}`)).projectName : '');
    await page.keyboard.press('Enter');
    await page.locator('.lot-row').first().waitFor();
    expect(new URL(page.url()).searchParams.get('q')).not.toBeNull();
    await page.locator('.lot-row a').first().click();
    await page.locator('.timeline-step').nth(10).waitFor();
    expect(await page.locator('.timeline-step .seal.durable').count()).toBeGreaterThan(20);
    expect(await page.locator('.results').innerText()).toContain(outcome.winner);
    await page.context().close();
  });

  test('shows that a bid was sealed in the ledger before anybody could read it', async () => {
    const { steps } = await read<TimelineRead>(`/lots/${lotId}/timeline`);
    const bid = steps.flatMap((step) => step.acts).find((act) => act.fp === 'bid-submit');
    const page = await open(`/lots/${lotId}?proof=${bid?.leafId}`);
    await page.locator('.verdict.good').waitFor();
    expect(await page.locator('.check-steps li.good').count()).toBe(6);
    await page.context().close();
  });

  test('says that the certificate is genuine, and that a changed number is not', async () => {
    const page = await open(`/verify?certificate=${outcome.certificateNo}`);
    await page.locator('.verdict.good').first().waitFor();
    await page.goto(`${served.url}/verify?certificate=${outcome.certificateNo}X`);
    await page.locator('.verdict.bad').waitFor();
    await page.context().close();
  });

  test('has no serious finding of axe, in width and on a phone', async () => {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 760 }]) {
      for (const path of ['/', `/lots/${lotId}`, `/lots/${lotId}/opening`, `/verify?certificate=${outcome.certificateNo}`, '/nowhere']) {
        const page = await open(path, viewport);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).analyze();
        expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => `${path} ${id}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0);
        await page.context().close();
      }
    }
  });
});

/** The trade as it is always played, but once the bids are in the clock waits until the guest has the hall open. */
async function stageOf(platform: Platform, clock: Clock): Promise<Stage> {
  let bidsAreIn = false;
  const waiting = Object.assign(Object.create(clock) as Clock, {
    async moveTo(at: number) {
      if (bidsAreIn) await hallIsOpen;
      await clock.moveTo(at);
    },
  });
  const tell = (line: string) => { bidsAreIn ||= line.includes('bids in'); };
  return { platform, clock: waiting, staff: new Staff(platform), roster: await readRoster(platform), parallel: 2, tell };
}

/** The lot as soon as everybody may know of it and its opening is set. */
async function publicLot(title: string): Promise<string> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const { items } = await read<LotsRead>(`/lots?q=${encodeURIComponent(title)}`);
    const lot = items.find((item) => item.stage === 'noticed' || item.stage === 'sealed');
    if (lot && (await fetch(`${served.url}/api/v1/lots/${lot.lotId}/opening`)).ok) return lot.lotId;
    await new Promise((go) => { setTimeout(go, 100); });
  }
  throw new Error('the lot did not become public');
}

/** Opens the hall and writes down each state a bid is shown in, and any price shown too early. */
async function watch(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${served.url}/lots/${lotId}/opening`);
  await page.locator('.board-empty').waitFor();
  await page.evaluate(() => {
    window.loadedOnce = true;
    window.seen = {};
    window.leaks = [];
    const look = () => document.querySelectorAll<HTMLElement>('.board tbody tr').forEach((row) => {
      const { bid = '', status = '' } = row.dataset;
      const states = (window.seen[bid] ??= []);
      if (states.at(-1) !== status) states.push(status);
      const priced = row.querySelector('.price')?.textContent !== '—';
      if (priced && status !== 'announced' && status !== 'confirmed') window.leaks.push(`${bid} ${status}`);
    });
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  return page;
}

async function open(path: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.goto(`${served.url}${path}`);
  await page.locator('main h1').first().waitFor();
  // a hall's stream is never idle
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined);
  return page;
}

async function read<T = unknown>(path: string): Promise<T> {
  return (await fetch(`${served.url}/api/v1${path}`)).json() as Promise<T>;
}
