import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { outboxWorker } from './system.ts';
import { testDatabase, type TestDatabase } from './testing/pg.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

it('a message that fails for hours is still delivered', async () => {
  const { pool } = database;
  await pool.query(`insert into outbox (topic, payload, tries) values ('t', '{"n":1}', 2000)`);
  let up = false;
  const got: unknown[] = [];
  const flow = { topic: 't', run: async (payload: Record<string, unknown>) => { if (!up) throw new Error('down'); got.push(payload['n']); } };
  const worker = outboxWorker(pool, [flow], async () => ({}), createLogger({ write: () => undefined }));
  await worker.drain();
  const state = async () => (await pool.query<{ tries: number; done: boolean; waits: boolean }>(`select tries, done_at is not null as done, next_at > clock_timestamp() + interval '50 seconds' as waits from outbox`)).rows[0];
  expect(await state()).toMatchObject({ done: false, waits: true });
  up = true;
  await pool.query('update outbox set next_at = now()');
  await worker.drain();
  await worker.stop();
  expect([got.every((n) => n === 1) && got.length > 0, (await state())?.done]).toEqual([true, true]);
});
