import type { Pool } from 'pg';

export interface LiveMessage { seq: number | null; type: string; data: unknown }
export interface Subscriber { cursor: number; send(message: LiveMessage): void; /** ends the stream; its reader comes back where it was */ cut(): void }

/**
 * Live channels: what acts said, in commit order, from table live_event. One read per wake and channel however many watch;
 * every subscriber has its own cursor, so a reconnect neither loses nor doubles an event.
 */
export class LiveHub {
  private readonly channels = new Map<string, { subscribers: Set<Subscriber>; reading: Promise<void> | null; again: boolean; told: number }>();
  private readonly pool: Pool;

  constructor(pool: Pool) { this.pool = pool; }

  async subscribe(channel: string, subscriber: Subscriber): Promise<() => void> {
    let entry = this.channels.get(channel);
    if (!entry) {
      entry = { subscribers: new Set(), reading: null, again: false, told: 0 };
      this.channels.set(channel, entry);
    }
    entry.subscribers.add(subscriber);
    await this.wake(channel);
    return () => {
      entry.subscribers.delete(subscriber);
      if (entry.subscribers.size === 0) this.channels.delete(channel);
    };
  }

  viewers(channel: string): number { return this.channels.get(channel)?.subscribers.size ?? 0; }
  open(): string[] { return [...this.channels.keys()]; }

  /** Something was committed on the channel: read on and hand out. */
  async wake(channel: string): Promise<void> {
    const entry = this.channels.get(channel);
    if (!entry) return;
    if (entry.reading) { entry.again = true; return entry.reading; }
    // a read that fails must not end the process that woke it: the watchers are cut and come again
    const cut = (): void => { for (const s of entry.subscribers) s.cut(); };
    entry.reading = this.readOn(channel, entry).catch(cut).finally(() => { entry.reading = null; });
    await entry.reading;
  }

  /** Transient messages without history: viewers, clock. */
  tell(channel: string, type: string, data: unknown): void {
    for (const s of this.channels.get(channel)?.subscribers ?? []) s.send({ seq: null, type, data });
  }

  /** Once a second: the number of viewers where it changed. */
  tellViewers(): void {
    for (const [channel, entry] of this.channels) {
      if (entry.told === entry.subscribers.size) continue;
      entry.told = entry.subscribers.size;
      this.tell(channel, 'viewers', { viewers: entry.told });
    }
  }

  /** From where the one furthest behind stands. Who joins while rows are on their way has not seen what came before them and waits for the next read. */
  private async readOn(channel: string, entry: { subscribers: Set<Subscriber>; again: boolean }): Promise<void> {
    do {
      entry.again = false;
      const from = Math.min(...[...entry.subscribers].map(({ cursor }) => cursor));
      if (from === Infinity) return;
      const { rows } = await this.pool.query<{ seq: number; type: string; data: unknown }>({
        name: 'live_after', text: 'select seq, type, data from live_event where channel = $1 and seq > $2 order by seq limit 1000', values: [channel, from],
      });
      for (const row of rows) {
        for (const s of entry.subscribers) {
          if (s.cursor < from || s.cursor >= row.seq) continue;
          s.cursor = row.seq;
          s.send(row);
        }
      }
      if (rows.length === 1000) entry.again = true;
    } while (entry.again);
  }
}
