import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect, startEmbeddedPostgres } from '../embedded-postgres.ts';
import { migrate } from '../migrate.ts';
import { templateName } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the one PostgreSQL of this run; test files reach it through testDatabase(). */
    testPostgresUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'qinglan-test-pg-'));
  const postgres = await startEmbeddedPostgres({ folder, applicationName: 'qinglan test', settings: { max_connections: '200' } });
  await postgres.session.query(`create database ${templateName}`);
  const template = await connect(withDatabase(postgres.url, templateName), 'qinglan test');
  await migrate(template, { checkLock: false });
  await template.end();
  project.provide('testPostgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
