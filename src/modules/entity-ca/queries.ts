import type { Pool } from 'pg';
import { z } from 'zod';
import type { RepresentativesRead } from '../../contracts/representatives.ts';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Account, Binding, CustodianRecord, Entity } from './model.ts';

interface Ctx { actor: Actor | null; now: string }

/** GET /me: the account that is signed in, its entity and its certificates. */
export async function meRead(db: Pool, { actor }: Ctx) {
  if (!actor?.accountId) throw new Refusal('not-signed-in');
  const { rows } = await db.query<{ account: Account; entity: Entity | null; bindings: (Binding & { fingerprint: string })[]; custodian: CustodianRecord | null }>(
    `select a.data as account,
       (select e.data from record e where e.kind = 'entity' and e.id::text = a.data->>'entityId') as entity,
       (select coalesce(jsonb_agg(b.data || jsonb_build_object('fingerprint', b.key) order by b.created_at), '[]') from record b where b.kind = 'binding' and b.owner_id = a.id and b.state = 'active') as bindings,
       (select c.data from record c where c.kind = 'custodian' and c.owner_id = a.id) as custodian
     from record a where a.kind = 'account' and a.id = $1`, [actor.accountId]);
  const row = rows[0];
  if (!row) throw new Refusal('not-found');
  const { name, roles, organ, regions, industries, expertNo, representsId } = row.account;
  return {
    account: { id: actor.accountId, name, roles, organ, regions, industries, ...(expertNo ? { expertNo } : {}), ...(representsId ? { representsId } : {}) },
    entity: row.entity && actor.entityId ? { id: actor.entityId, uscc: row.entity.uscc, name: row.entity.name, regionCode: row.entity.regionCode } : null,
    certificates: row.bindings.map((b) => ({ fingerprint: b.fingerprint, usage: b.usage, serial: b.serial, notAfter: b.notAfter, certificate: b.certificate })),
    ...(row.custodian ? { custodianId: row.custodian.custodianId } : {}),
  };
}

/** GET /entities/{id}: what the public may know; pending entities do not exist for it. */
export async function entityRead(db: Pool, _ctx: Ctx, { id }: { id: string }) {
  const { rows } = await db.query<{ id: string; data: Entity }>(`select id, data from record where kind = 'entity' and id = $1 and state = 'active'`, [id]);
  const row = rows[0];
  if (!row) throw new Refusal('not-found');
  const { uscc, name, entityType, roles, regionCode, registeredAt } = row.data;
  return { entityId: row.id, uscc, name, entityType, roles, regionCode, registeredAt };
}

const entitiesQuery = z.object({ role: z.enum(['tenderer', 'agency', 'bidder']).optional(), q: z.string().max(100).optional(), cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });

/** GET /entities?role=&q=: registered organisations by a part of the name or the beginning of the credit code. */
export async function entitiesRead(db: Pool, _ctx: Ctx, params: Record<string, string | undefined>) {
  const { role, q, cursor, limit } = entitiesQuery.parse(Object.fromEntries(Object.entries(params).filter(([, v]) => v !== undefined && v !== '')));
  const { rows } = await db.query<{ id: string; data: Entity }>(
    `select id, data from record where kind = 'entity' and state = 'active' and ($1::text is null or data->'roles' ? $1)
       and ($2::text is null or strpos(data->>'name', $2) > 0 or starts_with(data->>'uscc', upper($2))) and ($3::uuid is null or id > $3) order by id limit $4`,
    [role ?? null, q ?? null, cursor ?? null, limit + 1]);
  const page = rows.slice(0, limit);
  return {
    items: page.map(({ id, data: { uscc, name, roles, regionCode } }) => ({ entityId: id, uscc, name, roles, regionCode })),
    nextCursor: rows.length > limit ? page.at(-1)?.id ?? null : null,
  };
}

/** GET /account-proposals: what waits for a second administrator. */
export async function proposalsRead(db: Pool, { actor }: Ctx) {
  if (!actor?.roles.includes('centre-admin')) throw new Refusal('forbidden');
  const { rows } = await db.query<{ id: string; name: string; roles: string[]; proposedBy: string; at: string }>(
    `select id, data->'account'->>'name' as name, data->'account'->'roles' as roles, data->>'proposedBy' as "proposedBy",
       to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from record where kind = 'account-proposal' and state = 'proposed' order by created_at limit 100`);
  return { items: rows, nextCursor: null };
}

/** GET /representatives: who sits in committees for the reader's own organisation, and until when the certificate holds. */
export async function representativesRead(db: Pool, { actor }: Ctx): Promise<RepresentativesRead> {
  if (!actor?.entityId || !actor.roles.includes('tenderer')) throw new Refusal(actor ? 'forbidden' : 'not-signed-in');
  const { rows } = await db.query<{ id: string; state: string; name: string; at: string; fingerprint: string | null; until: string | null }>(
    `select a.id, a.state, a.data->>'name' as name, to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, b.key as fingerprint, b.data->>'notAfter' as until
     from record a left join record b on b.kind = 'binding' and b.owner_id = a.id and b.state = 'active' and b.data->>'usage' = 'sign'
     where a.kind = 'account' and a.data->>'representsId' = $1 order by a.created_at limit 200`, [actor.entityId]);
  return { items: rows.map(({ id, state, name, at, fingerprint, until }) => ({ accountId: id, name, active: state === 'active', registeredAt: at, ...(fingerprint && until ? { certificate: { fingerprint, notAfter: until } } : {}) })), nextCursor: null };
}

/** GET /custodians: whom a tender document may name. */
export async function custodiansRead(db: Pool) {
  const { rows } = await db.query<{ data: CustodianRecord }>(`select data from record where kind = 'custodian' and state = 'active' order by key limit 100`);
  return { items: rows.map(({ data }) => ({ custodianId: data.custodianId, name: data.name, role: data.role, fingerprint: data.fingerprint, certificate: data.certificate })), nextCursor: null };
}
