import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));
const standIn = 'tests/lifecycle/stand-in.ts';

export interface LaunchOptions {
  data: string;
  port: number;
  /** The clone to run from. */
  clone?: string;
  env?: Readonly<Record<string, string>>;
  /** Run as this user instead of oneself. */
  uid?: number;
  args?: readonly string[];
}

export interface About {
  url: string;
  adopted: boolean;
  embedded: boolean;
  note?: string;
}

/** A real process of the platform, watched from outside as an operator would. */
export class Process {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (text: Buffer) => (this.stdout += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (this.stderr += text.toString()));
    this.ended = new Promise((done) => {
      child.once('exit', (code, signal) => done(code ?? signal ?? 'SIGKILL'));
      child.once('error', (error) => {
        this.stderr += String(error);
        done(-1);
      });
    });
  }

  /** The line it prints once it serves. */
  async about(): Promise<About> {
    await this.until(() => this.stdout.includes('\n'));
    return JSON.parse(this.stdout) as About;
  }

  async until(found: () => boolean): Promise<void> {
    let over = false;
    void this.ended.then(() => (over = true));
    while (!found()) {
      if (over) throw new Error(`it ended: ${this.stderr}`);
      await pause(10);
    }
  }

  async stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.child.kill(signal);
    return this.ended;
  }
}

export function launch(options: LaunchOptions): Process {
  const args = options.args ?? [join(options.clone ?? repository, standIn)];
  const { uid, clone } = options;
  // Another user may not reach ours.
  const node = clone === undefined ? process.execPath : join(clone, `node_modules/node-linux-${process.arch}/bin/node`);
  const child = spawn(node, args, {
    cwd: options.clone ?? repository,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', PORT: String(options.port), QINGLAN_DATA: options.data, ...options.env },
    ...(uid !== undefined && { uid, gid: uid }),
  });
  return new Process(child);
}

export function postmasterPid(data: string): number | undefined {
  const path = join(data, 'postgres', 'cluster', 'postmaster.pid');
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : undefined;
}

/** Every process that has `text` in its command line: what a stop should have left none of. */
export function processesNaming(text: string): number[] {
  return readPids().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text) && pid !== process.pid;
    } catch {
      return false;
    }
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function readPids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}
