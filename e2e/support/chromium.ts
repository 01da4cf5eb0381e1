import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

export interface FoundBrowser {
  executable: string;
  from: 'CHROMIUM_PATH' | 'the host' | '@sparticuz/chromium' | 'apt';
  version: string;
  env: Record<string, string>;
}

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const hostNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const cache = fileURLToPath(new URL('../../node_modules/.cache/qinglan-chromium/', import.meta.url));
const require = createRequire(import.meta.url);

let found: FoundBrowser | undefined;

/** A browser for a test file; the run says which one it is. Without any it fails: a journey nobody saw is not a pass. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const browser = findChromium();
  return chromium.launch({
    ...options,
    executablePath: browser.executable,
    args: [...flags, ...(options.args ?? [])],
    env: { ...environment(), ...browser.env },
  });
}

/** In this order: CHROMIUM_PATH, one of the host, the one that npm carries, and in CI as root one from apt. */
export function findChromium(): FoundBrowser {
  if (found) return found;
  const reasons: string[] = [];
  for (const candidate of [named, onHost, fromNpm, fromApt]) {
    const result = candidate();
    if (typeof result !== 'string') {
      process.stderr.write(`browser: ${result.version} from ${result.from} (${result.executable})\n`);
      return (found = result);
    }
    reasons.push(result);
    // Whoever names a browser wants that one.
    if (candidate === named && process.env.CHROMIUM_PATH) break;
  }
  throw new Error(`no Chromium: ${reasons.join('; ')}. Set CHROMIUM_PATH`);
}

function named(): FoundBrowser | string {
  const path = process.env.CHROMIUM_PATH;
  return path ? tried(path, 'CHROMIUM_PATH', {}) : 'CHROMIUM_PATH is not set';
}

function onHost(): FoundBrowser | string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = hostNames.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path));
  const results = paths.map((path) => tried(path, 'the host', {}));
  const reasons = results.filter((result) => typeof result === 'string');
  return results.find((result) => typeof result !== 'string') ?? (reasons.join('; ') || 'none on the host');
}

export function fromNpm(): FoundBrowser | string {
  try {
    const folder = unpacked();
    // The libraries that a bare host lacks come with the package.
    return tried(join(folder, 'chromium'), '@sparticuz/chromium', { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), TMPDIR: scratch() });
  } catch (error) {
    return `@sparticuz/chromium: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}

function fromApt(): FoundBrowser | string {
  if (!process.env.CI || process.getuid?.() !== 0) return 'apt is used only in CI and as root';
  try {
    execFileSync('apt-get', ['update', '-q'], { stdio: ['ignore', 2, 2] });
    execFileSync('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], { stdio: ['ignore', 2, 2] });
  } catch (error) {
    return `apt: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
  return tried('/usr/bin/chromium', 'apt', {});
}

function tried(executable: string, from: FoundBrowser['from'], extra: Record<string, string>): FoundBrowser | string {
  const env = { FONTCONFIG_FILE: fontConfiguration(), ...extra };
  try {
    const output = execFileSync(executable, ['--version', '--no-sandbox'], { env: { ...environment(), ...env }, stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 });
    return { executable, from, version: output.toString().trim(), env };
  } catch (error) {
    return `${executable} does not start: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}

/** Unpacked once a version. The package writes to TMPDIR and unpacks its libraries only where it believes to be a Lambda. */
function unpacked(): string {
  const { version } = require('../../node_modules/@sparticuz/chromium/package.json') as { version: string };
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'unpack-'));
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...environment(), TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    stdio: ['ignore', 2, 2],
  });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The pages are Chinese: without a font that knows it they would be boxes, and no test would notice. */
function fontConfiguration(): string {
  mkdirSync(cache, { recursive: true });
  const path = join(cache, 'fonts.conf');
  const noto = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const fonts = ['400Regular', '500Medium', '700Bold'].map((weight) => `<dir>${join(noto, weight)}</dir>`).join('');
  writeFileSync(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>${fonts}<cachedir>${join(cache, 'fonts')}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>\n`,
  );
  return path;
}

function scratch(): string {
  const path = join(cache, 'tmp');
  mkdirSync(path, { recursive: true });
  return path;
}

function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
