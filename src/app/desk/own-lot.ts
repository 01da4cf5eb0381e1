import type { Pool } from 'pg';
import { lotIsPublic, type Lot, type Project } from '../../modules/project-intake/index.ts';
import type { Actor } from '../../platform/act.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';

export interface OwnLot { lot: Rec<Lot>; project: Rec<Project>; lots: Rec<Lot>[]; ownRole: 'tenderer' | 'agency' }

/** The lot with its project, to the tenderer and its agency alone; to others it is forbidden or, where they may not know of it, not there. */
export async function ownLot(db: Pool, actor: Actor | null, lotId: string): Promise<OwnLot> {
  if (!actor) throw new Refusal('not-signed-in');
  const [lot] = await recordsOf<Lot>(db, `kind = 'lot' and id = $1`, [lotId]);
  if (!lot) throw new Refusal('not-found');
  const { tendererId, agencyId, projectId } = lot.data;
  const ownRole = actor.entityId === null ? null : actor.entityId === tendererId ? 'tenderer' : actor.entityId === agencyId ? 'agency' : null;
  if (!ownRole) throw new Refusal(lotIsPublic(lot) ? 'forbidden' : 'not-found');
  const [project] = await recordsOf<Project>(db, `kind = 'project' and id = $1`, [projectId]);
  if (!project) throw new Refusal('not-found');
  const lots = await recordsOf<Lot>(db, `kind = 'lot' and id = any ($1::uuid[]) order by data->>'lotNo'`, [project.data.lotIds]);
  return { lot, project, lots, ownRole };
}

export async function recordsOf<T>(db: Pool, where: string, values: unknown[]): Promise<Rec<T>[]> {
  const { rows } = await db.query<RecordRow>(`select kind, id, state, lot_id, owner_id, key, version, data from record where ${where}`, values);
  return rows.map((row) => fromRow<T>(row));
}
