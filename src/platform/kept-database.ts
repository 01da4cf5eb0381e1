import type pg from 'pg';
import { FollowingPool, type PoolOptions, type Queryable } from './db.ts';
import type { ServerLock } from './postgres-lock.ts';
import { exitCodes, StartError } from './start-error.ts';

/** A connection that holds the server lock of a database, and where that database answers. */
export interface Opened { url: string; session: pg.Client; lock: ServerLock; /** stops the PostgreSQL itself, where it is ours */ stop?: () => Promise<void> }

/** Looked at before the database is used again; what it throws ends the server. */
export type BeforeBack = (session: Queryable) => Promise<void>;

const giveUpAfterMs = 300_000;
const againAfterMs = 500;

/**
 * A database that may go away and come back while the server lives: restarted by an operator, crashed, short of disk. From the
 * moment the lock is lost nobody gets a connection (somebody else may serve); when the lock is held again, work goes on.
 */
export class KeptDatabase {
  /** Settles when there is no hope: another server holds the lock, the database is not the one it was, or it stays away. */
  readonly lost: Promise<Error>;
  readonly #pools: FollowingPool[] = [];
  readonly #reopen: (last: string) => Promise<Opened>;
  readonly #say: (line: string) => void;
  #opened: Opened;
  #beforeBack: BeforeBack | null = null;
  #away = false;
  #closing = false;
  #watching: Promise<void>;

  constructor(opened: Opened, reopen: (last: string) => Promise<Opened>, say: (line: string) => void = (line) => process.stderr.write(`qinglan: ${line}\n`)) {
    this.#opened = opened;
    this.#reopen = reopen;
    this.#say = say;
    const { promise, resolve } = Promise.withResolvers<Error>();
    this.lost = promise;
    this.#watching = this.#watch().catch((error: unknown) => { resolve(error instanceof Error ? error : new Error(String(error))); });
  }

  /** A pool that follows the database wherever it comes back. */
  pool(options: PoolOptions = {}): FollowingPool {
    const pool = new FollowingPool(this.#opened.url, options);
    if (this.#away) pool.goAway();
    this.#pools.push(pool);
    return pool;
  }

  set beforeBack(check: BeforeBack) { this.#beforeBack = check; }

  async close(): Promise<void> {
    this.#closing = true;
    const { lock, session, stop } = this.#opened;
    await lock.release();
    await session.end().catch(() => undefined);
    await this.#watching;
    // one that came back while closing is another than the one above
    await (this.#opened.stop ?? stop)?.();
  }

  async #watch(): Promise<void> {
    for (;;) {
      const reason = await this.#opened.lock.lost;
      if (this.#closing) return;
      this.#away = true;
      for (const pool of this.#pools) pool.goAway();
      this.#say(`the database is away (${reason.message}): every request is answered 503 until it is back`);
      const since = performance.now();
      const opened = await this.#again(reason);
      if (opened === null) return;
      this.#opened = opened;
      if (this.#closing) {
        await opened.session.end().catch(() => undefined);
        return;
      }
      this.#away = false;
      for (const pool of this.#pools) pool.comeBack(opened.url);
      this.#say(`the database is back after ${((performance.now() - since) / 1000).toFixed(1)} s`);
    }
  }

  async #again(reason: Error): Promise<Opened | null> {
    const giveUpAt = performance.now() + giveUpAfterMs;
    let failure = reason.message;
    while (!this.#closing) {
      if (performance.now() > giveUpAt) throw new StartError(`the database stays away: ${failure}`);
      const opened = await this.#reopen(this.#opened.url).catch((error: unknown) => {
        if (error instanceof StartError && error.exitCode === exitCodes.alreadyServed) throw error;
        failure = error instanceof Error ? error.message : String(error);
        return null;
      });
      if (opened === null) await new Promise((done) => setTimeout(done, againAfterMs));
      else return this.#checked(opened);
    }
    return null;
  }

  /** What was given out as kept must be there: a restored backup or a copy that lags behind is not gone on with. */
  async #checked(opened: Opened): Promise<Opened> {
    try {
      await this.#beforeBack?.(opened.session);
      return opened;
    } catch (error) {
      await opened.session.end().catch(() => undefined);
      throw error;
    }
  }
}
