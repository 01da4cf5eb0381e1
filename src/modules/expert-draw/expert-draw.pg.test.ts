import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timerChanceRevealEnd } from '../../platform/chance.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { designableRead } from '../../contracts/designable.ts';
import { designable, drawOfLot, specs } from './index.ts';
import { beacon, equalityKey, commitChance, drawChance, enrolment, LOT_START, stage, system, type Stage } from '../../../tests/support/committee-stage.ts';
import type { Draw, Expert, SmsCall } from './model.ts';

const spec = (id: string) => specs(equalityKey).find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const request = (at: Stage, more: Record<string, unknown> = {}) => ({
  specialtyNeeds: [{ specialty: 'A08', headcount: 4 }], evaluationStart: LOT_START, representativeIds: [at.representative.accountId], ...more,
});
let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

async function drawn(more: Parameters<typeof stage>[1] = {}): Promise<Stage & { drawId: string }> {
  await database.pool.query("delete from record where kind in ('expert', 'expert-identity')");
  const at = await stage(database.pool, more);
  const parties = await commitChance(at, 'experts');
  const { result } = await at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, request(at));
  await drawChance(at, String(result['chanceId']), parties);
  await system(at.play, spec('exp-draw-run'), at.lotId, { chanceId: result['chanceId'] });
  return { ...at, drawId: String(result['drawId']) };
}

const drawOf = async (at: Stage & { drawId: string }) => (await at.play.get<Draw>('draw', at.drawId)) ?? expect.fail('no draw');
async function answer(at: Stage & { drawId: string }, seatNo: number, content: string): Promise<void> {
  const seat = (await drawOf(at)).data.seats.find((one) => one.seatNo === seatNo);
  const call = await at.play.get<SmsCall>('sms-call', seat?.callId ?? '');
  await system(at.play, spec('exp-reply'), at.lotId, { callId: call?.id, phone: call?.data.phone, content });
}

describe('roster', () => {
  it('takes an expert once, by number and by identity', async () => {
    const at = await stage(database.pool, { experts: 1 });
    const other = actorOf(['expert']);
    await at.play.put({ kind: 'account', id: other.accountId ?? '', state: 'active', lotId: null, ownerId: null, key: null, data: { name: 'x', roles: ['expert'] } });
    expect(await at.play.refused(spec('exp-enroll'), at.supervisor, other.accountId ?? '', { ...enrolment(1), expertNo: 'E900' })).toBe('r-identity-unique');
    expect(await at.play.refused(spec('exp-enroll'), at.tenderer, other.accountId ?? '', enrolment(90))).toBe('not-found');
    const leaves = await database.pool.query("select body from leaf where fp = 'exp-enroll' order by ordinal desc limit 1");
    expect(leaves.rows[0].body).not.toContain('13800000001');
    // the index of equality is keyed: trying out the numbers of identity documents against it gives nothing
    const { rows } = await database.pool.query<{ key: string }>("select key from record where kind = 'expert-identity'");
    const { expertIdNo } = enrolment(1);
    expect(rows.map(({ key }) => key)).toContain(equalityKey('expert-identity', expertIdNo));
    for (const plain of [expertIdNo, `qinglan-expert-identity\n${expertIdNo}`, `expert-identity\n${expertIdNo}`]) {
      expect(rows.map(({ key }) => key)).not.toContain(createHash('sha256').update(plain).digest('hex'));
    }
  });
});

describe('draw', () => {
  it('refuses without contributions, outside the window, with a committee that may not sit, and with too few experts', async () => {
    await database.pool.query("delete from record where kind in ('expert', 'expert-identity')");
    const at = await stage(database.pool, { experts: 5 });
    const ask = (more: Record<string, unknown> = {}) => at.play.refused(spec('exp-draw-request'), at.tenderer, at.lotId, request(at, more));
    expect(await ask()).toBe('contribution-missing');
    await commitChance(at, 'experts');
    expect(await ask({ evaluationStart: '2026-12-02T01:30:00.000Z' })).toBe('r-draw-window');
    expect(await ask({ evaluationStart: '2026-11-30T05:00:00.000Z' })).toBe('r-draw-window');
    expect(await ask({ specialtyNeeds: [{ specialty: 'A08', headcount: 3 }] })).toBe('r-committee-composition');
    expect(await ask({ specialtyNeeds: [{ specialty: 'A08', headcount: 6 }] })).toBe('roster-too-small');
    // of the roster it is told only that too few fit, not how many
    const told = at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, request(at, { specialtyNeeds: [{ specialty: 'A08', headcount: 6 }] }));
    await expect(told).rejects.toMatchObject({ detail: { en: 'Fewer experts fit than the 6 needed', zh: '符合条件的专家少于需抽取的6人，请扩大专业或地域' } });
    expect(await ask({ representativeIds: [at.supervisor.accountId] })).toBe('invalid-input');
    // a name, or a code with a wrong check sign, would keep nobody away
    for (const slip of ['示例单位', '91110000600037341X', '']) {
      await expect(at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, request(at, { avoidEntityIds: [crypto.randomUUID(), slip] })), slip).rejects.toMatchObject({ code: 'invalid-input', detail: { field: 'avoidEntityIds' } });
    }
    expect(await at.play.refused(spec('exp-draw-request'), actorOf(['tenderer'], { entityId: crypto.randomUUID() }), at.lotId, request(at))).toBe('forbidden');
  });

  it('wants seven for a large procurement', async () => {
    await database.pool.query("delete from record where kind in ('expert', 'expert-identity')");
    const at = await stage(database.pool, { lot: { category: 'gov-procurement', machine: 'gp-lot', budgetFen: '1000000000' } });
    await commitChance(at, 'experts');
    expect(await at.play.refused(spec('exp-draw-request'), at.tenderer, at.lotId, request(at))).toBe('r-committee-composition');
    const seven = request(at, { specialtyNeeds: [{ specialty: 'A08', headcount: 6 }] });
    const { result } = await at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, seven);
    expect((await at.play.get<Draw>('draw', String(result['drawId'])))?.data.eligibleCount).toBe(12);
  });

  it('calls blindly, replaces a refusal and a silence, seals, and unseals when the opening is over', async () => {
    const at = await drawn();
    const first = await drawOf(at);
    expect(first.state).toBe('drawn');
    expect(new Set(first.data.seats.map((seat) => seat.employer)).size).toBe(4);
    const { rows } = await database.pool.query<{ payload: Record<string, unknown> }>("select payload from outbox where topic in ('sms.send', 'voice.call')");
    expect(JSON.stringify(rows)).not.toMatch(/项目|招标人|标段/);
    await answer(at, 1, '1');
    await answer(at, 2, '2');
    expect((await drawOf(at)).data.seats[1]?.expertNo).not.toBe(first.data.seats[1]?.expertNo);
    await answer(at, 2, '1');
    await answer(at, 3, '1');
    // seat 4 keeps silent twice for ten minutes, a late answer counts for nothing
    await at.play.setNow('2026-11-30T06:10:00.000Z');
    await system(at.play, spec('timer:notify-end'), at.lotId);
    expect((await drawOf(at)).data.seats[3]?.tries).toBe(2);
    await at.play.setNow('2026-11-30T06:20:01.000Z');
    await answer(at, 4, '1');
    expect((await drawOf(at)).data.seats[3]?.reply).toBeUndefined();
    await system(at.play, spec('timer:notify-end'), at.lotId);
    await answer(at, 4, '1');
    const sealed = await drawOf(at);
    expect(sealed.state).toBe('sealed');
    expect(sealed.data.called).toHaveLength(6);
    expect((await drawOfLot(database.pool, { actor: at.supervisor }, at)).accepted).toBe(4);
    await expect(drawOfLot(database.pool, { actor: null }, at)).rejects.toThrow('not-found');
    expect(JSON.stringify(await drawOfLot(database.pool, { actor: at.supervisor }, at))).not.toMatch(/E0/);
    await at.play.setNow('2026-12-01T01:30:00.000Z');
    await system(at.play, spec('timer:evaluation-start'), at.lotId);
    expect((await drawOf(at)).state).toBe('sealed');
    await database.pool.query("update record set state = 'opened' where id = $1", [at.lotId]);
    await system(at.play, spec('exp-unseal'), at.lotId);
    expect((await drawOf(at)).state).toBe('unsealed');
    const { rows: leaves } = await database.pool.query<{ fp: string; gate: string }>('select fp, gate from leaf where lot_id = $1 and fp like $2', [at.lotId, 'exp-%']);
    expect(leaves.filter((leaf) => leaf.fp === 'exp-notify')).toHaveLength(6);
    expect(leaves.every((leaf) => leaf.gate === 'award-decided')).toBe(true);
  });

  it('avoids an expert whose employer bids, inside, and shows a count from the deadline on', async () => {
    await database.pool.query("delete from record where kind in ('expert', 'expert-identity')");
    const at = await stage(database.pool);
    const bidderId = crypto.randomUUID();
    await at.play.put({ kind: 'entity', id: bidderId, state: 'active', lotId: null, ownerId: null, key: null, data: { uscc: '91110000BIDDER0001', name: '单位7' } });
    await at.play.put({ kind: 'bid', id: crypto.randomUUID(), state: 'receipted', lotId: at.lotId, ownerId: bidderId, key: null, data: { bidderId, bidSeq: 1 } });
    await commitChance(at, 'experts');
    const { result } = await at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, request(at));
    // before the deadline the counts would tell the tenderer whose employers have bid
    expect(Object.keys(result).sort()).toEqual(['chanceId', 'drawId']);
    expect(await drawOfLot(database.pool, { actor: at.tenderer }, at)).toMatchObject({ eligible: null, filtered: {} });
    await database.pool.query(`update record set data = jsonb_set(data, '{openGates}', '["bid-deadline"]') where id = $1`, [at.lotId]);
    expect(await drawOfLot(database.pool, { actor: at.tenderer }, at)).toMatchObject({ eligible: 11, filtered: { 'AV-01': 1 } });
  });

  it('is void when a party keeps silent and drawn again from new commitments', async () => {
    await database.pool.query("delete from record where kind in ('expert', 'expert-identity')");
    const at = await stage(database.pool);
    await commitChance(at, 'experts');
    const { result } = await at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, request(at));
    await beacon(at, String(result['chanceId']));
    await at.play.setNow('2026-11-30T06:03:00.000Z');
    await system(at.play, timerChanceRevealEnd, at.lotId);
    await system(at.play, spec('exp-draw-run'), at.lotId, { chanceId: result['chanceId'] });
    const withId = { ...at, drawId: String(result['drawId']) };
    expect(await drawOf(withId)).toMatchObject({ state: 'requested', data: { voidCount: 1, chanceId: null } });
    const parties = await commitChance(at, 'experts');
    await system(at.play, spec('exp-draw-freeze'), at.lotId);
    const chanceId = (await drawOf(withId)).data.chanceId ?? expect.fail('not frozen');
    await drawChance(at, chanceId, parties);
    await system(at.play, spec('exp-draw-run'), at.lotId, { chanceId });
    expect(await drawOf(withId)).toMatchObject({ state: 'drawn', data: { round: 2 } });
  });

  it('exhausts, is widened by a new request, or filled by designation with an approval', async () => {
    const at = await drawn({ experts: 5 });
    for (const seatNo of [1, 2, 3]) await answer(at, seatNo, '1');
    await answer(at, 4, '3');
    // experts 1 and 2 share an employer: whether one is left depends on the draw
    for (let i = 0; i < 3 && (await drawOf(at)).state !== 'exhausted'; i++) await answer(at, 4, '2');
    expect((await drawOf(at)).state).toBe('exhausted');
    expect(await at.play.refused(spec('exp-draw-request'), at.tenderer, at.lotId, request(at, { specialtyNeeds: [{ specialty: 'A08', headcount: 1 }] }))).toBe('contribution-missing');
    const special = (await drawOf(at)).data.seats.map((seat) => seat.expertId);
    const free = (await Promise.all(at.experts.map((one) => at.play.get<Expert>('expert', one.accountId ?? '')))).find((one) => one && !special.includes(one.id));
    expect(await at.play.refused(spec('do-designate'), at.supervisor, at.lotId, { expertIds: [free?.id], approvalNo: '批1', causeCode: 'highly-specialised' })).toBe('forbidden');
    await database.pool.query("update record set data = jsonb_set(data, '{employerName}', '\"别的单位\"') where kind = 'expert' and id = $1", [free?.id]);
    // one of another specialty who has never been called stands first in the order: the approval still names who is seated
    await at.play.act(spec('exp-enroll'), at.supervisor, await account(at), enrolment(60));
    await database.pool.query(`update record set data = jsonb_set(data, '{order}', '["E060"]' || (data->'order')) where kind = 'draw' and lot_id = $1`, [at.lotId]);
    const taken = special.find((id) => id !== null);
    // by name, to the tenderer alone; who sits already is on the list like all others
    const listed = designableRead.parse(await designable(database.pool, { actor: at.tenderer }, { id: at.lotId, q: undefined }));
    expect(listed.seats).toEqual([{ seatNo: 4, specialty: 'A08' }]);
    expect(listed.items.map(({ expertId }) => expertId)).toEqual(expect.arrayContaining([free?.id, ...special.filter((id) => id !== null)]));
    expect(JSON.stringify(listed)).not.toContain(free?.data.expertNo ?? 'no number');
    expect((await designable(database.pool, { actor: at.tenderer }, { id: at.lotId, q: '别的单位' })).items.map(({ expertId }) => expertId)).toEqual([free?.id]);
    for (const [who, code] of [[at.supervisor, 'forbidden'], [null, 'not-signed-in']] as const) await expect(designable(database.pool, { actor: who }, { id: at.lotId }), code).rejects.toMatchObject({ code });
    expect(await at.play.refused(spec('do-designate'), at.tenderer, at.lotId, { expertIds: [taken], approvalNo: '批1', causeCode: 'highly-specialised' })).toBe('invalid-input');
    await at.play.act(spec('do-designate'), at.tenderer, at.lotId, { expertIds: [free?.id], approvalNo: '批1', causeCode: 'highly-specialised' });
    expect((await drawOf(at)).data.seats[3]?.expertId).toBe(free?.id);
    await expect(designable(database.pool, { actor: at.tenderer }, { id: at.lotId })).rejects.toMatchObject({ code: 'not-found' });
    await answer(at, 4, '1');
    expect((await drawOf(at)).state).toBe('sealed');
    await at.play.act(spec('do-cancel'), at.tenderer, at.lotId, { reasonCode: 'postponed' });
    expect((await drawOf(at)).state).toBe('cancelled');
    expect(await at.play.refused(spec('exp-draw-request'), at.tenderer, at.lotId, request(at))).toBe('contribution-missing');
  });

  it('goes on with those who accepted when a widened request fills the empty seat', async () => {
    const at = await drawn({ experts: 4 + 1 });
    for (const seatNo of [1, 2, 3]) await answer(at, seatNo, '1');
    for (let i = 0; i < 4 && (await drawOf(at)).state !== 'exhausted'; i++) await answer(at, 4, '2');
    expect(await drawOf(at)).toMatchObject({ state: 'exhausted', data: { seats: [{ reply: 'accepted' }, {}, {}, { expertId: null }] } });
    await at.play.act(spec('exp-enroll'), at.supervisor, await account(at), { ...enrolment(50), specialties: ['B01'] });
    const parties = await commitChance(at, 'experts');
    const widened = request(at, { specialtyNeeds: [{ specialty: 'B01', headcount: 1 }] });
    expect(await at.play.refused(spec('exp-draw-request'), at.tenderer, at.lotId, { ...widened, specialtyNeeds: [{ specialty: 'B01', headcount: 2 }] })).toBe('invalid-input');
    const { result } = await at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, widened);
    await drawChance(at, String(result['chanceId']), parties);
    await system(at.play, spec('exp-draw-run'), at.lotId, { chanceId: result['chanceId'] });
    await answer(at, 4, '1');
    expect(await drawOf(at)).toMatchObject({ state: 'sealed', data: { round: 2, seats: [{}, {}, {}, { expertNo: 'E050' }] } });
    // one who had accepted gives the seat back while the list is sealed: nobody is left, the roster is exhausted again
    await answer(at, 4, '2');
    expect((await drawOf(at)).state).toBe('exhausted');
  });
});

it('a moved day is told once to those who had accepted the old one, who may still give the seat back', async () => {
  const at = await drawn();
  for (const seatNo of [1, 2, 3, 4]) await answer(at, seatNo, '1');
  const to = new Date(Date.parse(LOT_START) + 86_400_000).toISOString();
  await database.pool.query(`update record set data = jsonb_set(data, '{evaluationStart}', to_jsonb($2::text)) where kind = 'draw' and id = $1`, [at.drawId, to]);
  const sent = async () => Number((await database.pool.query<{ n: string }>(`select count(*)::text as n from outbox where topic = 'sms.send' and payload->'params'->>'date' = '2026-12-02'`)).rows[0]?.n);
  for (const _twice of [1, 2]) await system(at.play, spec('draw-moved'), at.lotId, { drawId: at.drawId, from: LOT_START, to });
  expect(await sent()).toBe(4);
  const { rows } = await database.pool.query<{ sessions: string[] }>(`select data->'sessions' as sessions from record where kind = 'expert' and data->'sessions' <> '[]'`);
  expect(rows.map(({ sessions }) => sessions)).toEqual([[to], [to], [to], [to]]);
  await answer(at, 2, '2');
  expect((await drawOf(at)).data.seats[1]).toMatchObject({ tries: 1 });
  expect((await drawOf(at)).data.seats[1]?.reply).toBeUndefined();
  const left = await database.pool.query(`select 1 from record where kind = 'expert' and data->'sessions' <> '[]'`);
  expect(left.rowCount).toBe(3);
});

it('nobody is called while the trade is stopped, silence counts against nobody, and whoever was still to answer is called anew', async () => {
  const at = await drawn();
  const lotState = (state: string, data: object) => database.pool.query(`update record set state = $2, data = data || $3::jsonb where kind = 'lot' and id = $1`, [at.lotId, state, JSON.stringify(data)]);
  const sent = async () => Number((await database.pool.query<{ n: string }>(`select count(*)::text as n from outbox where topic = 'sms.send' and payload->>'lotId' is null`)).rows[0]?.n);
  const noon = '2026-11-30T06:01:00.000Z';
  await at.play.setNow(noon);
  await answer(at, 1, '1');
  await lotState('suspended', { suspension: { organ: 'x', at: noon, until: null } });
  const before = await sent();
  const later = '2026-11-30T09:00:00.000Z';
  await at.play.setNow(later);
  await system(at.play, spec('timer:notify-end'), at.lotId);
  expect((await drawOf(at)).data.seats.map(({ tries, reply }) => [tries, reply ?? null])).toEqual([[1, 'accepted'], [1, null], [1, null], [1, null]]);
  // an answer is taken, long after its time by the clock on the wall; the next is not called yet
  const [, second] = (await drawOf(at)).data.seats;
  await answer(at, 2, '2');
  const next = (await drawOf(at)).data.seats[1];
  expect(next?.expertId).not.toBe(second?.expertId);
  expect(next).toMatchObject({ tries: 0 });
  expect(next?.callId).toBeUndefined();
  expect(await sent()).toBe(before);
  await lotState('opened', {});
  for (const _twice of [1, 2]) await system(at.play, spec('draw-resumed'), at.lotId, { at: later });
  expect(await sent()).toBe(before + 3);
  for (const seatNo of [2, 3, 4]) {
    expect((await drawOf(at)).data.seats[seatNo - 1]).toMatchObject({ tries: 1 });
    await answer(at, seatNo, '1');
  }
  expect((await drawOf(at)).state).toBe('sealed');
});

async function account(at: Stage): Promise<string> {
  const id = crypto.randomUUID();
  await at.play.put({ kind: 'account', id, state: 'active', lotId: null, ownerId: null, key: null, data: { name: '新专家', roles: ['expert'] } });
  return id;
}
