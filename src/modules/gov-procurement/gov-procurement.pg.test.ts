import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { draftOf, lotOf, playLot, testMarket } from '../../platform/testing/market.ts';

const { m, p } = await testMarket();

const procurement = { category: 'gov-procurement' } as const;
const file = (): Promise<string> => m.blob(p.tenderer.entityId);

async function drafted(change: Record<string, unknown> = {}) {
  const id = randomUUID();
  const made = await m.act('project-draft', p.tenderer.actor, id, { ...draftOf(procurement), ...change });
  return { id, lotId: (made.result['lots'] as { lotId: string }[])[0]?.lotId ?? '' };
}

test('intention, plan, intake', async () => {
  const { id, lotId } = await drafted();
  const plan = { planNo: 'P-1', method: 'open-tender', approvalFile: await file() };
  expect(await m.refused('gpr-plan', p.tenderer.actor, id, plan)).toBe('state');
  expect(await m.refused('int-submit', p.tenderer.actor, id, { approvalFile: await file() })).toBe('state');
  const intention = { plannedMonth: '2026-05', smeReserved: true, intentionFile: await file() };
  expect(await m.refused('gpr-intention', p.tenderer.actor, id, { ...intention, intentionFile: 'a'.repeat(64) })).toBe('blob-missing');
  await m.act('gpr-intention', p.tenderer.actor, id, intention);
  const { rows: told } = await m.pool.query<{ payload: object }>(`select payload from outbox where topic = 'acted' and payload->>'lotId' = $1`, [lotId]);
  expect(told.map(({ payload }) => payload)).toEqual([{ fp: 'gpr-intention', lotId }]);
  expect(await m.refused('gpr-plan', p.tenderer.actor, id, { ...plan, minBiddersOverride: 2 })).toBe('invalid-input');
  expect(await m.refused('gpr-plan', p.tenderer.actor, id, { ...plan, approvalFile: 'a'.repeat(64) })).toBe('blob-missing');
  const fewer = { ...plan, minBiddersOverride: 2, overrideDocNo: '财采〔2026〕1号' };
  expect(await m.refused('gpr-plan', p.tenderer.actor, id, fewer)).toBe('override-not-allowed');
  expect(await m.refused('gpr-plan', p.tenderer.actor, id, { ...fewer, method: 'competitive-negotiation', minBiddersOverride: 1 })).toBe('override-not-allowed');
  await m.act('gpr-plan', p.tenderer.actor, id, { ...fewer, method: 'competitive-negotiation' });
  const lot = await lotOf(m, lotId);
  expect(lot.state).toBe('planned');
  // the method is what was filed, whatever the draft said
  expect(lot.data).toMatchObject({ kind: 'competitive-negotiation', plan: { minBiddersOverride: 2, intentionExemptCode: null } });
  expect(lot.data.intention?.items).toMatchObject({ budget: 13_000_000_00, smeReserved: '是', purchaserName: p.tenderer.name });
});

test('an urgent purchase skips the intention; its ground stands on the ledger', async () => {
  const { id, lotId } = await drafted();
  const planned = await m.act('gpr-plan', p.tenderer.actor, id, { planNo: 'P-2', method: 'open-tender', intentionExemptCode: 'urgent', approvalFile: await file() });
  expect((await lotOf(m, lotId)).state).toBe('planned');
  const { rows } = await m.pool.query<{ public: object }>(`select body::jsonb->'public' as public from leaf where id = $1`, [planned.receipt?.leafId]);
  expect(rows[0]?.public).toMatchObject({ intentionExemptCode: 'urgent', budget: '1300000000', minBiddersOverride: null, overrideDocNo: null });
});

test('what the law asks of intention and plan must be there', async () => {
  const { id } = await drafted({ overview: '' });
  const intention = { plannedMonth: '2026-05', smeReserved: false, intentionFile: await file() };
  expect(await m.refused('gpr-intention', p.tenderer.actor, id, intention)).toBe('r-disclose-complete');
  await m.act('gpr-intention', p.tenderer.actor, id, { ...intention, items: { procurementContent: '扩声系统一套' } });
  const poor = await drafted({ lots: [{ lotNo: '1', lotName: '包一', duration: '60日' }] });
  expect(await m.refused('gpr-plan', p.tenderer.actor, poor.id, { planNo: 'P', method: 'open-tender', intentionExemptCode: 'unforeseen', approvalFile: await file() })).toBe('r-intake-complete');
  const engineering = randomUUID();
  await m.act('project-draft', p.tenderer.actor, engineering, draftOf({ category: 'engineering' }));
  expect(await m.refused('gpr-intention', p.tenderer.actor, engineering, intention)).toBe('state');
});

test('acceptance: fail mends, pass ends the performance, and the lot can be filed', async () => {
  const { lotId } = await playLot(m, p, procurement);
  // contract and award are later phases; their outcome is put there
  await m.pool.query(`update record set state = 'contracted', data = data || '{"contract":{"contractId":"${randomUUID()}","priceFen":"1","duration":"60","signedAt":"2026-03-01T00:00:00.000Z"},"award":{"winnerName":"中标公司"}}' where kind = 'lot' and id = $1`, [lotId]);
  await m.s.put({ kind: 'contract', id: randomUUID(), state: 'signed', lotId, ownerId: null, key: null, data: {} });
  const input = { acceptanceResult: 'fail', acceptorIdNo: 'P-9', acceptanceReport: await file(), items: { acceptanceContent: '全部设备', acceptanceStandard: '合同及国家标准' } };
  expect(await m.refused('gpr-accept', p.tenderer.actor, lotId, { ...input, items: {} })).toBe('r-disclose-complete');
  expect(await m.refused('gpr-accept', p.tenderer.actor, lotId, { ...input, acceptanceReport: 'a'.repeat(64) })).toBe('blob-missing');
  expect((await m.act('gpr-accept', p.tenderer.actor, lotId, input)).events.map(({ machine, to }) => [machine, to])).toEqual([['gp-lot', 'rectifying'], ['contract', 'performing']]);
  const passed = await m.act('gpr-accept', p.tenderer.actor, lotId, { ...input, acceptanceResult: 'pass' });
  expect(passed.result['state']).toBe('performance-over');
  expect((await lotOf(m, lotId)).data.doneAt).toBeDefined();
  // both are published, the failed one too
  expect((await lotOf(m, lotId)).data.acceptances?.map(({ result, items }) => [result, items['acceptanceResult']])).toEqual([['fail', '不合格'], ['pass', '合格']]);
  expect(await m.refused('gpr-accept', p.tenderer.actor, lotId, input)).toBe('state');
  const archive = { archivePackage: await file(), items: ['tender-document'] };
  expect(await m.refused('int-archive', p.tenderer.actor, lotId, archive)).toBe('r-archive-complete');
  const all = ['tender-document', 'fair-review', 'tender-notice', 'opening-record', 'evaluation-report', 'award-notice', 'contract', 'acceptance-report'];
  expect((await m.act('int-archive', p.tenderer.actor, lotId, { ...archive, items: all })).result['state']).toBe('closed');
});
