import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { chanceReveal, timerChanceRevealEnd } from '../../platform/chance.ts';
import { lotOf, playLot, START, testMarket, type Person } from '../../platform/testing/market.ts';
import { scenario } from '../../platform/testing/scenario.ts';
import { SYSTEM_ACTOR } from '../../platform/system.ts';
import { supOrder } from './sup-order.ts';
import { timerSuspendMax } from './timer-suspend-max.ts';

const { database, m, p } = await testMarket(async () => [supOrder, timerSuspendMax]);
let play: ReturnType<typeof scenario>;
let officer: Person;
beforeAll(async () => {
  play = scenario(database.pool);
  officer = await m.post(['supervisor']);
  await m.pool.query(`update record set data = data || '{"organ": "住建局"}' where kind = 'account' and id = $1`, [officer.actor.accountId]);
});

const at = (days: number, ms = 0): string => new Date(Date.parse(START) + days * 86_400_000 + ms).toISOString();
const hours = 3_600_000;
const due = async (lotId: string, event: string): Promise<string | null> =>
  (await m.pool.query<{ due: string }>('select due_at as due from timer where lot_id = $1 and event = $2 and done_at is null', [lotId, event])).rows[0]?.due ?? null;
const data = async (kind: string, id: string) => (await play.get<Record<string, unknown>>(kind, id))?.data ?? expect.fail(`no ${kind}`);
const STOPS = {
  'an organ': async (lotId: string, orderType: 'suspend' | 'resume') => m.act('sup-order', officer.actor, lotId, {
    orderNo: randomUUID(), orderType, reason: '调查期间', orderFile: await m.blob(officer.actor.accountId ?? ''), ...(orderType === 'resume' ? {} : { dueAt: at(9) }),
  }),
  'the tenderer': async (lotId: string, abnormalType: 'suspend' | 'resume') => m.act('not-abnormal', p.tenderer.actor, lotId, { abnormalType, reasonCode: 'plan-changed', reason: '计划调整', noticeFile: await m.blob(p.tenderer.entityId) }),
};

/** A draw whose list is sealed, a question to a bidder, and a draw of chance that waits for reveals: as their rooms leave them. */
async function running(lotId: string) {
  const [draw, session, chance] = [randomUUID(), randomUUID(), randomUUID()];
  const put = (kind: string, id: string, state: string, content: Record<string, unknown>) => play.put({ kind, id, state, lotId, ownerId: null, key: null, data: content });
  await put('draw', draw, 'sealed', { evaluationStart: at(4), seats: [] });
  await put('evaluation', session, 'clarifying', { clarifications: [{ seq: 1, bidId: randomUUID(), askedAt: at(0), dueAt: at(0, 5 * hours), question: '请说明' }, { seq: 2, bidId: randomUUID(), askedAt: at(0), dueAt: at(0, 2 * hours), question: '已答', answeredAt: at(0) }] });
  const contribution = { party: p.tenderer.entityId, role: 'tenderer', accountId: p.tenderer.actor.accountId, commit: 'ab'.repeat(32), at: START };
  await put('chance', chance, 'revealing', { purpose: 'tie', round: 1, inputIds: ['a', 'b'], inputHash: null, contributions: [contribution, { ...contribution, party: randomUUID(), role: 'supervisor' }], beacon: '00'.repeat(32), revealBy: at(0, hours + 60_000) });
  return { draw, session, chance };
}

test.each(Object.entries(STOPS))('stopped by %s, what was left of every period goes on', async (who, stop) => {
  await m.s.setNow(START);
  const { lotId } = await playLot(m, p, { category: 'engineering' });
  const ids = await running(lotId);
  await m.s.setNow(at(0, hours));
  await stop(lotId, 'suspend');
  // while it stands still nobody's silence counts, and nobody reveals
  await m.s.setNow(at(0, 2 * hours));
  await play.act(timerChanceRevealEnd, SYSTEM_ACTOR, lotId, {});
  expect((await play.get('chance', ids.chance))?.state).toBe('revealing');
  expect(await play.refused(chanceReveal, p.tenderer.actor, lotId, { chanceId: ids.chance, r: '00'.repeat(32), salt: '00'.repeat(16) })).toBe('state');
  await m.s.setNow(at(0, 4 * hours));
  const { result } = await stop(lotId, 'resume');
  // three hours: one whole day for the day of the committee, three hours for an answer, and the minute that was left for the reveal
  const [start, answer, reveal] = [at(5), at(0, 8 * hours), at(0, 4 * hours + 60_000)];
  expect(result).toMatchObject({ evaluationStart: start, clarificationDueAt: answer, reveals: [{ chanceId: ids.chance, revealBy: reveal }] });
  expect((await data('draw', ids.draw))['evaluationStart']).toBe(start);
  expect(await due(lotId, 'timer:evaluation-start')).toBe(start);
  expect((await data('evaluation', ids.session))['clarifications']).toMatchObject([{ dueAt: answer }, { dueAt: at(0, 2 * hours) }]);
  expect(await due(lotId, 'timer:clarify-end')).toBe(answer);
  expect((await data('chance', ids.chance))['revealBy']).toBe(reveal);
  expect(await due(lotId, 'timer:chance-reveal-end')).toBe(reveal);
  const { rows } = await m.pool.query<{ public: Record<string, unknown>; commitments: string[] }>(
    `select body::jsonb->'public' as public, array(select jsonb_object_keys(body::jsonb->'commitments') order by 1) as commitments from leaf where lot_id = $1 and fp = 'gov-periods-moved'`, [lotId]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ public: { cause: 'stop', reveals: [{ chanceId: ids.chance, revealBy: reveal }] }, commitments: ['clarificationDueAt', 'evaluationStart'] });
  expect(JSON.stringify(rows[0]?.public)).not.toContain(start);
  expect((await m.pool.query(`select 1 from outbox where topic = 'draw.moved' and payload->>'drawId' = $1 and payload->>'from' = $2 and payload->>'to' = $3`, [ids.draw, at(4), start])).rowCount).toBe(1);
  // silence counts again afterwards
  await m.s.setNow(at(0, 4 * hours + 61_000));
  await play.act(timerChanceRevealEnd, SYSTEM_ACTOR, lotId, {});
  expect((await play.get('chance', ids.chance))?.state).toBe('void');
  expect((await lotOf(m, lotId)).state, who).toBe('noticed');
});

test('a beacon that comes during the stop gives its whole two minutes afterwards; what had ended before stays ended', async () => {
  await m.s.setNow(START);
  const { lotId } = await playLot(m, p, { category: 'gov-procurement' });
  const ids = await running(lotId);
  await m.s.setNow(at(0, 10 * hours));
  await STOPS['an organ'](lotId, 'suspend');
  await m.pool.query(`update record set state = 'unsealed' where id = $1`, [ids.draw]);
  const chance = await data('chance', ids.chance);
  await m.pool.query(`update record set data = $2 where id = $1`, [ids.chance, { ...chance, revealBy: at(0, 11 * hours + 120_000) }]);
  // the stop ends by itself
  await m.s.setNow(at(9));
  await play.act(timerSuspendMax, SYSTEM_ACTOR, lotId, {});
  expect((await lotOf(m, lotId)).state).toBe('noticed');
  expect((await data('draw', ids.draw))['evaluationStart']).toBe(at(4));
  expect((await data('evaluation', ids.session))['clarifications']).toMatchObject([{ dueAt: at(0, 5 * hours) }, {}]);
  expect((await data('chance', ids.chance))['revealBy']).toBe(at(9, 120_000));
});
