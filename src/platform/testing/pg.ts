import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createPool, type Pool } from '../db.ts';
import { connect } from '../embedded-postgres.ts';
import { templateName } from './template.ts';

export interface TestDatabase {
  url: string;
  pool: Pool;
  close(): Promise<void>;
}

/**
 * A database of its own, migrated and empty, on the run's real PostgreSQL: for `*.pg.test.ts`.
 *
 *     const database = await testDatabase();
 *     afterAll(() => database.close());
 */
export async function testDatabase(): Promise<TestDatabase> {
  const base = inject('testPostgresUrl');
  if (!base) throw new Error('no PostgreSQL in this run: name the file *.pg.test.ts');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(base, `create database ${name} template ${templateName}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, { max: 12 });
  return {
    url: url.href,
    pool,
    async close() {
      await pool.end();
      await administer(base, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = await connect(url, 'qinglan test');
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
