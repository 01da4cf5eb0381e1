import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { commitment } from '../kernel/chance.ts';
import { defineAct, type Actor } from './act.ts';
import { chanceBeacon, chanceCommit, chanceReveal, distinctRoles, findChance, freezeChance, replayChance, replayPick, REVEAL_MS, taggedInputs, timerChanceRevealEnd, type ChanceRecord } from './chance.ts';
import { chancesOfLot } from './chance-query.ts';
import type { Rec } from './records.ts';
import { testDatabase, type TestDatabase } from './testing/pg.ts';
import { actorOf, scenario } from './testing/scenario.ts';

let database: TestDatabase;
let play: ReturnType<typeof scenario>;
const now = '2026-03-02T01:00:00.000Z';
const after = (ms: number): string => new Date(Date.parse(now) + ms).toISOString();

beforeAll(async () => {
  database = await testDatabase();
  play = scenario(database.pool);
});
afterAll(() => database.close());

/** A little act that freezes, as the draws of the modules do. */
const freeze = defineAct<string[], Rec<ChanceRecord> | null>({
  id: 'freeze-for-test', kind: 'system', subjectKind: 'lot', input: z.array(z.string()),
  load: (read, cmd) => findChance(read, cmd.subject, 'coefficients'),
  parties: () => ({}),
  decide: (chance, cmd, work) => freezeChance(work, chance, cmd.input),
});
const platform = { ...actorOf([]), role: 'system', key: 'platform' };

interface Party { actor: Actor; r: Buffer; salt: Buffer }
function party(roles: string[], entityId: string | null = null): Party {
  return { actor: actorOf(roles, { entityId }), r: randomBytes(32), salt: randomBytes(16) };
}
const commitOf = ({ r, salt }: Party) => ({ purpose: 'coefficients', commit: commitment(r, salt) });
const revealOf = ({ r, salt }: Party, chanceId: string) => ({ chanceId, r: r.toString('hex'), salt: salt.toString('hex') });

async function lot(openGates: string[] = ['bid-deadline']) {
  await play.setNow(now);
  const [id, tendererId] = [randomUUID(), randomUUID()];
  await play.put({ kind: 'lot', id, state: 'opening', lotId: null, ownerId: tendererId, key: null, data: { tendererId, regionCode: '330100', industryId: 'housing', openGates, bidDeadline: '2026-12-01T01:30:00.000Z' } });
  return { id, tenderer: party(['tenderer'], tendererId), supervisor: party(['supervisor']) };
}

async function current(lotId: string): Promise<Rec<ChanceRecord>> {
  const { rows } = await database.pool.query<{ id: string }>(`select id from record where kind = 'chance' and lot_id = $1 order by (data->>'round')::int desc limit 1`, [lotId]);
  const chance = await play.get<ChanceRecord>('chance', rows[0]?.id ?? '');
  if (!chance) throw new Error('no chance');
  return chance;
}

it('draws from two independent commitments what anyone can replay', async () => {
  const { id, tenderer, supervisor } = await lot();
  const bidder = party(['bidder'], randomUUID());
  await play.put({ kind: 'bid', id: randomUUID(), state: 'receipted', lotId: id, ownerId: bidder.actor.entityId, key: null, data: {} });
  for (const one of [tenderer, supervisor, bidder]) await play.act(chanceCommit, one.actor, id, commitOf(one));
  const inputs = taggedInputs({ x: ['0.01', '0.02', '0.03'], k: ['0.95', '0.96'] });
  await play.act(freeze, platform, id, inputs);
  const { id: chanceId } = await current(id);
  expect(await play.refused(chanceReveal, tenderer.actor, id, revealOf(tenderer, chanceId))).toBe('state');
  await play.act(chanceBeacon, platform, id, { chanceId, beacon: 'ab'.repeat(32) });
  await play.act(chanceBeacon, platform, id, { chanceId, beacon: 'cd'.repeat(32) });
  expect(await play.refused(chanceReveal, tenderer.actor, id, { ...revealOf(tenderer, chanceId), r: '00'.repeat(32) })).toBe('contribution-mismatch');
  for (const one of [tenderer, supervisor, bidder]) await play.act(chanceReveal, one.actor, id, revealOf(one, chanceId));
  const drawn = await current(id);
  expect(drawn).toMatchObject({ state: 'drawn', data: { beacon: 'ab'.repeat(32) } });
  expect(distinctRoles(drawn.data)).toEqual(['bidder', 'supervisor', 'tenderer']);
  expect(drawn.data.order?.toSorted()).toEqual(inputs.toSorted());
  expect(replayChance(id, drawn.data)).toMatchObject({ seed: drawn.data.seed, order: drawn.data.order });
  expect((await chancesOfLot(database.pool, id)).items).toMatchObject([{ chanceId, state: 'drawn', seed: drawn.data.seed, order: drawn.data.order, inputIds: inputs }]);
  const x = replayPick(id, drawn.data, 'coefficient-x', ['0.01', '0.02', '0.03']);
  expect(['0.01', '0.02', '0.03']).toContain(x.value);
  const forged = { ...drawn.data, contributions: drawn.data.contributions.map((one, i) => (i === 0 ? { ...one, r: '11'.repeat(32) } : one)) };
  expect(replayChance(id, forged).seed).not.toBe(drawn.data.seed);
  const { rows } = await database.pool.query<{ fp: string }>('select fp from leaf where lot_id = $1 and kind = $2 order by ordinal', [id, 'gov']);
  const names = ['commit', 'commit', 'commit', 't0', 'beacon', 'reveal', 'reveal', 'reveal'];
  expect(rows.map((row) => row.fp)).toEqual(names.map((name) => `gov-chance-${name}`));
});

const freezeSecret = defineAct<string[], Rec<ChanceRecord> | null>({
  id: 'freeze-secret-for-test', kind: 'system', subjectKind: 'lot', input: z.array(z.string()),
  load: (read, cmd) => findChance(read, cmd.subject, 'experts'),
  parties: () => ({}),
  decide: (chance, cmd, work) => freezeChance(work, chance, cmd.input, { secret: true }),
});

it('of a draw from a secret list nothing is public before the award that would let its roster be tried', async () => {
  const { id, tenderer, supervisor } = await lot();
  for (const one of [tenderer, supervisor]) await play.act(chanceCommit, one.actor, id, { ...commitOf(one), purpose: 'experts' });
  await play.act(freezeSecret, platform, id, ['E001', 'E002', 'E003']);
  const { id: chanceId } = await current(id);
  await play.act(chanceBeacon, platform, id, { chanceId, beacon: 'ab'.repeat(32) });
  for (const one of [tenderer, supervisor]) await play.act(chanceReveal, one.actor, id, revealOf(one, chanceId));
  const { data: { seed, inputHash } } = await current(id);
  expect(seed).toMatch(/^[0-9a-f]{64}$/);
  const { rows } = await database.pool.query<{ fp: string; gate: string | null; open: boolean; body: string }>('select fp, gate, open, body from leaf where lot_id = $1 order by ordinal', [id]);
  const shut = rows.filter(({ open }) => !open);
  expect(shut.map(({ fp, gate }) => [fp, gate])).toEqual([1, 2].map(() => ['gov-chance-reveal', 'award-decided']));
  const shown = async () => JSON.stringify((await chancesOfLot(database.pool, id)).items);
  const said = rows.filter(({ open }) => open).map(({ body }) => body).join() + (await shown());
  for (const secret of [seed, inputHash, 'E001', ...[tenderer, supervisor].map(({ r }) => r.toString('hex'))]) expect(said).not.toContain(secret);
  // that both have revealed is told, and when
  expect((await chancesOfLot(database.pool, id)).items).toMatchObject([{ state: 'drawn', contributions: [{ revealedAt: now }, { revealedAt: now }] }]);
  await database.pool.query(`update record set data = jsonb_set(data, '{openGates}', '["bid-deadline","award-decided"]') where id = $1`, [id]);
  for (const known of [seed, inputHash]) expect(await shown()).toContain(known);
  expect(await shown()).not.toContain('E001');
});

it('does not freeze with contributions of one role', async () => {
  const { id, supervisor } = await lot();
  expect(await play.refused(freeze, platform, id, ['a', 'b'])).toBe('contribution-missing');
  const colleague = party(['supervisor']);
  for (const one of [supervisor, colleague]) await play.act(chanceCommit, one.actor, id, commitOf(one));
  expect(await play.refused(freeze, platform, id, ['a', 'b'])).toBe('contribution-missing');
});

it('voids the draw of a silent party by name, and starts again with new commitments', async () => {
  const { id, tenderer, supervisor } = await lot();
  for (const one of [tenderer, supervisor]) await play.act(chanceCommit, one.actor, id, commitOf(one));
  await play.act(freeze, platform, id, ['a', 'b']);
  const first = await current(id);
  await play.act(chanceBeacon, platform, id, { chanceId: first.id, beacon: 'ab'.repeat(32) });
  await play.act(chanceReveal, tenderer.actor, id, revealOf(tenderer, first.id));
  await play.act(timerChanceRevealEnd, platform, id, {});
  expect((await current(id)).state).toBe('revealing');
  await play.setNow(after(REVEAL_MS));
  await play.act(timerChanceRevealEnd, platform, id, {});
  expect(await current(id)).toMatchObject({ id: first.id, state: 'void', data: { silent: [supervisor.actor.accountId] } });
  expect(await play.refused(chanceReveal, supervisor.actor, id, revealOf(supervisor, first.id))).toBe('state');
  const { rows } = await database.pool.query(`select 1 from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-draw-redraw'`, [id]);
  expect(rows).toHaveLength(1);
  await play.act(chanceCommit, tenderer.actor, id, commitOf(tenderer));
  expect(await current(id)).toMatchObject({ state: 'committing', data: { round: 2 } });
});

it('takes commitments only from those the law names, once, and before T0', async () => {
  const { id, tenderer, supervisor } = await lot([]);
  const stranger = party(['bidder'], randomUUID());
  expect(await play.refused(chanceCommit, stranger.actor, id, commitOf(stranger))).toBe('state');
  // nothing ties a bidder's key to the lot before the deadline, not even a refusal
  const { rows: leaves } = await database.pool.query('select 1 from leaf where lot_id = $1', [id]);
  expect(leaves).toEqual([]);
  expect(await play.refused(chanceCommit, actorOf(['centre-host']), id, commitOf(stranger))).toBe('forbidden');
  const elsewhere = { ...supervisor.actor, regions: ['4403'] };
  expect(await play.refused(chanceCommit, elsewhere, id, commitOf(supervisor))).toBe('forbidden');
  await play.act(chanceCommit, tenderer.actor, id, commitOf(tenderer));
  expect(await play.refused(chanceCommit, tenderer.actor, id, commitOf(tenderer))).toBe('state');
  await play.act(chanceCommit, supervisor.actor, id, commitOf(supervisor));
  await play.act(freeze, platform, id, ['a', 'b']);
  const late = party(['discipline']);
  expect(await play.refused(chanceCommit, late.actor, id, commitOf(late))).toBe('state');
  expect(await play.refused(chanceCommit, stranger.actor, randomUUID(), commitOf(stranger))).toBe('not-found');
});
