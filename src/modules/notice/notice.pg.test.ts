import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { lotOf, playLot, START, testMarket } from '../../platform/testing/market.ts';

const { m, p } = await testMarket();

const engineering = { category: 'engineering' } as const;
const procurement = { category: 'gov-procurement' } as const;
const later = (days: number, ms = 0): string => new Date(Date.parse(START) + days * 86_400_000 + ms).toISOString();
const notice = async () => ({ noticeType: 'tender', title: '招标公告', noticeFile: await m.blob(p.tenderer.entityId), bidDeadline: later(30) });
const abnormal = async (abnormalType: string) => ({ abnormalType, reasonCode: 'plan-changed', reason: '计划调整', noticeFile: await m.blob(p.tenderer.entityId) });

test('a notice holds what the platform knows, and what is missing is told at once', async () => {
  const { lotId } = await playLot(m, p, engineering, 'reviewed');
  await m.pool.query(`update record set data = jsonb_set(data, '{document}', (data->'document') || '{"terms":{},"qualification":""}') where kind = 'lot' and id = $1`, [lotId]);
  expect(await m.refused('not-publish', p.tenderer.actor, lotId, await notice())).toBe('r-disclose-complete');
  const input = { ...(await notice()), items: { bidderQualification: '具有相应资质' } };
  expect(await m.refused('not-publish', p.tenderer.actor, lotId, { ...input, items: { ...input.items, tendererName: '冒名' } })).toBe('invalid-input');
  expect(await m.refused('not-publish', p.tenderer.actor, lotId, { ...input, items: { ...input.items, unknownKey: '1' } })).toBe('invalid-input');
  expect(await m.refused('not-publish', p.tenderer.actor, lotId, { ...input, bidDeadline: START })).toBe('invalid-input');
  expect(await m.refused('not-publish', p.tenderer.actor, lotId, { ...input, noticeFile: 'a'.repeat(64) })).toBe('blob-missing');
  const published = await m.act('not-publish', p.tenderer.actor, lotId, input);
  const lot = await lotOf(m, lotId);
  expect(lot.state).toBe('announced');
  expect(lot.data.notices[0]?.items).toMatchObject({ tendererName: p.tenderer.name, bidderQualification: '具有相应资质', consortiumAllowed: '不接受联合体投标', lotList: [{ lotNo: '1', lotName: '第一标段' }] });
  expect(lot.data.notices[0]?.items).not.toHaveProperty('ceilingPrice');
  // no plan thirty days ahead: soft, the notice stands and the supervisor is told
  const { rows } = await m.pool.query<{ soft: string[]; passed: string[] }>(`select body::jsonb->'softFailed' as soft, body::jsonb->'rulesPassed' as passed from leaf where id = $1`, [published.receipt?.leafId]);
  expect(rows[0]).toEqual({ soft: ['r-plan-lead-time'], passed: ['r-disclose-complete', 'r-fair-review-passed'] });
});

test('only what was reviewed is announced', async () => {
  const { lotId } = await playLot(m, p, engineering, 'reviewed');
  await m.pool.query(`update record set data = jsonb_set(data, '{fairReview,docHash}', '"00"') where kind = 'lot' and id = $1`, [lotId]);
  expect(await m.refused('not-publish', p.tenderer.actor, lotId, await notice())).toBe('r-fair-review-passed');
  const sealed = await playLot(m, p, engineering, 'sealed');
  expect(await m.refused('not-publish', p.tenderer.actor, sealed.lotId, await notice())).toBe('state');
});

test('a stop holds the deadline and moves it by whole days', async () => {
  const trade = await playLot(m, p, engineering);
  await m.s.setNow(later(5));
  await m.act('not-abnormal', p.tenderer.actor, trade.lotId, await abnormal('suspend'));
  expect((await lotOf(m, trade.lotId)).state).toBe('suspended');
  // the day of the old deadline passes without a word
  await m.s.setNow(later(31));
  const bidder = await m.company('投标公司', ['bidder']);
  expect(await m.refused('doc-download', bidder.actor, trade.lotId, { docId: trade.docId })).toBe('state');
  await m.s.setNow(later(32, 1));
  const resumed = await m.act('not-abnormal', p.tenderer.actor, trade.lotId, await abnormal('resume'));
  // 27 days and a millisecond count as 28
  expect(resumed.result).toMatchObject({ state: 'noticed', bidDeadline: later(58) });
  const told = await m.pool.query<{ at: string | null }>(`select body::jsonb->'public'->>'newBidDeadline' as at from leaf where subject = $1 and fp = 'not-abnormal' order by ordinal`, [trade.lotId]);
  expect(told.rows).toEqual([{ at: null }, { at: later(58) }]);
  const { rows } = await m.pool.query<{ due: Date; done: Date | null }>(`select due_at as due, done_at as done from timer where subject_id = $1 and event = 'timer:bid-deadline'`, [trade.lotId]);
  expect([new Date(rows[0]?.due ?? 0).toISOString(), rows[0]?.done]).toEqual([later(58), null]);
  await m.s.setNow(START);
});

test('who did not suspend may not resume', async () => {
  const { lotId } = await playLot(m, p, engineering);
  await m.act('not-abnormal', p.tenderer.actor, lotId, await abnormal('suspend'));
  await m.pool.query(`update record set data = jsonb_set(data, '{suspension,organ}', '"supervisor:x"') where kind = 'lot' and id = $1`, [lotId]);
  expect(await m.refused('not-abnormal', p.tenderer.actor, lotId, await abnormal('resume'))).toBe('r-resume-by-suspender');
});

test.each([engineering, procurement])('a failed round sends the bids back, counts them, and keeps later gates shut: $category', async (terms) => {
  const trade = await playLot(m, p, terms);
  const bidder = await m.company('投标公司', ['bidder']);
  await m.act('doc-download', bidder.actor, trade.lotId, { docId: trade.docId });
  const bidId = randomUUID();
  await m.s.put({ kind: 'bid', id: bidId, state: 'receipted', lotId: trade.lotId, ownerId: bidder.entityId, key: null, data: {} });
  expect(await m.refused('not-abnormal', p.tenderer.actor, trade.lotId, await abnormal('fail'))).toBe('state');
  await m.s.setNow(trade.bidDeadline);
  const failed = await m.act('not-abnormal', p.tenderer.actor, trade.lotId, await abnormal('fail'));
  expect(failed.events.map(({ machine, from, to }) => [machine, from, to])).toEqual([
    [terms.category === 'engineering' ? 'tender-lot' : 'gp-lot', 'deadline-passed', 'failed'], ['bid', 'receipted', 'returned'], ['opening-session', 'scheduled', 'failed'],
  ]);
  const lot = await lotOf(m, trade.lotId);
  expect(lot.data.failure).toMatchObject({ abnormalType: 'fail', bidCount: 1 });
  expect(lot.data.openGates).toEqual(['bid-deadline']);
  expect(await m.refused('not-abnormal', p.tenderer.actor, trade.lotId, await abnormal('terminate'))).toBe('state');
  const { rows } = await m.pool.query<{ due: Date }>(`select due_at as due from timer where subject_id = $1 and event = 'timer:gate-after-failure'`, [trade.lotId]);
  await m.s.setNow(new Date(rows[0]?.due ?? 0).toISOString());
  await m.system('timer:gate-after-failure', trade.lotId);
  expect((await lotOf(m, trade.lotId)).data.openGates).toEqual(['bid-deadline', 'candidate-publicity', 'award-decided']);
  expect((await m.system('timer:gate-after-failure', trade.lotId)).receipt).toBe(null);
  await m.s.setNow(START);
});

test('a trade ended before its deadline does not show who took part until the wait is over', async () => {
  const trade = await playLot(m, p, engineering);
  const bidder = await m.company('投标公司', ['bidder']);
  await m.act('doc-download', bidder.actor, trade.lotId, { docId: trade.docId });
  const stranger = await m.company('旁人', ['tenderer']);
  expect(await m.refused('not-abnormal', stranger.actor, trade.lotId, await abnormal('terminate'))).toBe('forbidden');
  await m.act('not-abnormal', p.tenderer.actor, trade.lotId, await abnormal('terminate'));
  const open = async () => (await m.pool.query<{ open: boolean }>(`select open from leaf where lot_id = $1 and fp = 'doc-download'`, [trade.lotId])).rows[0]?.open;
  expect(await open()).toBe(false);
  await m.s.setNow(later(91));
  await m.system('timer:gate-after-failure', trade.lotId);
  expect(await open()).toBe(true);
  await m.s.setNow(START);
});
