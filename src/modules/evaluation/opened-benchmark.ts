import type { Pool } from 'pg';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import type { Bid } from '../bidding/index.ts';
import type { Opening } from '../opening-hall/index.ts';
import type { Lot } from '../project-intake/index.ts';
import type { Evaluation } from './model.ts';
import { benchmarkToFix } from './rules/methods.ts';
import { evaluationInput } from './tally.ts';

/**
 * D as it follows from what was opened, for everybody, as soon as every price is read out and every coefficient drawn. Null where the
 * documents want another base, where prices are not read out, and before that time.
 */
export async function openedBenchmark(db: Pick<Pool, 'query'>, lotId: string): Promise<number | null> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record where (kind = 'lot' and id = $1) or (kind = any (array['opening','bid','evaluation']) and lot_id = $1) order by created_at, id`, [lotId]);
  const of = <T>(kind: string): Rec<T>[] => rows.filter((row) => row.kind === kind).map((row) => fromRow<T>(row));
  const [lot, opening] = [of<Lot>('lot')[0], of<Opening>('opening').at(-1)];
  const config = lot?.data.document?.evaluation;
  if (!lot || !opening || config?.benchmark === undefined || config.benchmarkBase !== 'opened' || opening.data.unpriced) return null;
  const open = Object.values(opening.data.coefficients).some(({ candidates, drawn }) => drawn === undefined && candidates.length > 0);
  if (opening.data.announcedAt === undefined || open) return null;
  // what the committee's session has fixed does not change with what becomes of the bids
  const fixed = of<Evaluation>('evaluation').find(({ id }) => id === lot.data.evaluationSessionId)?.data.benchmarkFen;
  if (fixed !== undefined) return Number(fixed);
  const bids = of<Bid>('bid').filter(({ state, data }) => state === 'decrypted' || data.unqualified !== undefined);
  const drawn = Object.fromEntries(Object.entries(opening.data.coefficients).flatMap(([name, one]) => (one.drawn === undefined ? [] : [[name, one.drawn]])));
  const session = { bids: bids.map(({ id, data }) => ({ bidId: id, bidSeq: data.bidSeq, bidderId: data.bidderId, reviewed: [], passed: [], scored: [], votes: [] })), members: [], tieDraws: [], drawn };
  const found = benchmarkToFix(evaluationInput({ lot, session: { data: session } }, bids, []));
  return found.ok && found.value !== null ? Number(found.value) : null;
}
