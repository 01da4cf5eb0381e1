import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type pg from 'pg';
import { connect } from './embedded-postgres.ts';
import { migrate, nextMigrationsLock, readMigrations, readMigrationsLock } from './migrate.ts';
import { testDatabase } from './testing/pg.ts';

const database = await testDatabase();
let client: pg.Client;
let folder: string;

beforeAll(async () => {
  client = await connect(database.url, 'qinglan test');
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qinglan-migrations-'));
  await client.query('drop table if exists schema_migration, one, two');
});
afterAll(async () => {
  await client.end();
  await database.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<void> {
  writeFileSync(join(folder, name), text);
}

async function lock(): Promise<void> {
  writeFileSync(join(folder, 'migrations.lock'), nextMigrationsLock(await readMigrationsLock(folder), await readMigrations(folder)));
}

test('applies what is missing in order, once, and takes turns when two start together', async () => {
  await write('20260101T0000-one.sql', 'create table one (n int)');
  await write('20260102T0000-two.sql', 'create table two as select * from one');
  await lock();
  const other = await connect(database.url, 'qinglan test');
  const both = await Promise.all([migrate(client, { folder }), migrate(other, { folder })]);
  await other.end();
  expect(both.flat()).toEqual(['20260101T0000-one.sql', '20260102T0000-two.sql']);
  expect(await migrate(client, { folder })).toEqual([]);
});

test('one that fails leaves nothing of itself, and what went before stays', async () => {
  await write('20260101T0000-one.sql', 'create table one (n int)');
  await write('20260102T0000-two.sql', 'create table two (n int); select nothing from nowhere');
  await lock();
  await expect(migrate(client, { folder })).rejects.toThrow(/^20260102T0000-two.sql: relation "nowhere" does not exist$/);
  expect((await client.query(`select to_regclass('one') is not null as one, to_regclass('two') is not null as two`)).rows).toEqual([{ one: true, two: false }]);
});

test('refuses a file that is not locked, that changed, that is gone, and one older than what is applied', async () => {
  await write('20260102T0000-two.sql', 'create table two (n int)');
  await expect(migrate(client, { folder })).rejects.toThrow(/does not name every migration/);
  await lock();
  await migrate(client, { folder });

  await write('20260101T0000-one.sql', 'create table one (n int)');
  await lock();
  await expect(migrate(client, { folder })).rejects.toThrow(/older than/);
  rmSync(join(folder, '20260101T0000-one.sql'));
  await expect(migrate(client, { folder })).rejects.toThrow(/never removed/);

  await write('20260102T0000-two.sql', 'create table two (n bigint)');
  await expect(lock()).rejects.toThrow(/changed after it was locked/);
  await expect(migrate(client, { folder, checkLock: false })).rejects.toThrow(/is not the text/);
});

test('refuses a database that a newer version migrated', async () => {
  await write('20260101T0000-one.sql', 'create table one (n int)');
  await lock();
  await migrate(client, { folder });
  await client.query(`insert into schema_migration (name, sha256) values ('20270101T0000-later.sql', 'x')`);
  await expect(migrate(client, { folder })).rejects.toThrow(/newer version \(20270101T0000-later.sql\)/);
});

test('a name without its UTC minute is refused', async () => {
  await write('0001-one.sql', '');
  await expect(migrate(client, { folder })).rejects.toThrow(/^0001-one.sql: a migration is named by its UTC minute/);
});
