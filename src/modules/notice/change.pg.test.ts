import { expect, test } from 'vitest';
import { lotRead as lotShape } from '../../contracts/reads.ts';
import { lotOf, playLot, proveAll, START, testMarket } from '../../platform/testing/market.ts';
import { specs as disclosureSpecs } from '../disclosure-portal/index.ts';
import { lotRead } from '../tender-doc/index.ts';

const { m, p } = await testMarket(async () => disclosureSpecs);

const engineering = { category: 'engineering' } as const;
const procurement = { category: 'gov-procurement' } as const;
const at = (from: string, days: number): string => new Date(Date.parse(from) + days * 86_400_000).toISOString();
const headOf = async (lotId: string): Promise<string> => (await m.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp in ('not-publish', 'not-change') and kind = 'act' order by ordinal desc limit 1`, [lotId])).rows[0]?.hash ?? '';
const change = async (lotId: string, more: Record<string, unknown> = {}) => ({
  prevHash: await headOf(lotId), changeFile: await m.blob(p.tenderer.entityId), changedItems: ['投标人资格'], originalContent: '三项业绩', revisedContent: '一项业绩', ...more,
});
const refuse = async (lotId: string, more: Record<string, unknown>) => m.refused('not-change', p.tenderer.actor, lotId, await change(lotId, more));
const disclosed = async (lotId: string, subItem: string) => (await m.pool.query<{ items: Record<string, unknown> }>(`select data->'items' as items from record where kind = 'disclosure' and lot_id = $1 and data->>'subItemId' = $2 order by created_at, key`, [lotId, subItem])).rows.map(({ items }) => items);
const disclose = async (lotId: string, fp: string) => m.act('pub-disclose', { ...p.tenderer.actor, roles: ['system'], role: 'system', key: 'platform' }, lotId, { fp });

test('a correction names the version before it, and two at once cannot both stand', async () => {
  await m.s.setNow(START);
  const { lotId, bidDeadline } = await playLot(m, p, engineering);
  const first = await headOf(lotId);
  expect(await refuse(lotId, { prevHash: 'a'.repeat(64) })).toBe('r-revision-chain');
  expect(await refuse(lotId, { changeFile: 'a'.repeat(64) })).toBe('blob-missing');
  const other = await m.company('别家建设有限公司', ['tenderer']);
  expect(await m.refused('not-change', other.actor, lotId, await change(lotId))).toBe('forbidden');
  const done = await m.act('not-change', p.tenderer.actor, lotId, await change(lotId));
  expect(await headOf(lotId)).toBe(done.receipt?.bodyHash);
  expect(await refuse(lotId, { prevHash: first })).toBe('r-revision-chain');
  // nothing of the original is taken back
  const lot = lotShape.parse(await lotRead(m.pool, { actor: null, now: START }, { id: lotId }));
  expect(lot.notices.map(({ noticeType }) => noticeType)).toEqual(['tender', 'change']);
  expect(lot.notices[1]?.leafId).toBe(done.receipt?.leafId);
  expect(lot.notices[1]?.items).toEqual(expect.arrayContaining([{ key: 'originalContent', zh: '原内容', en: 'Original content', value: '三项业绩' }]));
  expect(lot.bidDeadline).toBe(bidDeadline);
});

test('a material correction keeps the lead time or moves the deadline, its timer with it', async () => {
  await m.s.setNow(START);
  const { lotId, bidDeadline } = await playLot(m, p, engineering);
  await m.s.setNow(at(START, 20));
  expect(await refuse(lotId, { isMaterial: true })).toBe('r-clarify-lead-time');
  expect(await refuse(lotId, { newBidDeadline: at(START, 29) })).toBe('deadline-earlier');
  const to = at(START, 36);
  await m.act('not-change', p.tenderer.actor, lotId, await change(lotId, { isMaterial: true, newBidDeadline: to }));
  expect((await lotOf(m, lotId)).data.bidDeadline).toBe(to);
  await m.s.setNow(bidDeadline);
  await m.system('timer:bid-deadline', lotId);
  expect((await lotOf(m, lotId)).state).toBe('noticed');
  await m.s.setNow(to);
  await m.system('timer:bid-deadline', lotId);
  expect((await lotOf(m, lotId)).state).toBe('deadline-passed');
  expect(await refuse(lotId, {})).toBe('state');
});

test('before the documents are issued a correction moves what was announced, and their issue follows', async () => {
  await m.s.setNow(START);
  const { lotId } = await playLot(m, p, procurement, 'announced');
  expect(await refuse(lotId, { newBidDeadline: at(START, 25) })).toBe('deadline-earlier');
  const to = at(START, 40);
  await m.act('not-change', p.tenderer.actor, lotId, await change(lotId, { newBidDeadline: to }));
  await proveAll(m, p, lotId);
  const issue = { saleEnd: at(START, 10), bidValidDays: 90 };
  expect(await m.refused('doc-issue', p.tenderer.actor, lotId, { ...issue, bidDeadline: at(START, 35) })).toBe('deadline-earlier');
  expect((await m.act('doc-issue', p.tenderer.actor, lotId, issue)).result['bidDeadline']).toBe(to);
  await disclose(lotId, 'not-change');
  await m.act('not-change', p.tenderer.actor, lotId, await change(lotId, { revisedContent: '两项业绩' }));
  await disclose(lotId, 'not-change');
  await disclose(lotId, 'not-change');
  const items = await disclosed(lotId, 'gp-correction');
  expect(items.map((one) => one['revisedContent'])).toEqual(['一项业绩', '两项业绩']);
  expect(items[0]).toMatchObject({ projectCode: (await lotOf(m, lotId)).data.projectCode, originalNoticeDate: expect.any(String), changedItems: ['投标人资格'] });
});

test('a plan thirty days ahead satisfies the lead; its lot is public from then on', async () => {
  await m.s.setNow(START);
  const trade = await playLot(m, p, engineering, 'drafted');
  const plan = async () => ({ plannedNoticeMonth: '2026-04', planFile: await m.blob(p.tenderer.entityId) });
  expect(await m.refused('not-plan-publish', p.tenderer.actor, trade.projectId, { ...(await plan()), planFile: 'a'.repeat(64) })).toBe('blob-missing');
  const published = await m.act('not-plan-publish', p.tenderer.actor, trade.projectId, await plan());
  await disclose(trade.lotId, 'not-plan-publish');
  expect((await disclosed(trade.lotId, 'eng-plan'))[0]).toMatchObject({ tendererName: p.tenderer.name, plannedNoticeTime: '2026-04', supervisorDept: expect.any(String) });
  const lot = lotShape.parse(await lotRead(m.pool, { actor: null, now: START }, { id: trade.lotId }));
  expect(lot.notices[0]).toMatchObject({ noticeType: 'plan', leafId: published.receipt?.leafId });
  const bought = await playLot(m, p, procurement, 'drafted');
  expect(await m.refused('not-plan-publish', p.tenderer.actor, bought.projectId, await plan())).toBe('state');
});

test('the notice after the plan breaks no lead, one day too early it does', async () => {
  const soft = async (days: number): Promise<unknown> => {
    await m.s.setNow(START);
    const trade = await playLot(m, p, engineering, 'reviewed');
    await m.pool.query(`update record set data = data || jsonb_build_object('tenderPlanPublishedAt', $2::text) where kind = 'lot' and id = $1`, [trade.lotId, START]);
    await m.s.setNow(at(START, days));
    const notice = { noticeType: 'tender', title: '招标公告', noticeFile: await m.blob(p.tenderer.entityId), bidDeadline: at(START, days + 30) };
    const { receipt } = await m.act('not-publish', p.tenderer.actor, trade.lotId, notice);
    return (await m.pool.query<{ soft: string[] }>(`select body::jsonb->'softFailed' as soft from leaf where id = $1`, [receipt?.leafId])).rows[0]?.soft;
  };
  expect([await soft(30), await soft(29)]).toEqual([[], ['r-plan-lead-time']]);
});
