import type { Pool } from 'pg';
import { withTransaction } from '../../../platform/db.ts';
import { readerOf } from '../../../platform/reader.ts';
import { lotIsPublic } from '../../project-intake/index.ts';
import { loadFacts } from '../pub-disclose.ts';
import { judge, type StateRow } from './judge.ts';

/** Makes the list of a lot anew from its records. A lot that is not public owes nothing that the public could miss. Twice does no harm. */
export async function keepState(pool: Pool, lotId: string): Promise<void> {
  const facts = await loadFacts(readerOf(pool), lotId, new Date().toISOString());
  const rows = facts && lotIsPublic(facts.lot) ? judge(facts, facts.published) : [];
  const lot = facts?.lot.data;
  await withTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 8))', [lotId]);
    await client.query('delete from disclosure_state where lot_id = $1', [lotId]);
    if (!lot || rows.length === 0) return;
    await client.query(
      `insert into disclosure_state (lot_id, sub_item, instance, category, region, lot_code, project_name, due_at, act_at, published_at, disclosure_id, filled, required, missing, exempt, reason)
       select $1, sub_item, instance, $2, $3, $4, $5, due_at, act_at, published_at, disclosure_id, filled, required, missing, exempt, reason
       from jsonb_to_recordset($6::jsonb) as row (sub_item text, instance integer, due_at timestamptz, act_at timestamptz, published_at timestamptz, disclosure_id uuid, filled integer, required integer, missing text[], exempt text, reason text)`,
      [lotId, lot.category, lot.regionCode, lot.lotCode, lot.projectName, JSON.stringify(rows.map(columns))]);
  });
}

function columns({ subItem, dueAt, actAt, publishedAt, disclosureId, ...rest }: StateRow) {
  return { ...rest, sub_item: subItem, due_at: dueAt, act_at: actAt, published_at: publishedAt, disclosure_id: disclosureId };
}
