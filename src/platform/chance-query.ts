import type { Pool } from 'pg';
import type { ChancesRead, ChanceView } from '../contracts/chances.ts';
import { SECRET_UNTIL } from '../kernel/chance-replay.ts';
import type { ChanceRecord } from './chance-record.ts';
import { fromRow, type RecordRow } from './records.ts';

/**
 * GET /lots/{id}/chances: the draws of a lot, oldest first, with all that a contributor or a citizen needs: what is committed,
 * until when to reveal, and at the end what a replay takes. Of a draw from a secret list (roster, tie) only that it took its
 * course is told before the award: digest, reveals and seed would let those who know the roster find out who was drawn.
 */
export async function chancesOfLot(db: Pool, lotId: string): Promise<ChancesRead> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record where kind = 'chance' and lot_id = $1 order by created_at, id limit 100`, [lotId]);
  const lots = await db.query(`select 1 from record where kind = 'lot' and id = $1 and data->'openGates' ? $2`, [lotId, SECRET_UNTIL]);
  return { items: rows.map((row) => viewOf(row, lots.rowCount === 1)), nextCursor: null };
}

function viewOf(row: RecordRow, awarded: boolean): ChanceView {
  const { id, state, data } = fromRow<ChanceRecord>(row);
  const { purpose, round, secretInputs, inputHash, inputIds, t0, t0LeafId, beacon, revealBy, seed, order, silent } = data;
  const frozen = state !== 'committing';
  const told = !secretInputs || awarded;
  return {
    chanceId: id, purpose, round, state,
    contributions: data.contributions.map(({ party, role, commit, at, r, salt, revealedAt }) => ({
      party, role, commit, at, ...(told && r && salt ? { r, salt } : {}), ...(revealedAt ? { revealedAt } : {}),
    })),
    ...(frozen && told && inputHash ? { inputHash } : {}), ...(frozen && !secretInputs ? { inputIds } : {}),
    ...(t0 ? { t0 } : {}), ...(t0LeafId ? { t0LeafId } : {}), ...(beacon ? { beacon } : {}), ...(revealBy ? { revealBy } : {}),
    ...(told && seed ? { seed } : {}), ...(order && !secretInputs ? { order } : {}), ...(silent ? { silent } : {}),
  };
}
