import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startMailSandbox, type MailSandbox } from '../../../sandbox/mail/index.ts';
import { createLogger } from '../../platform/log.ts';
import { openMailer, type Mailer } from '../../platform/mail.ts';
import { outboxWorker, type Worker } from '../../platform/system.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { askForMail, sweepUnconfirmed, tellByMail } from '../desk/notification-mail.ts';
import { notificationMailFlows } from './notification-mail.ts';

let database: TestDatabase;
let post: MailSandbox;
let mailer: Mailer;
let worker: Worker;
beforeAll(async () => {
  database = await testDatabase();
  post = await startMailSandbox();
  mailer = openMailer({ url: post.url, from: 'no-reply@qinglan.example' });
  const log = createLogger({ level: 'error', write: () => undefined });
  worker = outboxWorker(database.pool, notificationMailFlows({ pool: database.pool, mailer, publicUrl: 'https://trade.example/' }), async () => ({}), log, 'mail');
});
afterAll(async () => {
  await worker.stop();
  mailer.close();
  await post.close();
  await database.close();
});
beforeEach(() => { post.behave('well'); });

const lotId = randomUUID();
let n = 0;

async function account(): Promise<{ id: string; email: string }> {
  const id = randomUUID();
  await database.pool.query(`insert into record (kind, id, state, data, created_at, updated_at) values ('account', $1, 'active', '{"name":"兰台工程有限公司"}', clock_timestamp(), clock_timestamp())`, [id]);
  await database.pool.query(`insert into record (kind, id, state, data, created_at, updated_at) values ('lot', $1, 'noticed', '{"lotCode":"A-1","projectName":"测试工程"}', clock_timestamp(), clock_timestamp()) on conflict do nothing`, [lotId]);
  return { id, email: `reader-${n += 1}@example.org` };
}
const told = (accountId: string, fp: string) => database.pool.query('insert into notification (account_id, leaf_id, lot_id, fp, at) values ($1, $2, $3, $4, clock_timestamp())', [accountId, randomUUID(), lotId, fp]);
async function settle(): Promise<void> {
  worker.wake();
  await vi.waitFor(async () => {
    expect((await database.pool.query(`select 1 from outbox where done_at is null and (tries = 0 or next_at <= clock_timestamp()) and topic like 'mail.%'`)).rowCount).toBe(0);
  }, { timeout: 10_000, interval: 20 });
}
const kept = async (id: string) => (await database.pool.query<{ email: string }>('select email from notification_mail where account_id = $1', [id])).rows;
const confirm = (id: string) => database.pool.query('update notification_mail set confirmed_at = clock_timestamp(), told = coalesce((select max(seq) from notification), 0) where account_id = $1', [id]);

it('sends nothing before the mailbox has confirmed, and then what is new since', async () => {
  const { id, email } = await account();
  await askForMail(database.pool, id, { email, language: 'zh' });
  await settle();
  expect(post.inbox(email)[0]?.text).toMatch(/https:\/\/trade\.example\/notification-mail\/[\w-]{20,}/);
  await told(id, 'doc-clarify');
  await tellByMail(database.pool);
  await settle();
  expect(post.inbox(email)).toHaveLength(1);
  await confirm(id);
  await told(id, 'liv-start');
  await told(id, 'opn-list');
  await tellByMail(database.pool);
  await settle();
  expect(post.inbox(email)).toHaveLength(2);
  expect(post.inbox(email)[1]?.subject).toBe('【清兰】开标已开始，请在时限内解密：测试工程等 2 条');
  expect(post.inbox(email)[1]?.text).not.toContain('澄清');
});

it('what comes within the pause comes in one letter', async () => {
  const { id, email } = await account();
  await askForMail(database.pool, id, { email, language: 'en' });
  await settle();
  await confirm(id);
  await told(id, 'awd-notice');
  await tellByMail(database.pool);
  await told(id, 'awd-result');
  await tellByMail(database.pool);
  await told(id, 'ctr-sign');
  await tellByMail(database.pool);
  await settle();
  expect(post.inbox(email).map(({ subject }) => subject).slice(1)).toEqual(['[Qinglan] The award notice was issued: 测试工程']);
  await database.pool.query('update notification_mail set next_at = clock_timestamp() where account_id = $1', [id]);
  await tellByMail(database.pool);
  await settle();
  expect(post.inbox(email).map(({ subject }) => subject).at(-1)).toBe('[Qinglan] The contract is signed: 测试工程 and 1 more');
});

it('another address must confirm anew; what was asked too often is refused; what nobody confirmed goes', async () => {
  const { id, email } = await account();
  await askForMail(database.pool, id, { email, language: 'zh' });
  await confirm(id);
  await askForMail(database.pool, id, { email: `other-${email}`, language: 'zh' });
  expect((await database.pool.query('select 1 from notification_mail where account_id = $1 and confirmed_at is not null', [id])).rowCount).toBe(0);
  for (let i = 0; i < 3; i += 1) await askForMail(database.pool, id, { email, language: 'zh' });
  await expect(askForMail(database.pool, id, { email, language: 'zh' })).rejects.toMatchObject({ code: 'rate-limited' });
  await database.pool.query(`update notification_mail set asked_at = clock_timestamp() - interval '25 hours' where account_id = $1`, [id]);
  await sweepUnconfirmed(database.pool);
  expect(await kept(id)).toEqual([]);
});

it('a mailbox that does not exist is forgotten, and no address is in the outbox', async () => {
  const { id, email } = await account();
  post.behave('unknown');
  await askForMail(database.pool, id, { email, language: 'zh' });
  await settle();
  expect(await kept(id)).toEqual([]);
  expect((await database.pool.query(`select 1 from outbox where payload::text like '%@example.org%'`)).rowCount).toBe(0);
});
