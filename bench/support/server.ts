import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BenchServer { url: string; database: string; deployment: string; folder: string; child: ChildProcess }

/**
 * The composed platform, without its demo city, in a process of its own. BENCH_NODE_OPTIONS gives its Node more arguments
 * (`--cpu-prof`), to see where the time goes.
 */
export async function withServer<T>(work: (server: BenchServer) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'qinglan-bench-'));
  const child = spawn(process.execPath, [...(process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean), fileURLToPath(new URL('serve.ts', import.meta.url)), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (data: Buffer) => { resolve(data.toString()); });
      child.once('exit', (code) => { reject(new Error(`the bench server ended with ${code}`)); });
    });
    return await work({ ...JSON.parse(line) as Pick<BenchServer, 'url' | 'database' | 'deployment'>, folder, child });
  } finally {
    const ended = child.exitCode === null ? new Promise((resolve) => { child.once('exit', resolve); }) : null;
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}
