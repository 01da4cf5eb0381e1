import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../src/platform/paths.ts';
import { cityBuilt, npmStart } from './support/city.ts';
import { median, round } from './support/stats.ts';

const WARM_RUNS = 5;
const TARGET_MS = 1_500;

/** `npm start` to the first 200 of health, on data that a first start has made: its demo city is complete. */
export async function* bench(): AsyncGenerator<object> {
  const folder = await mkdtemp(join(tmpdir(), 'qinglan-bench-start-'));
  try {
    const first = await npmStart(repositoryRoot, join(folder, 'data'));
    await cityBuilt(first).finally(() => first.stop());
    yield { bench: 'start', measure: 'npm start to health 200, nothing there', ms: round(first.startMs) };
    const [warm, bare]: number[][] = [[], []];
    for (let run = 0; run < WARM_RUNS; run++) {
      bare?.push(bareNpm());
      const again = await npmStart(repositoryRoot, join(folder, 'data'));
      await again.stop();
      warm?.push(again.startMs);
    }
    yield { bench: 'start', measure: 'npm start to health 200, warm', ms: round(median(warm ?? [])), fastestMs: round(Math.min(...warm ?? [])), slowestMs: round(Math.max(...warm ?? [])), npmAndNodeAloneMs: round(median(bare ?? [])), targetMs: TARGET_MS };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A clean clone to its first page, installation of the packages included: it needs the network or npm's cache. */
export async function* benchCold(): AsyncGenerator<object> {
  const folder = await mkdtemp(join(tmpdir(), 'qinglan-bench-clone-'));
  try {
    const clone = join(folder, 'clone');
    const { status } = spawnSync('git', ['clone', '-q', '--no-hardlinks', repositoryRoot, clone], { stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('git could not clone the repository');
    const running = await npmStart(clone, join(clone, 'data'), '/');
    await running.stop();
    yield { bench: 'start-cold', measure: 'clean clone, npm start to the first page', ms: round(running.startMs) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What npm and two Nodes cost before a line of the platform runs: npm start is npm, a launcher and the server. */
function bareNpm(): number {
  const begun = performance.now();
  spawnSync('npm', ['--silent', 'exec', '--offline', '--', 'node', '-e', 'require("child_process").spawnSync(process.execPath, ["-e", "0"])'], { cwd: repositoryRoot, stdio: 'ignore' });
  return performance.now() - begun;
}
