import type { Pool } from 'pg';

/**
 * Lots between issued documents and decided award hold leaves whose gates are closed, and so may every competition under a framework
 * until its end, offers or none: then a batch is made every second.
 */
export async function gatesPending(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'gates_pending',
    text: `(select 1 from record where kind = 'lot' and state = any (array['noticed','deadline-passed','opening','adjourned','opened','negotiating','quoted','evaluated','candidate-publicity','suspended']) limit 1)
      union all (select 1 from record where kind = 'order-call' and state = 'open' limit 1) limit 1`,
  });
  return (rowCount ?? 0) > 0;
}
