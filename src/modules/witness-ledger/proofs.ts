import type { Pool } from 'pg';
import type { Ledger } from '../../ledger/index.ts';
import type { LeavesRead, ReceiptRead } from '../../contracts/reads.ts';
import { Refusal } from '../../platform/refusal.ts';

/** Where an act's leaf stands: recorded, waiting sealed behind its gate, or durable in the log. */
export async function receipt(db: Pool, leafId: string): Promise<ReceiptRead> {
  const { rows } = await db.query<{ body_hash: string; idx: bigint | null; open: boolean; recorded_at: string; batch_idx: bigint | null; slot: number | null; slot_salt: string | null; slot_path: string[] | null }>(
    `select l.body_hash, l.idx, l.open, l.recorded_at, b.idx as batch_idx, l.slot, l.slot_salt, l.slot_path
     from leaf l left join leaf b on b.ordinal = l.batch where l.id = $1`, [leafId]);
  const row = rows[0];
  if (!row) throw new Refusal('not-found');
  const base = { leafId, bodyHash: row.body_hash };
  if (row.idx !== null) return { ...base, state: 'durable', index: Number(row.idx), at: row.recorded_at };
  if (row.batch_idx === null || row.slot === null || row.slot_salt === null || row.slot_path === null) return { ...base, state: 'recorded' };
  // whoever holds the leaf's id is the one it was given to: ids of gated leaves are told to nobody else
  return { ...base, state: 'sealed', sealed: { batchIndex: Number(row.batch_idx), slot: row.slot, salt: row.slot_salt, path: row.slot_path } };
}

export function checkpoint(ledger: Ledger): string { return ledger.checkpoint(); }

export function entry(ledger: Ledger, index: string | undefined): string {
  const at = Number(index);
  if (!/^\d{1,15}$/.test(index ?? '') || at >= ledger.size) throw new Refusal('not-found');
  return ledger.entry(at).leaf;
}

export async function tlogProof(db: Pool, ledger: Ledger, leafId: string): Promise<string> {
  const { rows } = await db.query<{ idx: bigint | null }>('select idx from leaf where id = $1', [leafId]);
  const idx = rows[0]?.idx;
  if (idx === undefined || idx === null) throw new Refusal('not-found');
  return ledger.tlogProof(Number(idx));
}

/** Leaves in the log, newest last; only what is durable, so nothing gated can be counted. */
export async function leaves(db: Pool, params: { subject?: string | undefined; lotId?: string | undefined; cursor?: string | undefined; limit?: string | undefined }): Promise<LeavesRead> {
  const limit = Math.min(Math.max(Number(params.limit ?? 50) || 50, 1), 100);
  const text = params.cursor ? Buffer.from(params.cursor, 'base64url').toString() : '-1';
  const after = Number(text);
  if (!/^(-1|\d+)$/.test(text) || !Number.isSafeInteger(after)) throw new Refusal('invalid-input', { field: 'cursor' });
  const { rows } = await db.query<{ id: string; idx: bigint; fp: string; kind: string; subject: string; recorded_at: string }>(
    `select id, idx, fp, kind, subject, recorded_at from leaf where idx > $1 and ($2::text is null or subject = $2) and ($3::uuid is null or lot_id = $3)
     order by idx limit $4`, [after, params.subject ?? null, params.lotId ?? null, limit + 1]);
  const items = rows.slice(0, limit).map((r) => ({ leafId: r.id, index: Number(r.idx), fp: r.fp, kind: r.kind, subject: r.subject, at: r.recorded_at }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? Buffer.from(String(last.index)).toString('base64url') : null };
}

/** Durable leaves of a lot with their body hashes, for the certificate. */
export async function lotLeaves(db: Pool, lotId: string): Promise<{ id: string; fp: string; at: string; index: number; hash: string }[]> {
  const { rows } = await db.query<{ id: string; fp: string; recorded_at: string; idx: bigint; body_hash: string }>(
    `select id, fp, recorded_at, idx, body_hash from leaf where lot_id = $1 and idx is not null and kind = 'act' order by ordinal`, [lotId]);
  return rows.map((r) => ({ id: r.id, fp: r.fp, at: r.recorded_at, index: Number(r.idx), hash: r.body_hash }));
}
