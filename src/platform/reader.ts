import type { PoolClient } from 'pg';
import { fromRow, type Reader, type RecordRow } from './records.ts';

/** Facts for `load`, read inside the act's transaction. */
export function readerOf(client: Pick<PoolClient, 'query'>): Reader {
  return {
    async get(kind, id) {
      const { rows } = await client.query<RecordRow>({
        name: 'record_get', text: 'select kind, id, state, lot_id, owner_id, key, version, data from record where kind = $1 and id = $2', values: [kind, id],
      });
      return rows[0] ? fromRow(rows[0]) : null;
    },
    async list(selector) {
      const { rows } = await client.query<{ r: RecordRow[] }>({ name: 'read_records', text: 'select read_records($1) as r', values: [JSON.stringify(selector)] });
      return (rows[0]?.r ?? []).map((row) => fromRow(row));
    },
    async blob(sha256, ownerId) {
      const { rows } = await client.query<{ sha256: string; sm3: string; size: string }>({
        name: 'blob_find', text: 'select sha256, sm3, size from blob where sha256 = $1 and ($2::uuid is null or owner_id = $2) limit 1', values: [sha256, ownerId],
      });
      const row = rows[0];
      return row ? { sha256: row.sha256, sm3: row.sm3, size: Number(row.size) } : null;
    },
  };
}
