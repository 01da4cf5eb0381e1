import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort, launch, postmasterPid, processesNaming, repository, type LaunchOptions, type Process } from './process.ts';

const home = mkdtempSync(join(tmpdir(), 'qinglan-server-'));
const running: Process[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) if (server.child.exitCode === null && server.child.signalCode === null) await server.stop('SIGTERM');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Identity {
  deployment: string;
  mode: string;
  fingerprint: string;
  /** Leaves in the ledger. */
  size: number;
}

/** The whole platform, as `npm start` runs it after everything is installed and built. */
async function start(settings: LaunchOptions): Promise<{ server: Process; url: string }> {
  const server = launch({ ...settings, args: [join(repository, 'cli/main.ts'), 'start'] });
  running.push(server);
  await server.until(() => /http:\/\/\S+/.test(server.stdout));
  return { server, url: /http:\/\/\S+/.exec(server.stdout)?.[0] ?? '' };
}

async function identity(url: string): Promise<Identity> {
  const health = await fetch(`${url}/api/v1/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'ok', parts: { database: 'ok', ledger: 'ok', blobs: 'ok' } });
  const platform = (await (await fetch(`${url}/api/v1/platform`)).json()) as { deployment: string; mode: string; ledger: { fingerprint: string } };
  const checkpoint = await fetch(`${url}/api/v1/ledger/checkpoint`);
  expect(checkpoint.status).toBe(200);
  return { deployment: platform.deployment, mode: platform.mode, fingerprint: platform.ledger.fingerprint, size: Number((await checkpoint.text()).split('\n')[1]) };
}

test('the platform comes back the same after a stop, kill -9 of the server, and kill -9 of PostgreSQL', async () => {
  const settings = { data: join(home, 'data'), port: await freePort() };
  const first = await start(settings);
  const born = await identity(first.url);
  expect(born).toMatchObject({ mode: 'demo', size: expect.any(Number) });

  const second = launch({ ...settings, port: await freePort(), args: [join(repository, 'cli/main.ts'), 'start'] });
  expect(await second.ended).toBe(3);
  expect(second.stderr).toContain(`pid ${first.server.child.pid} at 127.0.0.1:${settings.port}`);

  await first.server.stop('SIGKILL');
  const orphan = postmasterPid(settings.data);
  const adopter = await start(settings);
  expect(postmasterPid(settings.data)).toBe(orphan);
  expect(await same(adopter.url, born)).toBe(true);

  process.kill(orphan ?? Number.NaN, 'SIGKILL');
  await adopter.server.until(() => adopter.server.stderr.includes('the database is away'));
  const meanwhile = await fetch(`${adopter.url}/api/v1/health`);
  expect({ status: meanwhile.status, again: meanwhile.headers.get('retry-after'), body: await meanwhile.json() }).toMatchObject({ status: 503, again: '3', body: { code: 'unavailable' } });
  await adopter.server.until(() => adopter.server.stderr.includes('the database is back'));
  expect(postmasterPid(settings.data)).not.toBe(orphan);
  expect(await same(adopter.url, born)).toBe(true);

  expect(await adopter.server.stop('SIGTERM')).toBe(0);
  expect(processesNaming(settings.data)).toEqual([]);
});

test('a port that is taken is one clear line, and nothing is left running', async () => {
  const settings = { data: join(home, 'first'), port: await freePort() };
  await start(settings);
  const other = launch({ ...settings, data: join(home, 'other'), args: [join(repository, 'cli/main.ts'), 'start'] });
  expect(await other.ended).toBe(1);
  expect(other.stderr).toMatch(/^qinglan: the port is taken by another program.*\n$/);
  expect(processesNaming(join(home, 'other'))).toEqual([]);
});

async function same(url: string, born: Identity): Promise<boolean> {
  const { size, ...now } = await identity(url);
  expect(size).toBeGreaterThanOrEqual(born.size);
  return JSON.stringify(now) === JSON.stringify({ deployment: born.deployment, mode: born.mode, fingerprint: born.fingerprint });
}
