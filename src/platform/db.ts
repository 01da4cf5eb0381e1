import pg from 'pg';

/** What may run a query: the pool, or a client inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;
export type Tx = pg.PoolClient;

export interface PoolOptions {
  max?: number;
  applicationName?: string;
  statementTimeoutMs?: number;
  /** Told when an idle connection breaks; without a listener Node would end the process. */
  onIdleError?: (error: Error) => void;
}

const statementTimeoutMs = 15_000;
const lockTimeoutMs = 10_000;
const idleInTransactionMs = 30_000;
const connectTimeoutMs = 10_000;

/**
 * How values come back, the same on every connection:
 * - int8 (bigint) is a `bigint`: exact, and JSON.stringify refuses it instead of quoting or rounding it;
 * - numeric is a string (pg's default);
 * - timestamptz is a UTC string with milliseconds, `2026-11-24T05:40:00.123Z`, cut (not rounded) to the millisecond;
 * - date is the string `2026-11-24`; json and jsonb are parsed.
 */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === pg.types.builtins.INT8) return BigInt;
      if (oid === pg.types.builtins.TIMESTAMPTZ) return instantText;
      if (oid === pg.types.builtins.DATE) return String;
    }
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

export function clientConfig(url: string, options: PoolOptions = {}): pg.ClientConfig {
  return {
    connectionString: url,
    types: rowTypes,
    application_name: options.applicationName ?? 'qinglan',
    statement_timeout: options.statementTimeoutMs ?? statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    // The instants are read as text: an outside server may live in another zone.
    options: '-c TimeZone=UTC -c DateStyle=ISO',
  };
}

export function createPool(url: string, options: PoolOptions = {}): Pool {
  return new FollowingPool(url, options);
}

function poolConfig(url: string, options: PoolOptions): pg.PoolConfig {
  // pipeline: statements asked for together leave together, each answered in its order
  return { ...clientConfig(url, options), pipeline: true, max: options.max ?? 20, idleTimeoutMillis: 60_000 };
}

/** The pool of a database that may go away: then nobody waits, and whoever asks is told so at once. */
export class FollowingPool extends pg.Pool {
  #away = false;

  constructor(url: string, options: PoolOptions = {}) {
    super(poolConfig(url, options));
    this.on('error', options.onIdleError ?? (() => undefined));
    // one that breaks while it is out and between two statements: its user learns it from the next
    this.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Connections that are out go on as far as they come; none is given out any more. */
  goAway(): void { this.#away = true; }

  /** It may answer at another port than before. */
  comeBack(url: string): void {
    this.options.connectionString = url;
    this.#away = false;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: PoolCallback): void;
  override connect(callback?: PoolCallback): Promise<pg.PoolClient> | void {
    if (!this.#away) return callback ? super.connect(callback) : super.connect();
    const error = Object.assign(new Error('the database is away'), { code: cannotConnectNow });
    if (!callback) return Promise.reject(error);
    process.nextTick(callback, error, undefined, () => undefined);
  }
}
type PoolCallback = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void;

const cannotConnectNow = '57P03';

/** The database does not answer, or broke off while it did: what was asked may or may not have been done. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('08') || ['57P01', '57P02', '57P03', '57P05', '53300', 'EPIPE', 'ETIMEDOUT'].includes(state) || state.startsWith('ECONN');
  return error instanceof Error && /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect/.test(error.message);
}

/** There is no room on the disk (or no more room for this file): PostgreSQL's code, or the system's. */
export function isFull(error: unknown): boolean {
  return ['53100', 'ENOSPC', 'EDQUOT', 'EFBIG'].includes(sqlState(error) ?? '');
}

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function withTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query(beginText(options));
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    // A connection that could not roll back is not given to the next caller.
    tx.release(broken);
  }
}

/** A named statement: PostgreSQL parses and plans it once a connection. A name belongs to one text for ever. */
export function prepared(name: string, text: string): (...values: unknown[]) => pg.QueryConfig {
  return (...values) => ({ name, text, values });
}

/** The SQLSTATE of an error of PostgreSQL, else undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export interface Listener {
  close(): Promise<void>;
}

/**
 * Hears NOTIFY on `channels` with a connection of its own. A broken connection is made again; what was sent
 * meanwhile is lost, so `onWake` is then called with an empty payload for each channel: look for yourself.
 */
export async function listen(
  url: string,
  channels: readonly string[],
  onWake: (channel: string, payload: string) => void,
): Promise<Listener> {
  let closed = false;
  let client = await connectListener();

  async function connectListener(): Promise<pg.Client> {
    const next = new pg.Client(clientConfig(url, { applicationName: 'qinglan listen', statementTimeoutMs: 0 }));
    next.on('error', () => undefined);
    await next.connect();
    next.on('notification', (message) => onWake(message.channel, message.payload ?? ''));
    for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    next.once('end', () => void reconnect());
    return next;
  }

  async function reconnect(): Promise<void> {
    while (!closed) {
      await new Promise((done) => setTimeout(done, 500).unref());
      try {
        client = await connectListener();
        for (const channel of channels) onWake(channel, '');
        return;
      } catch {
        // The database is still away: whoever holds the pool reports it, this one only waits.
      }
    }
  }

  return {
    async close() {
      closed = true;
      await client.end().catch(() => undefined);
    },
  };
}

function beginText({ isolation, readOnly }: TransactionOptions): string {
  return `begin${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`;
}

function instantText(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (!match) throw new RangeError(`not an instant this platform can hold: ${text}`);
  return `${match[1]}T${match[2]}.${(match[3] ?? '').slice(0, 3).padEnd(3, '0')}Z`;
}
