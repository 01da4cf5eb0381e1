import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stage, system } from '../../../tests/support/committee-stage.ts';
import { supervisionFlows } from '../../app/flows/supervision.ts';
import type { WarningId } from '../../../catalogue/index.ts';
import { z } from 'zod';
import { defineAct, type Actor } from '../../platform/act.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import type { Lot } from '../project-intake/index.ts';
import { specs, warningsOfPost, warningsRead } from './index.ts';
import { downloadClusters, withdrawCluster } from './warn-clusters.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const spec = (id: string) => specs.find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const NOW = '2026-11-30T06:00:00.000Z';
const raise = (id: WarningId, about = '', facts: Record<string, unknown> = {}) => defineAct<unknown, null>({
  id: 'probe', kind: 'system', subjectKind: 'lot', input: z.unknown(), load: async () => null, parties: () => ({}), decide: (_f, cmd, work) => { work.warn(id, cmd.subject, facts, about); },
});
const read = async (actor: Actor | null, params: Record<string, string> = {}) => warningsRead.parse(await warningsOfPost(database.pool, { actor, now: NOW }, params));
const ids = async (actor: Actor, params: Record<string, string> = {}) => (await read(actor, params)).items.map((one) => one.warning);
const lotWith = (data: Partial<Lot>, state = 'noticed') => stage(database.pool, { state, experts: 0, lot: data });
type At = Awaited<ReturnType<typeof stage>>;
const told = async ({ lotId }: At) => (await read(actorOf(['centre-a', 'supervisor', 'discipline']), { lot: lotId })).items;

describe('what a post reads', () => {
  it('is meant for it, in its scope, with facts and law, newest first', async () => {
    const at = await lotWith({ industryId: 'housing', regionCode: '330100' });
    await system(at.play, raise('w-award-not-first', '', { rank: 2 }), at.lotId);
    await at.play.setNow('2026-11-30T06:00:01.000Z');
    await system(at.play, raise('w-decrypt-failure'), at.lotId);
    const supervisor = actorOf(['supervisor']);
    const [item] = (await read(supervisor, { lot: at.lotId })).items;
    expect(item).toMatchObject({ warning: 'w-award-not-first', level: 'warn', state: 'raised', times: 1, lotId: at.lotId, lotCode: 'T-1', facts: { rank: 2 }, law: { zh: '未确定排名第一的候选人' } });
    // w-decrypt-failure is the centre's, the other the supervisor's
    expect([await ids(supervisor, { lot: at.lotId }), await ids(actorOf(['centre-host']), { lot: at.lotId })]).toEqual([['w-award-not-first'], ['w-decrypt-failure']]);
    expect(await ids(actorOf(['centre-a', 'supervisor']), { lot: at.lotId })).toEqual(['w-decrypt-failure', 'w-award-not-first']);
    expect(await ids({ ...supervisor, regions: ['31'] }, { lot: at.lotId })).toEqual([]);
    expect(await ids({ ...supervisor, regions: ['3301'], industries: ['housing'] }, { lot: at.lotId })).toEqual(['w-award-not-first']);
    expect(await ids({ ...supervisor, industries: ['transport'] }, { lot: at.lotId })).toEqual([]);
    for (const who of [null, at.tenderer, actorOf(['bidder'], { entityId: randomUUID() }), actorOf(['expert'])]) await expect(read(who)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is filtered by level, state, kind and time, and comes in pages', async () => {
    const at = await lotWith({});
    for (let i = 0; i < 5; i++) {
      await at.play.setNow(`2026-11-30T07:00:0${i}.000Z`);
      await system(at.play, raise('w-abnormal-low', `bid-${i}`), at.lotId);
    }
    await system(at.play, raise('w-order-ignored'), at.lotId);
    await system(at.play, raise('w-contract-mismatch'), at.lotId);
    const officer = actorOf(['supervisor']);
    expect(await ids(officer, { lot: at.lotId, level: 'high' })).toEqual(['w-contract-mismatch']);
    expect(await ids(officer, { lot: at.lotId, warning: 'w-abnormal-low', since: '2026-11-30T07:00:03.000Z' })).toHaveLength(2);
    const first = await read(officer, { lot: at.lotId, warning: 'w-abnormal-low', limit: '3' });
    const second = await read(officer, { lot: at.lotId, warning: 'w-abnormal-low', limit: '3', cursor: first.nextCursor ?? '' });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, null]);
    expect(new Set([...first.items, ...second.items].map((one) => one.warningId)).size).toBe(5);
    await expect(read(officer, { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(read(officer, { level: 'loud' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('counts what is raised again, and is open again after it was dealt with', async () => {
    const at = await lotWith({});
    const officer = actorOf(['supervisor']);
    await system(at.play, raise('w-abnormal-low', 'bid', { reasons: ['a'] }), at.lotId);
    await at.play.setNow('2026-11-30T08:00:00.000Z');
    await system(at.play, raise('w-abnormal-low', 'bid', { reasons: ['b'] }), at.lotId);
    await system(at.play, raise('w-abnormal-low', 'other'), at.lotId);
    const [, one] = (await read(officer, { lot: at.lotId })).items.sort((a, b) => a.times - b.times);
    expect(one).toMatchObject({ times: 2, firstAt: NOW, at: '2026-11-30T08:00:00.000Z', facts: { reasons: ['b'] } });
    const id = one?.warningId ?? '';
    expect(await at.play.refused(spec('warning-handle'), actorOf(['centre-host']), id, { closureCode: 'explained', note: '已核实' })).toBe('not-found');
    expect(await at.play.refused(spec('warning-handle'), at.tenderer, id, { closureCode: 'explained', note: '已核实' })).toBe('not-found');
    expect(await at.play.refused(spec('warning-handle'), { ...officer, regions: ['99'] }, id, { closureCode: 'explained', note: '已核实' })).toBe('not-found');
    await at.play.act(spec('warning-handle'), officer, id, { closureCode: 'explained', note: '已核实' });
    expect(await at.play.refused(spec('warning-handle'), officer, id, { closureCode: 'explained', note: '已核实' })).toBe('state');
    expect((await read(officer, { lot: at.lotId, state: 'handled' })).items).toMatchObject([{ warningId: id, handled: { byRole: 'supervisor', closureCode: 'explained', note: '已核实' } }]);
    await system(at.play, raise('w-abnormal-low', 'bid', { reasons: ['c'] }), at.lotId);
    expect((await read(officer, { lot: at.lotId, state: 'raised' })).items.find((row) => row.warningId === id)).toMatchObject({ times: 3 });
  });

  it('says nothing before the deadline that would tell of a bid', async () => {
    const at = await lotWith({ bidDeadline: '2026-12-01T01:30:00.000Z' });
    const sealed = defineAct<unknown, null>({
      id: 'probe', kind: 'system', subjectKind: 'lot', input: z.unknown(), load: async () => null, parties: () => ({}),
      decide(_f, cmd, work) { work.systemAct('bid-fingerprint', { subject: cmd.subject, lotId: cmd.subject }); work.warn('w-doc-tampered', cmd.subject, {}); },
    });
    await system(at.play, sealed, at.lotId);
    const officer = actorOf(['supervisor']);
    const { rows } = await database.pool.query<{ id: string }>(`select id from record where kind = 'warning' and lot_id = $1`, [at.lotId]);
    expect([await ids(officer, { lot: at.lotId }), rows.length]).toEqual([[], 1]);
    expect(await at.play.refused(spec('warning-handle'), officer, rows[0]?.id ?? '', { closureCode: 'explained', note: '已核实' })).toBe('not-found');
    await database.pool.query(`update record set data = jsonb_set(data, '{openGates}', '["bid-deadline"]') where id = $1`, [at.lotId]);
    expect(await ids(officer, { lot: at.lotId })).toEqual(['w-doc-tampered']);
  });
});

describe('what nobody has done in time', () => {
  const REPORT = '2026-11-30T00:00:00.000Z';
  const award = { bidId: randomUUID(), bidderId: randomUUID(), winnerName: '甲', awardFen: '1', rank: 1, duration: '90', decidedAt: REPORT };
  const cases: [string, WarningId, string, Partial<Lot>, string][] = [
    ['no acceptance of the intake', 'w-intake-overdue', 'r-intake-time', {}, 'intake-pending'],
    ['no publicity of candidates', 'w-disclosure-late', 'r-candidate-within', { reportAt: REPORT }, 'evaluated'],
    ['no decision in procurement', 'w-disclosure-late', 'r-decide-days', { reportAt: REPORT, category: 'gov-procurement', machine: 'gp-lot' }, 'evaluated'],
    ['no result', 'w-disclosure-late', 'r-disclose-window', { award: { ...award, noticeIssuedAt: REPORT } }, 'notified'],
    ['no report to the supervisor', 'w-disclosure-late', 'r-report-supervisor', { award: { ...award, resultPublishedAt: REPORT } }, 'awarded'],
    ['no contract', 'w-contract-overdue', 'r-contract-30d', { award: { ...award, noticeIssuedAt: REPORT, resultPublishedAt: REPORT }, awardReportedAt: REPORT }, 'notified'],
    ['no filing', 'w-archive-overdue', 'r-archive-days', { award: { ...award, resultPublishedAt: REPORT }, awardReportedAt: REPORT, doneAt: REPORT, contract: { contractId: randomUUID(), priceFen: '1', duration: '90', signedAt: REPORT } }, 'contracted'],
  ];
  it.each(cases)('%s: %s', async (_what, warning, rule, lot, state) => {
    const at = await lotWith(lot, state);
    const projectId = (await at.play.get<Lot>('lot', at.lotId))?.data.projectId ?? '';
    await at.play.put({ kind: 'project', id: projectId, state: 'submitted', lotId: null, ownerId: null, key: null, data: { submittedAt: REPORT, lotIds: [at.lotId] } });
    await system(at.play, spec('timer:overdue'), at.lotId);
    const due = async () => (await database.pool.query<{ due: Date | null }>(`select max(due_at) filter (where done_at is null) as due from timer where lot_id = $1 and event = 'timer:overdue'`, [at.lotId])).rows[0]?.due ?? null;
    const first = await due() ?? expect.fail('nothing is waited for');
    expect((await told(at)).map((one) => one.law.rule)).not.toContain(rule);
    // when several are owed each comes at its own time
    await at.play.setNow(new Date(Date.parse(REPORT) + 120 * 86_400_000).toISOString());
    await system(at.play, spec('timer:overdue'), at.lotId);
    await system(at.play, spec('timer:overdue'), at.lotId);
    const [own] = (await told(at)).filter((one) => one.law.rule === rule);
    expect(own).toMatchObject({ warning, times: 1, facts: { since: REPORT } });
    expect(own?.law.basis.length ?? 0).toBeGreaterThan(rule === 'r-disclose-window' ? -1 : 0);
    expect([new Date(first) > new Date(NOW), await due()]).toEqual([true, null]);
  });

  it('is not told while the lot stands still', async () => {
    const at = await lotWith({ reportAt: REPORT }, 'suspended');
    await at.play.setNow('2027-03-01T00:00:00.000Z');
    await system(at.play, spec('timer:overdue'), at.lotId);
    expect(await told(at)).toEqual([]);
  });

  it('an order: told when its time is over, not when it was carried out or answered', async () => {
    const at = await lotWith({});
    const order = async (orderNo: string, orderType: string) => {
      const id = randomUUID();
      await at.play.put({ kind: 'order', id, state: 'issued', lotId: at.lotId, ownerId: null, key: `supervisor:x/${id}`, data: { orderNo, orderType, dueAt: '2026-12-02T00:00:00.000Z' } });
      return id;
    };
    const ignored = await order('令1', 'opinion');
    const kept = await order('令2', 'opinion');
    await order('令3', 'suspend');
    const file = 'd'.repeat(64);
    await database.pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $1, 1)', [file, at.tenderer.entityId]);
    const reply = (orderId: string) => ({ orderId, reply: '已整改', replyFile: file });
    expect(await at.play.refused(spec('order-reply'), at.supervisor, at.lotId, reply(kept))).toBe('not-found');
    expect(await at.play.refused(spec('order-reply'), at.tenderer, at.lotId, { ...reply(kept), replyFile: 'e'.repeat(64) })).toBe('blob-missing');
    await at.play.act(spec('order-reply'), at.tenderer, at.lotId, reply(kept));
    expect(await at.play.refused(spec('order-reply'), at.tenderer, at.lotId, reply(kept))).toBe('state');
    const { rows } = await database.pool.query<{ public: object }>(`select body::jsonb->'public' as public from leaf where lot_id = $1 and fp = 'gov-order-answered'`, [at.lotId]);
    expect(rows).toEqual([{ public: {} }]);
    await at.play.setNow('2026-12-02T00:00:00.001Z');
    await system(at.play, spec('timer:overdue'), at.lotId);
    expect(await told(at)).toMatchObject([{ warning: 'w-order-ignored', facts: { orderNo: '令1', event: `order/${ignored}` }, law: { rule: 'r-order-carried-out' } }]);
  });
});

describe('what only several acts together show', () => {
  const fetched = (n: number, minutes: number, more: object = {}) => Array.from({ length: n }, (_, i) => ({ bidderId: `b${i}`, address: '203.0.113.9', deviceId: null, at: new Date(Date.parse(NOW) + i * minutes * 60_000).toISOString(), ...more }));
  it('three bidders at one address or device within an hour', () => {
    expect(downloadClusters(fetched(3, 29))).toMatchObject([{ warning: 'w-download-cluster', facts: { address: '203.0.113.9', bidders: ['b0', 'b1', 'b2'] } }]);
    expect(downloadClusters(fetched(3, 31))).toEqual([]);
    expect(downloadClusters(fetched(2, 1))).toEqual([]);
    expect(downloadClusters(fetched(3, 1, { bidderId: 'one' }))).toEqual([]);
    expect(downloadClusters(fetched(3, 1, { address: '127.0.0.1' }))).toEqual([]);
    expect(downloadClusters(fetched(3, 1, { address: '127.0.0.1', deviceId: 'D-1' }))).toMatchObject([{ facts: { deviceId: 'D-1' } }]);
  });

  it('three bidders who leave within a day', () => {
    const left = (hours: number) => [0, 1, 2].map((i) => ({ bidderId: `b${i}`, at: new Date(Date.parse(NOW) + i * hours * 3_600_000).toISOString() }));
    expect(withdrawCluster(left(12))).toMatchObject([{ warning: 'w-withdraw-cluster', facts: { bidders: ['b0', 'b1', 'b2'] } }]);
    expect(withdrawCluster(left(13))).toEqual([]);
  });

  it('is found in the leaves when the deadline has passed, once', async () => {
    const at = await lotWith({});
    const leave = (fp: 'doc-download' | 'bid-withdraw', salted: object) => defineAct<unknown, null>({
      id: 'probe', kind: 'system', subjectKind: 'lot', input: z.unknown(), load: async () => null, parties: () => ({}), decide: (_f, cmd, work) => { work.systemAct(fp, { subject: cmd.subject, lotId: cmd.subject, salted: { ...salted } }); },
    });
    for (const bidderId of ['b1', 'b2', 'b3']) {
      await system(at.play, leave('doc-download', { bidderId, ipAddress: '203.0.113.9', deviceId: null }), at.lotId);
      await system(at.play, leave('bid-withdraw', { bidderId }), at.lotId);
    }
    for (const flow of supervisionFlows(database.pool)) {
      for (const _ of [1, 2]) await flow.run({ lotId: at.lotId, lot: at.lotId }, async (id, subject, input) => (await at.play.act(spec(id), actorOf(['system']), subject, input)).result);
    }
    expect((await told(at)).map(({ warning, times }) => [warning, times]).sort()).toEqual([['w-download-cluster', 1], ['w-withdraw-cluster', 1]]);
  });
});
