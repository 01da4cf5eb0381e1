import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { specs as bidSpecs } from '../bidding/index.ts';
import { draftOf, lotOf, nowOf, sealOf, testMarket } from '../../platform/testing/market.ts';

const { m, p } = await testMarket(async () => bidSpecs('test', undefined as never));

const terms = { category: 'gov-procurement', evaluation: { method: 'gp-lowest' } } as const;
const file = (): Promise<string> => m.blob(p.tenderer.entityId);
const DAY = 86_400_000;
const items = { supplierAddress: '示例市一号', reason: '只能从唯一供应商处采购', expertOpinions: [{ name: '张教授', opinion: '同意' }] };
const inDays = async (days: number): Promise<string> => new Date(Date.parse(await nowOf(m)) + days * DAY).toISOString();

async function planned(exempt = false) {
  const id = randomUUID();
  const { result } = await m.act('project-draft', p.tenderer.actor, id, { ...draftOf(terms), kind: 'single-source' });
  const lotId = (result['lots'] as { lotId: string }[])[0]?.lotId ?? '';
  if (!exempt) await m.act('gpr-intention', p.tenderer.actor, id, { plannedMonth: '2026-05', smeReserved: false, intentionFile: await file() });
  await m.act('gpr-plan', p.tenderer.actor, id, { planNo: 'P', method: 'single-source', approvalFile: await file(), ...(exempt ? { intentionExemptCode: 'urgent' } : {}) });
  await takenIn(id);
  return { id, lotId };
}
async function takenIn(id: string): Promise<void> {
  await m.act('int-submit', p.tenderer.actor, id, { approvalFile: await file() });
  await m.act('int-promise', p.tenderer.actor, id, { promiseVersion: '2026', promiseFile: await file(), signerIdNo: 'P-1' });
  await m.act('int-accept', p.centre.actor, id, { decisionCode: 'accept', intakeForm: await m.blob(p.centre.actor.accountId ?? '') });
}
const single = async (change: Record<string, unknown> = {}) => ({ supplierName: '唯一科技公司', publicityEnd: await inDays(8), argumentFile: await file(), items, ...change });
const objection = async (outcome: string) => ({ objectorName: '另一科技公司', outcome, reason: '本公司亦可供货', replyFile: await file() });

test('published five working days, without an objection that stands: the documents may be sealed', async () => {
  const { lotId } = await planned();
  expect(await m.refused('doc-seal', p.tenderer.actor, lotId, await sealOf(m, p, terms))).toBe('single-publicity');
  expect(await m.refused('gpr-single', p.tenderer.actor, lotId, await single({ publicityEnd: await inDays(4) }))).toBe('r-single-source-publicity');
  expect(await m.refused('gpr-single', p.tenderer.actor, lotId, await single({ items: { ...items, expertOpinions: [] } }))).toBe('r-disclose-complete');
  expect(await m.refused('gpr-single', p.tenderer.actor, lotId, await single({ argumentFile: 'a'.repeat(64) }))).toBe('blob-missing');
  expect(await m.refused('single-objection', p.tenderer.actor, lotId, await objection('rejected'))).toBe('state');
  await m.act('gpr-single', p.tenderer.actor, lotId, await single());
  const lot = await lotOf(m, lotId);
  expect([lot.state, lot.data.notices[0]?.noticeType, lot.data.notices[0]?.items['supplierName']]).toEqual(['single-publicity', 'single-source', '唯一科技公司']);
  expect(await m.refused('gpr-single', p.tenderer.actor, lotId, await single())).toBe('state');
  const stranger = await m.company('别的公司', ['tenderer']);
  expect(await m.refused('single-objection', stranger.actor, lotId, await objection('upheld'))).toBe('forbidden');
  expect(await m.refused('single-objection', p.tenderer.actor, lotId, { ...await objection('rejected'), replyFile: 'a'.repeat(64) })).toBe('blob-missing');
  await m.act('single-objection', p.tenderer.actor, lotId, await objection('rejected'));
  await m.system('timer:publicity-end', lotId);
  expect((await lotOf(m, lotId)).state).toBe('single-publicity');
  await m.s.setNow(lot.data.single?.publicityEnd ?? '');
  expect(await m.refused('single-objection', p.tenderer.actor, lotId, await objection('upheld'))).toBe('state');
  expect((await lotOf(m, lotId)).data.single).toMatchObject({ outcome: 'none', objections: [{ number: 1, outcome: 'rejected' }] });
  expect((await lotOf(m, lotId)).state).toBe('accepted');
  expect(await m.refused('gpr-single', p.tenderer.actor, lotId, await single())).toBe('state');
  expect(await m.refused('doc-seal', p.tenderer.actor, lotId, { ...await sealOf(m, p, terms), evaluation: { method: 'gp-comprehensive', priceMax: 100, criteria: [] } })).toBe('evaluation-config');
  await m.act('doc-seal', p.tenderer.actor, lotId, await sealOf(m, p, terms));
  await m.act('doc-fair-review', p.tenderer.actor, lotId, { docId: (await lotOf(m, lotId)).data.document?.docId, docHash: (await lotOf(m, lotId)).data.document?.docHash, result: 'pass', reviewForm: await file() });
  // nobody but the one that was published is asked
  const [named, other] = [await m.company('唯一科技公司', ['bidder']), await m.company('另一科技公司', ['bidder'])];
  const invite = async (id: string) => ({ inviteeIds: [id], invitationFile: await file() });
  expect(await m.refused('not-invite', p.tenderer.actor, lotId, await invite(other.entityId))).toBe('invitees');
  await m.act('not-invite', p.tenderer.actor, lotId, await invite(named.entityId));
  const { rows } = await m.pool.query<{ body: string }>("select body from leaf where lot_id = $1 and fp = 'gov-single-objection'", [lotId]);
  expect(rows[0]?.body).not.toContain('另一科技公司');
});

test('an objection that stands sends it back: another method is filed and the project handed in again', async () => {
  const { id, lotId } = await planned();
  await m.act('gpr-single', p.tenderer.actor, lotId, await single());
  await m.act('single-objection', p.tenderer.actor, lotId, await objection('upheld'));
  await m.s.setNow((await lotOf(m, lotId)).data.single?.publicityEnd ?? '');
  await m.system('timer:publicity-end', lotId);
  expect((await lotOf(m, lotId)).state).toBe('planned');
  await m.act('gpr-plan', p.tenderer.actor, id, { planNo: 'P-2', method: 'competitive-negotiation', approvalFile: await file() });
  expect((await lotOf(m, lotId)).data.kind).toBe('competitive-negotiation');
  await takenIn(id);
  expect(await m.refused('gpr-single', p.tenderer.actor, lotId, await single())).toBe('method');
  await m.act('doc-seal', p.tenderer.actor, lotId, await sealOf(m, p, terms));
});

test('a purchase that may not wait has no publicity', async () => {
  const { lotId } = await planned(true);
  await m.act('doc-seal', p.tenderer.actor, lotId, await sealOf(m, p, terms));
});
