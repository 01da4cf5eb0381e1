import { z } from 'zod';
import type { Pool } from 'pg';
import { warning as warningRow } from '../../../catalogue/index.ts';
import { lotsQuery, type LotRead, type LotsRead, type PortalRead } from '../../contracts/reads.ts';
import { stageGroupOf, stageGroups, type StageGroup } from '../../contracts/stages.ts';
import { dateText, dayOf, startOfDay } from '../../kernel/calendar.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { audienceOf, type Warning } from '../../platform/warnings.ts';
import { lotIsPublic, lotParties, type Lot, type Project } from '../project-intake/index.ts';
import { stageZh } from './lot-names.ts';
import { lotDetail, lotItem } from './lot-view.ts';

interface Ctx { actor: Actor | null; now: string }

/** When the public was first told of the lot; null means it was not. */
const PUBLISHED = `coalesce(r.data->>'announcedAt', r.data->'notices'->0->>'publishedAt', r.data->'intention'->>'publishedAt')`;
const UPDATED = `to_char(r.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `r.kind, r.id, r.state, r.lot_id, r.owner_id, r.key, r.version, r.data, ${UPDATED} as updated`;
type LotRow = RecordRow & { updated: string };

/** Ids of public lots by words, newest first: the search of the portal, which this room does not know. */
export type FindLots = (asked: { q: string; category?: string | undefined; region?: string | undefined; stage?: StageGroup | undefined; cursor?: string | undefined; limit: number }) => Promise<{ lotIds: string[]; nextCursor: string | null }>;

/** GET /lots */
export async function lotsRead(db: Pool, _ctx: Ctx, params: Record<string, string | undefined>, find: FindLots): Promise<LotsRead> {
  const { q, category, region, stage, cursor, limit = 20 } = lotsQuery.parse(dropEmpty(params));
  if (q !== undefined) {
    const found = await find({ q, category, region, stage: stage === undefined ? undefined : groupOf(stage), cursor, limit });
    return { items: await lotsOf(db, found.lotIds, stage === undefined ? null : statesOf(stage)), nextCursor: found.nextCursor };
  }
  const after = cursor === undefined ? null : readCursor(cursor);
  const { rows } = await db.query<LotRow & { published: string }>(
    `select ${COLUMNS}, ${PUBLISHED} as published from record r
     where r.kind = 'lot' and ${PUBLISHED} is not null
       and ($1::text is null or r.data->>'category' = $1) and ($2::text is null or r.data->>'regionCode' like $2)
       and ($3::text[] is null or r.state = any ($3))
       and ($4::text is null or (${PUBLISHED}, r.id) < ($4, $5::uuid))
     order by ${PUBLISHED} desc, r.id desc limit $6`,
    [category ?? null, region ? `${literal(region)}%` : null, stage === undefined ? null : statesOf(stage), after?.[0] ?? null, after?.[1] ?? null, limit + 1]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { items: page.map((row) => lotItem(fromRow<Lot>(row), row.updated)), nextCursor: last ? Buffer.from(JSON.stringify([last.published, last.id])).toString('base64url') : null };
}

async function lotsOf(db: Pool, ids: readonly string[], states: readonly string[] | null): Promise<LotsRead['items']> {
  const { rows } = await db.query<LotRow>(
    `select ${COLUMNS} from record r where r.kind = 'lot' and r.id = any ($1) and ${PUBLISHED} is not null and ($2::text[] is null or r.state = any ($2)) order by array_position($1, r.id)`, [ids, states]);
  return rows.map((row) => lotItem(fromRow<Lot>(row), row.updated));
}

/** GET /lots/{id}: for everybody once it is public, before that for its parties and posts. */
export async function lotRead(db: Pool, { actor }: Ctx, { id }: { id: string }): Promise<LotRead> {
  const { rows } = await db.query<LotRow & { project: Project; opening: { id: string; state: string } | null; certificate: string | null; invited: boolean; notices: Record<string, string> | null }>(
    `select ${COLUMNS}, p.data as project,
       (select jsonb_build_object('id', o.id, 'state', o.state) from record o where o.kind = 'opening' and o.id = (r.data->>'openingId')::uuid) as opening,
       exists (select 1 from record i where i.kind = 'invitation' and i.lot_id = r.id and i.owner_id = $2) as invited,
       (select c.state from record c where c.kind = 'certificate' and c.lot_id = r.id and c.key = r.data->>'certificateNo') as certificate,
       (select jsonb_object_agg(coalesce(l.body::jsonb->'public'->>'noticeId', 'clarification-' || (l.body::jsonb->'public'->>'clarificationSeq'), l.body::jsonb->'public'->>'intentionId', l.body::jsonb->'public'->>'planId'), l.id) from leaf l
        where l.subject in (r.id::text, p.id::text) and l.kind = 'act' and l.fp in ('not-publish', 'gpr-intention', 'doc-clarify', 'not-change', 'not-plan-publish')) as notices
     from record r join record p on p.kind = 'project' and p.id = (r.data->>'projectId')::uuid where r.kind = 'lot' and r.id = $1`, [id, actor?.entityId ?? null]);
  const row = rows[0];
  if (!row) throw new Refusal('not-found');
  const lot = fromRow<Lot>(row);
  const parties = lotParties(lot);
  const inside = actor !== null && mayKnow(actor, parties);
  if (!parties.public && !inside) throw new Refusal('not-found');
  const { certificateNo } = lot.data;
  const detail = lotDetail(lot, row.updated, {
    inside: inside || row.invited, next: inside || await isKnown(db, lot.data.nextLotId), project: row.project, opening: lot.data.issued ? row.opening : null, noticeLeaves: new Map(Object.entries(row.notices ?? {})),
    certificate: certificateNo && row.certificate ? { no: certificateNo, status: row.certificate } : null,
  });
  return inside && actor.roles.some((role) => WATCHERS.has(role)) ? { ...detail, warnings: await warningsOf(db, actor, lot) } : detail;
}

async function isKnown(db: Pool, lotId: string | undefined): Promise<boolean> {
  if (lotId === undefined) return false;
  const { rows } = await db.query<LotRow>(`select ${COLUMNS} from record r where r.kind = 'lot' and r.id = $1`, [lotId]);
  return rows[0] !== undefined && lotIsPublic(fromRow<Lot>(rows[0]));
}

/** GET /portal: openings of today and those that run, and figures of what is disclosed. */
export async function portalRead(db: Pool, { now }: Ctx, { viewers, ledgerSize }: { viewers: (lotId: string) => number; ledgerSize: number }): Promise<PortalRead> {
  const today = dayOf(Date.parse(now));
  const [from, to] = [startOfDay(today), startOfDay(today + 1)].map((at) => new Date(at).toISOString());
  const { rows } = await db.query<LotRow & { opening: string | null }>(
    `select ${COLUMNS}, o.state as opening from record r left join record o on o.kind = 'opening' and o.id = (r.data->>'openingId')::uuid
     where r.kind = 'lot' and r.data->>'bidDeadline' is not null and (r.state in ('opening', 'adjourned') or (r.data->>'bidDeadline' >= $1 and r.data->>'bidDeadline' < $2))
       and r.state not in ('failed', 'terminated', 'suspended')
     order by r.data->>'bidDeadline', r.id limit 50`, [from, to]);
  const year = Number(dateText(today).slice(0, 4));
  const { rows: figures } = await db.query<{ published: number; bidding: number; awards: number; awarded: string }>(
    `select count(*) filter (where ${PUBLISHED} >= $1)::int as published, count(*) filter (where r.state = 'noticed')::int as bidding,
       count(*) filter (where ${TOLD} >= $1)::int as awards, coalesce(sum((r.data->'award'->>'awardFen')::numeric) filter (where ${TOLD} >= $1), 0)::text as awarded
     from record r where r.kind = 'lot'`, [new Date(Date.UTC(year, 0, 1) - 8 * 3_600_000).toISOString()]);
  const [f] = figures;
  return {
    openings: rows.map((row) => ({
      lotId: row.id, ...(typeof row.data['openingId'] === 'string' ? { openingId: row.data['openingId'] } : {}), lotCode: String(row.data['lotCode']), projectName: String(row.data['projectName']),
      state: row.state, stateZh: stageZh(row.state), bidDeadline: String(row.data['bidDeadline']), live: RUNNING.has(row.opening ?? ''), viewers: viewers(row.id),
    })),
    figures: { year, lotsPublished: f?.published ?? 0, lotsBidding: f?.bidding ?? 0, openingsToday: rows.length, awards: f?.awards ?? 0, awardedFen: Number(f?.awarded ?? 0), ledgerSize },
  };
}

/** GET /projects: the desk of a tenderer, an agency, or the centre's intake: their projects with lots, newest first. */
export async function projectsRead(db: Pool, { actor }: Ctx, params: Record<string, string | undefined>) {
  if (!actor) throw new Refusal('not-signed-in');
  const { state, cursor, limit = 50 } = z.object({ state: z.string().max(20).optional(), cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).optional() }).parse(dropEmpty(params));
  const centre = actor.roles.some((role) => role === 'centre-a' || role === 'centre-b');
  if (!centre && actor.entityId === null) throw new Refusal('forbidden');
  const after = cursor === undefined ? null : readCursor(cursor);
  const { rows } = await db.query<RecordRow & { made: string; lots: { lotId: string; lotNo: string; state: string }[] }>(
    `select p.kind, p.id, p.state, p.lot_id, p.owner_id, p.key, p.version, p.data, to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as made,
       (select jsonb_agg(jsonb_build_object('lotId', l.id, 'lotNo', l.data->>'lotNo', 'lotName', l.data->>'lotName', 'state', l.state) order by l.data->>'lotNo')
        from record l where l.kind = 'lot' and l.owner_id = p.owner_id and l.data->>'projectId' = p.id::text) as lots
     from record p where p.kind = 'project' and ($1::text is null or p.state = $1)
       and (($2::boolean and p.state <> 'draft') or p.owner_id = $3 or p.data->>'agencyId' = $3::text)
       and ($4::text is null or (p.created_at, p.id) < ($4::timestamptz, $5::uuid)) order by p.created_at desc, p.id desc limit $6`,
    [state ?? null, centre, actor.entityId, after?.[0] ?? null, after?.[1] ?? null, limit + 1]);
  const inScope = rows.slice(0, limit).filter((row) => !centre || row.owner_id === actor.entityId || covers(actor, fromRow<Project>(row)));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: inScope.map((row) => ({ projectId: row.id, state: row.state, ...(row.data as unknown as Project), lots: row.lots ?? [] })),
    nextCursor: last ? Buffer.from(JSON.stringify([last.made, last.id])).toString('base64url') : null,
  };
}

const WATCHERS = new Set(['supervisor', 'discipline', 'auditor', 'centre-review', 'centre-a', 'centre-b', 'centre-host']);
const RUNNING = new Set(['live', 'started', 'listed', 'decrypting', 'decrypted', 'announced', 'confirming', 'adjourned']);
const TOLD = `coalesce(r.data->'award'->>'resultPublishedAt', r.data->'award'->>'noticeIssuedAt')`;

/** Those meant for the reader; one that would tell of bids waits for the deadline. */
async function warningsOf(db: Pool, actor: Actor, lot: Rec<Lot>): Promise<NonNullable<LotRead['warnings']>> {
  const { rows } = await db.query<{ data: Warning }>(
    `select data from record where kind = 'warning' and lot_id = $1 and data->>'warning' = any ($2) and (data->>'gate' is null or data->>'gate' = any ($3)) order by updated_at desc limit 100`,
    [lot.id, [...audienceOf(actor.roles)], lot.data.openGates]);
  return rows.map(({ data }) => ({ id: data.warning, zh: warningRow(data.warning).zh, at: data.at }));
}

function covers(actor: Actor, { data }: Rec<Project>): boolean {
  return mayKnow(actor, { region: data.regionCode, industry: data.industryId });
}

function groupOf(stage: string): StageGroup | undefined {
  return Object.hasOwn(stageGroups, stage) ? stage as StageGroup : stageGroupOf(stage) ?? undefined;
}

function statesOf(stage: string): readonly string[] {
  return Object.hasOwn(stageGroups, stage) ? stageGroups[stage as keyof typeof stageGroups] : [stage];
}

function readCursor(cursor: string): [string, string] {
  try {
    return z.tuple([z.iso.datetime(), z.uuid()]).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new Refusal('invalid-input', { field: 'cursor' });
  }
}

/** Signs that mean something to `like` stand for themselves. */
function literal(text: string): string { return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`); }

function dropEmpty(params: Record<string, string | undefined>): Record<string, string> {
  const known = ['q', 'category', 'stage', 'region', 'cursor', 'limit', 'state'];
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => known.includes(entry[0]) && Boolean(entry[1])));
}
