import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { notificationMailInput, notificationMailRead, type NotificationMailRead } from '../../contracts/notifications.ts';
import { withTransaction } from '../../platform/db.ts';
import type { Identity } from '../../platform/identity.ts';
import { readerOf } from '../../platform/http/session.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { WorkspaceRoute } from '../workspace-routes.ts';
import { MAIL_POLICY, mailPage } from './notification-mail-page.ts';

/** An account's address, as kept. It counts once whoever reads the mailbox has confirmed it. */
export interface MailSetting { accountId: string; name: string; email: string; language: 'zh' | 'en'; token: string; confirmed: boolean }

/** Letters that ask for confirmation, of one account in a day, and to one address. */
const askedADay = 5;
/** Letters to one account leave no closer than this: what comes meanwhile comes together. */
const pauseMs = 3 * 60_000;
const aRound = 200;

const COLUMNS = `m.account_id as "accountId", a.data->>'name' as name, m.email, m.language, m.token, m.confirmed_at is not null as confirmed`;
const FROM = `notification_mail m join record a on a.kind = 'account' and a.id = m.account_id and a.state = 'active'`;

export async function settingOf(db: Pick<Pool, 'query'>, accountId: string): Promise<MailSetting | null> {
  return (await db.query<MailSetting>(`select ${COLUMNS} from ${FROM} where m.account_id = $1`, [accountId])).rows[0] ?? null;
}

async function settingByToken(db: Pick<Pool, 'query'>, token: string): Promise<MailSetting | null> {
  return (await db.query<MailSetting>(`select ${COLUMNS} from ${FROM} where m.token = $1`, [token])).rows[0] ?? null;
}

/** Another address takes the place of the first and must be confirmed anew; its link is a new one. */
export async function askForMail(db: Pool, accountId: string, { email, language }: z.infer<typeof notificationMailInput>): Promise<void> {
  await withTransaction(db, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 8))', [accountId]);
    const { rows: [kept] } = await client.query<{ asked: number }>(`select asked from notification_mail where account_id = $1 and asked_at > clock_timestamp() - interval '1 day'`, [accountId]);
    if ((kept?.asked ?? 0) >= askedADay) throw new Refusal('rate-limited', { retryAfterS: 86_400 });
    await client.query(
      `insert into notification_mail as m (account_id, email, language, token) values ($1, $2, $3, $4)
       on conflict (account_id) do update set email = excluded.email, language = excluded.language, token = excluded.token, confirmed_at = null, refused = 0,
         asked = case when m.asked_at > clock_timestamp() - interval '1 day' then m.asked + 1 else 1 end, asked_at = clock_timestamp()`,
      [accountId, email.toLowerCase(), language, randomBytes(24).toString('base64url')]);
    await client.query(`insert into outbox (topic, payload) values ('mail.told-confirm', jsonb_build_object('account', $1::text, 'nonce', $2::text))`, [accountId, randomUUID()]);
  });
}

/** From now on, and from what is new now. Pressed twice, it is confirmed. */
async function confirmMail(db: Pool, token: string): Promise<MailSetting> {
  await db.query(
    `update notification_mail m set confirmed_at = clock_timestamp(), told = coalesce((select max(seq) from notification n where n.account_id = m.account_id), 0), next_at = clock_timestamp()
     where token = $1 and confirmed_at is null`, [token]);
  const setting = await settingByToken(db, token);
  if (!setting) throw new Refusal('not-found');
  return setting;
}

/**
 * Looks whose notifications are new, and puts a message into the outbox for each account. Message and mark are written together, so
 * nothing is told twice or left out by a stop between the two. Answers whether there may be more.
 */
export async function tellByMail(db: Pool, pause: number = pauseMs): Promise<boolean> {
  const { rows } = await db.query<{ account: string; from: string; to: string }>(
    `select m.account_id as account, m.told::text as "from", (select max(n.seq) from notification n where n.account_id = m.account_id)::text as "to" from ${FROM}
     where m.confirmed_at is not null and m.next_at <= clock_timestamp() and exists (select 1 from notification n where n.account_id = m.account_id and n.seq > m.told)
     order by m.next_at limit ${aRound}`);
  for (const { account, from, to } of rows) {
    await withTransaction(db, async (client) => {
      const { rowCount } = await client.query(
        `update notification_mail set told = $3, next_at = clock_timestamp() + $4 * interval '1 millisecond' where account_id = $1 and told = $2 and confirmed_at is not null`, [account, from, to, pause]);
      if (rowCount === 1) await client.query(`insert into outbox (topic, payload) values ('mail.told', jsonb_build_object('account', $1::text, 'from', $2::text, 'to', $3::text))`, [account, from, to]);
    });
  }
  return rows.length === aRound;
}

/** What an unconfirmed address may last: a day. */
export async function sweepUnconfirmed(db: Pool): Promise<void> {
  await db.query(`delete from notification_mail where confirmed_at is null and asked_at < clock_timestamp() - interval '1 day'`);
}

const link = z.strictObject({ token: z.string().regex(/^[\w-]{20,64}$/) });

/** The setting is the account's; the link in a letter is the mailbox's. Opening it changes nothing, a button or one POST does (RFC 8058). */
export function notificationMailRoutes(app: FastifyInstance, { db, identity, mail }: { db: Pool; identity: Identity; mail: boolean }): void {
  const accountOf = async (request: Parameters<typeof readerOf>[0]): Promise<string> => {
    const actor = await readerOf(request, identity);
    if (!actor?.accountId) throw new Refusal('not-signed-in');
    return actor.accountId;
  };
  app.get('/api/v1/notifications/mail', async (request): Promise<NotificationMailRead> => {
    const setting = await settingOf(db, await accountOf(request));
    return { email: setting?.email ?? null, confirmed: setting?.confirmed ?? false };
  });
  app.post('/api/v1/notifications/mail', async (request, reply) => {
    const accountId = await accountOf(request);
    if (!mail) throw new Refusal('mail-missing');
    await askForMail(db, accountId, notificationMailInput.parse(request.body));
    return reply.code(202).send({});
  });
  app.delete('/api/v1/notifications/mail', async (request, reply) => {
    await db.query('delete from notification_mail where account_id = $1', [await accountOf(request)]);
    return reply.code(204).send();
  });
  const show = (reply: FastifyReply, setting: MailSetting | null, now: 'asked' | 'confirmed' | 'ended') => reply.code(setting === null && now !== 'ended' ? 404 : 200).headers({
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': MAIL_POLICY, 'referrer-policy': 'same-origin',
  }).send(mailPage(setting, now));
  const tokenOf = (params: unknown): string => {
    const read = link.safeParse(params);
    if (!read.success) throw new Refusal('not-found');
    return read.data.token;
  };
  app.register(async (scope) => {
    // mail programs and forms send a form; nothing in it is needed
    scope.addContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data'], { parseAs: 'string', bodyLimit: 4_096 }, (_request, _body, done) => { done(null, {}); });
    scope.get('/notification-mail/:token', async (request, reply) => show(reply, await settingByToken(db, tokenOf(request.params)), 'asked'));
    scope.post('/notification-mail/:token/confirm', async (request, reply) => show(reply, await confirmMail(db, tokenOf(request.params)), 'confirmed'));
    scope.post('/notification-mail/:token/unsubscribe', async (request, reply) => {
      await db.query('delete from notification_mail where token = $1', [tokenOf(request.params)]);
      return show(reply, null, 'ended');
    });
  });
}

export const notificationMailRouteList: readonly WorkspaceRoute[] = [
  { method: 'GET', path: '/api/v1/notifications/mail', who: 'signed-in', zh: '通知邮箱', status: 200, answer: notificationMailRead },
  { method: 'POST', path: '/api/v1/notifications/mail', who: 'signed-in', zh: '设置通知邮箱', status: 202, body: notificationMailInput, answer: z.strictObject({}) },
  { method: 'DELETE', path: '/api/v1/notifications/mail', who: 'signed-in', zh: '停止邮件通知、删除邮箱', status: 204 },
  { method: 'GET', path: '/notification-mail/:token', who: 'public', zh: '通知邮件设置页面', status: 200, answer: 'bytes' },
  { method: 'POST', path: '/notification-mail/:token/confirm', who: 'public', zh: '确认通知邮箱', status: 200, answer: 'bytes' },
  { method: 'POST', path: '/notification-mail/:token/unsubscribe', who: 'public', zh: '停止邮件通知(RFC 8058)', status: 200, answer: 'bytes' },
];
