import type { Ledger } from '../../ledger/index.ts';
import type { Pool } from '../../platform/db.ts';
import type { LedgerWriter } from '../../platform/ledger-writer.ts';
import type { Flow } from '../../platform/system.ts';

export interface ChanceFlowDeps { pool: Pool; ledger: Pick<Ledger, 'root'>; writer: Pick<LedgerWriter, 'wake'> }

const patienceMs = 3_000;
const pauseMs = 20;

/**
 * The beacon of a draw: when its T0 leaf is durable, the root of the tree that ends with it. Whoever wrote that leaf could not
 * know the root before all leaves up to it were fixed, and every reader of the log computes the same.
 */
export function chanceFlows({ pool, ledger, writer }: ChanceFlowDeps): Flow[] {
  return [{
    topic: 'chance.frozen',
    async run({ chanceId, lotId }, system) {
      if (typeof chanceId !== 'string' || typeof lotId !== 'string') throw new Error('chance.frozen names no chance');
      const leaf = await durableT0(pool, writer, lotId, chanceId);
      await system('chance-beacon', lotId, { chanceId, beacon: Buffer.from(ledger.root(leaf.index + 1)).toString('hex'), t0LeafId: leaf.id });
    },
  }];
}

/** Waits a little, then gives the message back to the outbox, which comes again. */
async function durableT0(pool: Pool, writer: Pick<LedgerWriter, 'wake'>, lotId: string, chanceId: string): Promise<{ id: string; index: number }> {
  const end = Date.now() + patienceMs;
  writer.wake();
  for (;;) {
    const { rows } = await pool.query<{ id: string; idx: string | null }>(
      `select id, idx::text from leaf where lot_id = $1 and fp = 'gov-chance-t0' and kind = 'gov' and (body::jsonb)->'public'->>'chanceId' = $2`, [lotId, chanceId]);
    const row = rows[0];
    if (row && row.idx !== null) return { id: row.id, index: Number(row.idx) };
    if (!row || Date.now() > end) throw new Error(`the T0 leaf of draw ${chanceId} is not durable yet`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
