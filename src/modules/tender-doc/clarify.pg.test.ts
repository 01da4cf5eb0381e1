import { expect, test } from 'vitest';
import { calendarRead as calendarShape, questionsRead as questionsShape } from '../../contracts/document-reads.ts';
import { lotRead as lotShape } from '../../contracts/reads.ts';
import { lotOf, playLot, START, testMarket, type Players } from '../../platform/testing/market.ts';
import { duePapers, paperFacts } from '../disclosure-portal/index.ts';
import { digests } from '../witness-ledger/index.ts';
import { calendarRead, lotRead, questionsRead } from './index.ts';

const { m, p } = await testMarket();

const engineering = { category: 'engineering' } as const;
const at = (days: number, ms = 0): string => new Date(Date.parse(START) + days * 86_400_000 + ms).toISOString();
const ctx = (actor: Players['tenderer']['actor'] | null) => ({ actor, now: START });
const clarification = async (more: Record<string, unknown> = {}) => ({
  clarificationFile: await m.blob(p.tenderer.entityId), isMaterial: false, changedItems: ['图纸'], revisedContent: '以补充图纸为准', ...more,
});
const timerOf = async (lotId: string): Promise<string> => {
  const { rows } = await m.pool.query<{ due: Date }>(`select due_at as due from timer where subject_id = $1 and event = 'timer:bid-deadline' and done_at is null`, [lotId]);
  return new Date(rows[0]?.due ?? 0).toISOString();
};
const warningsOf = async (lotId: string): Promise<string[]> => (await m.pool.query<{ id: string }>(`select data->>'warning' as id from record where kind = 'warning' and lot_id = $1 order by created_at`, [lotId])).rows.map(({ id }) => id);

test('who asks is hidden, from the tenderer too, until the deadline', async () => {
  await m.s.setNow(START);
  const { lotId, bidDeadline } = await playLot(m, p, engineering);
  const [one, two] = [await m.company('提问者甲有限公司', ['bidder']), await m.company('提问者乙有限公司', ['bidder'])];
  const updated = async () => (await lotRead(m.pool, ctx(null), { id: lotId })).updatedAt;
  const before = await updated();
  const asked = await m.act('doc-question', one.actor, lotId, { text: '图纸第三页尺寸不清' });
  await m.act('doc-question', two.actor, lotId, { text: '是否接受联合体？' });
  expect((await m.act('doc-question', one.actor, lotId, { text: '再问一次' })).result).toMatchObject({ questionSeq: 2, timely: true });
  // nothing public moves, and the leaf waits behind its gate
  expect(await updated()).toBe(before);
  const { rows } = await m.pool.query<{ open: boolean; body: string }>(`select open, body from leaf where lot_id = $1 and fp = 'doc-question'`, [lotId]);
  expect(rows.map(({ open }) => open)).toEqual([false, false, false]);
  expect(rows.every(({ body }) => !body.includes(one.entityId) && !body.includes('图纸'))).toBe(true);
  const seen = questionsShape.parse(await questionsRead(m.pool, ctx(p.tenderer.actor), { id: lotId }));
  expect(seen.items.map(({ text }) => text)).toEqual(expect.arrayContaining(['图纸第三页尺寸不清', '是否接受联合体？']));
  expect(JSON.stringify(seen)).not.toContain(one.entityId);
  expect(seen.items.every((item) => item.questionSeq === undefined)).toBe(true);
  expect((await questionsRead(m.pool, ctx(two.actor), { id: lotId })).items).toHaveLength(1);
  expect(await m.refused('doc-question', p.tenderer.actor, lotId, { text: '招标人提问' })).toBe('forbidden');
  // answered without the name
  const answer = await clarification({ answers: [{ questionId: asked.result['questionId'], answer: '见补充图纸' }] });
  expect((await m.act('doc-clarify', p.tenderer.actor, lotId, answer)).result).toMatchObject({ clarificationSeq: 1, bidDeadline, state: 'noticed' });
  expect(await m.refused('doc-clarify', p.tenderer.actor, lotId, { ...answer, clarificationFile: await m.blob(p.tenderer.entityId) })).toBe('not-found');
  const told = lotShape.parse(await lotRead(m.pool, ctx(null), { id: lotId }));
  expect(told.notices.at(-1)).toMatchObject({ noticeType: 'clarification', items: expect.arrayContaining([{ key: 'answer', zh: '图纸第三页尺寸不清', value: '见补充图纸' }]) });
  expect(told.notices.at(-1)?.leafId).toBeDefined();
  expect(told.documents).toHaveLength(2);
  expect(JSON.stringify(told)).not.toContain(one.name);
  // printed like any notice, and whoever holds the file finds where it was published
  const facts = await paperFacts(m.pool, lotId);
  const printed = facts ? duePapers(facts, { origin: 'https://p.example', verifyBase: 'https://p.example' }).filter(({ version }) => version === told.notices.at(-1)?.noticeId) : [];
  expect(JSON.stringify(printed)).toContain('见补充图纸');
  await m.pool.query('update blob set public = true where sha256 = $1', [answer.clarificationFile]);
  expect((await digests(m.pool, null, answer.clarificationFile)).items).toMatchObject([{ kind: 'document', lotId, field: 'clarificationFile' }]);
});

test('a late material clarification is refused until the deadline moves, and never backwards', async () => {
  await m.s.setNow(START);
  const { lotId, bidDeadline } = await playLot(m, p, engineering);
  const refuse = async (more: Record<string, unknown>) => m.refused('doc-clarify', p.tenderer.actor, lotId, await clarification(more));
  expect(await m.refused('doc-clarify', p.tenderer.actor, lotId, { ...(await clarification()), clarificationFile: 'a'.repeat(64) })).toBe('blob-missing');
  const other = await m.company('他人城建有限公司', ['tenderer']);
  expect(await m.refused('doc-clarify', other.actor, lotId, await clarification())).toBe('forbidden');
  // fifteen days before: just in time; a day later the deadline must move
  await m.s.setNow(at(15));
  expect((await m.act('doc-clarify', p.tenderer.actor, lotId, await clarification({ isMaterial: true }))).result['bidDeadline']).toBe(bidDeadline);
  await m.s.setNow(at(16));
  expect(await refuse({ isMaterial: true })).toBe('r-clarify-lead-time');
  expect(await warningsOf(lotId)).toContain('w-clarify-late');
  expect(await refuse({ isMaterial: true, newBidDeadline: at(29) })).toBe('deadline-earlier');
  expect(await refuse({ newBidDeadline: at(10) })).toBe('invalid-input');
  const calendar = calendarShape.parse(await calendarRead(m.pool, { actor: null, now: at(16) }, { id: lotId, newBidDeadline: at(30, 1) }));
  expect(calendar.proposed?.checks).toMatchObject([{ rule: 'deadline-earlier', holds: true }, { rule: 'r-clarify-lead-time', holds: false, basis: '招标投标法 第23条、实施条例 第21条' }]);
  const earliest = calendar.proposed?.checks[1]?.earliest ?? '';
  expect(calendar.proposed?.deadlines.find(({ event }) => event === 'bid-deadline')?.at).toBe(at(30, 1));
  expect(calendar.present.map(({ event }) => event)).toEqual(expect.arrayContaining(['objection-end', 'clarify-end', 'bid-valid-end']));
  // the earliest instant the calendar names holds, one before it does not
  expect(await refuse({ isMaterial: true, newBidDeadline: new Date(Date.parse(earliest) - 1).toISOString() })).toBe('r-clarify-lead-time');
  await m.act('doc-clarify', p.tenderer.actor, lotId, await clarification({ isMaterial: true, newBidDeadline: earliest }));
  const lot = await lotOf(m, lotId);
  expect([lot.data.bidDeadline, await timerOf(lotId), lot.data.postponements]).toEqual([earliest, earliest, 1]);
  // the old instant passes and nothing falls
  await m.s.setNow(bidDeadline);
  await m.system('timer:bid-deadline', lotId);
  expect((await lotOf(m, lotId)).state).toBe('noticed');
});

test('the third move of a deadline is told', async () => {
  await m.s.setNow(START);
  const { lotId } = await playLot(m, p, engineering);
  for (const days of [31, 32]) await m.act('doc-clarify', p.tenderer.actor, lotId, await clarification({ newBidDeadline: at(days) }));
  expect(await warningsOf(lotId)).not.toContain('w-repeat-change');
  await m.act('doc-clarify', p.tenderer.actor, lotId, await clarification({ newBidDeadline: at(33) }));
  expect(await warningsOf(lotId)).toContain('w-repeat-change');
});

test('a timely objection holds the deadline back until its reply sets a new one; a late one does not', async () => {
  await m.s.setNow(START);
  const { lotId, bidDeadline } = await playLot(m, p, engineering);
  const bidder = await m.company('异议人有限公司', ['bidder']);
  const objection = await m.act('doc-question', bidder.actor, lotId, { kind: 'objection', text: '业绩要求过高' });
  await m.s.setNow(at(25));
  const late = await m.act('doc-question', bidder.actor, lotId, { kind: 'objection', text: '又一异议' });
  expect(late.result['timely']).toBe(false);
  await m.s.setNow(bidDeadline);
  await m.system('timer:bid-deadline', lotId);
  expect([(await lotOf(m, lotId)).state, (await lotOf(m, lotId)).data.openDocumentObjections]).toEqual(['noticed', 1]);
  expect(await m.refused('doc-question', bidder.actor, lotId, { text: '晚了' })).toBe('r-before-deadline');
  const reply = { answers: [{ questionId: objection.result['questionId'], answer: '降低业绩要求' }] };
  expect(await m.refused('doc-clarify', p.tenderer.actor, lotId, await clarification(reply))).toBe('invalid-input');
  await m.act('doc-clarify', p.tenderer.actor, lotId, await clarification({ ...reply, isMaterial: true, newBidDeadline: at(46) }));
  await m.s.setNow(at(46));
  await m.system('timer:bid-deadline', lotId);
  const lot = await lotOf(m, lotId);
  expect([lot.state, lot.data.openGates]).toEqual(['deadline-passed', ['bid-deadline']]);
  const { rows } = await m.pool.query(`select 1 from leaf where lot_id = $1 and not open`, [lotId]);
  expect(rows).toHaveLength(0);
  expect(await m.refused('doc-clarify', p.tenderer.actor, lotId, await clarification({ newBidDeadline: at(60) }))).toBe('state');
});
