import type { Pool } from 'pg';
import { z } from 'zod';
import { instant, pageOf, sha256Hex } from '../../contracts/reads.ts';
import type { Actor } from '../../platform/act.ts';
import { fromRow, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { standingOf } from './exp-assess.ts';
import type { Expert } from './model.ts';

const standing = z.strictObject({ count: z.int(), mean: z.string().nullable() });

/** What an expert reads of himself before he changes it; `prevHash` is what the change names. */
export const ownExpertRead = z.strictObject({
  expertId: z.uuid(), expertNo: z.string(), specialties: z.array(z.string()), regionCode: z.string(), employer: z.strictObject({ name: z.string(), uscc: z.string().nullable() }),
  relatedUsccs: z.array(z.string()), kinshipIds: z.array(z.string()), phone: z.string(), validTo: z.string(), changedAt: instant.optional(), prevHash: sha256Hex,
});
/** What the roster's authority reads: how experts stand, of no session and no call. */
export const expertsRead = pageOf(z.strictObject({
  expertId: z.uuid(), expertNo: z.string(), specialties: z.array(z.string()), regionCode: z.string(), validTo: z.string(), suspended: z.boolean(), standing,
}));

const COLUMNS = 'select kind, id, state, lot_id, owner_id, key, version, data from record';

/** GET /experts/mine. */
export async function ownExpert(db: Pool, { actor }: { actor: Actor | null }): Promise<z.infer<typeof ownExpertRead>> {
  const { rows } = await db.query<RecordRow>(`${COLUMNS} where kind = 'expert' and id = $1`, [actor?.accountId ?? null]);
  const { rows: heads } = await db.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and kind = 'act' and fp in ('exp-enroll', 'exp-change') order by ordinal desc limit 1`, [actor?.accountId ?? null]);
  const [row, head] = [rows[0], heads[0]];
  if (!row || !head) throw new Refusal('not-found');
  const { data, id } = fromRow<Expert>(row);
  const { expertNo, specialties, regionCode, employerName: name, employerUscc, relatedUsccs, kinshipIds, phone, validTo, changedAt } = data;
  return { expertId: id, expertNo, specialties, regionCode, employer: { name, uscc: employerUscc }, relatedUsccs, kinshipIds, phone, validTo, ...(changedAt === undefined ? {} : { changedAt }), prevHash: head.hash };
}

/** GET /experts?cursor=&limit=: by number, to supervisors, of the regions they are in charge of. */
export async function expertsOf(db: Pool, { actor }: { actor: Actor | null }, params: { cursor: string | undefined; limit: string | undefined }): Promise<z.infer<typeof expertsRead>> {
  if (!actor?.roles.includes('supervisor')) throw new Refusal('not-found');
  const limit = Math.min(Math.max(Number(params.limit ?? 50) || 50, 1), 100);
  const { rows } = await db.query<RecordRow>(
    `${COLUMNS} where kind = 'expert' and ($1::text is null or key > $1) and (cardinality($2::text[]) = 0 or exists (select 1 from unnest($2::text[]) r where starts_with(data->>'regionCode', r))) order by key limit $3`,
    [params.cursor ?? null, [...actor.regions], limit + 1]);
  const page = rows.slice(0, limit).map((row) => fromRow<Expert>(row));
  return {
    items: page.map(({ id, data }) => ({ expertId: id, expertNo: data.expertNo, specialties: data.specialties, regionCode: data.regionCode, validTo: data.validTo, suspended: data.suspended, standing: standingOf(data) })),
    nextCursor: rows.length > limit ? page.at(-1)?.data.expertNo ?? null : null,
  };
}
