import { expect, test } from 'vitest';
import { lotRead as lotShape } from '../../contracts/reads.ts';
import { lotOf, playLot, proveAll, sealOf, START, testMarket } from '../../platform/testing/market.ts';
import { lotRead } from '../tender-doc/index.ts';

const { m, p } = await testMarket();

const file = () => m.blob(p.tenderer.entityId);
const at = (from: string, days: number): string => new Date(Date.parse(from) + days * 86_400_000).toISOString();
const warningsOf = async (lotId: string): Promise<string[]> => (await m.pool.query<{ id: string }>(`select data->>'warning' as id from record where kind = 'warning' and lot_id = $1 order by 1`, [lotId])).rows.map(({ id }) => id);

async function failed(category: 'engineering' | 'gov-procurement') {
  await m.s.setNow(START);
  const trade = await playLot(m, p, { category });
  await m.s.setNow(trade.bidDeadline);
  await m.system('timer:bid-deadline', trade.lotId);
  await fail(trade.lotId);
  return trade;
}

async function fail(lotId: string): Promise<void> {
  await m.act('not-abnormal', p.tenderer.actor, lotId, { abnormalType: 'fail', reasonCode: 'too-few', reason: '投标人不足', noticeFile: await file() });
}

test.each([['engineering', 'draft'], ['gov-procurement', 'planned']] as const)('a failed lot stays, and another takes over from it: %s', async (category, state) => {
  const { lotId, projectId } = await failed(category);
  const input = { causeAnalysisHash: await file() };
  const again = await m.act('do-retender', p.tenderer.actor, lotId, input);
  expect(again.result['state']).toBe(state);
  const next = await lotOf(m, String(again.result['lotId']));
  const before = await lotOf(m, lotId);
  expect([before.state, before.data.nextLotId, before.data.projectId]).toEqual(['failed', next.id, projectId]);
  expect(next.data).toMatchObject({ formerLotId: lotId, lotName: before.data.lotName, ceilingFen: before.data.ceilingFen, notices: [], openGates: [] });
  expect(next.data.lotCode).not.toBe(before.data.lotCode);
  expect([next.data.document, next.data.bidDeadline, next.data.failure]).toEqual([undefined, undefined, undefined]);
  // each lot's own history: the step on the one, the beginning on the other
  const { rows } = await m.pool.query<{ subject: string; kind: string; moves: { from: string; to: string }[] }>(
    `select subject, kind, body::jsonb->'moves' as moves from leaf where subject = any ($1) and (body::jsonb->>'step' = 'do-retender' or body::jsonb->'public'->>'event' = 'do:retender') order by ordinal`, [[lotId, next.id]]);
  expect(rows.map(({ subject, kind, moves }) => [subject, kind, moves.map(({ from, to }) => `${from} ${to}`).join()])).toEqual([[lotId, 'step', ''], [next.id, 'move', `failed ${state}`]]);
  // once only, and the new one is handed in like any other
  expect(await m.refused('do-retender', p.tenderer.actor, lotId, input)).toBe('state');
  await m.act('int-submit', p.tenderer.actor, next.data.projectId, { approvalFile: await file() });
  await m.act('int-promise', p.tenderer.actor, next.data.projectId, { promiseVersion: '2026', promiseFile: await file(), signerIdNo: 'P-1' });
  await m.act('int-accept', p.centre.actor, next.data.projectId, { decisionCode: 'accept', intakeForm: await m.blob(p.centre.actor.accountId ?? '') });
  expect((await lotOf(m, next.id)).state).toBe('accepted');
});

test('the new lot names the round before it, and its failure is told as a second one', async () => {
  const { lotId } = await failed('engineering');
  const { result } = await m.act('do-retender', p.tenderer.actor, lotId, { causeAnalysisHash: await file() });
  const [nextId, projectId] = [String(result['lotId']), String(result['projectId'])];
  const start = at(START, 31);
  await m.s.setNow(start);
  await m.act('int-submit', p.tenderer.actor, projectId, { approvalFile: await file() });
  await m.act('int-promise', p.tenderer.actor, projectId, { promiseVersion: '2026', promiseFile: await file(), signerIdNo: 'P-1' });
  await m.act('int-accept', p.centre.actor, projectId, { decisionCode: 'accept', intakeForm: await m.blob(p.centre.actor.accountId ?? '') });
  const sealed = await m.act('doc-seal', p.tenderer.actor, nextId, await sealOf(m, p, { category: 'engineering' }));
  await m.act('doc-fair-review', p.tenderer.actor, nextId, { docId: sealed.result['docId'], docHash: sealed.result['docHash'], result: 'pass', reviewForm: await file() });
  await m.act('not-publish', p.tenderer.actor, nextId, { noticeType: 'tender', title: '重新招标公告', noticeFile: await file(), bidDeadline: at(start, 25) });
  await proveAll(m, p, nextId);
  await m.act('doc-issue', p.tenderer.actor, nextId, { saleEnd: at(start, 10), bidValidDays: 90 });
  expect(lotShape.parse(await lotRead(m.pool, { actor: null, now: start }, { id: nextId })).formerLotId).toBe(lotId);
  await m.s.setNow(at(start, 25));
  const openings = async () => (await m.pool.query<{ body: string }>("select body from leaf where lot_id = $1 and fp = 'gov-gates-opened'", [lotId])).rows.map(({ body }) => (JSON.parse(body) as { public: unknown; moves: unknown[] }));
  expect(await openings()).toEqual([]);
  // as of a round that failed before its own deadline, in its prequalification
  await m.pool.query("update record set data = jsonb_set(data, '{openGates}', '[]') where kind = 'lot' and id = $1", [lotId]);
  for (const _twice of [1, 2]) await m.system('timer:bid-deadline', nextId);
  // who took part before is told now, and the first round's own log says so
  expect(await openings()).toMatchObject([{ public: { gates: ['bid-deadline'], cause: 'laterRound' }, moves: [] }]);
  await fail(nextId);
  expect([await warningsOf(lotId), await warningsOf(nextId)]).toEqual([['w-plan-missing'], ['w-plan-missing', 'w-repeat-failure']]);
});

test('only the tenderer, only a failed lot, only with the analysis', async () => {
  const { lotId } = await failed('engineering');
  const other = await m.company('路人建设有限公司', ['tenderer']);
  expect(await m.refused('do-retender', other.actor, lotId, { causeAnalysisHash: await m.blob(other.entityId) })).toBe('forbidden');
  expect(await m.refused('do-retender', p.tenderer.actor, lotId, { causeAnalysisHash: 'b'.repeat(64) })).toBe('blob-missing');
  await m.s.setNow(START);
  const running = await playLot(m, p, { category: 'engineering' });
  expect(await m.refused('do-retender', p.tenderer.actor, running.lotId, { causeAnalysisHash: await file() })).toBe('state');
});
