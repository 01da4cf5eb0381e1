import { closeSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { clientConfig, sqlState } from './db.ts';
import { clusterData, clusterFailure, clusterUser, ensureCluster, locateCluster, openClusterLog, spawnIn, type Cluster, type ClusterOptions } from './postgres-cluster.ts';
import { StartError } from './start-error.ts';

export interface PostgresServer {
  url: string;
  pid: number;
  port: number;
  /** It was running already: the server that started it was killed. */
  adopted: boolean;
  note?: string;
  /** A connection to the database `qinglan`, made while finding out that it answers. */
  session: pg.Client;
  stop(): Promise<void>;
}

export interface EmbeddedOptions extends ClusterOptions {
  applicationName: string;
  /** Where it answered before: others may still look there. */
  port?: number;
  /** Further `-c name=value` settings (tests). */
  settings?: Readonly<Record<string, string>>;
}

const databaseName = 'qinglan';
const retryForMs = 15_000;
const stopWithinMs = 20_000;

/**
 * The PostgreSQL of the data folder, started or, if it is running, found. Whoever calls it next takes the
 * server lock (postgres-lock.ts): only that tells an orphan from the database of a server that lives.
 * postmaster.pid is PostgreSQL's own business and is only read here.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<PostgresServer> {
  const cluster = locateCluster(options);
  const password = await ensureCluster(cluster, options.folder);
  const started = await findOrStart(cluster, password, options);
  return {
    ...started,
    url: urlOf(started.port, password),
    ...(cluster.note === undefined ? {} : { note: cluster.note }),
    stop: () => stopPostmaster(started.pid, started.session),
  };
}

type Found = Pick<PostgresServer, 'pid' | 'port' | 'adopted' | 'session'>;

async function findOrStart(cluster: Cluster, password: string, options: EmbeddedOptions): Promise<Found> {
  const attempt: Attempt = { cluster, password, options, ours: new Set(), failure: 'no answer', giveUpAt: performance.now() + retryForMs };
  while (performance.now() < attempt.giveUpAt) {
    const running = readPostmaster(cluster);
    if (running && isAlive(running.pid)) {
      const session = running.ready ? await tryConnect(attempt, running.port) : undefined;
      if (session) return { pid: running.pid, port: running.port, session, adopted: !attempt.ours.has(running.pid) };
      // Recovery after a crash may take long; a server of our own that is still at it is not silent.
      if (attempt.ours.has(running.pid)) attempt.giveUpAt = performance.now() + retryForMs;
    } else if (attempt.ours.size === 0 || attempt.ended) {
      if (attempt.ended && !isPassing(attempt.failure)) break;
      if (attempt.ended) await pause(200);
      await spawnPostgres(attempt);
    }
    await pause(5);
  }
  throw new StartError(`PostgreSQL in ${clusterData(cluster.folder)} does not answer: ${attempt.failure} (see ${join(cluster.folder, 'postgres.log')})`);
}

interface Attempt {
  cluster: Cluster;
  password: string;
  options: EmbeddedOptions;
  /** Process ids that we started. */
  ours: Set<number>;
  ended?: boolean;
  failure: string;
  giveUpAt: number;
}

async function spawnPostgres(attempt: Attempt): Promise<void> {
  const { cluster } = attempt;
  const port = attempt.ours.size === 0 ? attempt.options.port ?? await freePort() : await freePort();
  const settings = Object.entries({ ...serverSettings(port), ...attempt.options.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openClusterLog(cluster);
  // A group of its own: Ctrl-C in a terminal must reach our server first, which then stops this one in order.
  const child = spawnIn(cluster, 'postgres', ['-D', clusterData(cluster.folder), ...settings], { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  attempt.ended = false;
  if (child.pid !== undefined) attempt.ours.add(child.pid);
  const onEnd = (reason: string): void => {
    attempt.ended = true;
    attempt.failure = reason;
  };
  child.once('error', (error) => onEnd(error.message));
  child.once('exit', (code, signal) => onEnd(`it ended with ${code ?? signal}: ${clusterFailure(cluster)}`));
  child.unref();
}

/** What a crash may not lose is never traded: fsync, full_page_writes and synchronous_commit stay on. */
function serverSettings(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '256MB',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %a ',
  };
}

async function tryConnect(attempt: Attempt, port: number): Promise<pg.Client | undefined> {
  try {
    return await connect(urlOf(port, attempt.password), attempt.options.applicationName);
  } catch (error) {
    attempt.failure = error instanceof Error ? error.message : String(error);
    const state = sqlState(error);
    if (state === '3D000') await createDatabase(urlOf(port, attempt.password, 'postgres'), attempt.options.applicationName);
    if (state === '28P01' || state === '28000') {
      throw new StartError(`PostgreSQL on port ${port} refuses the password of this data folder: is it another one?`);
    }
    return undefined;
  }
}

async function createDatabase(url: string, applicationName: string): Promise<void> {
  const client = await connect(url, applicationName);
  try {
    await client.query(`create database ${databaseName}`);
  } catch (error) {
    // Two first starts at once: the other one made it.
    if (sqlState(error) !== '42P04' && sqlState(error) !== '23505') throw error;
  } finally {
    await client.end();
  }
}

export async function connect(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(url, { applicationName, statementTimeoutMs: 0 }));
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** The lines of postmaster.pid: pid, data folder, start time, port, socket folder, address, memory key, status. */
function readPostmaster(cluster: Cluster): Postmaster | undefined {
  const path = join(clusterData(cluster.folder), 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : undefined;
}

/** "Fast" shutdown: sessions are ended, everything is written, the next start needs no recovery. */
async function stopPostmaster(pid: number, session: pg.Client): Promise<void> {
  await session.end().catch(() => undefined);
  signal(pid, 'SIGINT');
  const killAt = performance.now() + stopWithinMs;
  while (isAlive(pid)) {
    if (performance.now() > killAt) {
      signal(pid, 'SIGQUIT');
      throw new StartError(`PostgreSQL (pid ${pid}) did not stop in ${stopWithinMs / 1000} s; it was told to stop at once`);
    }
    await pause(5);
  }
}

/** A dead child that nobody waited for yet still has a pid: it counts as dead. */
export function isAlive(pid: number): boolean {
  if (!signal(pid, 0)) return false;
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return process.platform !== 'linux';
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * What goes away by itself: a killed postmaster that its parent has not waited for yet, its backends that still hold
 * the shared memory, a start at the same moment.
 */
function isPassing(failure: string): boolean {
  return /lock file|shared memory|already|in use|Address/i.test(failure);
}

function urlOf(port: number, password: string, database = databaseName): string {
  return `postgres://${clusterUser}:${password}@127.0.0.1:${port}/${database}`;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
