import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { upload } from '../../src/contracts/upload.ts';
import { company } from '../support/cast.ts';
import { bearer } from '../support/hostile.ts';
import type { Place } from '../support/world.ts';
import { freePort, launch, repository, type Process } from './process.ts';

const home = mkdtempSync(join(tmpdir(), 'qinglan-uploads-'));
const data = join(home, 'data');
let server: Process | null = null;
afterAll(async () => {
  if (server && server.child.exitCode === null && server.child.signalCode === null) await server.stop('SIGTERM');
  rmSync(home, { recursive: true, force: true });
});

const MiB = 1024 ** 2;

test('kill -9 of the platform in the middle of an upload costs the part that was on its way, and nothing else', async () => {
  // the mark of a finished city: nobody of the demo is needed
  mkdirSync(join(data, 'demo-keys'), { recursive: true, mode: 0o700 });
  writeFileSync(join(data, 'demo-keys', 'city.json'), '{}');
  const port = await freePort();
  server = await start(port);
  const url = `http://127.0.0.1:${port}`;
  const { deployment } = await (await fetch(`${url}/api/v1/platform`)).json() as { deployment: string };
  const place: Place = { url, deployment, folder: data };
  const headers = await bearer(place, (await company(place, ['bidder'])).identity);

  const bytes = randomBytes(96 * MiB);
  const sent: number[] = [];
  let killed = 0;
  const answered = await upload({ base: url, headers: () => headers }, { size: bytes.length, slice: async (from, to) => new Uint8Array(bytes.subarray(from, to)) }, {
    progress(at) {
      sent.push(at);
      if ((at === 40 * MiB || at === 72 * MiB) && killed < 2) {
        killed += 1;
        void restart(port);
      }
    },
  });
  expect(killed).toBe(2);
  expect(answered).toMatchObject({ sha256: createHash('sha256').update(bytes).digest('hex'), sm3: createHash('sm3').update(bytes).digest('hex') });
  // it never began anew: what was answered once was there after each kill
  expect(sent.filter((at) => at === 0)).toHaveLength(1);
  for (let i = 1; i < sent.length; i++) expect(sent[i]).toBeGreaterThanOrEqual(sent[i - 1] ?? 0);
  const back = await fetch(`${url}/api/v1/blobs/${answered.sha256}`, { headers });
  const digest = createHash('sha256');
  for await (const chunk of back.body ?? []) digest.update(chunk);
  expect(digest.digest('hex')).toBe(answered.sha256);
}, 300_000);

async function restart(port: number): Promise<void> {
  await server?.stop('SIGKILL');
  server = await start(port);
}

async function start(port: number): Promise<Process> {
  const started = launch({ data, port, args: [join(repository, 'cli/main.ts'), 'start'] });
  await started.until(() => /http:\/\/\S+/.test(started.stdout));
  return started;
}
