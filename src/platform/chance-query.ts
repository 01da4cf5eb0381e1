import type { Pool } from 'pg';
import type { ChanceRecord } from './chance-record.ts';
import { fromRow, type RecordRow } from './records.ts';

export interface ChanceView {
  chanceId: string; purpose: string; round: number; state: string;
  contributions: { party: string; role: string; commit: string; at: string; r?: string; salt?: string; revealedAt?: string }[];
  inputHash?: string; inputIds?: string[]; t0?: string; t0LeafId?: string; beacon?: string; revealBy?: string;
  seed?: string; order?: string[]; silent?: string[];
}

/**
 * GET /lots/{id}/chances: the draws of a lot, oldest first, with all that a contributor or a citizen needs: what is committed,
 * until when to reveal, and at the end what a replay takes. A secret list (the roster) shows its hash; what was drawn from it
 * is told by the act that uses it.
 */
export async function chancesOfLot(db: Pool, lotId: string): Promise<{ items: ChanceView[]; nextCursor: null }> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record where kind = 'chance' and lot_id = $1 order by created_at, id limit 100`, [lotId]);
  return { items: rows.map((row) => viewOf(row)), nextCursor: null };
}

function viewOf(row: RecordRow): ChanceView {
  const { id, state, data } = fromRow<ChanceRecord>(row);
  const { purpose, round, secretInputs, inputHash, inputIds, t0, t0LeafId, beacon, revealBy, seed, order, silent } = data;
  const frozen = state !== 'committing';
  return {
    chanceId: id, purpose, round, state,
    contributions: data.contributions.map(({ party, role, commit, at, r, salt, revealedAt }) => ({
      party, role, commit, at, ...(r && salt ? { r, salt } : {}), ...(revealedAt ? { revealedAt } : {}),
    })),
    ...(frozen && inputHash ? { inputHash } : {}), ...(frozen && !secretInputs ? { inputIds } : {}),
    ...(t0 ? { t0 } : {}), ...(t0LeafId ? { t0LeafId } : {}), ...(beacon ? { beacon } : {}), ...(revealBy ? { revealBy } : {}),
    ...(seed ? { seed } : {}), ...(order && !secretInputs ? { order } : {}), ...(silent ? { silent } : {}),
  };
}
