import type { Pool } from 'pg';
import { sqlState, type Queryable } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { memoryOf, type SearchMemory } from './memory.ts';

/** Where one search works: its transaction, and what is remembered of the database. */
export interface Desk { tx: Pick<Queryable, 'query'>; memory: SearchMemory }

/** Searches at work at once, and how many may wait: bids and openings share the processor with them. */
const atWorkMax = 4;
const waitingMax = 200;
const longestMs = 3_000;

let atWork = 0;
const waiting: (() => void)[] = [];

/**
 * A search in a transaction of its own. Without sequential scans: with a limit the planner hopes to fill it from the table's
 * beginning, where the oldest stand. What takes too long is refused, and so is who would have to wait behind too many.
 */
export async function atDesk<T>(db: Pool, search: (desk: Desk) => Promise<T>): Promise<T> {
  await seat();
  try {
    return await inTransaction(db, search);
  } catch (error) {
    if (sqlState(error) === '57014') throw new Refusal('unavailable', { zh: '搜索用时过长，请换一个更具体的词', en: 'The search took too long; try a more specific word', retryAfterS: 5 });
    throw error;
  } finally {
    // a seat is passed on, or given back
    const next = waiting.shift();
    if (next) next();
    else atWork -= 1;
  }
}

async function seat(): Promise<void> {
  if (atWork < atWorkMax) { atWork += 1; return; }
  if (waiting.length >= waitingMax) throw new Refusal('unavailable', { zh: '搜索的人太多，请稍候再试', en: 'Too many are searching; try again shortly', retryAfterS: 2 });
  await new Promise<void>((resolve) => { waiting.push(resolve); });
}

async function inTransaction<T>(db: Pool, search: (desk: Desk) => Promise<T>): Promise<T> {
  const client = await db.connect();
  let broken = false;
  try {
    await client.query(`begin read only; set local enable_seqscan = off; set local statement_timeout = ${longestMs}`);
    return await search({ tx: client, memory: memoryOf(db) });
  } finally {
    await client.query('rollback').catch(() => { broken = true; });
    client.release(broken);
  }
}
