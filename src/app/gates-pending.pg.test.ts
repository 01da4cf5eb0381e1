import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../platform/testing/pg.ts';
import { scenario } from '../platform/testing/scenario.ts';
import { gatesPending } from './gates-pending.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

test('while any competition runs batches are made, whether or not anybody has offered; and none for one that is over', async () => {
  const put = (kind: string, state: string) => scenario(database.pool).put({ kind, id: randomUUID(), state, lotId: null, ownerId: null, key: null, data: {} });
  for (const state of ['closed', 'decided']) await put('order-call', state);
  await put('lot', 'contracted');
  expect(await gatesPending(database.pool)).toBe(false);
  await put('order-call', 'open');
  expect(await gatesPending(database.pool)).toBe(true);
});

test('and while any lot is between its notice and its award', async () => {
  await database.pool.query("delete from record where kind = 'order-call'");
  expect(await gatesPending(database.pool)).toBe(false);
  await scenario(database.pool).put({ kind: 'lot', id: randomUUID(), state: 'noticed', lotId: null, ownerId: null, key: null, data: {} });
  expect(await gatesPending(database.pool)).toBe(true);
});
