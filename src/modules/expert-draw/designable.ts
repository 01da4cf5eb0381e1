import type { Pool } from 'pg';
import { z } from 'zod';
import type { DesignableRead } from '../../contracts/designable.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import type { Draw, Expert } from './model.ts';
import { rosterExpert } from './roster.ts';

const query = z.object({ q: z.string().trim().max(40).optional(), cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });
const COLUMNS = 'select kind, id, state, lot_id, owner_id, key, version, data from record';

/**
 * Whom the tenderer may choose where the roster is exhausted: by name, specialty and employer, never by number. Everybody in force on
 * the day is listed, also who sits already or must stay away: what is missing here would tell who they are, before the award.
 */
export async function designable(db: Pool, { actor }: { actor: Actor | null }, params: { id: string } & Record<string, string | undefined>): Promise<DesignableRead> {
  const { id, ...asked } = params;
  const { q, cursor, limit } = query.parse(Object.fromEntries(Object.entries(asked).filter(([, v]) => v !== undefined && v !== '')));
  const [lot] = await records<Lot>(db, `${COLUMNS} where kind = 'lot' and id = $1`, [id]);
  if (!actor || !lot) throw new Refusal(actor ? 'not-found' : 'not-signed-in');
  if (actor.entityId === null || actor.entityId !== lot.data.tendererId) throw new Refusal(lotParties(lot).public || mayKnow(actor, lotParties(lot)) ? 'forbidden' : 'not-found');
  const draw = (await records<Draw>(db, `${COLUMNS} where kind = 'draw' and lot_id = $1 order by created_at`, [id])).at(-1);
  if (draw?.state !== 'exhausted') throw new Refusal('not-found');
  const { seats, evaluationStart } = draw.data;
  const wanted = seats.filter((seat) => seat.expertId === null).map(({ seatNo, specialty }) => ({ seatNo, specialty }));
  const found = await records<Expert>(db,
    `${COLUMNS} where kind = 'expert' and state = 'active' and ($1::uuid is null or id > $1)
       and ($2::text is null or strpos(data->>'name', $2) > 0 or strpos(data->>'employerName', $2) > 0 or exists (select 1 from jsonb_array_elements_text(data->'specialties') s where strpos(s, $2) > 0))
     order by id limit 1000`, [cursor ?? null, q ?? null]);
  const inForce = found.filter((expert) => { const { valid, suspended } = rosterExpert(expert, evaluationStart); return valid && !suspended; });
  const page = inForce.slice(0, limit);
  return {
    seats: wanted, items: page.map(({ id: expertId, data }) => ({ expertId, name: data.name, specialties: data.specialties, employer: data.employerName, regionCode: data.regionCode })),
    nextCursor: inForce.length > limit ? page.at(-1)?.id ?? null : null,
  };
}

async function records<T>(db: Pool, text: string, values: unknown[]): Promise<Rec<T>[]> {
  const { rows } = await db.query<RecordRow>(text, values);
  return rows.map((row) => fromRow<T>(row));
}
