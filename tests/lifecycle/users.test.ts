import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { give, makeClone } from './clone.ts';
import { freePort, launch, postmasterPid, processesNaming, type Process } from './process.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const home = mkdtempSync(join(tmpdir(), 'qinglan-users-'));
chmodSync(home, 0o755);
afterAll(() => rmSync(home, { recursive: true, force: true }));

function folder(name: string): string {
  const path = join(home, name);
  mkdirSync(path, { mode: 0o755 });
  return path;
}

async function servesAndStops(server: Process, data: string): Promise<void> {
  const { url, note } = await server.about();
  expect(note).toBeUndefined();
  expect(await (await fetch(`${url}/api/v1/health`)).json()).toEqual({ status: 'ok' });
  const postmaster = postmasterPid(data) ?? Number.NaN;
  expect(statSync(`/proc/${postmaster}`).uid).toBe(statSync(join(data, 'postgres', 'cluster')).uid);
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(processesNaming(data)).toEqual([]);
}

// Whoever is not root is an ordinary user in every other test of this folder already.
describe.runIf(isRoot)('started by root', () => {
  test('in a clone under a home that only root can enter', async () => {
    const clone = makeClone(folder('closed'), 0o700);
    const data = join(clone, 'data');
    const server = launch({ clone, data, port: await freePort() });
    await servesAndStops(server, data);
    expect(statSync(join(data, 'postgres', 'cluster')).uid).toBe(0);
  });

  test('as an ordinary user, in that user’s clone', async () => {
    const clone = makeClone(folder('ordinary'), 0o755);
    give(clone, nobody);
    const data = join(clone, 'data');
    await servesAndStops(launch({ clone, data, port: await freePort(), uid: nobody }), data);
    expect(statSync(join(data, 'postgres', 'cluster')).uid).toBe(nobody);
  });

  test.each([
    ['reachable', 0o755],
    ['closed', 0o700],
  ])('where namespaces are forbidden, as another user, data in a folder that is %s', async (name, mode) => {
    const outer = folder(`forbidden-${name}`);
    chmodSync(outer, mode);
    const elsewhere = folder(`elsewhere-${name}`);
    const options = { folder: join(outer, 'postgres'), namespaces: false, elsewhere, applicationName: 'qinglan test' };
    const first = await startEmbeddedPostgres(options);
    expect(first.note).toMatch(/user namespaces are not available: PostgreSQL runs as uid \d+/);
    expect(statSync(`/proc/${first.pid}`).uid).not.toBe(0);
    await first.session.query('create table kept as select 1 as one');
    await first.stop();
    expect(existsSync(join(options.folder, 'location'))).toBe(mode === 0o700);

    // Once made by that user the cluster stays that user's, also when namespaces work again.
    const again = await startEmbeddedPostgres({ ...options, namespaces: true });
    expect((await again.session.query('select one from kept')).rows).toEqual([{ one: 1 }]);
    expect(again.note).toBe(first.note);
    await again.stop();
  });
});

describe('a data folder of somebody else', () => {
  test.runIf(isRoot)('is one clear line, not a second cluster', async () => {
    const data = folder('foreign');
    chownSync(data, 0, 0);
    const clone = makeClone(folder('foreign-clone'), 0o755);
    const server = launch({ clone, data, port: await freePort(), uid: nobody });
    expect(await server.ended).toBe(1);
    expect(server.stderr).toMatch(/^qinglan: .*permission denied.*\n$/);
  });
});
