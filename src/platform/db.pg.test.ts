import { afterAll, expect, test } from 'vitest';
import { listen, prepared, sqlState, withTransaction } from './db.ts';
import { testDatabase } from './testing/pg.ts';

const database = await testDatabase();
afterAll(() => database.close());
const { pool } = database;

test('int8, timestamptz, date and numeric come back exactly', async () => {
  const { rows } = await pool.query(
    `select 9007199254740993::int8 as big, '2026-11-24 13:40:00.123987+08'::timestamptz as at, timestamptz '2026-01-01 00:00Z' as whole,
            date '2026-02-28' as day, 12.340::numeric as score, count(*) as n from clock`,
  );
  expect(rows[0]).toEqual({ big: 9007199254740993n, at: '2026-11-24T05:40:00.123Z', whole: '2026-01-01T00:00:00.000Z', day: '2026-02-28', score: '12.340', n: 1n });
});

test('an instant outside what the platform can hold is an error, not a wrong date', async () => {
  await expect(pool.query(`select 'infinity'::timestamptz`)).rejects.toThrow(RangeError);
});

test('a transaction is all or nothing, and its connection comes back', async () => {
  await pool.query('create table note (id int primary key)');
  await withTransaction(pool, (tx) => tx.query('insert into note values (1)'));
  await expect(
    withTransaction(pool, async (tx) => {
      await tx.query('insert into note values (2)');
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const clash = await withTransaction(pool, (tx) => tx.query('insert into note values (3), (1)')).catch((error: unknown) => error);
  expect(sqlState(clash)).toBe('23505');
  expect((await pool.query('select id from note')).rows).toEqual([{ id: 1 }]);
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('a connection lost inside a transaction is thrown away', async () => {
  const lost = withTransaction(pool, async (tx) => {
    tx.on('error', () => undefined);
    await tx.query('select pg_terminate_backend(pg_backend_pid())');
  });
  await expect(lost).rejects.toThrow();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a prepared statement is planned once and takes values', async () => {
  const plus = prepared('test-plus', 'select $1::int8 + $2::int8 as sum');
  await withTransaction(pool, async (tx) => {
    expect((await tx.query(plus(40n, 2))).rows[0].sum).toBe(42n);
    expect((await tx.query(plus(1n, 2))).rows[0].sum).toBe(3n);
    expect((await tx.query(`select count(*) as n from pg_prepared_statements where name = 'test-plus'`)).rows[0].n).toBe(1n);
  });
});

test('what is notified on a channel is heard, also after the connection broke', async () => {
  const heard: string[] = [];
  const listener = await listen(database.url, ['wake'], (channel, payload) => heard.push(`${channel}:${payload}`));
  await pool.query(`notify wake, 'one'`);
  await expect.poll(() => heard).toEqual(['wake:one']);
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'qinglan listen' and datname = current_database()`);
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['wake:one', 'wake:']);
  await pool.query(`notify wake, 'two'`);
  await expect.poll(() => heard).toContain('wake:two');
  await listener.close();
});
