import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startMailSandbox, type MailSandbox } from '../../../sandbox/mail/index.ts';
import { confirmSubscription, endSubscription, subscribe, subscriptionByToken, SUBSCRIPTION_POLICY, subscriptionPage, tellNews } from '../../modules/disclosure-portal/index.ts';
import { replaceDocuments } from '../../modules/disclosure-portal/search/index-lot.ts';
import { vectorText } from '../../modules/disclosure-portal/search/words.ts';
import { createServer } from '../../platform/http/server.ts';
import { createLogger } from '../../platform/log.ts';
import { openMailer, type Mailer } from '../../platform/mail.ts';
import { outboxWorker, type Worker } from '../../platform/system.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { subscriptionRoutes } from '../subscription-http.ts';
import { mailFlows } from './mail.ts';

let database: TestDatabase;
let post: MailSandbox;
let mailer: Mailer;
let worker: Worker;
let app: Awaited<ReturnType<typeof createServer>>;
let url = '';
beforeAll(async () => {
  database = await testDatabase();
  post = await startMailSandbox();
  mailer = openMailer({ url: post.url, from: 'no-reply@qinglan.example' });
  const log = createLogger({ level: 'error', write: () => undefined });
  worker = outboxWorker(database.pool, mailFlows({ pool: database.pool, mailer, publicUrl: 'https://trade.example/' }), async () => ({}), log, 'mail');
  app = await createServer({ log, webFolder: '/nowhere' });
  subscriptionRoutes(app, { db: database.pool, mail: true, desk: { subscribe, byToken: subscriptionByToken, confirm: confirmSubscription, end: endSubscription, page: subscriptionPage, policy: SUBSCRIPTION_POLICY } });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  await worker.stop();
  mailer.close();
  await post.close();
  await database.close();
});
beforeEach(() => { post.behave('well'); });

const asks = (email: string, filter: object = {}, more: object = {}) => subscribe(database.pool, { email, filter, frequency: 'at-once', language: 'zh', ...more });
/** The worker runs by itself; here it is only waited for. */
async function settle(): Promise<void> {
  worker.wake();
  await vi.waitFor(async () => {
    const { rowCount } = await database.pool.query('select 1 from outbox where done_at is null and (tries = 0 or next_at <= clock_timestamp()) and topic like $1', ['mail.%']);
    expect(rowCount).toBe(0);
  }, { timeout: 10_000, interval: 20 });
}
const tokenIn = (email: string): string => /subscriptions\/([\w-]+)/.exec(post.inbox(email).at(-1)?.text ?? '')?.[1] ?? '';
const row = async (email: string) => (await database.pool.query<{ confirmed: boolean; told: string; next: Date }>(`select confirmed_at is not null as confirmed, told::text, next_at::text as next from mail_subscription where email = $1`, [email])).rows;

async function subscribed(email: string, filter: object = {}, more: object = {}): Promise<string> {
  await asks(email, filter, more);
  await settle();
  const token = tokenIn(email);
  await confirmSubscription(database.pool, token);
  return token;
}

/** A notice as the search keeps it. */
async function published(title: string, facets: { category?: string; region?: string; type?: 'lot' | 'notice' | 'result'; publishedAt?: string } = {}): Promise<string> {
  const { category = 'engineering', region = '330100', type = 'notice', publishedAt = (await database.pool.query<{ now: string }>('select platform_now() as now')).rows[0]?.now ?? '' } = facets;
  const lotId = randomUUID();
  const common = { lotId, category, region, industry: 'water', kind: 'open-tender', stage: 'bidding' };
  await replaceDocuments(database.pool, lotId, [{
    ...common, id: `${lotId}/1`, type, amount: 100_00, publishedAt, deadline: null,
    words: vectorText({ title, names: ['甲单位'], body: '', facets: { type, category, industry: 'water', stage: 'bidding', kind: 'open-tender', region: [2, 4, 6].map((n) => region.slice(0, n)) } }),
    item: { ...common, id: `${lotId}/1`, type, noticeId: '1', title, lotCode: 'QL-1', lotNo: '1', regionZh: '杭州市', tendererName: '甲单位', stage: 'noticed', stageZh: '', publishedAt, amountFen: 100_00, amountOf: 'ceiling' },
  }]);
  return lotId;
}
const rush = () => database.pool.query(`update mail_subscription set next_at = clock_timestamp()`);
async function told(pause?: number): Promise<void> {
  while (await tellNews(database.pool, pause));
  await settle();
}

it('sends nothing before the mailbox has confirmed by a button, and then what is new and fits', async () => {
  const email = 'reader@example.org';
  await published('桥梁旧公告');
  const filter = { q: '桥梁', category: 'engineering', region: '3301', type: 'notice' };
  const answer = await fetch(`${url}/api/v1/subscriptions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'Reader@Example.org', filter, frequency: 'at-once' }) });
  expect([answer.status, await answer.json()]).toEqual([202, {}]);
  await published('桥梁甲');
  await told();
  expect(post.inbox(email).map(({ subject }) => subject)).toEqual(['请确认您的清兰邮件订阅']);
  const link = `${url}/subscriptions/${tokenIn(email)}`;
  const page = await (await fetch(link)).text();
  expect(page).toContain('确认订阅');
  expect(page).not.toContain(email);
  expect((await row(email))[0]?.confirmed).toBe(false);
  const confirmed = await fetch(`${link}/confirm`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url } });
  expect([confirmed.status, await confirmed.text()]).toEqual([200, expect.stringContaining('订阅已生效')]);
  const lotId = await published('桥梁乙招标公告');
  await published('桥梁采购', { category: 'gov-procurement' });
  await published('桥梁兰州', { region: '620100' });
  await published('桥梁结果', { type: 'result' });
  await published('医院门诊楼');
  await told();
  expect(post.inbox(email).slice(1).map(({ subject }) => subject)).toEqual(['【清兰】桥梁乙招标公告']);
  const mail = post.inbox(email).at(-1);
  expect(mail?.text).toContain(`https://trade.example/notices/${lotId}/1.html`);
  expect(mail?.text).not.toContain('医院');
  expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  expect(mail?.headers['list-unsubscribe']).toMatch(/^<https:\/\/trade\.example\/subscriptions\/[\w-]+\/unsubscribe>$/);
});

it('gathers what comes within the pause, and daily mails leave in the morning', async () => {
  await subscribed('often@example.org', { q: '隧道' });
  await subscribed('daily@example.org', { q: '隧道' }, { frequency: 'daily', language: 'en' });
  const { rows: [at] } = await database.pool.query<{ text: string; soon: boolean }>(`select to_char(next_at at time zone '+08', 'HH24:MI:SS') as text, next_at - clock_timestamp() between interval '0' and interval '1 day' as soon from mail_subscription where email = 'daily@example.org'`);
  expect(at).toEqual({ text: '08:00:00', soon: true });
  await published('隧道一');
  await told();
  await published('隧道二');
  await published('隧道三');
  await told();
  const subjects = (email: string) => post.inbox(email).slice(1).map(({ subject }) => subject);
  expect([subjects('often@example.org'), subjects('daily@example.org')]).toEqual([['【清兰】隧道一'], []]);
  await rush();
  await told();
  expect(subjects('often@example.org')).toEqual(['【清兰】隧道一', '【清兰】隧道三等 2 条']);
  expect(subjects('daily@example.org')).toEqual(['[Qinglan] 隧道三 and 2 more']);
  await rush();
  await told();
  expect(subjects('often@example.org')).toHaveLength(2);
});

it('one POST of a mail program ends it: the address is nowhere any more, and what was on its way does not leave', async () => {
  const email = 'leaving@example.org';
  const token = await subscribed(email, { q: '水库' });
  await published('水库一');
  while (await tellNews(database.pool));
  const before = post.inbox(email).length;
  const gone = await fetch(`${url}/subscriptions/${token}/unsubscribe`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
  expect(gone.status).toBe(200);
  await settle();
  expect(post.inbox(email)).toHaveLength(before);
  for (const table of ['mail_subscription', 'outbox', 'record', 'leaf', 'search_news', 'access_log']) {
    const { rows } = await database.pool.query<{ n: string }>(`select count(*) as n from ${table} t where t::text like '%leaving@%'`);
    expect([table, Number(rows[0]?.n)]).toEqual([table, 0]);
  }
  const again = await fetch(`${url}/subscriptions/${token}/unsubscribe`, { method: 'POST' });
  expect(again.status).toBe(200);
  expect((await fetch(`${url}/subscriptions/${token}`)).status).toBe(404);
  expect((await fetch(`${url}/subscriptions/${token}/confirm`, { method: 'POST' })).status).toBe(404);
});

it('waits for a post office that is down, and gives up a mailbox that does not exist', async () => {
  await subscribed('patient@example.org', { q: '泵站' });
  post.behave('down');
  await published('泵站一');
  await told();
  expect(post.inbox('patient@example.org')).toHaveLength(1);
  post.behave('well');
  await database.pool.query(`update outbox set next_at = clock_timestamp() where done_at is null`);
  await settle();
  expect(post.inbox('patient@example.org').map(({ subject }) => subject)).toEqual(['请确认您的清兰邮件订阅', '【清兰】泵站一']);
  post.behave('unknown');
  await asks('nobody@example.org');
  await settle();
  expect(await row('nobody@example.org')).toEqual([]);
});

it('cannot be used to fill a foreign mailbox, and tells nobody who subscribes', async () => {
  const email = 'victim@example.org';
  for (let i = 0; i < 8; i++) await asks(email, { q: `词${i}` });
  for (let i = 0; i < 8; i++) await asks(email, { q: '词0' });
  await settle();
  expect(post.inbox(email)).toHaveLength(3);
  const ask = (body: object) => fetch(`${url}/api/v1/subscriptions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push((await ask({ email, filter: {}, frequency: 'daily' })).status);
  expect(statuses.at(0)).toBe(202);
  expect(statuses.at(-1)).toBe(429);
  for (const bad of ['x', 'a@b', 'a@example.org\r\nBcc: b@example.org', 'a@example.org, b@example.org']) await expect(ask({ email: bad, filter: {}, frequency: 'daily' }).then((r) => r.status)).resolves.not.toBe(202);
});

it('an index made anew is no news', async () => {
  await subscribed('calm@example.org', { q: '旧闻' });
  await published('旧闻一则', { publishedAt: '2026-01-02T01:00:00.000Z' });
  await told();
  expect(post.inbox('calm@example.org')).toHaveLength(1);
});
