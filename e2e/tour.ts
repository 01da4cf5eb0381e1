import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { LotsRead, LotRead } from '../src/contracts/reads.ts';
import { repositoryRoot } from '../src/platform/paths.ts';
import { launchChromium } from './support/chromium.ts';

// The pictures of docs/tour, from a demo city that runs: nothing is acted, so they can be taken again at any time. Names after the
// address take those alone.
const url = process.argv[2] ?? 'http://127.0.0.1:8080';
const only = process.argv.slice(3);
const folder = join(repositoryRoot, 'docs', 'tour');
const MOST_BYTES = 200_000;

interface Shot { name: string; path: string; wide?: boolean; dark?: boolean; as?: string; height?: number; ready: string; before?: (page: Page) => Promise<void> }

const read = async <T>(path: string): Promise<T> => (await fetch(`${url}/api/v1${path}`)).json() as Promise<T>;

async function lotIn(stage: string, fits: (lot: LotRead) => boolean = () => true): Promise<LotRead> {
  const { items } = await read<LotsRead>(`/lots?stage=${stage}&limit=100`);
  for (const { lotId } of items) {
    const lot = await read<LotRead>(`/lots/${lotId}`);
    if (fits(lot)) return lot;
  }
  throw new Error(`${url} has no lot in ${stage}: is its demo city complete?`);
}

async function shots(): Promise<Shot[]> {
  const done = await lotIn('contract', (lot) => lot.category === 'engineering' && lot.result !== undefined);
  const open = await lotIn('bidding', (lot) => lot.category === 'engineering' && lot.documents.length > 0 && lot.stage === 'noticed' && lot.bidDeadline !== undefined);
  const { steps } = await read<{ steps: { acts: { fp: string; leafId: string; public?: { certificateNo?: string } }[] }[] }>(`/lots/${done.lotId}/timeline`);
  const bid = steps.flatMap(({ acts }) => acts).find(({ fp }) => fp === 'bid-submit')?.leafId ?? '';
  return [
    { name: 'home', path: '/', wide: true, ready: '.lot-row' },
    { name: 'home-phone', path: '/', dark: true, ready: '.lot-row' },
    { name: 'lot', path: `/lots/${done.lotId}`, wide: true, ready: '.results table' },
    { name: 'lot-phone', path: `/lots/${done.lotId}`, ready: '.timeline-step' },
    { name: 'proof', path: `/lots/${done.lotId}?proof=${bid}`, wide: true, dark: true, height: 760, ready: '.verdict.good' },
    { name: 'hall', path: `/lots/${done.lotId}/opening`, wide: true, dark: true, ready: '.chart svg' },
    { name: 'hall-phone', path: `/lots/${done.lotId}/opening`, ready: '.board tbody tr' },
    { name: 'verify', path: `/verify?q=${bid}`, wide: true, ready: '.verdict.good' },
    { name: 'sign-in', path: '/sign-in', wide: true, ready: '[data-account]' },
    { name: 'desk', path: '/desk', as: 'tenderer-1', wide: true, ready: '#due' },
    { name: 'desk-phone', path: '/desk', as: 'bidder-1', dark: true, ready: '#due' },
    { name: 'desk-lot', path: `/desk/lots/${open.lotId}`, as: `tenderer-${Number(/\d+$/.exec(open.tendererName)?.[0])}`, wide: true, ready: '#chance', before: (page) => page.locator('.demo-banner button').click() },
    { name: 'new-project', path: '/desk/new-project', as: 'tenderer-1', wide: true, ready: 'form.act-form' },
    { name: 'bid', path: `/desk/lots/${open.lotId}/bid`, as: 'bidder-9', wide: true, ready: '#checklist' },
    { name: 'bid-phone', path: `/desk/lots/${open.lotId}/bid`, as: 'bidder-9', dark: true, ready: '#checklist' },
    { name: 'act', path: `/desk/lots/${open.lotId}/doc-question`, as: 'bidder-9', wide: true, dark: true, ready: 'form.act-form' },
    { name: 'notifications', path: '/desk/notifications', as: 'tenderer-1', wide: true, ready: 'main h1' },
  ];
}

async function take(browser: Browser, { name, path, wide = false, dark = false, as, height, ready, before }: Shot): Promise<string> {
  const context = await browser.newContext({ viewport: { width: wide ? 1440 : 360, height: height ?? (wide ? 900 : 760) }, colorScheme: dark ? 'dark' : 'light', locale: 'zh-CN', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  if (as) {
    await page.goto(`${url}/sign-in`);
    await page.locator(`[data-account="${as}"]`).click();
    await page.waitForURL('**/desk');
  }
  await page.goto(`${url}${path}`);
  await page.locator(ready).first().waitFor();
  await before?.(page);
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await context.close();
  const bytes = statSync(file).size;
  if (bytes > MOST_BYTES) faults.push(`${bytes} bytes`);
  if (overflow > 0) faults.push(`${overflow}px wider than the screen`);
  process.stdout.write(`${name}.png ${Math.round(bytes / 1000)} kB${faults.length > 0 ? `  FAULTS: ${faults.join('; ')}` : ''}\n`);
  return faults.length > 0 ? name : '';
}

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  const wrong: string[] = [];
  for (const shot of (await shots()).filter(({ name }) => only.length === 0 || only.includes(name))) wrong.push(await take(browser, shot).catch((error: unknown) => { process.stdout.write(`${shot.name}: ${String(error).split('\n')[0]}\n`); return shot.name; }));
  process.exitCode = wrong.some(Boolean) ? 1 : 0;
} finally {
  await browser.close();
}
