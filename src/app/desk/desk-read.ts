import type { Pool } from 'pg';
import { z } from 'zod';
import { machine } from '../../../catalogue/index.ts';
import type { ActionsRead, DeskItem, DeskRead } from '../../contracts/desk.ts';
import { namedInTrade } from '../../kernel/trade-words.ts';
import type { Actor, AnySpec } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotIsPublic, lotParties, type Lot } from '../../modules/project-intake/index.ts';
import { needsCarryingOut } from '../../modules/supervision/index.ts';
import { deadlinesOf, NOTICE_FROM, stageZh } from '../../modules/tender-doc/index.ts';
import { lawful } from './lawful.ts';
import { possible, type Beside } from './possible.ts';
import { cursorOf, readCursor } from './cursor.ts';

interface Ctx { actor: Actor | null; now: string }
const columns = 'r.kind, r.id, r.state, r.lot_id, r.owner_id, r.key, r.version, r.data';
/** Of bids, offers and what is done for them the reader's own alone. */
const ownKinds = ['bid', 'bid-side', 'download', 'checkin', 'order-offer'];
/** An objection raised at the opening that waits for its answer, whosever it is. */
const disputed = `(kind = 'bid' and data->'confirmed'->>'dispute' is not null and data->'confirmed'->'answer' is null)`;
/** A question of the committee on a bid of the reader's own ($3) that may still be answered ($5). */
const asked = `exists (select 1 from jsonb_array_elements(record.data->'clarifications') as c(one) join record b on b.kind = 'bid' and b.owner_id = $3 and b.id::text = c.one->>'bidId'
  where c.one->'answeredAt' is null and c.one->>'dueAt' > $5)`;
/** Opened bids of which nobody of the reader's organisation ($3) has said whether they are qualified. */
const unreviewed = `exists (select 1 from record b where b.kind = 'bid' and b.lot_id = record.lot_id and b.state = 'decrypted' and not exists (
  select 1 from record v join record a on a.kind = 'account' and a.id = v.owner_id and a.owner_id = $3 where v.kind = 'review' and v.lot_id = record.lot_id and v.data->>'bidId' = b.id::text))`;
const besideKinds = [...ownKinds, 'opening', 'draw', 'evaluation', 'contract', 'certificate', 'framework-order', 'order', 'order-call', 'question'];

/** GET /lots/{id}/actions: what the reader may do with the lot as it stands. */
export async function actionsRead(db: Pool, specs: readonly AnySpec[], { actor, now }: Ctx, lotId: string): Promise<ActionsRead> {
  if (!actor) throw new Refusal('not-signed-in');
  const { rows } = await db.query<RecordRow>(`select ${columns} from record r where r.kind = 'lot' and r.id = $1`, [lotId]);
  const lot = rows[0] ? fromRow<Lot>(rows[0]) : null;
  const beside = lot ? await besideOf(db, [lotId], { actor, now }) : new Map<string, Beside[]>();
  const own = beside.get(lotId) ?? [];
  if (!lot || !(lotIsPublic(lot) || mayKnow(actor, { ...lotParties(lot), members: own.flatMap(({ members }) => members) }))) throw new Refusal('not-found');
  return { state: lot.state, roles: [...actor.roles], items: possible(specs, lot, own, actor, now), lawful: lawful(lot, Date.parse(now)) };
}

const query = z.object({ cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).default(50), q: z.string().trim().max(60).optional().describe('part of the lot code or of the names') });

/** GET /desk: the lots that concern the reader, newest change first, with what each waits for. */
export async function deskRead(db: Pool, specs: readonly AnySpec[], { actor, now }: Ctx, params: Record<string, string | undefined>): Promise<DeskRead> {
  if (!actor?.accountId) throw new Refusal('not-signed-in');
  const { cursor, limit, q } = query.parse(Object.fromEntries(Object.entries(params).filter(([, v]) => v !== undefined && v !== '')));
  const after = cursor === undefined ? null : readCursor(cursor);
  const staff = actor.roles.some((role) => STAFF.has(role));
  const { rows } = await db.query<RecordRow & { changed: string }>(
    `select ${columns}, to_char(r.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as changed from record r
     where r.kind = 'lot' and ($1::boolean or r.owner_id = $2 or r.data->>'agencyId' = $2::text
       or r.id in (select b.lot_id from record b where b.kind in ('bid', 'bid-side', 'download', 'checkin', 'application', 'invitation') and b.owner_id = $2)
       or (r.data->>'machine' = 'framework-order' and r.data->'award'->>'bidderId' = $2::text)
       or r.id in (select e.lot_id from record e where e.kind = 'evaluation' and e.data->'members' @> jsonb_build_array(jsonb_build_object('accountId', $3::text))))
       and ($7::text is null or strpos(lower(concat_ws(' ', r.data->>'lotCode', r.data->>'projectName', r.data->>'lotName')), lower($7)) > 0)
       and ($4::timestamptz is null or (r.updated_at, r.id) < ($4::timestamptz, $5::uuid)) order by r.updated_at desc, r.id desc limit $6`,
    [staff, actor.entityId, actor.accountId, after?.[0] ?? null, after?.[1] ?? null, limit + 1, q ?? null]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const lots = page.map((row) => ({ lot: fromRow<Lot>(row), changed: row.changed })).filter(({ lot }) => !staff || mayKnow(actor, lotParties(lot)));
  const beside = await besideOf(db, lots.map(({ lot }) => lot.id), { actor, now });
  return {
    items: lots.map(({ lot, changed }) => itemOf(specs, lot, beside.get(lot.id) ?? [], { actor, now, changed })),
    nextCursor: last ? cursorOf(last.changed, last.id) : null,
  };
}

const STAFF = new Set(['centre-a', 'centre-b', 'centre-review', 'centre-host', 'centre-finance', 'supervisor', 'discipline', 'auditor']);

function itemOf(specs: readonly AnySpec[], lot: Rec<Lot>, beside: readonly Beside[], { actor, now, changed }: { actor: Actor; now: string; changed: string }): DeskItem {
  const { data } = lot;
  const as = standsAs(lot, beside, actor);
  const due = machine(data.machine).final.includes(lot.state) ? undefined : deadlinesOf(lot).find(({ event, at }) => event !== NOTICE_FROM && at >= now && (event !== 'bid-valid-end' || !sitsOnly(as)));
  return {
    lotId: lot.id, projectId: data.projectId, lotCode: data.lotCode, projectName: data.projectName, lotName: data.lotName, category: data.category, kind: data.kind,
    machine: data.machine, stage: lot.state, stageZh: stageZh(lot.state), as,
    ...(due ? { due: { event: due.event, at: due.at, ...namedInTrade({ zh: due.zh, en: due.en ?? due.zh }, data.category), over: false } } : {}),
    next: possible(specs, lot, beside, actor, now).filter(({ next }) => next), updatedAt: `${changed.slice(0, 23)}Z`,
  };
}

/** A member of the committee has no date in how long bids are valid. */
function sitsOnly(as: readonly string[]): boolean { return as.length === 1 && as[0] === 'member'; }

function standsAs({ data }: Rec<Lot>, beside: readonly Beside[], actor: Actor): string[] {
  return [
    ...(actor.entityId === data.tendererId ? ['tenderer'] : []), ...(actor.entityId !== null && actor.entityId === data.agencyId ? ['agency'] : []),
    ...(beside.some(({ kind, state, ownerId }) => (kind === 'bid' || (kind === 'bid-side' && state === 'live')) && ownerId === actor.entityId) || (data.order !== undefined && data.award?.bidderId === actor.entityId) ? ['bidder'] : []),
    ...(beside.some(({ members }) => actor.accountId !== null && members.includes(actor.accountId)) ? ['member'] : []),
  ];
}

/** Sessions of the lots, orders that ask for something, and the reader's own bids and offers. */
async function besideOf(db: Pool, lotIds: readonly string[], { actor, now }: { actor: Actor; now: string }): Promise<Map<string, Beside[]>> {
  if (lotIds.length === 0) return new Map();
  const { rows } = await db.query<{ lot_id: string; kind: string; state: string; owner_id: string | null; members: { accountId: string }[] | null; order_type: string | null; call_id: string | null; confirmed: boolean; asked: boolean; unreviewed: boolean }>(
    `select lot_id, case when owner_id = $3 or not ${disputed} then kind else 'dispute' end as kind, state, owner_id, data->'members' as members, data->>'orderType' as order_type, case kind when 'order-call' then id::text when 'order-offer' then data->>'callId' end as call_id, (kind = 'bid' and owner_id = $3 and data->'confirmed' is not null) as confirmed, (kind = 'evaluation' and ${asked}) as asked, (kind = 'opening' and ${unreviewed}) as unreviewed from record
     where lot_id = any($1::uuid[]) and kind = any($2) and (kind <> all ($4) or owner_id = $3 or ${disputed}) and (kind <> 'order-call' or data->>'offerEnd' >= $5) and (kind <> 'question' or state = 'open') limit 5000`,
    [lotIds, besideKinds, actor.entityId, ownKinds, now]);
  const all = rows.map((row) => [row.lot_id, {
    kind: row.kind, state: row.state, ownerId: row.owner_id, members: (row.members ?? []).map(({ accountId }) => accountId),
    ...(row.kind === 'order' && needsCarryingOut({ state: row.state, data: { orderType: row.order_type ?? '' } }) ? { asking: true } : {}), ...(row.call_id === null ? {} : { callId: row.call_id }), ...(row.confirmed ? { confirmed: true } : {}), ...(row.asked ? { asked: true } : {}), ...(row.unreviewed ? { unreviewed: true } : {}),
  }] as const);
  return new Map([...Map.groupBy(all, ([lotId]) => lotId)].map(([lotId, list]) => [lotId, list.map(([, one]) => one)]));
}
