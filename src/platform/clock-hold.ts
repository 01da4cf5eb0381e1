import type { Queryable } from './db.ts';
import type { Logger } from './log.ts';

/** The locks of an act by name, and when it read the clock under them. */
export interface Reading { now: string; shared: readonly string[]; exclusive: readonly string[] }

const lookEveryMs = 500;
/** an answer that overtakes another on its way here is no step of the clock */
const noticeMs = 50;
const locksKept = 10_000;
/** leaves of the last acts before this start, whatever order they were numbered in */
const lastLeaves = 1_000;

interface Last { any: number; exclusive: number }

/**
 * Time goes forward in the leaves whatever the machine's clock does. Every instant given out is remembered, every act begins at or after
 * the last of them, and while the machine's clock is behind (set back, or wrong before) platform time stands there, a millisecond
 * on with each act, until the clock has caught up: a deadline that has passed has passed. A clock set forward is believed: nothing here could tell it from the truth.
 */
export class ClockHold {
  readonly #db: Queryable;
  readonly #log: Logger;
  #highest = 0;
  #behind = false;
  #looking: Promise<void> | null = null;
  readonly #last = new Map<string, Last>();
  readonly #timer: NodeJS.Timeout;

  private constructor(db: Queryable, log: Logger) {
    this.#db = db;
    this.#log = log;
    this.#timer = setInterval(() => void this.look().catch(() => undefined), lookEveryMs);
    this.#timer.unref();
  }

  /** Begins where the last leaves ended: the clock may have been set back while nobody served. */
  static async open(db: Queryable, log: Logger): Promise<ClockHold> {
    const hold = new ClockHold(db, log);
    const { rows } = await db.query<{ last: string | null }>(
      `select max(recorded_at) as last from (select recorded_at from leaf order by ordinal desc limit ${lastLeaves}) l`);
    hold.#highest = rows[0]?.last ? Date.parse(rows[0].last) : 0;
    await hold.look();
    return hold;
  }

  /** No act may begin before this. */
  get floor(): string | null {
    return this.#highest === 0 ? null : new Date(this.#highest + (this.#behind ? 1 : 0)).toISOString();
  }

  /** The highest instant that was given out. */
  get highest(): number { return this.#highest; }

  /**
   * What an act was told. False where another act under the same lock was told later before: the clock was set back while this one
   * waited for the lock, and it must begin again.
   */
  follows({ now, shared, exclusive }: Reading): boolean {
    const at = Date.parse(now);
    const before = Math.max(0, ...exclusive.map((key) => this.#last.get(key)?.any ?? 0), ...shared.map((key) => this.#last.get(key)?.exclusive ?? 0));
    if (at < before) return false;
    for (const key of exclusive) this.#remember(key, { any: at, exclusive: at });
    for (const key of shared) this.#remember(key, { any: Math.max(at, this.#last.get(key)?.any ?? 0), exclusive: this.#last.get(key)?.exclusive ?? 0 });
    // the floor was higher than the clock
    if (at <= this.#highest) void this.look().catch(() => undefined);
    this.#highest = Math.max(this.#highest, at);
    return true;
  }

  /** Compares the clock with what was given out, and makes everybody who reads it wait for it where it is behind. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => { this.#looking = null; });
    return this.#looking;
  }

  close(): void { clearInterval(this.#timer); }

  async #look(): Promise<void> {
    const { rows } = await this.#db.query<{ unheld: string; now: string }>(
      `select date_trunc('milliseconds', coalesce(frozen_at, wall_clock() + offset_ms * interval '1 millisecond')) as unheld, platform_now() as now from clock`);
    const [row] = rows;
    if (!row) return;
    const behindMs = this.#highest - Date.parse(row.unheld);
    if (behindMs > noticeMs) {
      await this.#db.query('update clock set held_at = $1', [new Date(this.#highest).toISOString()]);
      if (!this.#behind) {
        this.#log.error('THE MACHINE\'S CLOCK IS BEHIND: platform time stands until it has caught up', { behindMs, standsAt: new Date(this.#highest).toISOString() });
        // messages that were to go at an instant of the clock as it was wait no longer
        await this.#db.query('update outbox set next_at = clock_timestamp() where done_at is null and next_at > clock_timestamp()');
      }
      this.#behind = true;
    } else if (this.#behind && behindMs <= 0) {
      this.#behind = false;
      this.#log.error('the machine\'s clock has caught up: platform time goes on', { now: row.unheld });
    }
    this.#highest = Math.max(this.#highest, Date.parse(row.now));
  }

  #remember(key: string, last: Last): void {
    this.#last.delete(key);
    this.#last.set(key, last);
    if (this.#last.size <= locksKept) return;
    const [oldest] = this.#last.keys();
    if (oldest !== undefined) this.#last.delete(oldest);
  }
}
