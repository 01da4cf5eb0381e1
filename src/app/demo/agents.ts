import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Logger } from '../../platform/log.ts';
import { repositoryRoot } from '../../platform/paths.ts';
import { custodians } from './posts.ts';

export interface Agents { close(): Promise<void> }

const lookEveryMs = 400;
const againAfterMs = 2_000;

/** The three custodians' agents as one process beside the server: this shows the steps, not the separation. */
export function startAgents(url: string, keys: string, log: Logger): Agents {
  let stopped = false;
  let child: ChildProcess | null = null;
  let pause: NodeJS.Timeout | undefined;
  const places = custodians.map(({ folder }) => join(keys, folder)).join(',');
  const start = (): void => {
    // the channel tells the agents when the server is gone, however it went
    const agents = spawn(process.execPath, [join(repositoryRoot, 'cli', 'main.ts'), 'custodian', '--url', url, '--keys', places, '--every', String(lookEveryMs)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child = agents;
    agents.stderr?.on('data', (text: Buffer) => log.warn('custodian agents', { said: text.toString().trim() }));
    agents.once('error', (error) => log.error('custodian agents do not start', { error: String(error) }));
    agents.once('exit', (code) => {
      if (stopped) return;
      log.error('custodian agents ended', { code });
      pause = setTimeout(start, againAfterMs);
    });
  };
  start();
  return {
    async close() {
      stopped = true;
      clearTimeout(pause);
      const agents = child;
      if (agents === null || agents.exitCode !== null || agents.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => { agents.once('exit', () => resolve()); });
      agents.kill('SIGTERM');
      const hard = setTimeout(() => agents.kill('SIGKILL'), againAfterMs);
      await ended;
      clearTimeout(hard);
    },
  };
}
