import type { Pool } from 'pg';
import { isAway } from './db.ts';
import type { Logger } from './log.ts';
import type { Actor, AnySpec } from './act.ts';
import { perform, type PerformDeps } from './perform.ts';

/** Performs a system event (timer, completion, observer) on a subject; returns its result. */
export type System = (specId: string, subject: string, input: unknown) => Promise<Record<string, unknown>>;
export interface Flow { topic: string; run(payload: Record<string, unknown>, system: System): Promise<void> }

export const SYSTEM_ACTOR: Actor = {
  accountId: null, entityId: null, roles: ['system'], role: 'system', key: 'platform', regions: [], industries: [], name: '平台系统', certificateValid: true,
};

export function systemOf(deps: PerformDeps, specs: ReadonlyMap<string, AnySpec>): System {
  return async (specId, subject, input) => {
    const spec = specs.get(specId);
    if (spec?.kind !== 'system') throw new Error(`no system event ${specId}`);
    const outcome = await perform(deps, {
      spec, subject, input: spec.input.parse(input), actor: SYSTEM_ACTOR, idempotencyKey: null, bodyHash: '', signature: null, certificate: null, ip: '',
    });
    return (JSON.parse(outcome.body) as { result: Record<string, unknown> }).result;
  };
}

export interface Worker { wake(): void; drain(): Promise<void>; stop(): Promise<void> }

/**
 * Timers: rows with a due time by the platform clock. They announce, they never decide: the event they perform judges again
 * under the lot's lock. Done is marked in a statement of its own, so an event must be harmless when it comes twice.
 */
export function timerWorker(pool: Pool, system: System, log: Logger): Worker & { runDue(lotId: string): Promise<void> } {
  const runDue = async (lotId: string | null): Promise<number> => {
    const { rows } = await pool.query<{ id: bigint; event: string; subject_id: string; due_at: string }>(
      `select id, event, subject_id, due_at from timer where done_at is null and due_at <= platform_now() and ($1::uuid is null or lot_id = $1)
       order by due_at, id limit 100`, [lotId]);
    let done = 0;
    for (const row of rows) {
      try {
        await system(row.event, row.subject_id, {});
        // moved while it ran (a new deadline): then it is not done
        await pool.query('update timer set done_at = platform_now() where id = $1 and due_at = $2 and done_at is null', [row.id, row.due_at]);
        done += 1;
      } catch (error) {
        log.error('timer failed', { event: row.event, subject: row.subject_id, error: String(error) });
      }
    }
    return done;
  };
  const loop = repeat(async () => (await runDue(null)) > 0, 250, log);
  return { ...loop, runDue: async (lotId) => { await runDue(lotId); } };
}

/** None of these lines of the outbox holds up another: the trade itself; what the portal and its people are told of; mail; the files of opened bids. */
export type OutboxLine = 'acts' | 'portal' | 'mail' | 'files';
const LINE_OF = `case when topic like 'mail.%' then 'mail' when topic = 'bid.opened' then 'files' when topic in ('acted', 'lot-changed', 'told', 'papers') then 'portal' else 'acts' end`;

/**
 * The outbox: each message to the flow of its topic, at least once, with growing pauses after a failure. None is ever given up: what stands
 * still says so each minute. A flow looks at what is there now, so messages of the same words that wait together are one: a rush of
 * thousands of acts on ten lots is not thousands of looks at ten lots. A draw waits for no search index and no printer, nothing for a slow post office
 * or a bid of two gigabytes: those have lines of their own.
 */
export function outboxWorker(pool: Pool, flows: readonly Flow[], system: System, log: Logger, line: OutboxLine = 'acts'): Worker {
  const byTopic = Map.groupBy(flows, (flow) => flow.topic);
  return repeat(async () => {
    const { rows } = await pool.query<Message>(
      `select id, topic, payload, tries from outbox where done_at is null and next_at <= clock_timestamp() and (${LINE_OF}) = $1 order by id limit 200`, [line]);
    for (const same of Map.groupBy(rows, ({ topic, payload }) => `${topic} ${JSON.stringify(payload)}`).values()) {
      const [first] = same;
      if (!first) continue;
      const ids = same.map(({ id }) => id);
      try {
        for (const flow of byTopic.get(first.topic) ?? []) await flow.run(first.payload, system);
        await pool.query({ name: 'outbox_done', text: 'update outbox set done_at = clock_timestamp() where id = any ($1)', values: [ids] });
      } catch (error) {
        const pauseMs = Math.min(200 * 2 ** first.tries, 60_000);
        log.error('outbox message failed', { topic: first.topic, id: String(first.id), tries: first.tries, error: String(error) });
        await pool.query(`update outbox set tries = tries + 1, next_at = clock_timestamp() + $2 * interval '1 millisecond' where id = any ($1)`, [ids, pauseMs]);
      }
    }
    return rows.length > 0;
  }, 250, log);
}

interface Message { id: bigint; topic: string; payload: Record<string, unknown>; tries: number }

/** Several lines that are woken, drained and stopped as one. */
export function together(...lines: readonly Worker[]): Worker {
  return {
    wake() { for (const line of lines) line.wake(); },
    async drain() { for (const line of lines) await line.drain(); },
    async stop() { await Promise.all(lines.map((line) => line.stop())); },
  };
}

/** Runs `work` when woken and at least every `everyMs`; while it finds something it runs on. */
function repeat(work: () => Promise<boolean>, everyMs: number, log: Logger): Worker {
  let stopped = false;
  let wakeUp: (() => void) | null = null;
  let woken = false;
  const run = (async () => {
    while (!stopped) {
      woken = false;
      let more = false;
      try { more = await work(); } catch (error) {
        // that the database is away is said once, by whoever keeps it
        if (!stopped && !isAway(error)) log.error('worker failed', { error: String(error) });
      }
      if (more || woken || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wakeUp = () => { clearTimeout(timer); resolve(); };
      });
      wakeUp = null;
    }
  })();
  const wake = (): void => { woken = true; wakeUp?.(); };
  return {
    wake,
    async drain() { while (await work()); },
    async stop() { stopped = true; wake(); await run; },
  };
}

