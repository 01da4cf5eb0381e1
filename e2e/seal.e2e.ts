import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from 'vite';
import { serve } from '../src/app/main.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Served } from '../src/platform/lifecycle.ts';
import { openEnvelopeStream, readHeader, openCustodianShare, recoverBidderSecret, toBase64 } from '../src/seal/index.ts';
import { vectorCustody, vectorKey } from '../src/seal/vectors.ts';
import { company } from '../tests/support/cast.ts';
import { bearer } from '../tests/support/hostile.ts';
import { launchChromium } from './support/chromium.ts';
import type { TestContext } from './support/seal-page/page.ts';

// The worker that seals beside the page, in a real browser, against a real platform; its envelope is opened by Node.
let folder: string;
let served: Served;
let browser: Browser;
let page: Page;
let token: string;
let context: TestContext;
const sizes = { '技术标.pdf': 24 * 1024 ** 2 + 7, '商务标.pdf': 9 * 1024 ** 2 };
const digests = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinglan-seal-'));
  await mkdir(join(folder, 'data', 'demo-keys'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'data', 'demo-keys', 'city.json'), '{}');
  const built = join(folder, 'page');
  await build({ configFile: false, logLevel: 'error', root: join(import.meta.dirname, 'support', 'seal-page'), base: '/seal-page/', worker: { format: 'es' }, build: { outDir: built, target: 'es2023', assetsInlineLimit: 0 } });
  served = await serve(readConfig({ QINGLAN_DATA: join(folder, 'data'), PORT: '0' }));
  const { deployment } = await (await fetch(`${served.url}/api/v1/platform`)).json() as { deployment: string };
  const place = { url: served.url, deployment, folder: join(folder, 'data') };
  token = (await bearer(place, (await company(place, ['bidder'])).identity))['authorization']?.slice(7) ?? '';
  for (const [name, size] of Object.entries(sizes)) {
    const bytes = randomBytes(size);
    digests.set(name, createHash('sha256').update(bytes).digest('hex'));
    await writeFile(join(folder, name), bytes);
  }
  const base64 = (bytes: Uint8Array): string => toBase64(bytes);
  context = { deployment, lotId: 'lot-1', bidderId: 'b', bidderCertificate: base64((await vectorKey('bidder')).certificate), custody: (await vectorCustody()).map(({ id, certificate }) => ({ id, certificate: base64(certificate) })) };
  const whole = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  browser = await launchChromium();
  page = await open(browser, built);
  // a choice by path is lost by some browsers while they begin: the files come over the line and are files all the same
  await page.evaluate(async (names) => {
    const choice = new DataTransfer();
    for (const name of names) choice.items.add(new File([await (await fetch(`/seal-page/files/${encodeURIComponent(name)}`)).blob()], name));
    const input = document.querySelector<HTMLInputElement>('#files');
    if (input) input.files = choice.files;
  }, Object.keys(sizes));
  expect(await chosen(page)).toBe(whole);
});

async function open(of: Browser, built: string): Promise<Page> {
  const opened = await of.newPage();
  opened.on('pageerror', (error) => { throw error; });
  // the page lies where the platform is, so that its uploads are the platform's own
  await opened.route('**/seal-page/**', async (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname).replace('/seal-page/', '') || 'index.html';
    const type = { '.html': 'text/html', '.js': 'text/javascript' }[extname(path)] ?? 'application/octet-stream';
    await route.fulfill({ body: await readFile(path.startsWith('files/') ? join(folder, path.slice('files/'.length)) : join(built, path)), contentType: type });
  });
  await opened.goto(`${served.url}/seal-page/`);
  return opened;
}

const chosen = (of: Page): Promise<number> => of.evaluate(() => [...(document.querySelector<HTMLInputElement>('#files')?.files ?? [])].reduce((sum, { size }) => sum + size, 0));

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a page seals tens of megabytes beside itself, uploads with a pause, and the envelope opens elsewhere', async () => {
  const sealed = await page.evaluate(([asked, bearerToken]) => window.sealAndUpload(asked, bearerToken), [context, token] as const);
  expect(sealed).toMatchObject({ told: 1, left: [] });
  // the page itself was never held up for long
  expect(sealed.longestMs).toBeLessThan(2_000);
  expect(sealed.uploads.at(-1)).toBe(sealed.size);
  for (let i = 1; i < sealed.uploads.length; i += 1) expect(sealed.uploads[i]).toBeGreaterThanOrEqual(sealed.uploads[i - 1] ?? 0);

  const response = await fetch(`${served.url}/api/v1/blobs/${sealed.sha256}`, { headers: { authorization: `Bearer ${token}` } });
  const path = join(folder, 'envelope');
  await writeFile(path, Buffer.from(await response.arrayBuffer()));
  const blob = await openAsBlob(path);
  const header = readHeader(new Uint8Array(await blob.slice(0, 16_384).arrayBuffer()));
  const shares = await Promise.all((['centre', 'notary'] as const).map(async (id) => openCustodianShare(header, id, (await vectorKey(id)).privateKey)));
  const opened = await openEnvelopeStream(blob.stream(), { bidderSecret: await recoverBidderSecret(header, (await vectorKey('bidder')).privateKey), shares }, { plainDigest: sealed.plainDigest });
  expect(opened.form).toMatchObject({ lotId: 'lot-1', priceFen: '123', duration: '90日历天' });
  for await (const file of opened.files) {
    const digest = createHash('sha256');
    for await (const chunk of file.chunks) digest.update(chunk);
    expect(digest.digest('hex'), file.name).toBe(digests.get(file.name));
  }
  await opened.finish();
});

test('stopping leaves nothing half done, and what is refused is said by its code', async () => {
  expect(await page.evaluate((asked) => window.sealAndStop(asked), context)).toBe('AbortError');
  expect(await page.evaluate((asked) => window.sealRefused(asked), context)).toBe('seal.price_above_ceiling priceFen');
});
