import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../../platform/db.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { actorOf, scenario } from '../../platform/testing/scenario.ts';
import { ledVerify } from './led-verify.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

async function leaf(): Promise<string> {
  const id = randomUUID();
  await database.pool.query(`insert into leaf (id, subject, kind, fp, open, body, body_hash, secrets, recorded_at) values ($1, 'x', 'act', 'ent-register', true, '{}', '', '{}', now())`, [id]);
  return id;
}

it('a crowd of guests asks with fewer connections than guests', async () => {
  const pool = createPool(database.url, { max: 2 });
  const play = scenario(pool);
  const id = await leaf();
  const guest = { ...actorOf(['guest']), accountId: null };
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 12 }, () => play.act(ledVerify, guest, randomUUID(), { targetTxId: id })));
  expect(answers.map(({ result }) => result['result'])).toEqual(Array.from({ length: 12 }, () => 'match'));
  // a connection that nobody gives back is waited for ten seconds
  expect(performance.now() - began).toBeLessThan(8_000);
  const { rows } = await pool.query('select 1 from idempotency');
  expect(rows).toEqual([]);
  await pool.end();
});

it('whoever checks writes into the history of nothing but what was checked', async () => {
  const [id, lotId] = [await leaf(), randomUUID()];
  await scenario(database.pool).act(ledVerify, actorOf(['subject']), lotId, { targetTxId: id });
  const { rows } = await database.pool.query<{ subject: string }>(`select subject from leaf where fp = 'led-verify'`);
  expect(rows).toEqual([{ subject: id }]);
});
