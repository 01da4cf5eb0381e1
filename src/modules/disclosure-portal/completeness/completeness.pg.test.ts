import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { disclosureItems, subItems, type CategoryId } from '../../../../catalogue/index.ts';
import { disclosureStatusRead, lotDisclosuresRead, type LotDisclosuresRead } from '../../../contracts/disclosure.ts';
import { disclosuresRead } from '../../../contracts/reads.ts';
import { SYSTEM_ACTOR } from '../../../platform/system.ts';
import { lotOf, nowOf, playLot, proveAll, sealOf, START, testMarket, type Trade } from '../../../platform/testing/market.ts';
import { disclosures } from '../queries.ts';
import { specs } from '../index.ts';
import { keepState } from './keep.ts';
import { disclosureCsv, disclosureStatus, lotDisclosures } from './queries.ts';

// A lot of each category is played to its end and told by the portal; where the market of the tests has no acts (opening, evaluation,
// remedies), the records are left as those acts leave them.
const { m, p } = await testMarket(async () => specs);

const day = 86_400_000;
const after = (from: string, days: number): string => new Date(Date.parse(from) + days * day).toISOString();
const file = (): Promise<string> => m.blob(p.tenderer.entityId);
const ctx = async () => ({ actor: null, now: await nowOf(m) });
const patch = (lotId: string, data: object) => m.pool.query(`update record set data = data || $2 where kind = 'lot' and id = $1`, [lotId, JSON.stringify(data)]);

async function tell(lotId: string): Promise<void> {
  await m.act('pub-disclose', SYSTEM_ACTOR, lotId, { fp: 'test' });
  await keepState(m.pool, lotId);
}
const listOf = async (lotId: string): Promise<LotDisclosuresRead['items']> => lotDisclosuresRead.parse(await lotDisclosures(m.pool, await ctx(), lotId)).items;
const statuses = async (lotId: string) => Object.fromEntries((await listOf(lotId)).map(({ subItemId, rows }) => [subItemId, rows.map(({ status, reason }) => (reason ? `${status} ${reason}` : status))]));

/** Opening, evaluation, award and contract as their acts leave them, beginning at the bid deadline. */
async function concluded({ lotId }: Trade, from: string, late = false): Promise<void> {
  const [winner, loser] = [await m.company(`中标单位${randomUUID().slice(0, 6)}`, ['bidder']), await m.company(`落标单位${randomUUID().slice(0, 6)}`, ['bidder'])];
  const bids = [winner, loser].map((company, i) => ({ id: randomUUID(), company, data: {
    bidSeq: 100_001 + i, bidderId: company.entityId, bidderName: company.name, submittedAt: from, announcedAt: from, decryption: { result: 'ok', at: from }, form: { priceFen: `${9 + i}00000000`, duration: '110日', quality: '合格', projectManager: '某经理' },
    ...(i === 1 ? { rejected: { clauseRef: '第三章第2条', reasonDigest: '0'.repeat(64), byRule: false, at: from } } : {}),
  } }));
  for (const { id, company, data } of bids) await m.s.put({ kind: 'bid', id, state: 'opened', lotId, ownerId: company.entityId, key: null, data });
  await m.pool.query(`update record set state = 'closed', data = data || $2 where kind = 'opening' and lot_id = $1`, [lotId, JSON.stringify({ startedAt: from, endedAt: from })]);
  await m.s.put({ kind: 'evaluation', id: randomUUID(), state: 'reported', lotId, ownerId: null, key: null, data: { members: [{ name: '专家甲' }, { name: '专家乙' }], bids: [] } });
  const [first] = bids;
  const publicityAt = after(from, late ? 9 : 1);
  const contractId = randomUUID();
  const signedAt = after(from, 12);
  await m.s.put({ kind: 'contract', id: contractId, state: 'performing', lotId, ownerId: p.tenderer.entityId, key: null, data: {
    contractCode: 'HT-1', priceFen: '900000000', duration: '110日', signedAt, performanceSecurityFen: '9000000', paymentTerms: '按进度支付', fileDigest: 'a'.repeat(64),
    changes: [{ amountFen: '1000', reason: '地质变化', at: after(from, 20) }], milestones: [{ milestone: '基础完成', amountFen: '1000000', at: after(from, 21), completed: false, progressPercent: 30 }, { milestone: '竣工', amountFen: '2000000', at: after(from, 30), completed: true, progressPercent: 100 }],
  } });
  await patch(lotId, {
    reportAt: from, openGates: ['bid-deadline', 'candidate-publicity', 'award-decided'], publicity: { publishedAt: publicityAt, publicityEnd: after(publicityAt, 3), objectionChannel: '027-1' },
    candidates: [{ bidId: first?.id, bidSeq: 100_001, bidderId: winner.entityId, bidderName: winner.name, rank: 1, priceFen: '900000000', total: '92.50' }],
    award: { bidId: first?.id, bidderId: winner.entityId, winnerName: winner.name, awardFen: '900000000', rank: 1, duration: '110日', decidedAt: after(from, 5), noticeIssuedAt: after(from, 5), resultPublishedAt: after(from, 6) },
    resultNotice: { objectionChannel: '027-1', winnerAddress: '某路1号', agencyFeeFen: '100' }, contract: { contractId, priceFen: '900000000', duration: '110日', signedAt },
  });
  const decided = { respondentName: '招标人', claimSummary: '认为评分有误', findings: '经复核评分无误', decision: '驳回', decidedAt: after(from, 4), submitterName: loser.name };
  await m.s.put({ kind: 'objection', id: randomUUID(), state: 'closed', lotId, ownerId: loser.entityId, key: null, data: { decided: { ...decided, remedyType: '异议' } } });
  await m.s.put({ kind: 'complaint', id: randomUUID(), state: 'published', lotId, ownerId: loser.entityId, key: null, data: { decided: { ...decided, remedyType: '投诉' } } });
}

/** From the published plan to documents that have been reviewed. */
async function continued({ projectId, lotId }: Trade): Promise<void> {
  await m.act('int-submit', p.tenderer.actor, projectId, { approvalFile: await file() });
  await m.act('int-promise', p.tenderer.actor, projectId, { promiseVersion: '2026', promiseFile: await file(), signerIdNo: 'P-1' });
  await m.act('int-accept', p.centre.actor, projectId, { decisionCode: 'accept', intakeForm: await m.blob(p.centre.actor.accountId ?? '') });
  const { result } = await m.act('doc-seal', p.tenderer.actor, lotId, await sealOf(m, p, { category: 'engineering' }));
  await m.act('doc-fair-review', p.tenderer.actor, lotId, { docId: result['docId'], docHash: result['docHash'], result: 'pass', reviewForm: await file() });
}

async function expectComplete(lotId: string, category: CategoryId, but: readonly string[]): Promise<void> {
  const { items } = disclosuresRead.parse(await disclosures(m.pool, { lotId, limit: '100' }));
  for (const sub of subItems.filter((one) => one.category === category && !but.includes(one.id))) {
    const told = items.filter(({ subItemId }) => subItemId === sub.id);
    expect([sub.id, told.length > 0]).toEqual([sub.id, true]);
    const required = disclosureItems.filter((item) => item.subItem === sub.id && item.required).map(({ key }) => key);
    for (const one of told) expect([sub.id, one.items.map(({ key }) => key)]).toEqual([sub.id, expect.arrayContaining(required)]);
  }
  for (const { subItemId, rows } of await listOf(lotId)) {
    for (const row of rows) expect([subItemId, row.filled, row.missing]).toEqual([subItemId, row.required, []]);
  }
}

it('an engineering lot publishes each sub-item that applies to it with every required item', async () => {
  await m.s.setNow(START);
  const trade = await playLot(m, p, { category: 'engineering' }, 'drafted');
  await m.act('not-plan-publish', p.tenderer.actor, trade.projectId, { plannedNoticeMonth: '2026-05', planFile: await file(), items: {} });
  await continued(trade);
  await tell(trade.lotId);
  expect((await statuses(trade.lotId))['eng-plan']).toEqual(['on-time']);
  await m.s.setNow(after(START, 31));
  const deadline = after(START, 62);
  await m.act('not-publish', p.tenderer.actor, trade.lotId, { noticeType: 'tender', title: '招标公告', noticeFile: await file(), bidDeadline: deadline });
  await tell(trade.lotId);
  // what the documents add is not there yet: the list says so and names it
  expect((await listOf(trade.lotId)).find(({ subItemId }) => subItemId === 'eng-tender-notice')?.rows[0]).toMatchObject({ status: 'due', filled: 9, required: 12, missing: [{ key: 'docObtainEnd' }, { key: 'depositAmount' }, { key: 'evaluationMethod' }] });
  await proveAll(m, p, trade.lotId);
  await m.act('doc-issue', p.tenderer.actor, trade.lotId, { saleEnd: after(START, 42), bidValidDays: 90, depositFen: 100_000_00 });
  await tell(trade.lotId);
  const head = (await m.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp = 'not-publish'`, [trade.lotId])).rows[0]?.hash;
  await m.act('not-change', p.tenderer.actor, trade.lotId, { prevHash: head, changeFile: await file(), changedItems: ['投标人资格'], originalContent: '三项', revisedContent: '一项' });
  await m.s.put({ kind: 'application', id: randomUUID(), state: 'passed', lotId: trade.lotId, ownerId: randomUUID(), key: null, data: { applicationSeq: 1, applicantName: '申请人甲', result: { score: null, reason: null, at: START } } });
  await m.s.put({ kind: 'application', id: randomUUID(), state: 'failed', lotId: trade.lotId, ownerId: randomUUID(), key: null, data: { applicationSeq: 2, applicantName: '申请人乙', result: { score: null, reason: '业绩不足', at: START } } });
  const lot = await lotOf(m, trade.lotId);
  const prequalItems = { noticeTitle: '资格预审公告', tenderProjectCode: 'P', unifiedDealCode: 'U', tendererName: p.tenderer.name, projectOverview: '概况', lotList: [{ lotNo: '1' }], qualificationRequirements: '三级', docObtainEnd: START, applicationDeadline: START, reviewMethod: '合格制' };
  await patch(trade.lotId, { prequal: { deadline: START, decidedAt: after(START, 40) }, notices: [{ noticeId: randomUUID(), noticeType: 'prequalification', title: '资格预审公告', publishedAt: after(START, 31), items: prequalItems }, ...lot.data.notices] });
  await tell(trade.lotId);
  expect((await statuses(trade.lotId))['eng-prequal-result']).toEqual([]);
  await m.s.setNow(deadline);
  await concluded(trade, deadline);
  await tell(trade.lotId);
  await expectComplete(trade.lotId, 'engineering', ['eng-abnormal']);
  const opened = (await disclosures(m.pool, { lotId: trade.lotId, limit: '100' })).items;
  expect(opened.find(({ subItemId }) => subItemId === 'eng-prequal-result')?.items.find(({ key }) => key === 'failedApplicants')?.value).toEqual([{ applicant: '申请人乙', reason: '业绩不足' }]);
  expect(opened.filter(({ subItemId }) => subItemId === 'eng-performance').map(({ items }) => items.find(({ key }) => key === 'cumulativePaid')?.value).toSorted()).toEqual(['1000000', '3000000']);
  const count = opened.length;
  await tell(trade.lotId);
  expect((await disclosures(m.pool, { lotId: trade.lotId, limit: '100' })).items).toHaveLength(count);
});

it('a procurement lot does so too', async () => {
  await m.s.setNow(after(START, 200));
  const trade = await playLot(m, p, { category: 'gov-procurement' });
  await tell(trade.lotId);
  const head = (await m.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp = 'not-publish'`, [trade.lotId])).rows[0]?.hash;
  await m.act('not-change', p.tenderer.actor, trade.lotId, { prevHash: head, changeFile: await file(), changedItems: ['数量'], revisedContent: '两套' });
  const lot = await lotOf(m, trade.lotId);
  const single = { projectName: '项目', purchaserName: p.tenderer.name, budget: 100, supplierName: '唯一', supplierAddress: '路', reason: '专利', expertOpinions: ['同意'], publicityEnd: after(START, 210) };
  const acceptance = { contractCode: 'HT-1', supplierName: '甲', acceptanceContent: '设备', acceptanceStandard: '国标', acceptanceResult: '合格', acceptanceDate: after(START, 270) };
  await patch(trade.lotId, { notices: [...lot.data.notices, { noticeId: randomUUID(), noticeType: 'single-source', title: '单一来源公示', publishedAt: after(START, 200), items: single }], acceptance: { contractId: 'x', result: 'pass', acceptedAt: after(START, 270), items: acceptance } });
  await concluded(trade, trade.bidDeadline);
  await m.s.setNow(after(START, 270));
  await tell(trade.lotId);
  await expectComplete(trade.lotId, 'gov-procurement', ['gp-termination']);
  // the intention came on the day of the notice, not thirty days before it
  expect((await statuses(trade.lotId))['gp-intention']).toEqual(['late act-late']);
});

it('rounds that come to nothing are told with their reason', async () => {
  await m.s.setNow(after(START, 300));
  for (const [category, sub] of [['engineering', 'eng-abnormal'], ['gov-procurement', 'gp-termination']] as const) {
    const { lotId } = await playLot(m, p, { category });
    await m.act('not-abnormal', p.tenderer.actor, lotId, { abnormalType: 'terminate', reasonCode: 'plan-changed', reason: '规划调整', noticeFile: await file(), items: {} });
    await tell(lotId);
    const told = (await disclosures(m.pool, { lotId })).items.find(({ subItemId }) => subItemId === sub);
    expect(told?.items.find(({ key }) => key === 'reason')?.value).toBe('规划调整');
    expect((await statuses(lotId))[sub]).toEqual(['on-time']);
  }
});

it('what is late or not there is told with its reason, for the lot and for the city', async () => {
  await m.s.setNow(after(START, 400));
  const trade = await playLot(m, p, { category: 'engineering' });
  await tell(trade.lotId);
  await m.s.setNow(trade.bidDeadline);
  await concluded(trade, trade.bidDeadline, true);
  await patch(trade.lotId, { publicity: null, award: null, contract: null });
  await m.pool.query(`delete from record where kind in ('contract', 'objection', 'complaint') and lot_id = $1`, [trade.lotId]);
  await tell(trade.lotId);
  expect(await statuses(trade.lotId)).toMatchObject({ 'eng-plan': ['missing act-missing'], 'eng-tender-notice': ['on-time'], 'eng-opening': ['on-time'], 'eng-candidate': ['due'], 'eng-award': [] });
  await m.s.setNow(after(trade.bidDeadline, 6));
  expect((await statuses(trade.lotId))['eng-candidate']).toEqual(['missing act-missing']);
  const publicity = { publishedAt: after(trade.bidDeadline, 7), publicityEnd: after(trade.bidDeadline, 10), objectionChannel: '027-1' };
  await patch(trade.lotId, { publicity });
  await m.s.setNow(publicity.publishedAt);
  await tell(trade.lotId);
  expect((await statuses(trade.lotId))['eng-candidate']).toEqual(['late act-late']);

  const city = disclosureStatusRead.parse(await disclosureStatus(m.pool, await ctx(), { status: 'late', category: 'engineering' }));
  expect(city.items.map(({ lotId, subItemId, reason }) => [lotId, subItemId, reason])).toEqual(expect.arrayContaining([[trade.lotId, 'eng-candidate', 'act-late']]));
  expect(city.summary.find(({ subItemId }) => subItemId === 'eng-candidate')?.counts).toMatchObject({ late: 1, 'on-time': 1, missing: 0 });
  expect(city.summary).toHaveLength(12);
  expect((await disclosureStatus(m.pool, await ctx(), {})).summary).toHaveLength(22);
});

it('pages lose nothing, and the spreadsheet holds the same rows', async () => {
  const all: string[] = [];
  for (let cursor: string | undefined; all.length < 500;) {
    const page = await disclosureStatus(m.pool, await ctx(), { cursor, limit: '7' });
    all.push(...page.items.map(({ lotId, subItemId, instance }) => `${lotId}/${subItemId}/${instance}`));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const { rows } = await m.pool.query<{ n: number }>('select count(*)::int as n from disclosure_state');
  expect([all.length, new Set(all).size]).toEqual([rows[0]?.n, rows[0]?.n]);
  const csv = await disclosureCsv(m.pool, await ctx(), {});
  expect(csv.trimEnd().split('\r\n')).toHaveLength(all.length + 1);
  expect(csv).toMatch(/^\uFEFFlotCode,projectName/);
  await m.pool.query(`update disclosure_state set project_name = '=HYPERLINK("http://x")' where lot_id = $1`, [all[0]?.slice(0, 36)]);
  expect(await disclosureCsv(m.pool, await ctx(), { q: 'HYPERLINK' })).toContain(`"'=HYPERLINK(""http://x"")"`);
  await expect(disclosureStatus(m.pool, await ctx(), { cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: 'invalid-input' });
});
