import { downloadClusters, OWING, withdrawCluster, type Fetched } from '../../modules/supervision/index.ts';
import type { Pool } from '../../platform/db.ts';
import type { Flow } from '../../platform/system.ts';

/** The watch over a lot: what is owed by a date, and what only several acts together show. */
export function supervisionFlows(pool: Pool): Flow[] {
  return [
    {
      topic: 'lot-changed',
      async run(payload, system) {
        const lotId = String(payload['lot']);
        if (await owes(pool, lotId)) await system('timer:overdue', lotId, {});
      },
    },
    ...['lot.deadline-passed', 'bid.revoked'].map((topic): Flow => ({
      topic,
      async run(payload, system) {
        const lotId = String(payload['lotId']);
        const found = [...downloadClusters(await fetches(pool, lotId)), ...withdrawCluster(await withdrawals(pool, lotId))];
        if (found.length > 0) await system('warn-clusters', lotId, { found });
      },
    })),
  ];
}

/** Most changes of a lot leave nothing to wait for: those take no lock of it. */
async function owes(pool: Pool, lotId: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'lot_owes',
    text: `select 1 from record l where l.kind = 'lot' and l.id = $1::uuid and (l.state = any ($2) or exists (select 1 from record o where o.kind = 'order' and o.lot_id = l.id and o.state = 'issued'))`,
    values: [lotId, OWING],
  });
  return (rowCount ?? 0) > 0;
}

async function fetches(pool: Pool, lotId: string): Promise<Fetched[]> {
  const { rows } = await pool.query<Fetched>(
    `select secrets->'bidderId'->>'value' as "bidderId", secrets->'ipAddress'->>'value' as address, secrets->'deviceId'->>'value' as "deviceId", body::jsonb->>'at' as at
     from leaf where lot_id = $1 and fp = 'doc-download' and kind = 'act'`, [lotId]);
  return rows;
}

async function withdrawals(pool: Pool, lotId: string): Promise<{ bidderId: string; at: string }[]> {
  const { rows } = await pool.query<{ bidderId: string; at: string }>(
    `select secrets->'bidderId'->>'value' as "bidderId", body::jsonb->>'at' as at from leaf where lot_id = $1 and fp = 'bid-withdraw' and kind = 'act'`, [lotId]);
  return rows;
}
