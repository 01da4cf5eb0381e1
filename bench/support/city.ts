import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { repositoryRoot } from '../../src/platform/paths.ts';

const patienceMs = 600_000;

export interface Running { url: string; data: string; startMs: number; stop(): Promise<void> }

/** `npm start` as people run it; `path` answers 200 when it is up. */
export async function npmStart(root: string, data: string, path = '/api/v1/health'): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const child = spawn('npm', ['start', '--silent'], { cwd: root, env: { ...process.env, QINGLAN_DATA: data, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await until(`an answer at ${url}`, 10, async () => {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      return fetch(`${url}${path}`).then((response) => response.status === 200, () => false);
    });
    return { url, data, startMs: performance.now() - begun, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first start builds the demo city by acts; it is complete when its mark is there. */
export async function cityBuilt({ data }: Running): Promise<void> {
  await until('the demo city', 200, async () => existsSync(join(data, 'demo-keys', 'city.json')));
}

/** One verb of the command line; answers its standard output. */
export async function verb(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'cli', 'main.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data: Buffer) => { text += data.toString(); });
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve); });
  if (code !== 0) throw new Error(`qinglan ${args[0]} ended with ${code}`);
  return text;
}

async function until(what: string, everyMs: number, met: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!await met()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, everyMs); });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => { probe.once('error', reject).listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
}
