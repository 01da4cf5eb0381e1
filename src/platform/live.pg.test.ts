import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventRoutes } from './http/events.ts';
import { problemHandler } from './http/problems.ts';
import { LiveHub, type LiveMessage } from './live.ts';
import { createLogger } from './log.ts';
import { testDatabase, type TestDatabase } from './testing/pg.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const said = async (channel: string, from: number, to: number) => {
  await database.pool.query(`insert into live_event (channel, seq, type, data, at) select $1, n, 'record', '{}', now() from generate_series($2::int, $3::int) n`, [channel, from, to]);
};
const watcher = (cursor = 0) => {
  const seen: number[] = [];
  return { seen, cut: 0, cursor, send: ({ seq }: LiveMessage) => { if (seq !== null) seen.push(seq); } };
};
const counted = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const subscriber = (one: ReturnType<typeof watcher>) => Object.assign(one, { cut: () => { one.seen.push(-1); } });

it('whoever comes while a read is on its way gets all that was said before', async () => {
  const channel = `opening:${randomUUID()}`;
  await said(channel, 1, 50);
  const hub = new LiveHub(database.pool);
  const early = subscriber(watcher());
  await hub.subscribe(channel, early);
  await said(channel, 51, 60);
  const reading = hub.wake(channel);
  const late = subscriber(watcher());
  const resumed = subscriber(watcher(55));
  await Promise.all([reading, hub.subscribe(channel, late), hub.subscribe(channel, resumed)]);
  expect([early.seen, late.seen, resumed.seen]).toEqual([counted(1, 60), counted(1, 60), counted(56, 60)]);
});

it('a read that fails cuts the watchers and rejects for nobody', async () => {
  const channel = `opening:${randomUUID()}`;
  const hub = new LiveHub(database.pool);
  const one = subscriber(watcher(3_000_000_000));
  await hub.subscribe(channel, one);
  await hub.wake(channel);
  expect(one.seen).toEqual([-1, -1]);
});

it('a cursor no event can have is refused, and so are more streams than one address may hold', async () => {
  const log = createLogger({ level: 'error' });
  const app = Fastify();
  app.setErrorHandler(problemHandler(log));
  eventRoutes(app, new LiveHub(database.pool), async () => true, { streamsOfAddressMax: 2, streamsMax: 10 });
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  const open = (more = '') => { const controller = new AbortController(); return fetch(`${base}/api/v1/events?channel=opening:${randomUUID()}${more}`, { signal: controller.signal }).then((answer) => ({ answer, controller })); };
  expect((await open('&after=3000000000')).answer.status).toBe(400);
  const held = [await open(), await open()];
  expect(held.map(({ answer }) => answer.status)).toEqual([200, 200]);
  const refused = await open();
  expect([refused.answer.status, ((await refused.answer.json()) as { code: string }).code]).toEqual([429, 'too-many-streams']);
  held[0]?.controller.abort();
  await expect.poll(async () => (await open()).answer.status).toBe(200);
  app.server.closeAllConnections();
  await app.close();
});
