import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { withServer, type BenchServer } from '../../bench/support/server.ts';
import { launchChromium } from './chromium.ts';

/** A platform without its demo city, in a process of its own, and a browser beside it. */
export interface Place extends BenchServer { browser: Browser }

/** For all tests of a file: opened before the first of them, where `begin` prepares what they need, and closed after the last. */
export function openPlace(begin: (place: Place) => Promise<void>): Readonly<Pick<Place, 'url' | 'browser'>> {
  let browser: Browser | undefined;
  let url: string | undefined;
  const { promise: over, resolve: finish } = Promise.withResolvers<undefined>();
  let served: Promise<unknown> = Promise.resolve();
  beforeAll(async () => {
    browser = await launchChromium();
    const server = await new Promise<BenchServer>((resolve, reject) => {
      served = withServer((at) => {
        resolve(at);
        return over;
      });
      served.catch(reject);
    });
    ({ url } = server);
    await begin({ ...server, browser });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    finish(undefined);
    await served;
  });
  return { get url() { return known(url); }, get browser() { return known(browser); } };
}

function known<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('the place is open from the first test on');
  return thing;
}
