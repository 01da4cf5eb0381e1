import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { equalityKey, opened, system, type Opened } from '../../../tests/support/committee-stage.ts';
import type { Actor } from '../../platform/act.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { expertsOf, expertsRead, ownExpert, ownExpertRead, specs as drawSpecs, standingOf, type Draw, type Expert } from '../expert-draw/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { specs, type Evaluation } from './index.ts';

const spec = (id: string) => [...specs, ...drawSpecs(equalityKey)].find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const BIDDER = '91110000BIDDER0001';
const proof = 'b'.repeat(64);
const centre = actorOf(['centre-a']);
const start = () => opened(database.pool, [{ price: '10000' }, { price: '11000' }, { price: '12000' }], { config: { method: 'lowest-evaluated' } });
const drawOf = async (at: Opened) => (await at.play.get<Draw>('draw', at.drawId)) ?? expect.fail('no draw');
const sessionOf = async (at: Opened) => {
  const lot = await at.play.get<Lot>('lot', at.lotId);
  return (await at.play.get<Evaluation>('evaluation', lot?.data.evaluationSessionId ?? '')) ?? expect.fail('no session');
};
const leaves = async (at: Opened, fp: string) => (await at.pool.query<{ body: { public: Record<string, unknown>; commitments: Record<string, string>; rulesPassed: string[] }; secrets: Record<string, { value: unknown }> }>(
  "select body::jsonb as body, secrets from leaf where lot_id = $1 and fp = $2 and kind <> 'refusal' order by ordinal", [at.lotId, fp])).rows;
const warned = async (at: Opened) => (await at.pool.query<{ id: string }>("select data->>'warning' as id from record where kind = 'warning' and lot_id = $1", [at.lotId])).rows.map(({ id }) => id);

/** A bid of an entity that an expert may have to do with. */
async function bidder(at: Opened): Promise<void> {
  const id = randomUUID();
  await at.play.put({ kind: 'entity', id, state: 'active', lotId: null, ownerId: null, key: null, data: { uscc: BIDDER, name: '投标有限公司' } });
  await at.play.put({ kind: 'bid', id: randomUUID(), state: 'decrypted', lotId: at.lotId, ownerId: id, key: null, data: { bidderId: id, bidSeq: 77, bidderName: '投标有限公司' } });
}

async function head(at: Opened, who: Actor): Promise<string> {
  const { rows } = await at.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and kind = 'act' and fp in ('exp-enroll', 'exp-change') order by ordinal desc limit 1`, [who.accountId]);
  return rows[0]?.hash ?? '';
}
async function change(at: Opened, who: Actor, more: object) {
  await at.pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $1, 1) on conflict do nothing', [proof, who.accountId]);
  return at.play.act(spec('exp-change'), who, who.accountId ?? '', { prevHash: await head(at, who), proofFile: proof, ...more });
}
const member = (at: Opened, i = 0): Actor => at.members[i] ?? expect.fail('no member');

describe('an expert changes what he is', () => {
  it('by himself, with proof, after the version before; nothing of it in clear, and what is left behind is kept', async () => {
    const at = await start();
    const who = member(at);
    const change1 = { employer: { name: '新单位', uscc: '91110000NEWUNIT001' }, relatedUsccs: [BIDDER] };
    const refused = (by: Actor, more: object) => at.play.refused(spec('exp-change'), by, who.accountId ?? '', { prevHash: 'c'.repeat(64), proofFile: proof, ...more });
    expect(await refused(member(at, 1), change1)).toBe('not-found');
    expect(await refused(who, change1)).toBe('blob-missing');
    const before = await at.play.get<Expert>('expert', who.accountId ?? '');
    expect((await change(at, who, change1)).result['changedFieldNames']).toEqual(['employer', 'relatedUsccs']);
    expect(await refused(who, { phone: '13900000000' })).toBe('r-revision-chain');
    expect(await at.play.refused(spec('exp-change'), who, who.accountId ?? '', { prevHash: await head(at, who), proofFile: proof, ...change1 })).toBe('invalid-input');
    await change(at, who, { relatedUsccs: [] });
    const after = await at.play.get<Expert>('expert', who.accountId ?? '');
    expect(after?.data).toMatchObject({
      employerUscc: '91110000NEWUNIT001', relatedUsccs: [], formerEmployers: [{ uscc: `name:${before?.data.employerName}`, until: '2026-12-01' }], formerRelations: [{ uscc: BIDDER, until: '2026-12-01' }],
    });
    expect(ownExpertRead.parse(await ownExpert(at.pool, { actor: who }))).toMatchObject({ employer: { name: '新单位' }, relatedUsccs: [], prevHash: await head(at, who) });
    await expect(ownExpert(at.pool, { actor: at.tenderer })).rejects.toMatchObject({ code: 'not-found' });
    const { rows } = await at.pool.query<{ body: string }>(`select body from leaf where subject = $1 and fp = 'exp-change' and kind = 'act'`, [who.accountId]);
    expect(rows).toHaveLength(2);
    expect(JSON.parse(rows[0]?.body ?? '{}')).toMatchObject({ public: {} });
    expect(rows[0]?.body).not.toContain(BIDDER);
  });

  it('loses the seat in a draw that runs when the change makes him stay away', async () => {
    const at = await start();
    await bidder(at);
    await at.pool.query("update record set state = 'sealed' where kind = 'draw' and id = $1", [at.drawId]);
    const who = member(at);
    await change(at, who, { relatedUsccs: [BIDDER] });
    await system(at.play, spec('exp-recheck'), at.lotId);
    const draw = await drawOf(at);
    expect(draw.data.seats.map((seat) => seat.expertId)).not.toContain(who.accountId);
    expect(draw.data.seats[0]).toMatchObject({ tries: 1 });
    const [leaf] = await leaves(at, 'exp-replace');
    expect(leaf?.body.public).toMatchObject({ reasonCode: 'conflict', replaceSeq: 1 });
    expect(leaf?.secrets['absentExpertId']?.value).toBe(who.accountId);
    expect(leaf?.body.rulesPassed).toEqual(expect.arrayContaining(['r-draw-verifiable', 'r-expert-avoidance']));
    // told twice, done once
    await system(at.play, spec('exp-recheck'), at.lotId);
    expect(await leaves(at, 'exp-replace')).toHaveLength(1);
  });

  it('in the session too; once the committee is at work the centre is warned instead', async () => {
    const at = await start();
    await bidder(at);
    await system(at.play, spec('session-open'), at.lotId);
    await change(at, member(at), { relatedUsccs: [BIDDER] });
    await system(at.play, spec('exp-recheck'), at.lotId);
    expect((await sessionOf(at)).data.members[0]).toMatchObject({ out: 'conflict' });
    const busy = await start();
    await bidder(busy);
    await system(busy.play, spec('session-open'), busy.lotId);
    await busy.pool.query("update record set state = 'detailed' where kind = 'evaluation' and lot_id = $1", [busy.lotId]);
    await change(busy, member(busy), { relatedUsccs: [BIDDER] });
    await system(busy.play, spec('exp-recheck'), busy.lotId);
    expect((await sessionOf(busy)).data.members[0]?.out).toBeUndefined();
    expect(await warned(busy)).toContain('w-expert-avoid-hit');
  });
});

describe('who must stay away', () => {
  it('is found at the latest when the list opens: the next is called and the list stays shut', async () => {
    const at = await start();
    await at.pool.query("update record set state = 'sealed' where kind = 'draw' and id = $1", [at.drawId]);
    await at.pool.query(`update record set data = jsonb_set(data, '{relatedUsccs}', $2) where kind = 'expert' and id = $1`, [member(at, 1).accountId, JSON.stringify([BIDDER])]);
    await bidder(at);
    await system(at.play, spec('exp-unseal'), at.lotId);
    const draw = await drawOf(at);
    expect([draw.state, draw.data.seats[1]?.reply]).toEqual(['sealed', undefined]);
    expect(draw.data.seats.map((seat) => seat.expertId)).not.toContain(member(at, 1).accountId);
  });
});

describe('a replacement', () => {
  it.each([['absent', false], ['left', true], ['misconduct', true]] as const)('for %s is the next of the order, and says why', async (reasonCode, paused) => {
    const at = await start();
    await system(at.play, spec('session-open'), at.lotId);
    if (paused) {
      for (const who of at.members) await at.play.act(spec('evl-checkin'), who, at.lotId, { witnessed: true });
      expect(await at.play.refused(spec('member-absent'), centre, at.lotId, { seatNo: 1, reasonCode })).toBe('state');
      await at.play.act(spec('do-pause'), centre, at.lotId, { reasonCode: 'member-left' });
    }
    const { order, called } = (await drawOf(at)).data;
    await at.play.act(spec('member-absent'), centre, at.lotId, { seatNo: 1, reasonCode });
    const draw = await drawOf(at);
    expect(draw.data.seats[0]?.expertNo).toBe(order.find((no) => !called.includes(no)));
    expect((await leaves(at, 'exp-replace')).map(({ body }) => body.public['reasonCode'])).toEqual([reasonCode]);
  });

  it('that does not come from the replayed order is refused', async () => {
    const at = await start();
    await system(at.play, spec('session-open'), at.lotId);
    const { rows } = await at.pool.query<{ no: string }>(`select data->>'expertNo' as no from record where kind = 'expert' and data->>'expertNo' = 'E001'`);
    await at.pool.query(`update record set data = jsonb_set(jsonb_set(data, '{order}', $2::jsonb || (data->'order')), '{called}', data->'called') where kind = 'draw' and id = $1`, [at.drawId, JSON.stringify([rows[0]?.no])]);
    expect(await at.play.refused(spec('member-absent'), centre, at.lotId, { seatNo: 1 })).toBe('r-draw-verifiable');
  });
});

describe('assessment', () => {
  const assess = (at: Opened, seatNo: number, score = 80, by: Actor = at.tenderer) => at.play.act(spec('exp-assess'), by, at.lotId, { seatNo, score, remarks: '按时到场' });
  const refused = (at: Opened, seatNo: number, score = 80, by: Actor = at.tenderer) => at.play.refused(spec('exp-assess'), by, at.lotId, { seatNo, score });

  it('of each expert once, after the report, closes the draw and goes to the roster', async () => {
    const at = await start();
    await system(at.play, spec('session-open'), at.lotId);
    expect(await refused(at, 1)).toBe('state');
    await at.pool.query(`update record set state = 'evaluated', data = data || '{"reportAt": "2026-12-01T08:00:00.000Z"}' where kind = 'lot' and id = $1`, [at.lotId]);
    expect(await refused(at, 1, 80, at.supervisor)).toBe('forbidden');
    expect([await refused(at, 1, 101), await refused(at, 1, -1)]).toEqual(['r-score-range', 'r-score-range']);
    expect(await refused(at, 9)).toBe('invalid-input');
    for (const seatNo of [1, 2, 3]) await assess(at, seatNo, 90);
    expect(await refused(at, 1)).toBe('state');
    expect((await assess(at, 4, 61)).result).toMatchObject({ left: 0, state: 'assessed' });
    const fourth = await at.play.get<Expert>('expert', member(at, 3).accountId ?? '');
    expect(fourth?.data.assessments).toMatchObject([{ lotId: at.lotId, score: 61 }]);
    expect(standingOf({ assessments: [61, 90, 90].map((score) => ({ lotId: '', score, at: '' })) })).toEqual({ count: 3, mean: '80.33' });
    const roster = expertsRead.parse(await expertsOf(at.pool, { actor: at.supervisor }, { cursor: undefined, limit: undefined }));
    expect(roster.items.find((one) => one.expertId === fourth?.id)?.standing).toEqual({ count: 1, mean: '61.00' });
    expect((await expertsOf(at.pool, { actor: { ...at.supervisor, regions: ['33'] } }, { cursor: undefined, limit: undefined })).items).toEqual([]);
    await expect(expertsOf(at.pool, { actor: at.tenderer }, { cursor: undefined, limit: undefined })).rejects.toMatchObject({ code: 'not-found' });
    const told = await leaves(at, 'exp-assess');
    expect(told).toHaveLength(5);
    // whom it is about is for the roster's authority alone
    expect(told[0]?.body.public).toEqual({});
    expect(Object.keys(told[0]?.body.commitments ?? {}).sort()).toEqual(['assessedAt', 'assessmentSeq', 'expertId', 'lotId', 'score']);
  });
});
