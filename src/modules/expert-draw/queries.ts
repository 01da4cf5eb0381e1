import type { Pool } from 'pg';
import type { Actor } from '../../platform/act.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import { countsTold } from './exp-draw-request.ts';
import type { Draw } from './model.ts';

export interface DrawCounts {
  drawId: string; state: string; evaluationStart: string; place: string; headcount: number; representativeCount: number; round: number;
  /** how many fit and why others fell: from the bid deadline on, for before it they would tell who has bid */
  eligible: number | null; filtered: Record<string, number>; accepted: number; waiting: number; empty: number; replacements: number; voidCount: number; chanceId: string | null;
  /** after the award, to everyone */
  experts?: { seatNo: number; expertNo: string; specialty: string }[];
}

/** The lot's draw in numbers: parties and posts see counts, nobody a name before the award. */
export async function drawOfLot(pool: Pool, ctx: { actor: Actor | null }, { lotId }: { lotId: string }): Promise<DrawCounts> {
  const [lot] = await records<Lot>(pool, 'select kind, id, state, lot_id, owner_id, key, version, data from record where kind = $1 and id = $2', ['lot', lotId]);
  const draws = await records<Draw>(pool, 'select kind, id, state, lot_id, owner_id, key, version, data from record where kind = $1 and lot_id = $2 order by created_at', ['draw', lotId]);
  const draw = draws.at(-1);
  if (!lot || !draw) throw new Refusal('not-found');
  const awarded = lot.data.openGates.includes('award-decided');
  if (!awarded && (ctx.actor === null || !mayKnow(ctx.actor, lotParties(lot)))) throw new Refusal('not-found');
  return { ...countsOf(draw, countsTold(lot)), ...(awarded ? { experts: named(draw.data) } : {}) };
}

function countsOf({ id, state, data }: Rec<Draw>, told: boolean): DrawCounts {
  const filled = data.seats.filter((seat) => seat.expertId !== null);
  const accepted = filled.filter((seat) => seat.reply === 'accepted').length;
  return {
    drawId: id, state, evaluationStart: data.evaluationStart, place: data.place, headcount: data.headcount, representativeCount: data.representativeIds.length,
    round: data.round, eligible: told ? data.eligibleCount ?? null : null, filtered: told ? data.filtered ?? {} : {}, accepted, waiting: filled.length - accepted,
    empty: data.seats.length - filled.length, replacements: data.replaceSeq, voidCount: data.voidCount, chanceId: data.chanceId,
  };
}

function named(draw: Draw): NonNullable<DrawCounts['experts']> {
  return draw.seats.flatMap(({ seatNo, expertNo, specialty }) => (expertNo === null ? [] : [{ seatNo, expertNo, specialty }]));
}

async function records<T>(pool: Pool, text: string, values: unknown[]): Promise<Rec<T>[]> {
  const { rows } = await pool.query<RecordRow>(text, values);
  return rows.map((row) => fromRow<T>(row));
}
