import { afterAll, describe, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { isAway } from './db.ts';
import { connect } from './embedded-postgres.ts';
import { testDatabase } from './testing/pg.ts';

const database = await testDatabase();
const open: Database[] = [];
afterAll(async () => {
  for (const one of open) await one.close();
  await database.close();
});

async function openOutside(url: string): Promise<Database> {
  const one = await openDatabase({ url, folder: '/nonexistent', address: '127.0.0.1:1' });
  open.push(one);
  return one;
}

async function create(name: string, how: string): Promise<string> {
  const url = new URL(inject('testPostgresUrl'));
  const admin = await connect(url.href, 'qinglan test');
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name} ${how}`);
  await admin.end();
  url.pathname = `/${name}`;
  return url.href;
}

describe('an outside database', () => {
  test('is migrated at the first start, locked while it is served, and free again afterwards', async () => {
    const url = await create('outside', 'template template0');
    const first = await openOutside(url);
    expect(first).toMatchObject({ embedded: false, adopted: false });
    expect(first.migrated.length).toBeGreaterThan(0);

    await expect(openOutside(url)).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining(`pid ${process.pid} at 127.0.0.1:1`) });
    await open.pop()?.close();
    expect((await openOutside(url)).migrated).toEqual([]);
  });

  test('that is not UTF8 is refused', async () => {
    const url = await create('ascii', `encoding 'SQL_ASCII' template template0`);
    await expect(openOutside(url)).rejects.toThrow('the database is encoded in SQL_ASCII, not UTF8');
  });

  test('that does not exist, or refuses us, is one line without the password', async () => {
    const url = new URL(inject('testPostgresUrl'));
    url.pathname = '/nowhere';
    await expect(openOutside(url.href)).rejects.toThrow(/^the database of DATABASE_URL does not answer: database "nowhere" does not exist$/);
    url.password = 'hunter2';
    await expect(openOutside(url.href)).rejects.toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }));
  });
});

/** Ends every connection to one of our databases, as a restart of it does. */
async function cut(name: string): Promise<void> {
  const admin = await connect(inject('testPostgresUrl'), 'qinglan test');
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name <> $2', [name, 'thief']);
  await admin.end();
}

describe('a database that goes away and comes back', () => {
  test('is used again when the lock is held again, by the same pool', async () => {
    const one = await openOutside(await create('restarted', 'template template0'));
    const pool = one.pool({ max: 2 });
    await pool.query('create table kept (n int)');
    await cut('restarted');
    await expect.poll(() => pool.query('insert into kept values (1)').then(() => 'done', (error: unknown) => (isAway(error) ? 'away' : String(error))), { interval: 2 }).toBe('away');
    await expect.poll(() => pool.query('insert into kept values (2)').then(() => 'done', (error: unknown) => (isAway(error) ? 'away' : String(error))), { timeout: 10_000 }).toBe('done');
    expect((await pool.query('select n from kept')).rows).toEqual([{ n: 2 }]);
    await pool.end();
  });

  test('is given up when another server has taken it', async () => {
    const url = await create('taken', 'template template0');
    const one = await openOutside(url);
    const thief = await connect(url, 'thief');
    const stolen = thief.query('select pg_advisory_lock(7153180002)');
    await cut('taken');
    await stolen;
    expect(await one.lost).toMatchObject({ exitCode: 3 });
    await thief.end();
  });

  test('is given up when it is not what it was', async () => {
    const one = await openOutside(await create('restored', 'template template0'));
    one.checkBeforeBack(() => Promise.reject(new Error('entries are missing')));
    await cut('restored');
    expect(await one.lost).toMatchObject({ message: 'entries are missing' });
    await expect(one.pool().query('select 1')).rejects.toMatchObject({ code: '57P03' });
  });
});

test('sessions of a server that died are ended before the next one reads', async () => {
  const url = await create('stale', 'template template0');
  const stale = await connect(url, 'qinglan');
  const ended = new Promise((done) => stale.once('end', done));
  await stale.query('begin');
  await stale.query('create table half_done (n int)');
  await openOutside(url);
  await ended;
});
