import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { canonical } from '../../kernel/canonical.ts';

export interface Recording { recordingSegments: string; segmentCount: number; maxGapSeconds: number }

/**
 * Everything the channel said up to the end of the session, as one digest: SHA-256 over JCS of [seq, type, data] in order. A
 * hole in the sequence would be a break of the stream; its length is the time between the events around it.
 */
export async function recordingOf(db: Pool, lotId: string): Promise<Recording> {
  const digest = createHash('sha256');
  let [count, last, gap] = [0, { seq: 0, at: 0 }, 0];
  for (;;) {
    const { rows } = await db.query<{ seq: number; type: string; data: unknown; at: string }>(
      'select seq, type, data, at from live_event where channel = $1 and seq > $2 order by seq limit 1000', [`opening:${lotId}`, last.seq]);
    for (const { seq, type, data, at } of rows) {
      digest.update(`${canonical([seq, type, data])}\n`);
      const atMs = new Date(at).getTime();
      if (seq !== last.seq + 1) gap = Math.max(gap, Math.round((atMs - last.at) / 1_000));
      last = { seq, at: atMs };
      count += 1;
    }
    if (rows.length < 1000) return { recordingSegments: digest.digest('hex'), segmentCount: count, maxGapSeconds: gap };
  }
}

/** GET /lots/{id}/opening/events: what the channel has said, page by page, for tools that do not hold a stream open. */
export async function eventsSince(db: Pool, lotId: string, after: number, limit = 100) {
  const { rows } = await db.query<{ seq: number; type: string; data: unknown; at: string }>(
    'select seq, type, data, at from live_event where channel = $1 and seq > $2 order by seq limit $3', [`opening:${lotId}`, after, limit]);
  const last = rows.at(-1);
  return { items: rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() })), nextCursor: rows.length === limit && last ? String(last.seq) : null };
}
