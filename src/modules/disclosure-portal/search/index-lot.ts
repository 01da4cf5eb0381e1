import type { Pool } from 'pg';
import type { LotRead } from '../../../contracts/reads.ts';
import { withTransaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { lotRead } from '../../tender-doc/index.ts';
import { disclosures } from '../queries.ts';
import { memoryOf } from './memory.ts';
import { documentsOf, type SearchDocument } from './documents.ts';

/** Makes what can be found of a lot anew, from what a guest is answered now. Twice does no harm. */
export async function indexLot(pool: Pool, lotId: string): Promise<void> {
  const lot = await asGuest(pool, lotId);
  const { items } = lot ? await disclosures(pool, { lotId, limit: '100' }) : { items: [] };
  await replaceDocuments(pool, lotId, lot ? documentsOf(lot, items) : []);
}

const ROWS = `jsonb_to_recordset($1::jsonb) as row (id text, lot_id uuid, type text, category text, region text, industry text, stage text, kind text, amount bigint,
  published_at timestamptz, deadline timestamptz, words text, item jsonb)`;

/** The rows of a lot become these and no others. */
export async function replaceDocuments(pool: Pool, lotId: string, documents: readonly SearchDocument[]): Promise<void> {
  const rows = JSON.stringify(documents.map(({ lotId: lot_id, publishedAt: published_at, ...rest }) => ({ ...rest, lot_id, published_at })));
  await withTransaction(pool, async (client) => {
    await client.query('delete from search_document where lot_id = $1 and not id = any ($2)', [lotId, documents.map(({ id }) => id)]);
    await client.query(`insert into search_cell (type, category, region, industry, stage, kind) select distinct type, category, region, industry, stage, kind from ${ROWS} order by 1, 2, 3, 4, 5, 6 on conflict do nothing`, [rows]);
    await client.query(
      `insert into search_document as old (id, lot_id, cell, amount, published_at, deadline, words, item)
       select id, lot_id, cell, amount, published_at, deadline, words::tsvector, item from ${ROWS} join search_cell using (type, category, region, industry, stage, kind) order by id
       on conflict (id) do update set cell = excluded.cell, amount = excluded.amount, published_at = excluded.published_at, deadline = excluded.deadline, words = excluded.words, item = excluded.item
       where (old.words, old.item) is distinct from (excluded.words, excluded.item)`, [rows]);
  });
  memoryOf(pool).forget();
}

async function asGuest(pool: Pool, lotId: string): Promise<LotRead | null> {
  try {
    return await lotRead(pool, { actor: null, now: new Date().toISOString() }, { id: lotId });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null;
    throw error;
  }
}
