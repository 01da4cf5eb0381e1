import type { Pool } from 'pg';
import { z } from 'zod';
import { warning as warningRow, type CategoryId } from '../../../catalogue/index.ts';
import { instant, pageOf } from '../../contracts/reads.ts';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { audienceOf, lawOf, type Warning } from '../../platform/warnings.ts';

export const warningsQuery = z.strictObject({
  lot: z.uuid().optional(), level: z.enum(['info', 'notice', 'warn', 'high']).optional(), state: z.enum(['raised', 'handled']).optional(),
  warning: z.string().max(40).optional(), since: instant.optional(), cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50),
});

const law = z.strictObject({ rule: z.string().optional(), zh: z.string(), en: z.string(), basis: z.array(z.string()) });
export const warningsRead = pageOf(z.strictObject({
  warningId: z.uuid(), warning: z.string(), zh: z.string(), en: z.string(), level: z.string(), state: z.enum(['raised', 'handled']),
  at: instant, firstAt: instant, times: z.int(), lotId: z.uuid().optional(), lotCode: z.string().optional(), projectName: z.string().optional(),
  facts: z.record(z.string(), z.unknown()), law, handled: z.record(z.string(), z.string()).optional(),
}));
type Page = z.infer<typeof warningsRead>;

interface Row { id: string; state: 'raised' | 'handled'; lot_id: string | null; data: Warning & Record<string, unknown>; updated: string; lot_code: string | null; project: string | null; category: CategoryId | null }

/**
 * GET /warnings: newest first, to the posts each is meant for, within their scope. A warning informs; it decides nothing. What
 * would tell of bids before the deadline is not there before it.
 */
export async function warningsOfPost(db: Pool, { actor }: { actor: Actor | null; now: string }, params: Record<string, string | undefined>): Promise<Page> {
  const audience = actor === null ? new Set() : audienceOf(actor.roles);
  if (actor === null || audience.size === 0) throw new Refusal('not-found');
  const asked = warningsQuery.safeParse(Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== '')));
  if (!asked.success) throw new Refusal('invalid-input', { field: String(asked.error.issues[0]?.path[0] ?? '') });
  const { lot = null, level = null, state = null, warning = null, since = null, cursor, limit } = asked.data;
  const after = cursor === undefined ? null : cursorOf(cursor);
  const wanted = [...audience].filter((id) => (level === null || warningRow(id as Warning['warning']).severity === level) && (warning === null || id === warning));
  const { rows } = await db.query<Row>(
    `select w.id, w.state, w.lot_id, w.data, to_char(w.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated,
       l.data->>'lotCode' as lot_code, l.data->>'projectName' as project, l.data->>'category' as category
     from record w left join record l on l.kind = 'lot' and l.id = w.lot_id
     where w.kind = 'warning' and w.data->>'warning' = any ($1) and ($2::uuid is null or w.lot_id = $2) and ($3::text is null or w.state = $3)
       and ($4::timestamptz is null or w.updated_at >= $4) and ($5::timestamptz is null or (w.updated_at, w.id) < ($5, $6::uuid))
       and (w.data->>'gate' is null or l.data->'openGates' ? (w.data->>'gate'))
       and (w.lot_id is null or cardinality($7::text[]) = 0 or exists (select 1 from unnest($7::text[]) r where starts_with(l.data->>'regionCode', r)))
       and (w.lot_id is null or cardinality($8::text[]) = 0 or l.data->>'industryId' = any ($8))
     order by w.updated_at desc, w.id desc limit $9`,
    [wanted, lot, state, since, after?.[0] ?? null, after?.[1] ?? null, [...actor.regions], [...actor.industries], limit + 1]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(itemOf), nextCursor: rows.length > limit && last ? Buffer.from(JSON.stringify([last.updated, last.id])).toString('base64url') : null };
}

function itemOf({ id, state, lot_id: lotId, data, lot_code: lotCode, project, category }: Row): Page['items'][number] {
  const { warning, at, firstAt, times, gate: _gate, handled, ...facts } = data;
  const { zh, en, severity } = warningRow(warning);
  return {
    warningId: id, warning, zh, en, level: severity, state, at, firstAt: firstAt ?? at, times: times ?? 1, facts, law: lawOf(data, category),
    ...(lotId === null ? {} : { lotId }), ...(lotCode === null ? {} : { lotCode }), ...(project === null ? {} : { projectName: project }),
    ...(handled === undefined || state !== 'handled' ? {} : { handled: { ...handled } }),
  };
}

function cursorOf(cursor: string): [string, string] {
  try {
    return z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()]).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new Refusal('invalid-input', { field: 'cursor' });
  }
}
