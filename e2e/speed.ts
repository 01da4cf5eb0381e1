import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './support/chromium.ts';
import { openLot, stage } from '../tests/support/open-lot.ts';
import type { OpeningRead } from '../src/contracts/reads.ts';
import { busyHall, BIDDERS, EVENTS } from './support/hall.ts';
import { fillNotices } from '../bench/support/notices.ts';
import { withServer } from '../bench/support/server.ts';
import { quantile, round } from '../bench/support/stats.ts';

declare global {
  interface Window { tasks: [number, number][]; shown?: number; intervals: number[] }
}

const LOADS = 3;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 768_000 / 8 };
const CPU = 4;
const INTERACTIVE_MS = 3_000;
const SETTLE_MS = 2_000;

/**
 * The pages in Chromium: home and a lot over a slow line (150 ms, 1.6 Mbit/s) on a processor four times slower, without anything
 * in the cache, until the content stands and no long task is left; and the hall while a hundred bids are opened in a thousand events.
 */
async function* speed(): AsyncGenerator<object> {
  const browser = await launchChromium();
  try {
    yield* await withServer(async (place) => {
      await fillNotices(place.database, 2_000);
      const { lotId } = await openLot(await stage(place));
      return [
        await loads(browser, 'home', place.url, '.lot-row a'),
        await loads(browser, 'lot', `${place.url}/lots/${lotId}`, '.timeline-step'),
        await hall(browser, place.url, lotId, 1),
        await hall(browser, place.url, lotId, CPU),
      ];
    });
  } finally {
    await browser.close();
  }
}

async function loads(browser: Browser, measure: string, url: string, selector: string): Promise<object> {
  const times: number[] = [];
  let [bytes, requests] = [0, 0];
  for (let i = 0; i < LOADS; i += 1) {
    const page = await slowed(browser, CPU);
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', SLOW_4G);
    [bytes, requests] = [0, 0];
    line.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; requests += 1; });
    await watchFor(page, selector);
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(selector).first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(SETTLE_MS);
    times.push(await page.evaluate(() => Math.max(window.shown ?? Infinity, ...window.tasks.filter(([start]) => start < (window.shown ?? 0) + 500).map(([start, took]) => start + took))));
    await page.context().close();
  }
  return { measure: `${measure} interactive`, loads: LOADS, cpuSlowdown: CPU, latencyMs: SLOW_4G.latency, p50Ms: round(quantile(times, 0.5)), maxMs: round(Math.max(...times)), kilobytes: round(bytes / 1000), requests, targetMs: INTERACTIVE_MS };
}

async function hall(browser: Browser, platform: string, lotId: string, slowdown: number): Promise<object> {
  const opening = (await (await fetch(`${platform}/api/v1/lots/${lotId}/opening`)).json()) as OpeningRead;
  const busy = await busyHall(platform, lotId, opening);
  const page = await slowed(browser, slowdown);
  await watchFor(page, '.board-empty');
  await page.goto(`${busy.url}/lots/${lotId}/opening`);
  await page.locator('.board-empty').waitFor();
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(() => {
    window.tasks = [];
    window.intervals = [];
    let last = performance.now();
    const frame = (now: number): void => { window.intervals.push(now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  });
  const from = performance.now();
  busy.begin();
  await page.locator('.record li').nth(EVENTS - 3 * BIDDERS - 2).waitFor({ timeout: 120_000 });
  const tookMs = performance.now() - from;
  const { tasks, frames } = await page.evaluate(() => ({ tasks: window.tasks.map(([, took]) => took), frames: window.intervals }));
  await page.context().close();
  await busy.close();
  return {
    measure: 'hall', bidders: BIDDERS, events: EVENTS, cpuSlowdown: slowdown, tookMs: round(tookMs), frames: frames.length, frameP50Ms: round(quantile(frames, 0.5)), frameP95Ms: round(quantile(frames, 0.95)), frameMaxMs: round(Math.max(...frames)),
    longTasks: tasks.length, longestTaskMs: round(Math.max(0, ...tasks)), longTaskShare: round(tasks.reduce((sum, one) => sum + one, 0) / tookMs),
  };
}

async function slowed(browser: Browser, rate: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage();
  const line = await page.context().newCDPSession(page);
  await line.send('Emulation.setCPUThrottlingRate', { rate });
  return page;
}

/** Long tasks from the first instant on, and when the content was first there. */
async function watchFor(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    window.tasks = [];
    new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) window.tasks.push([startTime, duration]); }).observe({ type: 'longtask', buffered: true });
    new MutationObserver((_, watcher) => {
      if (!document.querySelector(wanted)) return;
      window.shown = performance.now();
      watcher.disconnect();
    }).observe(document, { subtree: true, childList: true });
  }, selector);
}

let slow = false;
for await (const line of speed()) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
  slow ||= 'targetMs' in line && Number((line as { p50Ms?: number }).p50Ms) > Number(line.targetMs);
}
process.exitCode = slow ? 1 : 0;
