import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { freePort, launch, pause, postmasterPid, processesNaming, type LaunchOptions, type Process } from './process.ts';

const home = mkdtempSync(join(tmpdir(), 'qinglan-life-'));
const running: Process[] = [];
// npm run soak multiplies.
const rounds = 5 * Number(process.env.QINGLAN_SOAK ?? 1);

afterEach(async () => {
  for (const server of running.splice(0)) if (server.child.exitCode === null && server.child.signalCode === null) await server.stop('SIGTERM');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function options(name: string): Promise<LaunchOptions> {
  return { data: join(home, name), port: await freePort() };
}

function start(settings: LaunchOptions): Process {
  const server = launch(settings);
  running.push(server);
  return server;
}

async function acknowledge(url: string, n: number): Promise<boolean> {
  return fetch(`${url}/${n}`, { method: 'POST' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function kept(url: string): Promise<number[]> {
  return (await fetch(`${url}/kept`)).json() as Promise<number[]>;
}

describe('on an empty folder', () => {
  test('starts, keeps what it acknowledged over a stop, and leaves no process behind', async () => {
    const settings = await options('empty');
    const first = start(settings);
    const { url, adopted, embedded } = await first.about();
    expect({ adopted, embedded }).toEqual({ adopted: false, embedded: true });
    expect(await acknowledge(url, 1)).toBe(true);
    expect(statSync(join(settings.data, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    expect(processesNaming(settings.data)).not.toEqual([]);

    expect(await first.stop('SIGTERM')).toBe(0);
    expect(processesNaming(settings.data)).toEqual([]);
    expect(postmasterPid(settings.data)).toBeUndefined();

    const again = start(settings);
    expect(await kept((await again.about()).url)).toEqual([1]);
    expect(await again.stop('SIGINT')).toBe(0);
    expect(processesNaming(settings.data)).toEqual([]);
  });

  test('a signal while it is still starting stops it all the same', async () => {
    const settings = await options('impatient');
    const server = start(settings);
    await server.until(() => postmasterPid(settings.data) !== undefined || processesNaming(settings.data).length > 0);
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(processesNaming(settings.data)).toEqual([]);
  });

  test('two at once: one serves, the other says so with exit code 3', async () => {
    const settings = await options('twins');
    const twins = [start(settings), start({ ...settings, port: await freePort() })];
    const loser = await Promise.race(twins.map((twin) => twin.ended.then((code) => ({ twin, code }))));
    expect(loser.code).toBe(3);
    const winner = twins.find((twin) => twin !== loser.twin);
    expect(winner && (await kept((await winner.about()).url))).toEqual([]);
  });
});

describe('a second server on the same folder', () => {
  test('names the first by process id and address, exits 3, and disturbs nothing', async () => {
    const settings = await options('second');
    const first = start(settings);
    const { url } = await first.about();
    const second = start({ ...settings, port: await freePort() });
    expect(await second.ended).toBe(3);
    expect(second.stderr.trim().split('\n')).toEqual([
      `qinglan: another server already serves this data: pid ${first.child.pid} at 127.0.0.1:${settings.port}`,
    ]);
    expect(await acknowledge(url, 7)).toBe(true);
  });
});

describe('after kill -9', () => {
  test('of the server, in a rush of writes: the next start adopts the database, and nothing acknowledged is lost', async () => {
    const settings = await options('killed');
    let next = 0;
    const acknowledged: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const server = start(settings);
      const { url, adopted } = await server.about();
      expect(adopted).toBe(round > 0);
      const orphan = postmasterPid(settings.data);
      const writers = Array.from({ length: 8 }, async () => {
        for (let n = next++; await acknowledge(url, n); n = next++) acknowledged.push(n);
      });
      await pause(200);
      expect(await server.stop('SIGKILL')).toBe('SIGKILL');
      await Promise.all(writers);
      expect(postmasterPid(settings.data)).toBe(orphan);
    }
    const last = start(settings);
    const found = new Set(await kept((await last.about()).url));
    expect(acknowledged.length).toBeGreaterThan(50);
    expect(acknowledged.filter((n) => !found.has(n))).toEqual([]);
    await last.stop('SIGTERM');
    expect(processesNaming(settings.data)).toEqual([]);
  });

  test('of PostgreSQL: the server says so, refuses meanwhile, starts it again and goes on', async () => {
    const settings = await options('crashed');
    const server = start(settings);
    const { url } = await server.about();
    for (const n of [1, 2, 3]) expect(await acknowledge(url, n)).toBe(true);
    const crashed = postmasterPid(settings.data) ?? Number.NaN;
    process.kill(crashed, 'SIGKILL');
    await server.until(() => server.stderr.includes('the database is away'));
    expect(await acknowledge(url, 4)).toBe(false);
    await server.until(() => server.stderr.includes('the database is back'));
    expect(postmasterPid(settings.data)).not.toBe(crashed);
    expect(await acknowledge(url, 5)).toBe(true);
    expect(await kept(url)).toEqual([1, 2, 3, 5]);
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(processesNaming(settings.data)).toEqual([]);
  });

  test('of PostgreSQL while it is told to stop: nothing is left behind', async () => {
    const settings = await options('crashed-and-stopped');
    const server = start(settings);
    await server.about();
    process.kill(postmasterPid(settings.data) ?? Number.NaN, 'SIGKILL');
    await server.until(() => server.stderr.includes('the database is away'));
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(processesNaming(settings.data)).toEqual([]);
  });

  test('of both at once', async () => {
    const settings = await options('both');
    const server = start(settings);
    const { url } = await server.about();
    expect(await acknowledge(url, 9)).toBe(true);
    process.kill(postmasterPid(settings.data) ?? Number.NaN, 'SIGKILL');
    server.child.kill('SIGKILL');
    await server.ended;
    expect(await kept((await start(settings).about()).url)).toEqual([9]);
  });
});
