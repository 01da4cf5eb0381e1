import type pg from 'pg';
import { sqlState } from './db.ts';
import { connect, startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { holdServerLock, lockSessionName } from './postgres-lock.ts';
import { StartError } from './start-error.ts';

export interface DatabaseOptions {
  /** An outside PostgreSQL; without it the one of the data folder is started. */
  url?: string;
  /** $QINGLAN_DATA/postgres */
  folder: string;
  /** What a second server is told, as "127.0.0.1:8080". */
  address: string;
}

export interface Database {
  url: string;
  embedded: boolean;
  adopted: boolean;
  /** Names of the migrations this start applied; all of them on the first. */
  migrated: string[];
  note?: string;
  /** Settles if the database goes away under the server, which must then stop. */
  lost: Promise<Error>;
  /** Ends the lock, and the PostgreSQL if it is ours. Close the pools first. */
  close(): Promise<void>;
}

const oldestServer = 150_000;
const retryForMs = 15_000;

/** Finds or starts the database, takes the server lock, migrates. Refuses what it cannot keep safe. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const applicationName = lockSessionName(options.address);
  if (options.url === undefined) return openEmbedded(options.folder, applicationName);
  const session = await connectOutside(options.url, applicationName);
  const ready = await prepare(session).catch(async (error: unknown) => {
    await session.end();
    throw error;
  });
  return { url: options.url, embedded: false, adopted: false, ...ready };
}

async function openEmbedded(folder: string, applicationName: string): Promise<Database> {
  const server = await startEmbeddedPostgres({ folder, applicationName });
  try {
    const { close, ...ready } = await prepare(server.session);
    const note = server.note === undefined ? {} : { note: server.note };
    return {
      url: server.url,
      embedded: true,
      adopted: server.adopted,
      ...note,
      ...ready,
      async close() {
        await close();
        await server.stop();
      },
    };
  } catch (error) {
    // Somebody else's server keeps its database; one that only we started is not left behind.
    const served = error instanceof StartError && error.exitCode === 3;
    await (served ? server.session.end() : server.stop());
    throw error;
  }
}

async function prepare(session: pg.Client): Promise<Pick<Database, 'lost' | 'close' | 'migrated'>> {
  await checkServer(session);
  const lock = await holdServerLock(session);
  const migrated = await migrate(session);
  return {
    lost: lock.lost,
    migrated,
    async close() {
      await lock.release();
      await session.end();
    },
  };
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
