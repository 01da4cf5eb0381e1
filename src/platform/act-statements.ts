import type { PoolClient } from 'pg';
import type { RecordRow, Selector } from './records.ts';

export interface ActLocks { actor: string; idempotencyKey: string | null; shared: readonly string[]; exclusive: readonly string[]; reads: readonly Selector[]; /** no act begins before this */ floor?: string | null }
export interface Begun { now: string; replay: { bodyHash: string; status: number; response: string } | null; due: boolean; reads: RecordRow[][] }

/**
 * The two round trips of an act. Each sends its two statements at once: a connection of the platform's pool pipelines, and
 * PostgreSQL answers them in order. Opens the transaction, takes the locks, then reads the clock and the facts.
 */
export async function beginAct(client: PoolClient, { actor, idempotencyKey, shared, exclusive, reads, floor = null }: ActLocks): Promise<Begun> {
  const [, { rows }] = await Promise.all([
    client.query('begin'),
    client.query<{ act_begin: string }>({
      name: 'act_begin', text: 'select act_begin($1, $2, $3, $4, $5, $6)', values: [actor, idempotencyKey, shared, exclusive, JSON.stringify(reads), floor],
    }),
  ]).catch(async (error: unknown) => {
    // a lock waited for too long: the connection goes back to the pool without its failed transaction
    await client.query('rollback').catch(() => undefined);
    throw error;
  });
  const text = rows[0]?.act_begin;
  if (text === undefined) throw new Error('act_begin answered nothing');
  return JSON.parse(text) as Begun;
}

/** Writes everything of an act and commits. Where the writing fails the commit behind it rolls back, as PostgreSQL has it. */
export async function commitAct(client: PoolClient, payload: object): Promise<void> {
  const [, committed] = await Promise.all([writeAct(client, payload), client.query('commit')]);
  if (committed.command !== 'COMMIT') throw new Error(`an act was not committed: ${committed.command}`);
}

async function writeAct(client: PoolClient, payload: object): Promise<void> {
  await client.query({ name: 'act_commit', text: 'select act_commit($1), raise_warnings($1)', values: [JSON.stringify(payload)] });
}
