import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ProblemError } from '../../cli/lib/client.ts';
import { loadLot, type Lot } from '../../src/modules/project-intake/index.ts';
import { defineAct, type AnySpec } from '../../src/platform/act.ts';
import { perform } from '../../src/platform/perform.ts';
import type { Rec } from '../../src/platform/records.ts';
import { SYSTEM_ACTOR } from '../../src/platform/system.ts';
import { company, type Member } from '../support/cast.ts';
import { iso, openLot, prepared, stage, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';

let world: World;
let at: Stage;
let bidders: Member[];
beforeAll(async () => {
  world = await openWorld();
  at = await stage(world);
  bidders = await Promise.all(Array.from({ length: 12 }, () => company(world, ['bidder'])));
});
afterAll(() => world.close());

/** Answers with the receipt's instant, or the code of the refusal. */
async function submit(member: Member, lot: OpenLot, bidId: string): Promise<string> {
  try {
    return String((await member.client.act('bid-submit', lot.lotId, { bidId })).result['receivedAt']);
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
}

const codeOf = (acted: Promise<unknown>): Promise<string> => acted.then(() => 'done', (error: unknown) => (error instanceof ProblemError ? error.code : String(error)));
const bidder = (n: number): Member => bidders[n] ?? expect.fail('no such bidder');
const receipted = async (lotId: string) => (await world.pool.query<{ id: string; at: string }>(`select id, data->>'submittedAt' as at from record where kind = 'bid' and lot_id = $1 and state = 'receipted'`, [lotId])).rows;

it('takes a bid one millisecond before the deadline, and none at it or after it', async () => {
  const lot = await openLot(at);
  const deadline = Date.parse(lot.bidDeadline);
  const bids = await Promise.all([0, 1, 2, 3].map((n) => prepared(world, lot, bidder(n))));
  const bidId = (n: number) => bids[n]?.bidId ?? '';
  await setClock(world, iso(deadline - 1));
  expect(await submit(bidder(0), lot, bidId(0))).toBe(iso(deadline - 1));
  expect(await submit(bidder(3), lot, bidId(3))).toBe(iso(deadline - 1));
  await bidder(3).client.act('bid-withdraw', lot.lotId, { bidId: bidId(3), action: 'withdraw' });
  await setClock(world, iso(deadline));
  expect(await submit(bidder(1), lot, bidId(1))).toBe('r-before-deadline');
  expect(await codeOf(bidder(0).client.act('bid-withdraw', lot.lotId, { bidId: bidId(0), action: 'withdraw' }))).toBe('r-withdraw-before-deadline');
  const late = await prepared(world, lot, bidder(4)).catch((error: unknown) => (error instanceof ProblemError ? error.code : String(error)));
  expect(late).toBe('r-before-deadline');
  await setClock(world, iso(deadline + 1));
  expect(await submit(bidder(2), lot, bidId(2))).toBe('r-before-deadline');
  expect((await receipted(lot.lotId)).map(({ id }) => id)).toEqual([bidId(0)]);
  const refusals = await world.pool.query<{ fp: string }>(`select fp from leaf where lot_id = $1 and kind = 'refusal' order by ordinal`, [lot.lotId]);
  expect(refusals.rows.map(({ fp }) => fp)).toEqual(['bid-submit', 'bid-withdraw', 'bid-encrypt', 'bid-submit']);
});

it('judges every submission of a rush by the clock read under the lock, whatever the timer does meanwhile', async () => {
  const lot = await openLot(at);
  const deadline = Date.parse(lot.bidDeadline);
  const bids = await Promise.all(bidders.map((member) => prepared(world, lot, member)));
  await setClock(world, iso(deadline - 1_500), false);
  const answers: { answer: string; startedAfter: boolean }[] = [];
  await Promise.all(bids.map(async ({ bidId }, n) => {
    await new Promise((resolve) => setTimeout(resolve, n * 220));
    const startedAfter = world.platform.clock.now() > deadline + 5;
    answers.push({ answer: await submit(bidder(n), lot, bidId), startedAfter });
  }));
  const accepted = answers.filter(({ answer }) => answer !== 'r-before-deadline');
  expect(accepted.every(({ answer, startedAfter }) => answer < lot.bidDeadline && !startedAfter)).toBe(true);
  expect(accepted.length).toBeGreaterThan(0);
  expect(accepted.length).toBeLessThan(bids.length);
  const kept = await receipted(lot.lotId);
  expect(kept).toHaveLength(accepted.length);
  expect(kept.every((one) => one.at < lot.bidDeadline)).toBe(true);
  await world.platform.timers.runDue(lot.lotId);
  const state = await world.pool.query<{ state: string }>(`select state from record where kind = 'lot' and id = $1`, [lot.lotId]);
  expect(state.rows).toEqual([{ state: 'deadline-passed' }]);
});

/** Any act that moves the deadline takes the lot's exclusive lock; this one moves it to the past of the next submission. */
const bringForward: AnySpec = defineAct<Record<string, never>, Rec<Lot>>({
  id: 'bring-forward-for-test', kind: 'system', subjectKind: 'lot', input: z.strictObject({}), load: (read, cmd) => loadLot(read, cmd.subject), parties: () => ({}),
  decide(lot, _cmd, work) {
    lot.data.bidDeadline = work.now;
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.gov('gov-deadline-moved-for-test', { subject: lot.id, lotId: lot.id, public: { bidDeadline: work.now } });
  },
});

it.each([0, 1, 2])('a submission and an act that moves the deadline never overlap (round %i)', async (round) => {
  const lot = await openLot(at);
  await setClock(world, null);
  const bids = await Promise.all(bidders.map((member) => prepared(world, lot, member)));
  const rush = Promise.all(bids.map(({ bidId }, n) => submit(bidder(n), lot, bidId)));
  await new Promise((resolve) => setTimeout(resolve, 3 + round * 6));
  const moved = perform(world.platform.deps, {
    spec: bringForward, subject: lot.lotId, input: {}, actor: SYSTEM_ACTOR, idempotencyKey: null, bodyHash: '', signature: null, certificate: null, ip: '',
  });
  const answers = await rush;
  await moved;
  const { rows } = await world.pool.query<{ fp: string; kind: string; ordinal: bigint }>(
    `select fp, kind, ordinal from leaf where lot_id = $1 and (fp = 'bid-submit' or fp = 'gov-deadline-moved-for-test') order by ordinal`, [lot.lotId]);
  const moment = rows.findIndex(({ fp }) => fp === 'gov-deadline-moved-for-test');
  expect(rows.slice(0, moment).every(({ kind }) => kind === 'act')).toBe(true);
  expect(rows.slice(moment + 1).every(({ kind }) => kind === 'refusal')).toBe(true);
  expect(answers.filter((answer) => answer !== 'r-before-deadline')).toHaveLength(moment);
  expect((await receipted(lot.lotId))).toHaveLength(moment);
});
