import { beforeAll, expect, test } from 'vitest';
import { lotOf, playLot, START, testMarket, type Person, type Trade } from '../../platform/testing/market.ts';
import type { Account } from '../entity-ca/index.ts';
import { specs as openingSpecs } from '../opening-hall/index.ts';
import { lotRead } from '../tender-doc/index.ts';
import { ordersRead } from '../../contracts/order-reads.ts';
import { ordersOfLot, specs } from './index.ts';

const { m, p } = await testMarket(async (pool) => [...specs, ...openingSpecs(pool, {} as never)]);
let officer: Person;
beforeAll(async () => {
  officer = await organ('住建局');
});

const engineering = { category: 'engineering' } as const;
const procurement = { category: 'gov-procurement' } as const;
const DAY = 86_400_000;
const at = (days: number, ms = 0): string => new Date(Date.parse(START) + days * DAY + ms).toISOString();
let orders = 0;
const order = async (by: Person, orderType: string, more: Record<string, unknown> = {}) => {
  orders += 1;
  return { orderNo: `令${orders}`, orderType, reason: '涉嫌违规，调查期间', orderFile: await m.blob(by.actor.accountId ?? ''), ...(['resume'].includes(orderType) ? {} : { dueAt: at(10) }), ...more };
};
const abnormal = async (abnormalType: string) => ({ abnormalType, reasonCode: 'plan-changed', reason: '计划调整', noticeFile: await m.blob(p.tenderer.entityId) });
const timer = async (lotId: string, event: string): Promise<string | null> => {
  const { rows } = await m.pool.query<{ due: Date }>(`select due_at as due from timer where lot_id = $1 and event = $2 and done_at is null`, [lotId, event]);
  return rows[0] ? new Date(rows[0].due).toISOString() : null;
};

async function organ(name: string, scope: Partial<Account> = {}): Promise<Person> {
  const person = await m.post(['supervisor']);
  await m.pool.query(`update record set data = data || $2::jsonb where kind = 'account' and id = $1`, [person.actor.accountId, JSON.stringify({ organ: name, ...scope })]);
  return { ...person, actor: { ...person.actor, regions: scope.regions ?? [], industries: scope.industries ?? [] } };
}

async function issued(terms: typeof engineering | typeof procurement = engineering): Promise<Trade> {
  await m.s.setNow(START);
  return playLot(m, p, terms);
}

test('a stopped lot takes no act; its end moves the deadline by whole days and says so openly', async () => {
  const { lotId, bidDeadline, docId } = await issued();
  const bidder = await m.company('竞标有限公司', ['bidder']);
  const stopped = await m.act('sup-order', officer.actor, lotId, await order(officer, 'suspend'));
  expect(stopped.result['state']).toBe('suspended');
  expect(await timer(lotId, 'timer:bid-deadline')).toBe(null);
  expect(await m.refused('doc-download', bidder.actor, lotId, { docId })).toBe('state');
  expect(await m.refused('doc-question', bidder.actor, lotId, { text: '还投吗' })).toBe('state');
  expect(await m.refused('doc-clarify', p.tenderer.actor, lotId, { clarificationFile: await m.blob(p.tenderer.entityId), isMaterial: false, changedItems: ['图纸'], revisedContent: '改' })).toBe('state');
  expect((await lotRead(m.pool, { actor: null, now: START }, { id: lotId })).deadlines).toEqual([]);
  // three hours and a second: one whole day
  await m.s.setNow(at(0, 3 * 3_600_000 + 1_000));
  const lifted = await m.act('sup-order', officer.actor, lotId, await order(officer, 'resume'));
  const moved = new Date(Date.parse(bidDeadline) + DAY).toISOString();
  expect(lifted.result).toMatchObject({ state: 'noticed', newBidDeadline: moved, saleEnd: at(11) });
  expect([(await lotOf(m, lotId)).data.bidDeadline, await timer(lotId, 'timer:bid-deadline')]).toEqual([moved, moved]);
  const { rows } = await m.pool.query<{ fp: string; public: Record<string, unknown>; commitments: string[] }>(
    `select fp, body::jsonb->'public' as public, array(select jsonb_object_keys(body::jsonb->'commitments')) as commitments from leaf where lot_id = $1 and fp in ('sup-order', 'gov-periods-moved') order by ordinal`, [lotId]);
  expect(rows.map(({ fp }) => fp)).toEqual(['sup-order', 'sup-order', 'gov-periods-moved']);
  // the order is blind: whose number it has and until when concerns nobody else
  expect(rows[0]?.public).toEqual({});
  expect(rows[0]?.commitments.sort()).toEqual(['dueAt', 'effectiveAt', 'lotId', 'orderNo', 'orderType']);
  expect(rows[2]?.public).toMatchObject({ newBidDeadline: moved });
});

test('who stopped it lifts the stop: the organ, not the officer, and neither another organ nor the tenderer', async () => {
  const { lotId } = await issued();
  await m.act('sup-order', officer.actor, lotId, await order(officer, 'suspend'));
  const other = await organ('财政局');
  expect(await m.refused('sup-order', other.actor, lotId, await order(other, 'resume'))).toBe('r-resume-by-suspender');
  expect(await m.refused('not-abnormal', p.tenderer.actor, lotId, await abnormal('resume'))).toBe('r-resume-by-suspender');
  const colleague = await organ('住建局');
  expect((await m.act('sup-order', colleague.actor, lotId, await order(colleague, 'resume'))).result['state']).toBe('noticed');
  await m.act('not-abnormal', p.tenderer.actor, lotId, await abnormal('suspend'));
  expect(await m.refused('sup-order', officer.actor, lotId, await order(officer, 'resume'))).toBe('r-resume-by-suspender');
  // after its time anyone in scope may
  await m.act('not-abnormal', p.tenderer.actor, lotId, await abnormal('resume'));
  await m.act('sup-order', officer.actor, lotId, await order(officer, 'suspend'));
  await m.s.setNow(at(10));
  expect((await m.act('sup-order', other.actor, lotId, await order(other, 'resume'))).result['state']).toBe('noticed');
});

test('an officer acts in scope alone, with a file, a number of its own and a time', async () => {
  const { lotId } = await issued();
  const far = await organ('外省住建厅', { regions: ['11'] });
  // and whoever tries is seen
  expect(await m.refused('sup-order', far.actor, lotId, await order(far, 'suspend'))).toBe('r-scope-of-supervision');
  const { rows } = await m.pool.query<{ warning: string }>(`select data->>'warning' as warning from record where kind = 'warning' and lot_id = $1`, [lotId]);
  expect(rows).toContainEqual({ warning: 'w-access-abnormal' });
  expect(await m.refused('sup-order', p.tenderer.actor, lotId, await order(officer, 'suspend'))).toBe('forbidden');
  expect(await m.refused('sup-order', officer.actor, lotId, await order(officer, 'suspend', { orderFile: 'a'.repeat(64) }))).toBe('blob-missing');
  expect(await m.refused('sup-order', officer.actor, lotId, await order(officer, 'opinion', { dueAt: at(-1) }))).toBe('invalid-input');
  const { dueAt: _none, ...unlimited } = await order(officer, 'suspend');
  expect(await m.refused('sup-order', officer.actor, lotId, unlimited)).toBe('invalid-input');
  const opinion = await order(officer, 'opinion');
  expect((await m.act('sup-order', officer.actor, lotId, opinion)).result['state']).toBe('noticed');
  expect(await m.refused('sup-order', officer.actor, lotId, opinion)).toBe('version-conflict');
  const read = async (person: Person) => ordersRead.parse(await ordersOfLot(m.pool, { actor: person.actor, now: START }, { id: lotId })).items.map(({ orderType }) => orderType);
  expect([await read(p.tenderer), await read(officer)]).toEqual([['opinion'], ['opinion']]);
  const bidder = await m.company('旁观有限公司', ['bidder']);
  await expect(read(bidder)).rejects.toMatchObject({ code: 'not-found' });
});

test('a stop in procurement lasts thirty days at most and ends by itself', async () => {
  const { lotId, bidDeadline } = await issued(procurement);
  expect(await m.refused('sup-order', officer.actor, lotId, await order(officer, 'suspend', { dueAt: at(32) }))).toBe('invalid-input');
  const { dueAt: _none, ...longest } = await order(officer, 'suspend');
  await m.act('sup-order', officer.actor, lotId, longest);
  const until = await timer(lotId, 'timer:suspend-max') ?? '';
  expect(Date.parse(until) - Date.parse(START)).toBeGreaterThan(30 * DAY - 1);
  await m.s.setNow(new Date(Date.parse(until) - 1).toISOString());
  await m.system('timer:suspend-max', lotId);
  expect((await lotOf(m, lotId)).state).toBe('suspended');
  await m.s.setNow(until);
  await m.system('timer:suspend-max', lotId);
  const lot = await lotOf(m, lotId);
  const days = Math.ceil((Date.parse(until) - Date.parse(START)) / DAY);
  expect([lot.state, lot.data.bidDeadline]).toEqual(['noticed', new Date(Date.parse(bidDeadline) + days * DAY).toISOString()]);
  expect((await m.system('timer:suspend-max', lotId)).receipt).toBe(null);
  expect(await timer(lotId, 'timer:suspend-max')).toBe(null);
});

test.each([['decrypting', 'decryptEnd', 'timer:decrypt-end'], ['confirming', 'confirmEnd', 'timer:confirm-end']])('what was left of a session’s minutes goes on: %s', async (state, field, event) => {
  const { lotId, openingId } = await issued();
  const end = at(0, 20 * 60_000);
  await m.pool.query(`update record set state = 'opening' where kind = 'lot' and id = $1`, [lotId]);
  await m.pool.query(`update record set state = $2, data = data || jsonb_build_object($3::text, $4::text) where kind = 'opening' and id = $1`, [openingId, state, field, end]);
  await m.act('sup-order', officer.actor, lotId, await order(officer, 'suspend'));
  await m.s.setNow(at(2));
  await m.act('sup-order', officer.actor, lotId, await order(officer, 'resume'));
  const left = at(2, 20 * 60_000);
  expect((await m.s.get<Record<string, string>>('opening', openingId))?.data[field]).toBe(left);
  expect(await timer(lotId, event)).toBe(left);
  // and the hall is told
  await m.system('opening-resumed', lotId);
  const { rows } = await m.pool.query<{ data: Record<string, unknown> }>(`select data from live_event where channel = $1 and type = 'phase' order by seq desc limit 1`, [`opening:${lotId}`]);
  expect(rows[0]?.data[field]).toBe(left);
});

test('publicity goes on after a stop, by whole days', async () => {
  const { lotId } = await issued();
  await m.pool.query(`update record set state = 'candidate-publicity', data = data || jsonb_build_object('publicity', jsonb_build_object('publishedAt', $2::text, 'publicityEnd', $3::text, 'objectionChannel', 'x')) where kind = 'lot' and id = $1`, [lotId, START, at(3)]);
  await m.s.setNow(at(1));
  await m.act('sup-order', officer.actor, lotId, await order(officer, 'suspend'));
  await m.s.setNow(at(5, 1));
  expect((await m.act('sup-order', officer.actor, lotId, await order(officer, 'resume'))).result).toMatchObject({ state: 'candidate-publicity', publicityEnd: at(8) });
});
