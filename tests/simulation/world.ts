import { startSmsSandbox } from '../../sandbox/sms/index.ts';
import { Refusal } from '../../src/platform/refusal.ts';
import type { Logger } from '../../src/platform/log.ts';
import { openWorld, type World } from '../support/world.ts';
import { Door } from './door.ts';
import type { RosterEntry, Sim } from './generator.ts';
import { expertSecrets, gather } from './players.ts';
import { Secrets } from './secrets.ts';

/** A platform of its own with its people, its clock stopped, and an ear for what it complains of. */
export interface Stage { sim: Sim; faults: string[]; clock: SteppedClock; close(): Promise<void> }

export async function openStage(): Promise<Stage> {
  const faults: string[] = [];
  const keys = { accessKeyId: 'simulation', accessKeySecret: 'simulation' };
  const sms = await startSmsSandbox(keys);
  const world = await openWorld({ log: ear(faults), sms: { baseUrl: sms.url, ...keys, signName: '模拟', templates: { 'expert-call': 'SMS' } } });
  const players = await gather(world);
  const clock = new SteppedClock(world);
  await clock.stop();
  // while the freeze was written the running clock was still read: time stands past all that was told
  await clock.set(clock.now() + 1_000);
  faults.length = 0;
  const sim: Sim = {
    world, players, door: new Door(world), specs: world.platform.registry, secrets: new Secrets(), lots: [], nextLot: 0, slots: new Map(), experts: await rosterOf(world), seated: new Map(), registered: [], proposed: 0, confirmed: 0,
    memory: { sealed: new Map(), contributions: new Map() },
  };
  return { sim, faults, clock, close: async () => { await world.close(); await sms.close(); } };
}

/** The roster by number, with what each expert has accepted; those who enrolled meanwhile are of no specialty that is asked for. */
export async function rosterOf({ pool }: World): Promise<RosterEntry[]> {
  const { rows } = await pool.query<RosterEntry>(`select id, key as "expertNo", state, data->'sessions' as sessions from record where kind = 'expert' and key like 'E%'`);
  const place = ({ expertNo }: RosterEntry): number => Number(expertNo.slice(1));
  return rows.sort((a, b) => place(a) - place(b));
}

/** Whatever the platform logs as an error is a fault of the run: nothing here is meant to break it. */
function ear(faults: string[]): Logger {
  const quiet = (): void => undefined;
  const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: (message, fields) => { faults.push(`${message} ${JSON.stringify(fields ?? {})}`); }, child: () => logger };
  return logger;
}

/** The demo clock, held still and moved by steps alone. */
export class SteppedClock {
  private lease: string | null = null;
  private readonly world: World;
  constructor(world: World) { this.world = world; }

  now(): number { return this.world.platform.clock.now(); }

  stop(): Promise<void> { return this.move({ freeze: true }); }
  set(to: number): Promise<void> { return this.move({ to, freeze: true }); }

  private async move(change: { to?: number; freeze: boolean }): Promise<void> {
    const { clock } = this.world.platform;
    this.lease ??= (await clock.lease('simulation')).lease;
    try {
      await clock.move(this.lease, change);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'clock-leased') throw error;
      // more time passed between two steps than a lease lasts: taken again
      this.lease = (await clock.lease('simulation')).lease;
      await clock.move(this.lease, change);
    }
    this.world.platform.clockMoved(clock.state());
  }
}

/** Until nothing is under way: messages, timers that are due, leaves on their way into the log. */
export async function settle({ sim: { world } }: Pick<Stage, 'sim'>, patienceMs = 120_000): Promise<string | null> {
  const { platform, pool } = world;
  const end = Date.now() + patienceMs;
  for (;;) {
    await platform.timers.drain();
    await platform.outbox.drain();
    const { rows } = await pool.query<{ leaf: boolean; unbatched: boolean; outbox: string | null; timer: string | null }>(`select
      exists (select 1 from leaf where open and idx is null) as leaf,
      exists (select 1 from leaf where open and gate is not null and batch is null) as unbatched,
      (select topic || ' ' || tries from outbox where done_at is null and topic not like 'mail.%' limit 1) as outbox,
      (select event from timer where done_at is null and due_at <= platform_now() limit 1) as timer`);
    const rest = rows[0];
    if (!rest || (!rest.leaf && rest.outbox === null && rest.timer === null)) return null;
    if (rest.unbatched) await platform.batches.tick();
    if (rest.leaf) platform.writer.wake();
    if (Date.now() > end) return `not at rest: ${JSON.stringify(rest)}`;
    await new Promise((resolve) => { setTimeout(resolve, 4); });
  }
}

export { expertSecrets };
