import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from '../../src/play/client.ts';
import { Clock } from '../../src/play/clock.ts';
import { leaseMs } from '../../src/platform/clock.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());

it('a runner renews its lease while it lives; killed, it keeps the clock from nobody for long', async () => {
  const runner = spawn(process.execPath, [fileURLToPath(new URL('clock-holder.ts', import.meta.url)), world.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(runner.stdout, 'data');
  const ends = async (): Promise<number> => Date.parse((await world.pool.query<{ until: string }>('select lease_until as until from clock')).rows[0]?.until ?? '');
  const first = await ends();
  await expect.poll(ends, { timeout: leaseMs, interval: 200 }).toBeGreaterThan(first);
  const guest = new Client(world.url, world.deployment, null);
  await expect(Clock.take(guest, 'next', { waitMs: 0 })).rejects.toThrow('clock-leased');
  runner.kill('SIGKILL');
  await once(runner, 'exit');
  const killed = Date.now();
  const clock = await Clock.take(guest, 'next', { waitMs: 60_000 });
  expect(Date.now() - killed).toBeLessThan(leaseMs + 3_000);
  await clock.release();
}, 60_000);
