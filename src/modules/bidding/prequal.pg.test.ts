import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openBlobStore } from '../../platform/blobs.ts';
import { lotOf, playLot, proveAll, START, testMarket, type Company, type Trade } from '../../platform/testing/market.ts';
import { calendarRead } from '../tender-doc/index.ts';
import { applicationsRead, lotFile, specs } from './index.ts';

const { m, p } = await testMarket(async (pool) => specs('ql-test', await openBlobStore(mkdtempSync(join(tmpdir(), 'qinglan-prequal-')), pool)));
let firms: Company[];
beforeAll(async () => {
  firms = [];
  for (const name of ['申请甲', '申请乙', '申请丙', '申请丁']) firms.push(await m.company(name, ['bidder']));
});

let from = Date.parse(START);
/** Each lot begins where the one before has left the clock, which goes forward only. */
const days = (n: number, ms = 0): string => new Date(from + n * 86_400_000 + ms).toISOString();
const file = () => m.blob(p.tenderer.entityId);
const code = (trade: Trade, id: string, input: unknown) => m.refused(id, p.tenderer.actor, trade.lotId, input);

async function reviewed(method: { method: string; limit?: number } = { method: 'qualified-all' }): Promise<Trade> {
  await m.s.setNow(days(0));
  return playLot(m, p, { category: 'engineering', seal: { prequalification: { files: [{ sha256: await file(), name: '资格预审文件.pdf' }], ...method } } }, 'reviewed');
}

const notice = async () => ({ noticeType: 'prequalification', title: '资格预审公告', noticeFile: await file(), prequalDeadline: days(11), items: { docObtainEnd: days(5) } });
const issue = { docKind: 'prequalification', saleEnd: '', bidValidDays: 90 };

async function onSale(method?: { method: string; limit?: number }): Promise<Trade> {
  const trade = await reviewed(method);
  await m.act('not-publish', p.tenderer.actor, trade.lotId, await notice());
  await m.act('doc-issue', p.tenderer.actor, trade.lotId, { ...issue, saleEnd: days(5) });
  return trade;
}

async function apply(trade: Trade, who: Company): Promise<number> {
  const { result } = await m.act('bid-prequal-apply', who.actor, trade.lotId, { applicationFile: await m.blob(who.entityId) });
  return Number(result['applicationSeq']);
}

/** Four applied, the deadline has fallen. */
async function inReview(method?: { method: string; limit?: number }): Promise<{ trade: Trade; seqs: number[] }> {
  const trade = await onSale(method);
  const seqs: number[] = [];
  for (const firm of firms) seqs.push(await apply(trade, firm));
  await m.s.setNow(days(11));
  await m.system('timer:prequal-deadline', trade.lotId);
  return { trade, seqs };
}

async function decided(verdicts: boolean[]): Promise<{ trade: Trade; seqs: number[] }> {
  const { trade, seqs } = await inReview();
  await m.act('bid-prequal-result', p.tenderer.actor, trade.lotId, { reviewReport: await file(), results: seqs.map((applicationSeq, i) => ({ applicationSeq, qualified: verdicts[i] === true, reason: '业绩不足' })) });
  return { trade, seqs };
}

const next = (): void => { from += 60 * 86_400_000; };

it('is sealed with the tender document, for open tenders, with a limit only where there is one', async () => {
  await m.s.setNow(days(0));
  const accepted = await playLot(m, p, { category: 'engineering' }, 'accepted');
  const seal = async (prequalification: object) => m.refused('doc-seal', p.tenderer.actor, accepted.lotId, {
    files: [{ sha256: await file(), name: 'a' }], evaluation: { method: 'lowest-evaluated' }, qualification: 'x', custodianIds: p.custodians.map((c) => c.custodianId), prequalification,
  });
  const files = [{ sha256: await file(), name: 'b' }];
  expect(await seal({ files, method: 'limited' })).toBe('invalid-input');
  expect(await seal({ files, method: 'qualified-all', limit: 5 })).toBe('invalid-input');
  expect(await seal({ files: [{ sha256: 'a'.repeat(64), name: 'b' }], method: 'qualified-all' })).toBe('blob-missing');
  const invited = playLot(m, p, { category: 'engineering', kind: 'invited-tender', seal: { prequalification: { files, method: 'qualified-all' } } }, 'sealed');
  await expect(invited).rejects.toMatchObject({ code: 'invalid-input' });
  const procurement = playLot(m, p, { category: 'gov-procurement', seal: { prequalification: { files, method: 'qualified-all' } } }, 'sealed');
  await expect(procurement).rejects.toMatchObject({ code: 'invalid-input' });
});

it('its notice fits the documents and says by when', async () => {
  const trade = await reviewed();
  expect(await code(trade, 'not-publish', { ...(await notice()), noticeType: 'tender', bidDeadline: days(30) })).toBe('state');
  expect(await code(trade, 'not-publish', { ...(await notice()), prequalDeadline: undefined })).toBe('invalid-input');
  expect(await code(trade, 'not-publish', { ...(await notice()), items: {} })).toBe('r-disclose-complete');
  const open = await playLot(m, p, { category: 'engineering' }, 'reviewed');
  expect(await code(open, 'not-publish', await notice())).toBe('state');
  await m.act('not-publish', p.tenderer.actor, trade.lotId, await notice());
  const lot = await lotOf(m, trade.lotId);
  expect(lot.state).toBe('prequal-noticed');
  expect(lot.data.notices[0]?.items).toMatchObject({ reviewMethod: '合格制', applicationDeadline: days(11), qualificationRequirements: '具备相应资质' });
});

it('its periods are judged when it is issued, and nothing of the tender document goes out with it', async () => {
  const trade = await reviewed();
  await m.act('not-publish', p.tenderer.actor, trade.lotId, await notice());
  expect(await code(trade, 'doc-issue', { ...issue, docKind: 'tender', saleEnd: days(5), bidDeadline: days(40) })).toBe('state');
  expect(await code(trade, 'doc-issue', { ...issue, saleEnd: days(4) })).toBe('invalid-input');
  expect(await code(trade, 'doc-issue', { ...issue, saleEnd: days(5), prequalDeadline: days(10) })).toBe('deadline-earlier');
  // five days on sale, five more to apply
  expect(await code(trade, 'doc-issue', { ...issue, saleEnd: days(7) })).toBe('r-prequal-period');
  const bidder = firms[0] as Company;
  expect(await m.refused('bid-prequal-apply', bidder.actor, trade.lotId, { applicationFile: await m.blob(bidder.entityId) })).toBe('state');
  await m.act('doc-issue', p.tenderer.actor, trade.lotId, { ...issue, saleEnd: days(5) });
  expect(await code(trade, 'doc-issue', { ...issue, saleEnd: days(5) })).toBe('state');
  const { document, issued } = (await lotOf(m, trade.lotId)).data;
  expect(issued).toBeUndefined();
  const published = async (sha256 = '') => (await m.pool.query<{ public: boolean }>('select public from blob where sha256 = $1', [sha256])).rows[0]?.public;
  expect([await published(document?.prequal?.files[0]?.sha256), await published(document?.files[0]?.sha256)]).toEqual([true, false]);
  const got = (await m.act('doc-download', bidder.actor, trade.lotId, { docId: document?.docId })).result;
  expect(got).toMatchObject({ files: [{ name: '资格预审文件.pdf' }], prequalDeadline: days(11) });
  expect(got).not.toHaveProperty('custodians');
});

it('a sale of under five days is refused by its own rule', async () => {
  const trade = await reviewed();
  await m.act('not-publish', p.tenderer.actor, trade.lotId, { ...(await notice()), items: { docObtainEnd: days(4) } });
  expect(await code(trade, 'doc-issue', { ...issue, saleEnd: days(4) })).toBe('r-doc-issue-period');
});

it('is asked about and clarified within its own periods', async () => {
  const trade = await onSale();
  const asker = firms[0] as Company;
  const ask = (kind: string) => m.act('doc-question', asker.actor, trade.lotId, { kind, text: '业绩如何计算？' });
  expect((await ask('objection')).result).toMatchObject({ timely: true });
  const clarify = async (more: object) => ({ clarificationFile: await file(), isMaterial: true, changedItems: ['业绩'], revisedContent: '按合同签订时间', ...more });
  // nine days ahead, three are enough
  expect(await code(trade, 'doc-clarify', await clarify({ newBidDeadline: days(40) }))).toBe('invalid-input');
  expect(await code(trade, 'doc-clarify', await clarify({ newPrequalDeadline: days(10) }))).toBe('deadline-earlier');
  expect((await m.act('doc-clarify', p.tenderer.actor, trade.lotId, await clarify({}))).result).toMatchObject({ prequalDeadline: days(11) });
  await m.s.setNow(days(9));
  // two days: too late for an objection to be timely tomorrow, and for a material change today
  expect(await code(trade, 'doc-clarify', await clarify({}))).toBe('r-clarify-lead-time');
  expect((await ask('objection')).result).toMatchObject({ timely: true });
  await m.s.setNow(days(10));
  expect((await ask('objection')).result).toMatchObject({ timely: false });
  expect((await m.act('doc-clarify', p.tenderer.actor, trade.lotId, await clarify({ newPrequalDeadline: days(14) }))).result).toMatchObject({ prequalDeadline: days(14), state: 'prequal-noticed' });
  await m.s.setNow(days(11));
  await m.system('timer:prequal-deadline', trade.lotId);
  expect((await lotOf(m, trade.lotId)).state).toBe('prequal-noticed');
  next();
});

it('its notice is corrected while it runs, with its own lead', async () => {
  const trade = await onSale();
  const { rows } = await m.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp = 'not-publish' and kind = 'act'`, [trade.lotId]);
  const change = async (more: object) => ({ prevHash: rows[0]?.hash, changeFile: await file(), changedItems: ['截止时间'], revisedContent: '延期', ...more });
  expect(await code(trade, 'not-change', await change({ newBidDeadline: days(40) }))).toBe('invalid-input');
  expect(await code(trade, 'not-change', await change({ prevHash: 'a'.repeat(64) }))).toBe('r-revision-chain');
  expect((await m.act('not-change', p.tenderer.actor, trade.lotId, await change({ newPrequalDeadline: days(12) }))).result).toMatchObject({ prequalDeadline: days(12) });
  next();
});

it('a stop moves what was left of it', async () => {
  const trade = await onSale();
  const stop = async (abnormalType: string) => m.act('not-abnormal', p.tenderer.actor, trade.lotId, { abnormalType, reasonCode: 'plan-changed', reason: '计划调整', noticeFile: await file() });
  await m.s.setNow(days(3));
  await stop('suspend');
  await m.s.setNow(days(12));
  const bidder = firms[0] as Company;
  expect(await m.refused('bid-prequal-apply', bidder.actor, trade.lotId, { applicationFile: await m.blob(bidder.entityId) })).toBe('state');
  await m.system('timer:prequal-deadline', trade.lotId);
  expect((await stop('resume')).result).toMatchObject({ newPrequalDeadline: days(20), saleEnd: days(14), state: 'prequal-noticed' });
  const { rows } = await m.pool.query<{ due: Date }>(`select due_at as due from timer where lot_id = $1 and event = 'timer:prequal-deadline' and done_at is null`, [trade.lotId]);
  expect(new Date(String(rows[0]?.due)).toISOString()).toBe(days(20));
  await apply(trade, bidder);
  next();
});

it('nobody reads or counts applications before their deadline, and none is taken after it', async () => {
  const trade = await onSale();
  const [first, second] = firms as [Company, Company];
  const early = await apply(trade, first);
  const again = await apply(trade, first);
  expect(again).not.toBe(early);
  await apply(trade, second);
  expect(await m.refused('bid-prequal-apply', p.tenderer.actor, trade.lotId, { applicationFile: await file() })).toBe('forbidden');
  expect(await m.refused('bid-prequal-apply', first.actor, trade.lotId, { applicationFile: 'b'.repeat(64) })).toBe('blob-missing');
  const read = (who: Company) => applicationsRead(m.pool, { actor: who.actor, now: days(1) }, { id: trade.lotId });
  expect((await read(p.tenderer)).items).toEqual([]);
  expect((await read(first)).items).toMatchObject([{ applicationSeq: again, state: 'applied' }]);
  const sha256 = (await read(first)).items[0]?.file.sha256 ?? '';
  const fetchBy = (who: Company) => lotFile(m.pool, { actor: who.actor, now: days(1) }, { id: trade.lotId, sha256 });
  await expect(fetchBy(p.tenderer)).rejects.toMatchObject({ code: 'not-found' });
  expect(await code(trade, 'bid-prequal-result', { reviewReport: await file(), results: [] })).toBe('state');
  await m.s.setNow(days(11));
  expect(await m.refused('bid-prequal-apply', second.actor, trade.lotId, { applicationFile: await m.blob(second.entityId) })).toBe('r-prequal-before-deadline');
  expect((await lotOf(m, trade.lotId)).state).toBe('prequal-review');
  expect((await read(p.tenderer)).items).toHaveLength(2);
  expect((await read(second)).items).toHaveLength(1);
  expect(await fetchBy(p.tenderer)).toMatchObject({ sha256 });
  await expect(fetchBy(second)).rejects.toMatchObject({ code: 'not-found' });
  const { rows } = await m.pool.query<{ fp: string; body: string }>(`select fp, body from leaf where lot_id = $1 and open`, [trade.lotId]);
  for (const { fp, body } of rows) expect([fp, body.includes(first.entityId)]).toEqual([fp, false]);
  expect(rows.map(({ fp }) => fp)).not.toContain('bid-prequal-apply');
  next();
});

it('every application is answered once, with a reason where it fails', async () => {
  const { trade, seqs } = await inReview();
  const result = async (results: object[], reviewReport?: string) => code(trade, 'bid-prequal-result', { reviewReport: reviewReport ?? await file(), results });
  const all = seqs.map((applicationSeq) => ({ applicationSeq, qualified: true }));
  expect(await result(all, 'c'.repeat(64))).toBe('blob-missing');
  expect(await result(all.slice(1))).toBe('prequal-results');
  expect(await result([...all, { applicationSeq: 123_456, qualified: true }])).toBe('prequal-results');
  expect(await result([...all.slice(1), all[1] ?? {}])).toBe('prequal-results');
  expect(await result([...all.slice(1), { applicationSeq: seqs[0], qualified: false }])).toBe('prequal-results');
  expect(await result(all.map((one) => ({ ...one, score: '80' })))).toBe('prequal-results');
  next();
});

it('under a limit the best pass, and the others are told so', async () => {
  const { trade, seqs } = await inReview({ method: 'limited', limit: 3 });
  const results = seqs.map((applicationSeq, i) => ({ applicationSeq, qualified: true, score: ['81', '92.5', '80.5', '88'][i] }));
  expect(await code(trade, 'bid-prequal-result', { reviewReport: await file(), results: results.map(({ applicationSeq, qualified }) => ({ applicationSeq, qualified })) })).toBe('prequal-results');
  const { result, receipt } = await m.act('bid-prequal-result', p.tenderer.actor, trade.lotId, { reviewReport: await file(), results });
  expect(result).toMatchObject({ passedCount: 3, failedCount: 1, state: 'prequalified' });
  const third = firms[2] as Company;
  expect((await applicationsRead(m.pool, { actor: third.actor, now: days(11) }, { id: trade.lotId })).items).toMatchObject([{ state: 'failed', score: '80.5', reason: '合格，但得分未进入公布的数量限制' }]);
  const { rows } = await m.pool.query<{ open: boolean; body: string }>('select open, body from leaf where id = $1', [receipt?.leafId]);
  expect(rows[0]?.open).toBe(false);
  next();
});

it('all who passed are invited and nobody else, and only they bid', async () => {
  const { trade } = await decided([true, true, true, false]);
  const invite = async (inviteeIds?: string[]) => ({ invitationFile: await file(), bidDeadline: days(45), ...(inviteeIds ? { inviteeIds } : {}) });
  expect(await code(trade, 'not-invite', await invite(firms.map(({ entityId }) => entityId)))).toBe('invitees');
  expect(await code(trade, 'not-invite', await invite(firms.slice(0, 2).map(({ entityId }) => entityId)))).toBe('invitees');
  expect((await m.act('not-invite', p.tenderer.actor, trade.lotId, await invite())).result).toEqual({ inviteeCount: 3, state: 'announced' });
  expect(await code(trade, 'not-invite', await invite())).toBe('invitees');
  await proveAll(m, p, trade.lotId);
  await m.act('doc-issue', p.tenderer.actor, trade.lotId, { saleEnd: days(20), bidValidDays: 90 });
  const { document } = (await lotOf(m, trade.lotId)).data;
  const [first, , , fourth] = firms as [Company, Company, Company, Company];
  const sealed = { envelope: 'a'.repeat(64), plainSha256: 'b'.repeat(64), cipherSuite: 'qinglan-seal-v1' };
  expect(await m.refused('doc-download', fourth.actor, trade.lotId, { docId: document?.docId })).toBe('not-invited');
  expect(await m.refused('bid-encrypt', fourth.actor, trade.lotId, sealed)).toBe('r-prequal-pass');
  expect(await m.refused('bid-encrypt', first.actor, trade.lotId, sealed)).toBe('blob-missing');
  const bidId = '99999999-2222-4333-8444-666666666666';
  await m.s.put({ kind: 'bid', id: bidId, state: 'sealed', lotId: trade.lotId, ownerId: fourth.entityId, key: null, data: { bidSeq: 100_009, bidderId: fourth.entityId, cipherSha256: '0'.repeat(64) } });
  expect(await m.refused('bid-submit', fourth.actor, trade.lotId, { bidId })).toBe('r-prequal-pass');
  expect((await m.act('doc-download', first.actor, trade.lotId, { docId: document?.docId })).result).toHaveProperty('custodians');
  next();
});

it('with fewer than three the invitation is refused and the lot fails', async () => {
  const { trade } = await decided([true, true, false, false]);
  expect(await code(trade, 'not-invite', { invitationFile: await file() })).toBe('r-invite-min');
  await m.act('not-abnormal', p.tenderer.actor, trade.lotId, { abnormalType: 'fail', reasonCode: 'too-few-qualified', reason: '资格预审合格申请人不足三家', noticeFile: await file() });
  const lot = await lotOf(m, trade.lotId);
  expect([lot.state, lot.data.openGates]).toEqual(['failed', []]);
});

it('its calendar tells the dates of the applications, and what another deadline would be judged by', async () => {
  next();
  const trade = await onSale();
  const read = await calendarRead(m.pool, { actor: null, now: days(0) }, { id: trade.lotId, newBidDeadline: days(12) });
  expect(read.present.map(({ event }) => event)).toEqual(['prequal-sale-end', 'clarify-end', 'objection-end', 'prequal-deadline']);
  expect(read.proposed?.deadlines.find(({ event }) => event === 'prequal-deadline')?.at).toBe(days(12));
  expect(read.proposed?.checks.map(({ rule, holds }) => [rule, holds])).toEqual([['deadline-earlier', true], ['r-clarify-lead-time', true]]);
});
