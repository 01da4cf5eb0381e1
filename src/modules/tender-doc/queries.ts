import type { Pool } from 'pg';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { CustodyTest } from './custody-prove.ts';

/** GET /custody-tests: test shares that wait for the answer of the custodian who asks. The expected answer stays here. */
export async function custodyRequestsRead(db: Pool, { actor }: { actor: Actor | null; now: string }) {
  if (!actor?.accountId) throw new Refusal('not-signed-in');
  const { rows } = await db.query<{ lot: string; code: string; data: CustodyTest }>(
    `select t.lot_id as lot, l.data->>'lotCode' as code, t.data from record t join record l on l.kind = 'lot' and l.id = t.lot_id
     where t.kind = 'custody-test' and t.owner_id = $1 and t.state = 'pending' order by t.created_at limit 100`, [actor.accountId]);
  return { items: rows.map(({ lot, code, data }) => ({ lotId: lot, lotCode: code, custodianId: data.custodianId, test: data.test, askedAt: data.askedAt })), nextCursor: null };
}
