import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import { fromRow, type OpenLeaf, type Reader, type RecordRow, type Selector } from './records.ts';

/** Facts for `load`, read inside the act's transaction. A connection answers one query at a time: asked side by side, they queue here. */
export function readerOf(client: Pick<PoolClient, 'query'>): Reader {
  let last: Promise<unknown> = Promise.resolve();
  const rowsOf = async <T extends QueryResultRow>(query: QueryConfig): Promise<T[]> => {
    const mine = last.then(() => client.query<T>(query));
    // a failure is its asker's; the next in the queue still runs (and meets the broken transaction itself)
    last = mine.catch(() => undefined);
    return (await mine).rows;
  };
  return {
    async get(kind, id) {
      const [row] = await rowsOf<RecordRow>({
        name: 'record_get', text: 'select kind, id, state, lot_id, owner_id, key, version, data from record where kind = $1 and id = $2', values: [kind, id],
      });
      return row ? fromRow(row) : null;
    },
    async list(selector) {
      return (await rowsOf<RecordRow>(listQuery(selector))).map((row) => fromRow(row));
    },
    async blob(sha256, ownerId) {
      const [row] = await rowsOf<{ sha256: string; sm3: string; size: string }>({
        name: 'blob_find', text: 'select sha256, sm3, size from blob where sha256 = $1 and ($2::uuid is null or owner_id = $2) limit 1', values: [sha256, ownerId],
      });
      return row ? { sha256: row.sha256, sm3: row.sm3, size: Number(row.size) } : null;
    },
    async openLeaf(id) {
      const [row] = await rowsOf<{ idx: bigint | null; body: string; secrets: OpenLeaf['secrets'] }>({
        name: 'open_leaf', text: 'select idx, body, secrets from leaf where id = $1 and open', values: [id],
      });
      return row ? { index: row.idx === null ? null : Number(row.idx), body: row.body, secrets: row.secrets } : null;
    },
    async lastLeafHash(subject, points) {
      const [row] = await rowsOf<{ hash: string }>({
        name: 'leaf_last_hash', text: `select body_hash as hash from leaf where subject = $1 and fp = any ($2) and kind = 'act' order by ordinal desc limit 1`, values: [subject, [...points]],
      });
      return row?.hash ?? null;
    },
  };
}

const COLUMNS = { id: 'id', lotId: 'lot_id', ownerId: 'owner_id', key: 'key' } as const;

/** One prepared statement for each combination of conditions, so that each has its index. */
function listQuery(selector: Selector): QueryConfig {
  const given = (['id', 'lotId', 'ownerId', 'key'] as const).filter((name) => selector[name] !== undefined);
  const conditions = given.map((name, i) => ` and ${COLUMNS[name]} = $${i + 2}`).join('');
  return {
    name: `record_list_${given.join('_')}`, values: [selector.kind, ...given.map((name) => selector[name])],
    text: `select kind, id, state, lot_id, owner_id, key, version, data from record where kind = $1${conditions} order by created_at, id`,
  };
}
