import type pg from 'pg';
import { sqlState, type Pool, type PoolOptions } from './db.ts';
import { connect, startEmbeddedPostgres } from './embedded-postgres.ts';
import { KeptDatabase, type BeforeBack, type Opened } from './kept-database.ts';
import { migrate } from './migrate.ts';
import { holdServerLock, lockSessionName } from './postgres-lock.ts';
import { exitCodes, StartError } from './start-error.ts';

export interface DatabaseOptions {
  /** An outside PostgreSQL; without it the one of the data folder is started. */
  url?: string;
  /** $QINGLAN_DATA/postgres */
  folder: string;
  /** What a second server is told, as "127.0.0.1:8080". */
  address: string;
}

export interface Database {
  /** Where it answered at the start. */
  url: string;
  embedded: boolean;
  adopted: boolean;
  /** Names of the migrations this start applied; all of them on the first. */
  migrated: string[];
  note?: string;
  /** Connections that follow the database when it goes away and comes back. */
  pool(options?: PoolOptions): Pool;
  /** What must hold before a database that came back is used. */
  checkBeforeBack(check: BeforeBack): void;
  /** Settles if the database goes away for good, or is another's: the server must then stop. */
  lost: Promise<Error>;
  /** Ends the lock, and the PostgreSQL if it is ours. Close the pools first. */
  close(): Promise<void>;
}

const oldestServer = 150_000;
const retryForMs = 15_000;

/** Finds or starts the database, takes the server lock, migrates. Refuses what it cannot keep safe. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const applicationName = lockSessionName(options.address);
  return options.url === undefined ? openEmbedded(options.folder, applicationName) : openOutside(options.url, applicationName);
}

async function openOutside(url: string, applicationName: string): Promise<Database> {
  const open = async (): Promise<Opened> => {
    const session = await connectOutside(url, applicationName);
    return { url, session, lock: await orEnd(session, () => locked(session)) };
  };
  const opened = await open();
  const migrated = await orEnd(opened.session, () => migrate(opened.session));
  return databaseOf(new KeptDatabase(opened, open), { url, embedded: false, adopted: false, migrated });
}

async function openEmbedded(folder: string, applicationName: string): Promise<Database> {
  const first = await startEmbeddedPostgres({ folder, applicationName });
  const take = async (server: typeof first): Promise<Opened> => ({ url: server.url, session: server.session, lock: await locked(server.session), stop: () => server.stop() });
  try {
    const opened = await take(first);
    const migrated = await migrate(first.session);
    // the lock decides whose it is: a PostgreSQL that cannot be had stays as it was found
    const again = async (last: string): Promise<Opened> => {
      const server = await startEmbeddedPostgres({ folder, applicationName, port: Number(new URL(last).port) });
      return orEnd(server.session, () => take(server));
    };
    return databaseOf(new KeptDatabase(opened, again), { url: first.url, embedded: true, adopted: first.adopted, migrated, ...(first.note === undefined ? {} : { note: first.note }) });
  } catch (error) {
    // Somebody else's server keeps its database; one that only we started is not left behind.
    const served = error instanceof StartError && error.exitCode === exitCodes.alreadyServed;
    await (served ? first.session.end() : first.stop());
    throw error;
  }
}

function databaseOf(kept: KeptDatabase, facts: Pick<Database, 'url' | 'embedded' | 'adopted' | 'migrated' | 'note'>): Database {
  return {
    ...facts, lost: kept.lost, pool: (options) => kept.pool(options), close: () => kept.close(),
    checkBeforeBack(check) { kept.beforeBack = check; },
  };
}

async function locked(session: pg.Client) {
  await checkServer(session);
  return holdServerLock(session);
}

async function orEnd<T>(session: pg.Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await session.end().catch(() => undefined);
    throw error;
  }
}

async function checkServer(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ version: number; encoding: string; shown: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
            current_setting('server_encoding') as encoding`,
  );
  const server = rows[0];
  if (!server || server.version < oldestServer) throw new StartError(`PostgreSQL ${server?.shown ?? '?'} is too old: 15 or newer is needed`);
  if (server.encoding !== 'UTF8') throw new StartError(`the database is encoded in ${server.encoding}, not UTF8: create it with encoding UTF8`);
}

async function connectOutside(url: string, applicationName: string): Promise<pg.Client> {
  const giveUpAt = performance.now() + retryForMs;
  for (;;) {
    try {
      return await connect(url, applicationName);
    } catch (error) {
      const passing = sqlState(error) === '57P03' || sqlState(error)?.startsWith('ECONN') === true;
      const reason = error instanceof Error ? error.message || String(sqlState(error)) : String(error);
      if (!passing || performance.now() > giveUpAt) throw new StartError(`the database of DATABASE_URL does not answer: ${reason}`);
      await new Promise((done) => setTimeout(done, 250));
    }
  }
}
