import type { Pool } from 'pg';
import type { StoredBlob } from './blobs.ts';
import { Refusal } from './refusal.ts';

/** A file on its way. `received` is durable; `blob` is set when the digests are known, `doneAt` when the file is in the store. */
export interface Upload {
  id: string; ownerId: string; size: number; received: number; metadata: string;
  createdAt: string; expiresAt: string; blob: StoredBlob | null; doneAt: string | null;
}

/** Unfinished uploads of one owner at a time, and all that are remembered (finished ones are for a day). */
const openMost = 32;
const rememberedMost = 2_000;
/** Without a byte for this long, an upload is given up. */
const idleHours = 48;

interface Row { id: string; owner_id: string; size: string; received: string; metadata: string; sha256: string | null; sm3: string | null; created_at: string; expires_at: string; done_at: string | null }
const columns = 'id, owner_id, size::text, received::text, metadata, sha256, sm3, created_at, expires_at, done_at';
const later = `clock_timestamp() + interval '${idleHours} hours'`;

export function uploadRows(pool: Pool) {
  // counted one after the other for an owner: many at once find no more room than one by one
  const inserting = new Map<string, Promise<unknown>>();
  const insert = async ({ id, ownerId, size, metadata }: Pick<Upload, 'id' | 'ownerId' | 'size' | 'metadata'>): Promise<Upload> => {
    const { rows } = await pool.query<Row>(
      `insert into upload (id, owner_id, size, metadata, expires_at)
       select $1, $2, $3, $4, ${later}
       where (select count(*) from upload where owner_id = $2 and done_at is null) < ${openMost} and (select count(*) from upload where owner_id = $2) < ${rememberedMost}
       returning ${columns}`, [id, ownerId, size, metadata]);
    if (!rows[0]) throw new Refusal('too-many-uploads');
    return uploadOf(rows[0]);
  };
  return {
    async insert(upload: Pick<Upload, 'id' | 'ownerId' | 'size' | 'metadata'>): Promise<Upload> {
      const before = inserting.get(upload.ownerId) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(() => insert(upload));
      inserting.set(upload.ownerId, mine);
      return mine.finally(() => { if (inserting.get(upload.ownerId) === mine) inserting.delete(upload.ownerId); });
    },
    async find(id: string): Promise<Upload | null> {
      const { rows } = await pool.query<Row>(`select ${columns} from upload where id = $1 and expires_at > clock_timestamp()`, [id]);
      return rows[0] ? uploadOf(rows[0]) : null;
    },
    async list(ownerId: string): Promise<Upload[]> {
      const { rows } = await pool.query<Row>(`select ${columns} from upload where owner_id = $1 and expires_at > clock_timestamp() order by created_at desc, id limit 100`, [ownerId]);
      return rows.map(uploadOf);
    },
    async received(id: string, received: number): Promise<void> {
      await pool.query({ name: 'upload_received', text: `update upload set received = $2, expires_at = ${later} where id = $1`, values: [id, received] });
    },
    async digested(id: string, { sha256, sm3 }: StoredBlob): Promise<void> {
      await pool.query('update upload set sha256 = $2, sm3 = $3 where id = $1', [id, sha256, sm3]);
    },
    async done(id: string): Promise<string> {
      const { rows } = await pool.query<{ done_at: string }>('update upload set done_at = clock_timestamp() where id = $1 returning done_at', [id]);
      return rows[0]?.done_at ?? '';
    },
    /** Bytes that open uploads have still to bring: room on the disk that is promised already. */
    async outstanding(): Promise<number> {
      const { rows } = await pool.query<{ bytes: string }>('select coalesce(sum(size - received), 0)::text as bytes from upload where done_at is null and expires_at > clock_timestamp()');
      return Number(rows[0]?.bytes ?? 0);
    },
    async expired(): Promise<string[]> {
      return (await pool.query<{ id: string }>('select id from upload where expires_at <= clock_timestamp() limit 1000')).rows.map(({ id }) => id);
    },
    async known(ids: readonly string[]): Promise<Set<string>> {
      return new Set((await pool.query<{ id: string }>('select id::text from upload where id::text = any ($1)', [ids])).rows.map(({ id }) => id));
    },
    async remove(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await pool.query('delete from upload where id = any ($1)', [ids]);
    },
  };
}

function uploadOf(row: Row): Upload {
  const { id, owner_id: ownerId, metadata, sha256, sm3 } = row;
  const size = Number(row.size);
  return {
    id, ownerId, size, received: Number(row.received), metadata, createdAt: row.created_at, expiresAt: row.expires_at,
    blob: sha256 !== null && sm3 !== null ? { sha256, sm3, size } : null, doneAt: row.done_at,
  };
}
