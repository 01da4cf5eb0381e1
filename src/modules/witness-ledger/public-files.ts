import type { Pool } from 'pg';
import type { TradeEvidence } from './evidence.ts';

/** A published file and the first leaf of the evidence that committed to it. */
export interface PublicFile { sha256: string; size: number; name: string; leafId: string; field: string }

/** Files that anyone may fetch, of those that the evidence opens. */
export async function publicFiles(db: Pick<Pool, 'query'>, { lotId, opened }: Pick<TradeEvidence, 'lotId' | 'opened'>): Promise<PublicFile[]> {
  const committed = Object.entries(opened).flatMap(([leafId, fields]) => Object.entries(fields).flatMap(([field, { value }]) => digestsOf(value).map((sha256) => ({ sha256, leafId, field }))));
  const first = [...new Map(committed.toReversed().map((one) => [one.sha256, one])).values()].reverse();
  const { rows } = await db.query<{ sha256: string; size: string; name: string | null }>(
    `select distinct on (b.sha256) b.sha256, b.size::text, f.file->>'name' as name from blob b
     left join record l on l.kind = 'lot' and l.id = $2 left join lateral jsonb_array_elements(l.data->'document'->'files') f (file) on f.file->>'sha256' = b.sha256
     where b.public and b.sha256 = any ($1::text[]) order by b.sha256, f.file->>'name'`, [first.map(({ sha256 }) => sha256), lotId]);
  const known = new Map(rows.map((row) => [row.sha256, row]));
  return first.flatMap((one) => {
    const blob = known.get(one.sha256);
    return blob ? [{ ...one, size: Number(blob.size), name: blob.name ?? one.field }] : [];
  });
}

function digestsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.every((one) => typeof one === 'string' && /^[0-9a-f]{64}$/.test(one)) ? (list as string[]) : [];
}
