import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ClockHold } from '../../src/platform/clock-hold.ts';
import { createLogger } from '../../src/platform/log.ts';
import { ProblemError } from '../../src/play/client.ts';
import { company, type Member } from '../support/cast.ts';
import { invariants } from '../support/invariants.ts';
import { iso, openLot, prepared, stage, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';

/**
 * The machine's clock stepped under a platform that serves. It is read in two places, `wall_clock()` of the database and Date.now()
 * of the process; here both are shifted together, as somebody (or NTP) who sets the clock does.
 */
let world: World;
let at: Stage;
const realNow = Date.now.bind(Date);
const minute = 60_000;

beforeAll(async () => {
  world = await openWorld();
  await world.pool.query(`create table wall_step (ms bigint not null); insert into wall_step values (0);
    create or replace function wall_clock() returns timestamptz language sql volatile as $$ select clock_timestamp() + (select ms from wall_step) * interval '1 millisecond' $$`);
  at = await stage(world);
});
afterEach(() => step(0));
afterAll(async () => {
  vi.restoreAllMocks();
  await world.close();
});

async function step(ms: number): Promise<void> {
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
  await world.pool.query('update wall_step set ms = $1', [ms]);
}

const codeOf = (acted: Promise<unknown>): Promise<string> => acted.then(() => 'done', (error: unknown) => (error instanceof ProblemError ? error.code : String(error)));
const shownNow = async (): Promise<number> => Date.parse((await world.guest.get<{ now: string }>('/api/v1/platform')).now);
const submit = (member: Member, lot: OpenLot, bidId: string) => member.client.act('bid-submit', lot.lotId, { bidId });

/** The instants of all leaves in the order they were written. */
async function instants(): Promise<number[]> {
  const { rows } = await world.pool.query<{ at: string }>(`select recorded_at as at from leaf where kind <> 'batch' order by ordinal`);
  return rows.map((row) => Date.parse(row.at));
}
const goesForward = (times: readonly number[]): boolean => times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0));

it('set back by ten minutes: leaves go on from the last instant, readers see no earlier one, sessions live', async () => {
  const lot = await openLot(at);
  const bidder = await company(world, ['bidder']);
  const { bidId } = await prepared(world, lot, bidder);
  const [before, seen] = [await instants(), await shownNow()];
  await step(-10 * minute);
  const acted = await submit(bidder, lot, bidId);
  const withdrawn = await bidder.client.act('bid-withdraw', lot.lotId, { bidId, action: 'withdraw' });
  const after = await instants();
  expect(after.length).toBeGreaterThan(before.length);
  expect(goesForward([Math.max(...before), ...after.slice(before.length)])).toBe(true);
  // it stands, or goes on by a millisecond with each act
  expect(Date.parse(withdrawn.receipt?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(acted.receipt?.at ?? ''));
  expect(Date.parse(withdrawn.receipt?.at ?? '')).toBeLessThan(seen + minute);
  expect(await shownNow()).toBeGreaterThanOrEqual(seen);
  expect(await bidder.client.get('/api/v1/me')).toMatchObject({ account: { id: bidder.client.accountId } });
  // signing in works by the stepped clock as by any other
  await expect(bidder.client.signIn()).resolves.toBeDefined();
  // when the clock has caught up it is followed again
  await step(minute);
  const later = await company(world, ['bidder']);
  expect((await instants()).at(-1)).toBeGreaterThan(seen + minute / 2);
  expect(later.id).toBeTruthy();
});

it('set forward over a deadline and back again: what has passed has passed', async () => {
  const lot = await openLot(at);
  const [first, second] = await Promise.all([company(world, ['bidder']), company(world, ['bidder'])]);
  const [one, two] = [await prepared(world, lot, first), await prepared(world, lot, second)];
  await setClock(world, iso(Date.parse(lot.bidDeadline) - 5 * minute), false);
  await submit(first, lot, one.bidId);
  await step(10 * minute);
  expect(await codeOf(submit(second, lot, two.bidId))).toBe('r-before-deadline');
  await world.platform.timers.runDue(lot.lotId);
  expect((await world.pool.query(`select state from record where kind = 'lot' and id = $1`, [lot.lotId])).rows).toEqual([{ state: 'deadline-passed' }]);
  await step(0);
  // by the machine's clock there are five minutes left, by the platform's none
  expect(await codeOf(submit(second, lot, two.bidId))).toBe('r-before-deadline');
  expect(await codeOf(first.client.act('bid-withdraw', lot.lotId, { bidId: one.bidId, action: 'withdraw' }))).toBe('r-withdraw-before-deadline');
  expect(goesForward((await instants()).slice(-8))).toBe(true);
});

it('set back before a deadline: bids are taken until the deadline, and none after it', async () => {
  const lot = await openLot(at);
  const members = await Promise.all([1, 2].map(() => company(world, ['bidder'])));
  const bids = await Promise.all(members.map((member) => prepared(world, lot, member)));
  const [[first, one], [second, two]] = [[members[0], bids[0]], [members[1], bids[1]]] as const;
  if (!first || !second || !one || !two) throw new Error('nobody bids');
  await setClock(world, iso(Date.parse(lot.bidDeadline) - 5 * minute), false);
  await step(-10 * minute);
  expect(String((await submit(first, lot, one.bidId)).result['receivedAt']) < lot.bidDeadline).toBe(true);
  await step(5 * minute + 1);
  expect(await codeOf(submit(second, lot, two.bidId))).toBe('r-before-deadline');
});

it('a server that starts while the clock is behind stands where its last leaf stood', async () => {
  const last = Math.max(...await instants());
  await step(-60 * minute);
  const hold = await ClockHold.open(world.pool, createLogger({ level: 'silent' as 'error' }));
  hold.close();
  const { rows } = await world.pool.query<{ now: string }>('select platform_now() as now');
  expect(Date.parse(rows[0]?.now ?? '')).toBeGreaterThanOrEqual(last);
  await step(0);
});

it('an act that waited for its lock while the clock was set back begins again', async () => {
  const hold = await ClockHold.open(world.pool, createLogger({ level: 'silent' as 'error' }));
  hold.close();
  const times = [10, 20, 15].map((s) => iso(Date.UTC(2040, 0, 1, 0, 0, s)));
  const read = (n: number, locks: { shared?: string[]; exclusive?: string[] }): boolean => hold.follows({ now: times[n] ?? '', shared: locks.shared ?? [], exclusive: locks.exclusive ?? [] });
  expect(read(1, { shared: ['lot'], exclusive: ['lot/a'] })).toBe(true);
  // two who share a lock read the clock in any order
  expect(read(0, { shared: ['lot'], exclusive: ['lot/b'] })).toBe(true);
  expect(read(2, { shared: ['lot'], exclusive: ['lot/a'] })).toBe(false);
  expect(read(2, { exclusive: ['lot'] })).toBe(false);
  expect(read(2, { exclusive: ['another lot'] })).toBe(true);
  expect(read(1, { exclusive: ['lot'] })).toBe(true);
  expect(read(0, { shared: ['lot'], exclusive: ['lot/c'] })).toBe(false);
});

it('the invariants hold after all of it', async () => {
  await expect.poll(async () => (await invariants(world, { trades: true })).map(({ check, detail }) => `${check}: ${detail}`), { timeout: 10_000 }).toEqual([]);
});
