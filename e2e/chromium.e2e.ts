import { expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium, fromNpm, launchChromium } from './support/chromium.ts';

const page = (text: string): string => `data:text/html;charset=utf-8,<body style="margin:0;font:48px sans-serif"><span>${encodeURIComponent(text)}</span>`;

/** A font without a character draws the same box for all of them. */
async function drawsApart(browser: Browser, texts: readonly string[]): Promise<boolean> {
  const tab = await browser.newPage({ viewport: { width: 120, height: 80 } });
  const shots: string[] = [];
  for (const text of texts) {
    await tab.goto(page(text));
    shots.push((await tab.screenshot()).toString('base64'));
  }
  await tab.close();
  return new Set(shots).size === texts.length;
}

test('the browser found draws Chinese, not boxes', async () => {
  const browser = await launchChromium();
  expect(findChromium().version).toMatch(/Chrom/);
  expect(await drawsApart(browser, ['清', '兰', '标', '\u{10FFFD}'])).toBe(true);
  // The proof can fail: two characters that no font has look alike.
  expect(await drawsApart(browser, ['\u{10FFFC}', '\u{10FFFD}'])).toBe(false);
  await browser.close();
});

test('the browser that npm carries does so too, on any host', async () => {
  const found = fromNpm();
  if (typeof found === 'string') throw new Error(found);
  const browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox', '--disable-gpu'], env: { PATH: process.env.PATH ?? '', ...found.env } });
  expect(await drawsApart(browser, ['清', '兰', '标'])).toBe(true);
  await browser.close();
});
