import { expect, test } from 'vitest';
import { answerTestShare } from '../../seal/index.ts';
import { lotOf, nowOf, playLot, proveAll, sealOf, START, testMarket } from '../../platform/testing/market.ts';

const { m, p } = await testMarket();

const engineering = { category: 'engineering' } as const;
const later = (days: number): string => new Date(Date.parse(START) + days * 86_400_000).toISOString();

test.each([engineering, { category: 'gov-procurement' } as const])('a lot goes from registration to issued documents: $category', async (terms) => {
  const trade = await playLot(m, p, terms);
  const lot = await lotOf(m, trade.lotId);
  expect(lot.state).toBe('noticed');
  expect(lot.data.bidDeadline).toBe(trade.bidDeadline);
  expect((await m.s.get('opening', trade.openingId))?.state).toBe('scheduled');
  const { rows } = await m.pool.query<{ fp: string; public: Record<string, unknown> }>(`select fp, body::jsonb->'public' as public from leaf where lot_id = $1 order by ordinal`, [trade.lotId]);
  expect(rows.map((row) => row.fp)).toEqual(['doc-seal', 'doc-fair-review', 'not-publish', 'gov-custody-proved', 'gov-custody-proved', 'gov-custody-proved', 'doc-issue']);
  expect(rows.at(-1)?.public).toMatchObject({ depositRequired: false, depositAmount: '10000000', ceilingPrice: '1286540000', prequalDeadline: null });
  const { rows: timers } = await m.pool.query<{ due: Date }>(`select due_at as due from timer where subject_id = $1 and event = 'timer:bid-deadline'`, [trade.lotId]);
  expect(new Date(timers[0]?.due ?? 0).toISOString()).toBe(trade.bidDeadline);
  const { rows: blobs } = await m.pool.query<{ public: boolean }>('select public from blob where sha256 = $1', [lot.data.document?.files[0]?.sha256]);
  expect(blobs[0]?.public).toBe(true);
});

test('the ceiling stays hidden until the documents are issued', async () => {
  const { lotId } = await playLot(m, p, engineering, 'announced');
  const { rows } = await m.pool.query<{ body: string }>('select body from leaf where lot_id = $1', [lotId]);
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.every(({ body }) => !body.includes('1286540000'))).toBe(true);
});

test.each<[string, Record<string, unknown>]>([
  ['bm-mix without a ceiling', { method: 'comprehensive', benchmark: 'bm-mix', coefficients: { w: [0.5], x: [0.01] } }],
  ['no list for x', { method: 'comprehensive', benchmark: 'bm-mean-down' }],
  ['c not above a', { method: 'comprehensive', priceFormula: 'ps-interpolate', a: 0.15, c: 0.15 }],
  ['points are not a hundred', { method: 'comprehensive', priceMax: 60, criteria: [{ id: 't', zh: '技术', max: 30, subjective: true }] }],
  ['a method of another category', { method: 'gp-lowest' }],
  ['a criterion twice', { method: 'comprehensive', criteria: [{ id: 't', zh: '技术', max: 20, subjective: true }, { id: 't', zh: '技术', max: 20, subjective: true }] }],
])('evaluation settings are refused: %s', async (_name, evaluation) => {
  const { lotId } = await playLot(m, p, engineering, 'accepted');
  const input = { ...(await sealOf(m, p, { ...engineering, evaluation })), ceilingFen: null };
  expect(await m.refused('doc-seal', p.tenderer.actor, lotId, input)).toBe('evaluation-config');
  expect((await lotOf(m, lotId)).state).toBe('accepted');
});

test('doc-seal refuses files that are not uploaded, dependent custodians and strangers', async () => {
  const { lotId } = await playLot(m, p, engineering, 'accepted');
  const input = await sealOf(m, p, engineering);
  expect(await m.refused('doc-seal', p.tenderer.actor, lotId, { ...input, files: [{ sha256: 'a'.repeat(64), name: 'x' }] })).toBe('blob-missing');
  expect(await m.refused('doc-seal', p.tenderer.actor, lotId, { ...input, custodianIds: ['centre', 'centre', 'notary'] })).toBe('custody-set');
  expect(await m.refused('doc-seal', p.tenderer.actor, lotId, { ...input, custodianIds: ['centre', 'nobody', 'notary'] })).toBe('custody-set');
  const other = await m.company('别家公司', ['tenderer']);
  expect(await m.refused('doc-seal', other.actor, lotId, input)).toBe('not-found');
});

test('a new version needs a new review, and the review is of exactly that document', async () => {
  const { lotId, docId } = await playLot(m, p, engineering, 'reviewed');
  const again = await m.act('doc-seal', p.tenderer.actor, lotId, await sealOf(m, p, engineering));
  expect(again.result).toMatchObject({ version: 2, state: 'sealed' });
  const review = { result: 'pass', reviewForm: await m.blob(p.tenderer.entityId) };
  expect(await m.refused('doc-fair-review', p.tenderer.actor, lotId, { ...review, docId, docHash: again.result['docHash'] })).toBe('version-conflict');
  expect(await m.refused('doc-fair-review', p.tenderer.actor, lotId, { ...review, docId: again.result['docId'], docHash: 'b'.repeat(64) })).toBe('r-doc-hash-match');
  const failed = await m.act('doc-fair-review', p.tenderer.actor, lotId, { ...review, docId: again.result['docId'], docHash: again.result['docHash'], result: 'fail' });
  expect(failed.result['state']).toBe('accepted');
});

test('doc-issue refuses unproved custodians, short periods, a high deposit, a floor price and an earlier deadline', async () => {
  const { lotId, bidDeadline } = await playLot(m, p, engineering, 'announced');
  const input = { saleEnd: later(10), bidValidDays: 90 };
  const refuse = (more: Record<string, unknown>) => m.refused('doc-issue', p.tenderer.actor, lotId, { ...input, ...more });
  expect(await refuse({})).toBe('custody-unproved');
  await proveAll(m, p, lotId);
  expect(await refuse({ saleEnd: later(4) })).toBe('r-doc-issue-period');
  // 2 % of the estimate is 257 308 yuan
  expect(await refuse({ depositFen: 257_308_01 })).toBe('r-deposit-cap');
  expect(await refuse({ floorFen: 1 })).toBe('r-no-floor-price');
  expect(await refuse({ bidDeadline: later(29) })).toBe('deadline-earlier');
  // on sale from a day so late that twenty days are not left
  expect(await refuse({ saleStart: later(11), saleEnd: later(20) })).toBe('r-notice-period');
  const issued = await m.act('doc-issue', p.tenderer.actor, lotId, { ...input, depositFen: 257_308_00, saleStart: later(-3) });
  expect(issued.result).toMatchObject({ state: 'noticed', bidDeadline, saleStart: await nowOf(m) });
});

test('the price weight of procurement keeps its floor', async () => {
  const evaluation = { method: 'gp-comprehensive', priceMax: 29, criteria: [{ id: 't', zh: '技术', max: 71, subjective: true }] };
  const { lotId } = await playLot(m, p, { category: 'gov-procurement', evaluation }, 'announced');
  await proveAll(m, p, lotId);
  expect(await m.refused('doc-issue', p.tenderer.actor, lotId, { saleEnd: later(12), bidValidDays: 90 })).toBe('r-price-weight');
});

test('a wrong answer, another’s test and a second answer prove nothing', async () => {
  const { lotId } = await playLot(m, p, engineering, 'sealed');
  const [centre, supervisor] = p.custodians;
  if (!centre || !supervisor) throw new Error('custodians');
  const wrong = { custodianId: 'centre', answer: 'c'.repeat(64) };
  expect(await m.refused('custody-prove', centre.actor, lotId, wrong)).toBe('custody-test-failed');
  expect(await m.refused('custody-prove', supervisor.actor, lotId, wrong)).toBe('not-found');
  const { rows } = await m.pool.query<{ data: { test: Parameters<typeof answerTestShare>[0] } }>(`select data from record where kind = 'custody-test' and lot_id = $1 and owner_id = $2`, [lotId, centre.actor.accountId]);
  const right = { custodianId: 'centre', answer: await answerTestShare(rows[0]?.data.test ?? { certificate: '', point: '', enc: '', ct: '' }, centre.encrypt.privateKey) };
  await m.act('custody-prove', centre.actor, lotId, right);
  expect(await m.refused('custody-prove', centre.actor, lotId, right)).toBe('state');
});

test('bidders download at the same time and again, sealed until the deadline, which opens its gate', async () => {
  const trade = await playLot(m, p, engineering);
  const bidders = await Promise.all(['甲', '乙', '丙'].map((name) => m.company(`${name}工程有限公司`, ['bidder'])));
  const input = { docId: trade.docId };
  const first = await Promise.all(bidders.map((b) => m.act('doc-download', b.actor, trade.lotId, input)));
  expect(first.map((r) => r.result['downloadSeq'])).toEqual([1, 1, 1]);
  expect(first[0]?.result['custodians']).toHaveLength(3);
  const [one] = bidders;
  if (!one) throw new Error('bidder');
  expect((await m.act('doc-download', one.actor, trade.lotId, input)).result['downloadSeq']).toBe(2);
  expect(await m.refused('doc-download', one.actor, trade.lotId, { docId: '00000000-0000-4000-8000-000000000000' })).toBe('version-conflict');
  expect(await m.refused('doc-download', p.tenderer.actor, trade.lotId, input)).toBe('forbidden');
  const shut = async () => (await m.pool.query<{ n: number }>(`select count(*)::int as n from leaf where lot_id = $1 and fp = 'doc-download' and not open`, [trade.lotId])).rows[0]?.n;
  // four downloads, and the refused attempt, as blind as they are
  expect(await shut()).toBe(5);
  // one millisecond before it is too early
  await m.s.setNow(new Date(Date.parse(trade.bidDeadline) - 1).toISOString());
  await m.system('timer:bid-deadline', trade.lotId);
  expect((await lotOf(m, trade.lotId)).state).toBe('noticed');
  await m.s.setNow(trade.bidDeadline);
  await m.system('timer:bid-deadline', trade.lotId);
  expect((await lotOf(m, trade.lotId)).state).toBe('deadline-passed');
  expect(await shut()).toBe(0);
  expect((await m.system('timer:bid-deadline', trade.lotId)).receipt).toBe(null);
  expect(await m.refused('doc-download', one.actor, trade.lotId, input)).toBe('state');
  await m.s.setNow(START);
});
