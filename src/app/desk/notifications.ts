import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { notificationsMark, told, type Audience, type NotificationsRead } from '../../contracts/notifications.ts';
import { namedInTrade } from '../../kernel/trade-words.ts';
import type { Actor } from '../../platform/act.ts';
import type { Identity } from '../../platform/identity.ts';
import { readerOf } from '../../platform/http/session.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Flow } from '../../platform/system.ts';
import { cursorOf, readCursor } from './cursor.ts';

/** Who is meant, as entities of the lot `$2`; whoever acted himself finds it read: his colleagues share the account. */
const WHO: Readonly<Record<Audience, string>> = {
  tenderer: `select l.owner_id from record l where l.kind = 'lot' and l.id = $2`,
  agency: `select (l.data->>'agencyId')::uuid from record l where l.kind = 'lot' and l.id = $2`,
  bidders: `select r.owner_id from record r where r.lot_id = $2 and r.kind in ('bid', 'download', 'application', 'invitation', 'bid-side')`,
  bid: `select b.owner_id from record b join leaf f on f.id = $1 and f.lot_id = $2 where b.kind = 'bid' and b.lot_id = $2 and b.data->>'bidSeq' = f.body::jsonb->'public'->>'bidSeq'`,
  suppliers: `select (s.one->>'supplierId')::uuid from record l, jsonb_array_elements(l.data->'framework'->'suppliers') as s(one) where l.kind = 'lot' and l.id = $2 and s.one->'out' is null`,
  winner: `select (l.data->'award'->>'bidderId')::uuid from record l where l.kind = 'lot' and l.id = $2`,
};

/** An act that people are told of was done: one row for each account meant. Told twice, it is one row. */
export function notifyFlow(pool: Pool): Flow {
  return {
    topic: 'told',
    async run({ fp, lotId, leafId, at, by }) {
      const words = told[String(fp)];
      if (!words) return;
      await pool.query(
        `insert into notification (account_id, leaf_id, lot_id, fp, at, read_at)
         select a.id, $1, $2, $3, $4, case when a.id = $5 then $4::timestamptz end from record a where a.kind = 'account' and a.state = 'active' and a.data->>'entityId' in (select w::text from (${words.to.map((who) => WHO[who]).join(' union ')}) as audience(w))
         ${words.once ? `and not exists (select 1 from notification n where n.account_id = a.id and n.lot_id = $2 and n.fp = $3)` : ''}
         on conflict (account_id, leaf_id) do nothing`, [leafId, lotId, fp, at, by ?? null]);
    },
  };
}

const query = z.object({ unread: z.enum(['1', '0']).optional(), cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });

/** GET /notifications: newest first. */
export async function notificationsRead(db: Pool, { actor }: { actor: Actor | null }, params: Record<string, string | undefined>): Promise<NotificationsRead> {
  if (!actor?.accountId) throw new Refusal('not-signed-in');
  const { unread, cursor, limit } = query.parse(Object.fromEntries(Object.entries(params).filter(([, v]) => v !== undefined && v !== '')));
  const after = cursor === undefined ? null : readCursor(cursor);
  const { rows } = await db.query<{ id: string; fp: string; lot: string; code: string; project: string; category: string; at: string; exact: string; read: boolean }>(
    `select n.id, n.fp, n.lot_id as lot, l.data->>'lotCode' as code, l.data->>'projectName' as project, l.data->>'category' as category, n.read_at is not null as read,
       to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exact
     from notification n join record l on l.kind = 'lot' and l.id = n.lot_id
     where n.account_id = $1 and ($2::boolean is not true or n.read_at is null) and ($3::timestamptz is null or (n.at, n.id) < ($3::timestamptz, $4::uuid))
     order by n.at desc, n.id desc limit $5`, [actor.accountId, unread === '1', after?.[0] ?? null, after?.[1] ?? null, limit + 1]);
  const counted = await db.query<{ n: number }>('select count(*)::int as n from (select 1 from notification where account_id = $1 and read_at is null limit 1000) as unread', [actor.accountId]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ id, fp, lot, code, project, category, at, read }) => ({ id, at, fp, ...namedInTrade({ zh: told[fp]?.zh ?? fp, en: told[fp]?.en ?? fp }, category), lotId: lot, lotCode: code, projectName: project, read })),
    nextCursor: last ? cursorOf(last.exact, last.id) : null, unread: counted.rows[0]?.n ?? 0,
  };
}

/** POST /notifications/read: a reading mark, workspace. */
export function notificationRoutes(app: FastifyInstance, { identity, db }: { identity: Identity; db: Pool }): void {
  app.post('/api/v1/notifications/read', async (request, reply) => {
    const actor = await readerOf(request, identity);
    if (!actor?.accountId) throw new Refusal('not-signed-in');
    const { id } = notificationsMark.parse(request.body);
    await db.query('update notification set read_at = clock_timestamp() where account_id = $1 and read_at is null and ($2::uuid is null or id = $2)', [actor.accountId, id ?? null]);
    return reply.code(204).send();
  });
}
