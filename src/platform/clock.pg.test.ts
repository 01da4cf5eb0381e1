import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leaseMs, openClock, type PlatformClock } from './clock.ts';
import { testDatabase, type TestDatabase } from './testing/pg.ts';

let database: TestDatabase;
let clock: PlatformClock;
beforeAll(async () => {
  database = await testDatabase();
  clock = await openClock(database.pool, true, () => randomUUID());
});
afterAll(() => database.close());

/** As if this much time had passed since the last renewal. */
const pass = (ms: number) => database.pool.query(`update clock set lease_until = lease_until - $1 * interval '1 millisecond'`, [ms]);

it('is leased to one at a time; who holds it moves it forward', async () => {
  const { lease, until } = await clock.lease('one');
  expect(Date.parse(until) - Date.now()).toBeLessThanOrEqual(leaseMs);
  await expect(clock.lease('two')).rejects.toThrow('clock-leased');
  await expect(clock.move(randomUUID(), { freeze: true })).rejects.toThrow('clock-leased');
  const to = clock.now() + 60_000;
  await clock.move(lease, { to });
  expect(clock.now()).toBeGreaterThanOrEqual(to);
  await expect(clock.move(lease, { to: to - 1_000 })).rejects.toThrow('clock-backward');
  await clock.release(lease);
  await clock.release((await clock.lease('two')).lease);
});

it('a renewal moves nothing and keeps the lease', async () => {
  const { lease } = await clock.lease('one');
  const before = clock.state();
  await pass(leaseMs - 1_000);
  await clock.move(lease, {});
  await pass(leaseMs - 1_000);
  await expect(clock.lease('two')).rejects.toThrow('clock-leased');
  expect(clock.state()).toEqual(before);
  await clock.release(lease);
});

it('that of a runner that is gone is free after a few seconds; it stays its own while nobody takes it', async () => {
  expect(leaseMs).toBeLessThanOrEqual(15_000);
  const gone = await clock.lease('killed');
  await pass(leaseMs + 1);
  await clock.move(gone.lease, {});
  await pass(leaseMs + 1);
  const next = await clock.lease('next');
  await expect(clock.move(gone.lease, {})).rejects.toThrow('clock-leased');
  await expect(clock.move(gone.lease, { freeze: true })).rejects.toThrow('clock-leased');
  await clock.release(gone.lease);
  await clock.move(next.lease, { freeze: true });
  expect(clock.state().frozenAt).not.toBeNull();
  await clock.move(next.lease, { freeze: false });
  await clock.release(next.lease);
});
