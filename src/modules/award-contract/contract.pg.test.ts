import { expect, test } from 'vitest';
import { lotOf, playLot, START, testMarket } from '../../platform/testing/market.ts';
import { specs as disclosureSpecs } from '../disclosure-portal/index.ts';
import { specs, type Contract } from './index.ts';

const { m, p } = await testMarket(async () => [...specs, ...disclosureSpecs]);

const file = () => m.blob(p.tenderer.entityId);
const softOf = async (leafId: string | undefined) => (await m.pool.query<{ soft: string[] }>(`select body::jsonb->'softFailed' as soft from leaf where id = $1`, [leafId])).rows[0]?.soft;

/** A lot whose contract is signed, put there: the road to it has its own tests. */
async function contracted(category: 'engineering' | 'gov-procurement', priceFen = '10000000') {
  await m.s.setNow(START);
  const { lotId } = await playLot(m, p, { category });
  await m.pool.query(`update record set state = 'contracted' where kind = 'lot' and id = $1`, [lotId]);
  const contract: Contract = { contractCode: `HT-${lotId.slice(0, 6)}`, priceFen, duration: '120日', signedAt: START, performanceSecurityFen: null, paymentTerms: '按进度', fileDigest: 'a'.repeat(64) };
  const contractId = crypto.randomUUID();
  await m.s.put({ kind: 'contract', id: contractId, state: 'signed', lotId, ownerId: p.tenderer.entityId, key: null, data: contract });
  return { lotId, contractId };
}

test('changes add up, and past the legal share they stand and are told', async () => {
  const { lotId, contractId } = await contracted('gov-procurement');
  const change = async (changeAmountFen: string) => m.act('ctr-change', p.tenderer.actor, lotId, { changeAmountFen, reason: '增加工程量', changeFile: await file() });
  expect(await softOf((await change('600000')).receipt?.leafId)).toEqual([]);
  expect(await softOf((await change('400000')).receipt?.leafId)).toEqual([]);
  const over = await change('1');
  expect(over.result).toEqual({ contractId, changeSeq: 3, cumulativeAmount: '1000001' });
  expect(await softOf(over.receipt?.leafId)).toEqual(['r-change-cap']);
  expect(await softOf((await change('-1')).receipt?.leafId)).toEqual([]);
  const { rows } = await m.pool.query(`select 1 from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-change-excess'`, [lotId]);
  expect(rows).toHaveLength(1);
  expect(await m.refused('ctr-change', p.tenderer.actor, lotId, { changeAmountFen: '1', reason: 'x', changeFile: 'b'.repeat(64) })).toBe('blob-missing');
});

test('milestones are published with what was paid so far; the payee’s account is not', async () => {
  const { lotId, contractId } = await contracted('engineering');
  const reach = async (milestone: string, amountPaidFen: string, more: object = {}) => m.act('ctr-perform', p.tenderer.actor, lotId, { milestone, amountPaidFen, payeeAccount: '6222000011112222', proofFile: await file(), ...more });
  const first = await reach('基础完成', '3000000', { progressPercent: 30 });
  expect(first.result).toEqual({ contractId, paidFen: '3000000', state: 'performing' });
  await m.act('ctr-change', p.tenderer.actor, lotId, { changeAmountFen: '50000', reason: '地质变化', changeFile: await file() });
  await reach('竣工', '7000000', { completed: true });
  await m.act('pub-disclose', { ...p.tenderer.actor, roles: ['system'], role: 'system', key: 'platform' }, lotId, { fp: 'ctr-perform' });
  const { rows } = await m.pool.query<{ items: Record<string, unknown> }>(`select data->'items' as items from record where kind = 'disclosure' and data->>'subItemId' = 'eng-performance' and lot_id = $1 order by created_at, key`, [lotId]);
  expect(rows.map(({ items }) => [items['milestone'], items['cumulativePaid']])).toEqual([['基础完成', '3000000'], ['竣工', '10000000']]);
  expect(rows[1]?.items).toMatchObject({ changeReason: '地质变化', completionDate: START });
  const { rows: leaves } = await m.pool.query<{ body: string }>(`select body from leaf where lot_id = $1 and fp = 'ctr-perform'`, [lotId]);
  expect(leaves.every(({ body }) => !body.includes('6222000011112222'))).toBe(true);
});

test('a contract ended early is over: in procurement with its lot', async () => {
  const bought = await contracted('gov-procurement');
  const end = async () => ({ causeCode: 'agreed', evidenceFile: await file() });
  expect((await m.act('do-end-contract', p.tenderer.actor, bought.lotId, await end())).result['state']).toBe('performance-over');
  expect((await lotOf(m, bought.lotId)).data.doneAt).toBe(START);
  expect(await m.refused('do-end-contract', p.tenderer.actor, bought.lotId, await end())).toBe('state');
  expect(await m.refused('ctr-change', p.tenderer.actor, bought.lotId, { changeAmountFen: '1', reason: '变更', changeFile: await file() })).toBe('state');
  const works = await contracted('engineering');
  expect((await m.act('do-end-contract', p.tenderer.actor, works.lotId, await end())).result['state']).toBe('contracted');
  const other = await m.company('无关建设有限公司', ['tenderer']);
  expect(await m.refused('ctr-perform', other.actor, works.lotId, { milestone: '一期', amountPaidFen: '1', payeeAccount: '1', proofFile: await m.blob(other.entityId) })).toBe('forbidden');
  await m.s.setNow(START);
  const { lotId } = await playLot(m, p, { category: 'engineering' });
  expect(await m.refused('do-end-contract', p.tenderer.actor, lotId, await end())).toBe('state');
});

test('a contract is completed when it is settled, by the tenderer, once', async () => {
  const { lotId, contractId } = await contracted('engineering');
  const other = await m.company('旁人建设有限公司', ['tenderer']);
  expect(await m.refused('do-complete', other.actor, lotId, { settlementFile: await m.blob(other.entityId) })).toBe('forbidden');
  expect(await m.refused('do-complete', p.tenderer.actor, lotId, { settlementFile: 'b'.repeat(64) })).toBe('blob-missing');
  const done = await m.act('do-complete', p.tenderer.actor, lotId, { settlementFile: await file() });
  expect([done.result, done.events]).toMatchObject([{ contractId, state: 'completed' }, [{ machine: 'contract', event: 'do:complete', from: 'signed', to: 'completed' }]]);
  expect(await m.refused('do-complete', p.tenderer.actor, lotId, { settlementFile: await file() })).toBe('state');
  expect(await m.refused('ctr-change', p.tenderer.actor, lotId, { changeAmountFen: '1', reason: '变更', changeFile: await file() })).toBe('state');
});
