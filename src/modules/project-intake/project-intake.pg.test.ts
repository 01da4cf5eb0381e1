import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { draftOf, lotOf, playLot, START, testMarket } from '../../platform/testing/market.ts';
import { lotIsPublic } from './index.ts';

const { m, p } = await testMarket();

const engineering = { category: 'engineering' } as const;
const file = (): Promise<string> => m.blob(p.tenderer.entityId);
const form = (): Promise<string> => m.blob(p.centre.actor.accountId ?? '');
const promise = async () => ({ promiseVersion: '2026', promiseFile: await file(), signerIdNo: 'P-1' });

test('drafting leaves nothing on the ledger and refuses who may not, ids in use and unfit industries', async () => {
  const id = randomUUID();
  const drafted = await m.act('project-draft', p.tenderer.actor, id, draftOf(engineering));
  expect(drafted.receipt).toBe(null);
  expect(drafted.result).toMatchObject({ projectId: id, lots: [{ lotNo: '1' }] });
  expect(await m.refused('project-draft', p.tenderer.actor, id, draftOf(engineering))).toBe('version-conflict');
  // a lot's id would let the new project write into that lot's history
  const [lot] = drafted.result['lots'] as { lotId: string }[];
  expect(await m.refused('project-draft', p.tenderer.actor, lot?.lotId ?? '', draftOf(engineering))).toBe('invalid-input');
  expect(await m.refused('project-draft', p.tenderer.actor, randomUUID(), { ...draftOf(engineering), industryId: 'medical' })).toBe('invalid-input');
  const bidder = await m.company('投标公司', ['bidder']);
  expect(await m.refused('project-draft', bidder.actor, randomUUID(), draftOf(engineering))).toBe('forbidden');
});

test('an agency acts under an agreement, but does not promise for the tenderer', async () => {
  const agency = await m.company('招标代理公司', ['agency']);
  const id = randomUUID();
  const draft = { ...draftOf(engineering), tendererId: p.tenderer.entityId };
  expect(await m.refused('project-draft', agency.actor, id, draft)).toBe('agency-agreement');
  expect(await m.refused('project-draft', agency.actor, id, { ...draft, agencyAgreement: 'a'.repeat(64) })).toBe('blob-missing');
  await m.act('project-draft', agency.actor, id, { ...draft, agencyAgreement: await m.blob(agency.entityId) });
  await m.act('int-submit', agency.actor, id, { approvalFile: await m.blob(agency.entityId) });
  expect(await m.refused('int-promise', agency.actor, id, await promise())).toBe('forbidden');
  expect((await m.act('int-promise', p.tenderer.actor, id, await promise())).events[0]).toMatchObject({ event: 'int-promise', from: 'intake-pending' });
});

test('an incomplete project is refused, amended and handed in', async () => {
  const id = randomUUID();
  const draft = draftOf(engineering);
  await m.act('project-draft', p.tenderer.actor, id, { ...draft, fundSource: '' });
  const approval = { approvalFile: await file() };
  expect(await m.refused('int-submit', p.tenderer.actor, id, { approvalFile: 'b'.repeat(64) })).toBe('blob-missing');
  expect(await m.refused('int-submit', p.tenderer.actor, id, approval)).toBe('r-intake-complete');
  const { category: _category, kind: _kind, ...amended } = draft;
  expect(await m.refused('project-amend', (await m.company('旁人', ['tenderer'])).actor, id, amended)).toBe('not-found');
  expect(await m.refused('project-amend', p.tenderer.actor, id, { ...amended, lots: [{ ...amended.lots[0], lotNo: '9' }] })).toBe('invalid-input');
  await m.act('project-amend', p.tenderer.actor, id, amended);
  await m.act('int-submit', p.tenderer.actor, id, approval);
  expect(await m.refused('project-amend', p.tenderer.actor, id, amended)).toBe('state');
});

test('intake: no acceptance without the promise; correction once, with every defect', async () => {
  const { projectId, lotId } = await playLot(m, p, engineering, 'submitted');
  const decide = async (more: Record<string, unknown>) => ({ intakeForm: await form(), ...more });
  expect(await m.refused('int-accept', p.centre.actor, projectId, await decide({ decisionCode: 'accept' }))).toBe('r-promise-signed');
  expect(await m.refused('int-accept', p.centre.actor, projectId, { decisionCode: 'accept', intakeForm: 'c'.repeat(64) })).toBe('blob-missing');
  expect(await m.refused('int-accept', p.tenderer.actor, projectId, await decide({ decisionCode: 'accept' }))).toBe('forbidden');
  expect(await m.refused('int-accept', p.centre.actor, projectId, await decide({ decisionCode: 'correct' }))).toBe('invalid-input');
  await m.act('int-accept', p.centre.actor, projectId, await decide({ decisionCode: 'correct', defects: ['缺立项批文', '缺图纸'] }));
  expect((await lotOf(m, lotId)).state).toBe('draft');
  await m.act('int-submit', p.tenderer.actor, projectId, { approvalFile: await file() });
  expect(await m.refused('int-accept', p.centre.actor, projectId, await decide({ decisionCode: 'correct', defects: ['又一项'] }))).toBe('correction-once');
  await m.act('int-promise', p.tenderer.actor, projectId, await promise());
  const accepted = await m.act('int-accept', p.centre.actor, projectId, await decide({ decisionCode: 'accept' }));
  const lot = await lotOf(m, lotId);
  expect(lot.state).toBe('accepted');
  expect(lot.data.unifiedDealCode).toBe(accepted.result['unifiedDealCode']);
});

test('a refusal needs its reasons; a late decision stands and raises its warning', async () => {
  const { projectId, lotId } = await playLot(m, p, engineering, 'submitted');
  const refusal = { decisionCode: 'refuse', intakeForm: await form() };
  expect(await m.refused('int-accept', p.centre.actor, projectId, refusal)).toBe('invalid-input');
  await m.s.setNow('2026-03-06T01:00:00.000Z');
  const decided = await m.act('int-accept', p.centre.actor, projectId, { ...refusal, reason: '不属于公共资源交易目录' });
  await m.s.setNow(START);
  const ended = await lotOf(m, lotId);
  expect([ended.state, lotIsPublic(ended)]).toEqual(['terminated', false]);
  const { rows } = await m.pool.query<{ soft: string[] }>(`select body::jsonb->'softFailed' as soft from leaf where id = $1`, [decided.receipt?.leafId]);
  expect(rows[0]?.soft).toEqual(['r-intake-time']);
});

test('rooms never overlap, also when two lots ask at the same time; a new slot gives the old one back', async () => {
  const [a, b] = [await playLot(m, p, engineering, 'accepted'), await playLot(m, p, engineering, 'accepted')];
  const slot = (roomId: string, from: string, to: string) => ({ slotType: 'opening', roomId, slotStart: `2026-04-01T${from}:00.000Z`, slotEnd: `2026-04-01T${to}:00.000Z` });
  const both = await Promise.allSettled([a, b].map(({ lotId }) => m.act('int-schedule', p.tenderer.actor, lotId, slot('r1', '01:00', '03:00'))));
  expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  const [taker, other] = both[0]?.status === 'fulfilled' ? [a, b] : [b, a];
  expect(await m.refused('int-schedule', p.tenderer.actor, other.lotId, slot('r1', '02:59', '04:00'))).toBe('r-slot-free');
  await m.act('int-schedule', p.tenderer.actor, other.lotId, slot('r1', '03:00', '04:00'));
  expect(await m.refused('int-schedule', p.tenderer.actor, other.lotId, slot('r1', '04:00', '04:00'))).toBe('invalid-input');
  expect(await m.refused('int-schedule', p.tenderer.actor, other.lotId, { ...slot('r1', '04:00', '05:00'), slotStart: '2026-03-01T00:00:00.000Z' })).toBe('invalid-input');
  await m.act('int-schedule', p.tenderer.actor, taker.lotId, slot('r1', '05:00', '06:00'));
  await m.act('int-schedule', p.tenderer.actor, other.lotId, slot('r1', '01:00', '02:00'));
  expect((await lotOf(m, other.lotId)).data.slots).toHaveLength(1);
});

test('a terminated lot is filed with what it came to', async () => {
  const { lotId } = await playLot(m, p, engineering, 'reviewed');
  const archive = { archivePackage: await file(), items: ['tender-document', 'fair-review'] };
  expect(await m.refused('int-archive', p.tenderer.actor, lotId, archive)).toBe('state');
  await m.act('not-abnormal', p.tenderer.actor, lotId, { abnormalType: 'terminate', reasonCode: 'plan-changed', reason: '计划取消', noticeFile: await file() });
  expect(await m.refused('int-archive', p.tenderer.actor, lotId, archive)).toBe('r-archive-complete');
  expect(await m.refused('int-archive', p.tenderer.actor, lotId, { ...archive, archivePackage: 'd'.repeat(64) })).toBe('blob-missing');
  const filed = await m.act('int-archive', p.tenderer.actor, lotId, { ...archive, items: [...archive.items, 'failure-notice'] });
  expect(filed.result['state']).toBe('terminated');
});
