import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../src/platform/paths.ts';

// What a page loads before it shows anything, told by the manifest of the build: script by gzip, in kilobytes of a thousand bytes.
const dist = join(repositoryRoot, 'web', 'dist');
type Manifest = Record<string, { file: string; imports?: string[]; isEntry?: boolean }>;
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Manifest;

const shell = Object.keys(manifest).find((name) => manifest[name]?.isEntry) ?? expect.fail('the build has no entry');

/** The files of a page: its own, what it imports, and the shell around it; not what it loads when it is needed. */
function filesOf(page: string): string[] {
  const seen = new Set<string>();
  const take = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const one of (manifest[name] ?? expect.fail(`the build has no ${name}`)).imports ?? []) take(one);
  };
  take(shell);
  take(page);
  return [...seen].map((name) => manifest[name]?.file ?? '');
}

const weigh = (page: string): number => filesOf(page).filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1000;

test.each([
  ['the home page', shell, 200], ['a lot', 'lot/lot-page.tsx', 200], ['the opening hall', 'opening/opening-page.tsx', 200], ['the check', 'verify/verify-page.tsx', 200],
  ['signing in', 'session/sign-in-page.tsx', 200], ['a desk', 'desk/desk-page.tsx', 200], ['a lot on a desk', 'desk/desk-lot-page.tsx', 220], ['the bid desk', 'desk/bid/bid-page.tsx', 220],
  ['an act as a form', 'desk/act-page.tsx', 220],
])('%s loads its script within its budget', (_what, page, kilobytes) => {
  expect(weigh(page)).toBeLessThanOrEqual(kilobytes);
});

test('tables, charts and the sealing are in none of them: they come when they are shown', () => {
  const always = new Set(Object.keys(manifest).filter((name) => name === shell || name.endsWith('-page.tsx')).flatMap(filesOf));
  for (const late of ['lot/results-table.tsx', 'proof/open-drawer.tsx', 'ui/price-chart.tsx', 'session/pkcs12.ts']) {
    expect(manifest[late], late).toBeDefined();
    expect(always.has(manifest[late]?.file ?? ''), late).toBe(false);
  }
});
