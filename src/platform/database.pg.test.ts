import { afterAll, describe, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from './database.ts';
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

test('a server told that its lock is lost learns it at once', async () => {
  const url = await create('losing', 'template template0');
  const one = await openOutside(url);
  const admin = await connect(inject('testPostgresUrl'), 'qinglan test');
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'losing'`);
  await admin.end();
  expect(await one.lost).toBeInstanceOf(Error);
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
