import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeClone } from './clone.ts';
import { freePort, pause, Process, processesNaming } from './process.ts';

const home = mkdtempSync(join(tmpdir(), 'qinglan-launch-'));
const clone = makeClone(home, 0o700);
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function npmStart(env: Readonly<Record<string, string>> = {}): Promise<Process> {
  const { npm_lifecycle_event: _, NODE_OPTIONS: __, ...outer } = process.env;
  const PORT = String(await freePort());
  return new Process(spawn('npm', ['start', '--silent'], { cwd: clone, env: { ...outer, PORT, ...env }, detached: true }));
}

async function nothingLeft(): Promise<void> {
  for (let i = 0; i < 500 && processesNaming(clone).length > 0; i += 1) await pause(20);
  expect(processesNaming(clone)).toEqual([]);
}

function qinglan(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(clone, 'scripts/qinglan.mjs'), ...args], { cwd: clone, encoding: 'utf8' });
}

describe('npm start', () => {
  test('serves within 1.5 s when warm, and SIGTERM to npm stops everything', async () => {
    const cold = await npmStart();
    await cold.about();
    cold.child.kill('SIGTERM');
    await nothingLeft();

    const began = performance.now();
    const warm = await npmStart();
    const { url } = await warm.about();
    const { status } = await fetch(`${url}/api/v1/health`);
    const took = performance.now() - began;
    // stopped before it is judged: a start that was slow leaves nothing to the tests after it
    warm.child.kill('SIGTERM');
    await nothingLeft();
    expect(status).toBe(200);
    expect(took).toBeLessThan(1500);
  });

  test('Ctrl-C in a terminal, which reaches every process of the group, stops everything', async () => {
    const server = await npmStart();
    await server.about();
    process.kill(-(server.child.pid ?? Number.NaN), 'SIGINT');
    await nothingLeft();
  });

  test('npm killed: the server notices and stops', async () => {
    const server = await npmStart();
    await server.about();
    server.child.kill('SIGKILL');
    await nothingLeft();
  });

  test('everything but PostgreSQL killed: the next start adopts it', async () => {
    const server = await npmStart();
    await server.about();
    process.kill(-(server.child.pid ?? Number.NaN), 'SIGKILL');
    await server.ended;
    expect(processesNaming(clone)).toHaveLength(1);
    const again = await npmStart();
    expect((await again.about()).adopted).toBe(true);
    again.child.kill('SIGTERM');
    await nothingLeft();
  });

  test.each([
    [{ PORT: 'eighty' }, 'PORT=eighty: a number from 0 to 65535'],
    [{ HOST: '0.0.0.0' }, 'HOST=0.0.0.0: an address other than this machine needs QINGLAN_TLS_CERT and QINGLAN_TLS_KEY'],
    [{ QINGLAN_MODE: 'prod' }, 'QINGLAN_MODE=prod: demo or live'],
    [{ DATABASE_URL: 'mysql://a:secret@b/c' }, 'DATABASE_URL is not of the form postgres://user:password@host:port/database'],
  ])('a wrong setting is one line: %o', async (env, line) => {
    const server = await npmStart(env);
    expect(await server.ended).toBe(2);
    expect(server.stderr).toBe(`qinglan: ${line}\n`);
  });
});

describe('qinglan VERB', () => {
  test('an unknown verb is one line and exit 2; help is on stdout and exit 0', () => {
    const unknown = qinglan('frobnicate');
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr.trim().split('\n')).toHaveLength(1);
    expect(qinglan('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(qinglan('start', '--help').stdout).toContain('QINGLAN_DATA');
    expect(qinglan('start', '--frobnicate')).toMatchObject({ status: 2, stdout: '' });
  });

  test('passes the exit code on and keeps stdout for the answer', () => {
    expect(qinglan('start', 'now')).toMatchObject({ status: 2, stdout: '' });
  });
});
