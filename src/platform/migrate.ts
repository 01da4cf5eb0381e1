import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { migrationsFolder } from './paths.ts';

export interface Migration {
  name: string;
  text: string;
  sha256: string;
}

export interface MigrateOptions {
  folder?: string;
  /** Tests of work in progress skip the lock file; a server never does. */
  checkLock?: boolean;
}

export class MigrationError extends Error {
  override name = 'MigrationError';
}

// Any number, the same for ever: two servers that start at once take turns.
const advisoryKey = 7_153_180_001;
const fileName = /^\d{8}T\d{4}-[a-z0-9-]+\.sql$/;

/** Applies what is missing, oldest first, each in its own transaction; returns the names applied. Forward only. */
export async function migrate(client: pg.ClientBase, options: MigrateOptions = {}): Promise<string[]> {
  const folder = options.folder ?? migrationsFolder;
  const migrations = await readMigrations(folder);
  if (options.checkLock ?? true) await checkMigrationsLock(folder, migrations);
  await client.query('select pg_advisory_lock($1)', [advisoryKey]);
  try {
    const done = await appliedMigrations(client);
    const missing = missingMigrations(migrations, done);
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryKey]);
  }
}

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const wrong = names.find((name) => !fileName.test(name));
  if (wrong) throw new MigrationError(`${wrong}: a migration is named by its UTC minute, like 20261124T0540-spine.sql`);
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * The text of migrations.lock: a line for each file, new ones at the end. A file that changed after its line was
 * written is refused: somebody's database may already hold the old one.
 */
export function nextMigrationsLock(current: string, migrations: readonly Migration[]): string {
  const known = parseLock(current);
  const lines = migrations.map(({ name, sha256 }) => {
    const before = known.get(name);
    if (before !== undefined && before !== sha256) {
      throw new MigrationError(`${name} changed after it was locked: write a new migration (or, if it was never released, drop its line)`);
    }
    return `${name} ${sha256}\n`;
  });
  const gone = [...known.keys()].find((name) => !migrations.some((migration) => migration.name === name));
  if (gone) throw new MigrationError(`${gone} is locked and no longer there: a migration is never removed`);
  return lines.join('');
}

export async function readMigrationsLock(folder: string): Promise<string> {
  return readFile(join(folder, 'migrations.lock'), 'utf8').catch(() => '');
}

async function checkMigrationsLock(folder: string, migrations: readonly Migration[]): Promise<void> {
  const current = await readMigrationsLock(folder);
  if (nextMigrationsLock(current, migrations) !== current) {
    throw new MigrationError('migrations.lock does not name every migration: run `npm run generate`');
  }
}

async function appliedMigrations(client: pg.ClientBase): Promise<Map<string, string>> {
  // Asked first, because "create if not exists" would raise a notice at every start.
  const { rows: found } = await client.query<{ table: string | null }>(`select to_regclass('schema_migration')::text as table`);
  if (!found[0]?.table) {
    await client.query(
      'create table schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())',
    );
  }
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration');
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

function missingMigrations(migrations: readonly Migration[], done: ReadonlyMap<string, string>): Migration[] {
  const unknown = [...done.keys()].find((name) => !migrations.some((migration) => migration.name === name));
  if (unknown) throw new MigrationError(`the database was migrated by a newer version (${unknown}): this one will not touch it`);
  const changed = migrations.find(({ name, sha256 }) => done.has(name) && done.get(name) !== sha256);
  if (changed) throw new MigrationError(`${changed.name} is not the text that this database was migrated with`);
  const last = [...done.keys()].sort().at(-1) ?? '';
  const missing = migrations.filter(({ name }) => !done.has(name));
  const late = missing.find(({ name }) => name < last);
  if (late) throw new MigrationError(`${late.name} is older than ${last}, which is applied: give it a new name`);
  return missing;
}

async function apply(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [migration.name, migration.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(`${migration.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function parseLock(text: string): Map<string, string> {
  const pairs = text.split('\n').filter(Boolean).map((line) => line.split(' '));
  return new Map(pairs.map(([name = '', sha256 = '']) => [name, sha256]));
}
