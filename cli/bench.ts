import { spawn } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../src/platform/paths.ts';
import { exitCodes } from '../src/platform/start-error.ts';

export const help = `
qinglan bench [NAME ...]

Measures, and prints one line of JSON for each figure. Every figure stands beside what the same machine does without the
platform, in the same run and alternating: read the ratios. docs/benchmarks.md says what limits each. Without a name
runs all but portal and start-cold.

  bids        submissions of 64 KiB over HTTP beside raw inserts and beside the same bytes and SQL without HTTP; the rush before a deadline
  opening     62 bidders from the last custodian's share to the announced list
  ledger      durable leaves, proofs, catch-up, act to durable
  verify      an exported trade and single proofs, beside SHA-256, Ed25519 and P-256
  portal      readers of the portal on 500,000 notices (BENCH_NOTICES): search, lists, one lot, beside a trivial route
  start       npm start to health, warm and on an empty folder
  start-cold  a clean clone, npm start to the first page: installs the packages
`;

type Bench = () => AsyncGenerator<object>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  'bids': async () => (await import('../bench/bids.ts')).bench,
  'opening': async () => (await import('../bench/opening.ts')).bench,
  'ledger': async () => (await import('../bench/ledger.ts')).bench,
  'verify': async () => (await import('../bench/verify.ts')).bench,
  'portal': async () => (await import('../bench/portal.ts')).bench,
  'start': async () => (await import('../bench/start.ts')).bench,
  'start-cold': async () => (await import('../bench/start.ts')).benchCold,
};

const threads = '32';

/** `qinglan bench`. */
export async function run(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const unknown = positionals.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined) {
    process.stderr.write(`qinglan: no bench "${unknown}"; there are: ${Object.keys(benches).join(', ')}\n`);
    return exitCodes.badUsage;
  }
  // the thread pool is sized when Node starts: with four threads the baselines would wait for each other's syncs
  if (process.env['UV_THREADPOOL_SIZE'] !== threads) return again(args);
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches).filter((one) => one !== 'start-cold' && one !== 'portal')) {
    const bench = await benches[name]?.();
    if (!bench) continue;
    const before = loadavg()[0] ?? 0;
    for await (const line of bench()) process.stdout.write(`${JSON.stringify({ ...line, cores: cpus().length, loadBefore: Math.round(before * 10) / 10 })}\n`);
  }
  return 0;
}

async function again(args: readonly string[]): Promise<number> {
  const script = process.argv[1] ?? `${repositoryRoot}/cli/main.ts`;
  const child = spawn(process.execPath, [...process.execArgv, script, 'bench', ...args], { stdio: 'inherit', env: { ...process.env, UV_THREADPOOL_SIZE: threads } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { child.kill(signal); });
  return new Promise((resolve) => { child.once('exit', (code) => { resolve(code ?? exitCodes.failed); }); });
}
