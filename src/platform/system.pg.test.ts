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

it('a draw waits for nothing that the portal is told, and what is told again and again is looked at once', async () => {
  const { pool } = database;
  await pool.query(`insert into outbox (topic, payload) select 'lot-changed', '{"lot":"a"}'::jsonb from generate_series(1, 50) union all select 'acted', '{"fp":"not-publish","lotId":"a"}' union all select 'chance.frozen', '{"chanceId":"c","lotId":"a"}'`);
  const seen: string[] = [];
  const index = Promise.withResolvers<undefined>();
  const flows = [
    { topic: 'lot-changed', run: async () => { seen.push('indexed'); await index.promise; } },
    { topic: 'acted', run: async () => { seen.push('disclosed'); } },
    { topic: 'chance.frozen', run: async () => { seen.push('drawn'); } },
  ];
  const lines = (['portal', 'acts'] as const).map((line) => outboxWorker(pool, flows, async () => ({}), createLogger({ write: () => undefined }), line));
  await expect.poll(() => seen).toContain('drawn');
  await expect.poll(() => seen).toContain('indexed');
  index.resolve(undefined);
  await expect.poll(async () => (await pool.query('select 1 from outbox where done_at is null')).rowCount).toBe(0);
  expect(seen.toSorted()).toEqual(['disclosed', 'drawn', 'indexed']);
  await Promise.all(lines.map((line) => line.stop()));
});
