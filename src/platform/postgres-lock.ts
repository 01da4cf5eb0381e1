import type pg from 'pg';
import { isAlive } from './embedded-postgres.ts';
import { exitCodes, StartError } from './start-error.ts';

export interface ServerLock {
  /** Settles only if the connection that holds the lock breaks: then somebody else may serve, so this one must stop. */
  lost: Promise<Error>;
  release(): Promise<void>;
}

// Any number, the same for ever.
const advisoryKey = 7_153_180_002;
const holderMayBeEndingMs = 2_000;
const oldSessionsEndMs = 10_000;

/** Sessions under these names belong to a server: whoever holds the lock may end those of a dead one. */
const serverSessions = ['qinglan', 'qinglan listen'];

export function lockSessionName(address: string): string {
  return `qinglan lock ${process.pid} ${address}`.slice(0, 63);
}

/**
 * One server a database, for the life of this connection. PostgreSQL frees the lock when the connection ends,
 * however the process died, so a free lock proves that nobody serves.
 */
export async function holdServerLock(session: pg.Client): Promise<ServerLock> {
  const lost = new Promise<Error>((settle) => {
    session.once('error', settle);
    session.once('end', () => settle(new Error('the connection that holds the server lock ended')));
  });
  const refuseAt = performance.now() + holderMayBeEndingMs;
  while (!(await tryLock(session))) {
    if (performance.now() > refuseAt) throw new StartError(await describeHolder(session), exitCodes.alreadyServed);
    await pause(50);
  }
  await endOldSessions(session);
  return {
    lost,
    async release() {
      session.removeAllListeners('error').on('error', () => undefined);
      await session.query('select pg_advisory_unlock($1)', [advisoryKey]).catch(() => undefined);
    },
  };
}

async function tryLock(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [advisoryKey]);
  return rows[0]?.held === true;
}

async function describeHolder(session: pg.Client): Promise<string> {
  const { rows } = await session.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and ((l.classid::bigint << 32) | l.objid::bigint) = $1
        and l.database = (select oid from pg_database where datname = current_database())`,
    [advisoryKey],
  );
  const [, pid, address] = /^qinglan lock (\d+) (.*)$/.exec(rows[0]?.name ?? '') ?? [];
  if (pid === undefined) return 'another server already serves this data';
  const where = address ? ` at ${address}` : '';
  return `another server already serves this data: pid ${pid}${where}${isAlive(Number(pid)) ? '' : ' (on another machine)'}`;
}

/** A killed server's transactions may still be finishing: nothing is read before they have ended. */
async function endOldSessions(session: pg.Client): Promise<void> {
  const giveUpAt = performance.now() + oldSessionsEndMs;
  for (;;) {
    const { rows } = await session.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = any($1)`,
      [serverSessions],
    );
    if (rows.length === 0) return;
    if (performance.now() > giveUpAt) throw new StartError('sessions of a server that died do not end; see pg_stat_activity');
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
