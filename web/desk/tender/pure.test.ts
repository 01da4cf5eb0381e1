import { describe, expect, test } from 'vitest';
import { priceTemplate, TEMPLATE_SUFFIX } from '../../../src/contracts/price-table/index.ts';
import type { AskedItem, WorkroomRead } from '../../../src/contracts/workroom.ts';
import { tendererZh } from '../../texts/tenderer-zh.ts';
import { furtherRows } from '../../../src/documents/notice-rows.ts';
import { missingItems, stateOf, told, toldOf } from './items.ts';
import { lateness } from './lateness.ts';
import { documentPage, noticePage } from './notice-page.ts';
import { draftOf } from './paper-drafts.ts';
import { emptyRow, rowsOf, suffix, templateOf } from './price-rows.ts';
import { signedFen, signedYuan } from './signed-fen.ts';
import { isTaken, slotFor } from './slots.ts';

const item = (more: Partial<AskedItem>): AskedItem => ({ key: 'reason', zh: '', en: '', type: 'string', required: true, later: false, ...more });

describe('a publication before it is signed', () => {
  test('asks for what neither the platform nor the form above has, and for nothing that comes later', () => {
    const items = [item({ key: 'known', known: 'x' }), item({ key: 'title', field: 'title' }), item({ key: 'now', field: '' }), item({ key: 'late', later: true }), item({ key: 'asked' }), item({ key: 'free', required: false })];
    expect(missingItems(items, {}, {})).toEqual(['title', 'asked']);
    expect(missingItems(items, { asked: '答' }, { title: '题' })).toEqual([]);
    expect(stateOf(item({}), { reason: [] }, {})).toBe('missing');
  });

  test('is told in words and made a page in which no name is markup', () => {
    expect(told([{ lotNo: '1', lotName: '一标段' }, { lotNo: '2', lotName: '二标段' }])).toBe('1 一标段、2 二标段');
    expect(noticePage('<题>', [['项', 'a<b & "c"'], ['空', '']])).toContain('a&lt;b &amp; &quot;c&quot;');
    expect(noticePage('题', [['空', '']])).not.toContain('空');
  });
});

describe('a document of the award before it is signed', () => {
  const lot = {
    lotId: 'L', lotCode: 'P-1', lotNo: '1', lotName: '一包', projectName: '照明', category: 'gov-procurement', kind: 'inquiry', tendererName: '学校', stage: 'notified', stageZh: '', updatedAt: '', notices: [], documents: [], deadlines: [], notes: [],
    project: { projectId: 'P', projectCode: 'P', projectName: '照明', tendererName: '学校' }, evaluation: { method: 'gp-lowest', methodZh: '最低评标价法', criteria: [] },
  };
  const bid = { bidId: 'B', bidSeq: 1, bidderName: '甲<司>', priceFen: '123456', rank: 1, candidate: true, duration: '10 天' };
  const room = { bids: [bid, { ...bid, bidSeq: 2, rank: 2, bidderName: '乙', candidate: false, rejectedFor: '报价高于限价' }], award: { winnerName: '甲<司>', awardFen: '123456', duration: '10 天', decidedAt: '2026-01-05T02:00:00.000Z' } } as unknown as WorkroomRead;

  test('says what is known and typed, in the words of the trade; what nobody declared has no column', () => {
    const page = (act: string, values = {}) => { const draft = draftOf(act, { lot, room, values, questions: [{ questionId: 'q', text: '问什么' }] }); return draft ? documentPage(draft.title, draft.blocks) : ''; };
    const publicity = page('awd-candidate', { publicityEnd: '2026-01-09T01:30:00.000Z', objectionChannel: '电话 0571-0' });
    for (const told of ['1,234.56 元', '甲&lt;司&gt;', '2026-01-09 09:30:00', '电话 0571-0', '报价高于限价', '否决 1 份']) expect(publicity).toContain(told);
    for (const undeclared of ['质量', '项目负责人', '总分']) expect(publicity).not.toContain(undeclared);
    expect(page('awd-notice')).toContain('中标（成交）通知书');
    expect(page('awd-result', { winnerAddress: '示例路1号' })).toContain('示例路1号');
    const clarified = page('doc-clarify', { answers: [{ questionId: 'q', answer: '答什么' }], revisedContent: '新', newBidDeadline: '2026-02-01T01:30:00.000Z' });
    for (const told of ['照明（一包）第1号澄清公告', '问什么', '答什么', '2026-02-01 09:30:00']) expect(clarified).toContain(told);
  });
});

describe('a price table as typed', () => {
  test('is a template that the contract takes', () => {
    const made = templateOf({ title: ' 清单 ', taxIncluded: true, rates: '0.03，0.09', rows: [{ zh: '挖土方', unit: 'm3', quantity: '１,200', ceiling: '35.5' }, emptyRow], fixed: [{ zh: '暂列金额', amount: '50000' }] });
    expect(priceTemplate.parse(made)).toMatchObject({ title: '清单', tax: { rates: ['0.03', '0.09'] }, items: [{ id: '1', quantity: '1200', ceilingFen: 3550 }], fixed: [{ id: 'F1', amountFen: 5_000_000 }] });
    expect(suffix).toBe(TEMPLATE_SUFFIX);
  });

  test('that is not whole is refused at its row', () => {
    const faults = priceTemplate.safeParse(templateOf({ title: '清单', taxIncluded: true, rates: '', rows: [{ zh: '挖土方', unit: '', quantity: '一百' }], fixed: [{ zh: '暂估', amount: '多少' }] })).error?.issues.map(({ path }) => path.join('.'));
    expect(faults).toEqual(['items.0.unit', 'items.0.quantity', 'fixed.0.amountFen']);
  });

  test('is pasted from a spreadsheet', () => {
    expect(rowsOf('挖土方\tm3\t1200\r\n沥青，t，35\n没有数量,m2')).toEqual([{ zh: '挖土方', unit: 'm3', quantity: '1200' }, { zh: '沥青', unit: 't', quantity: '35' }]);
    expect(rowsOf('栏杆\tm\t1,200\t160.00\t围护\n基层\tm2\t8\t\t路面')).toEqual([{ zh: '栏杆', unit: 'm', quantity: '1,200', ceiling: '160.00', section: '围护' }, { zh: '基层', unit: 'm2', quantity: '8', section: '路面' }]);
  });
});

test('a notice says what the trade is and how to take part, and nothing twice', () => {
  const lot = { lotNo: '1', lotName: '照明设备', duration: '45 天', quality: '' };
  const project = { projectName: '照明', objectType: 'goods', industryId: 'goods', regionCode: '330100', fundSource: '财政资金', stateFunded: true, overview: '路灯 300 套', contact: '0571-0', lots: [lot, { ...lot, lotName: '另一包', duration: '1 天' }] };
  const rows = furtherRows(toldOf({ lotId: 'L', lotName: '照明设备', project }), tendererZh.notice.further, 'https://city.example', new Set(['fundSource']));
  const all = Object.fromEntries(rows);
  expect(all).toMatchObject({ 项目概况: '路灯 300 套', '工期/交货期': '45 天', 联系方式: '0571-0' });
  expect(all['招标文件获取方式']).toContain('https://city.example/lots/L');
  expect(Object.keys(all)).not.toContain('资金来源');
  expect(Object.keys(all)).not.toContain('质量要求');
});

test('a room is taken while any booking overlaps, not when one ends as the other begins', () => {
  const taken = [{ roomId: 'hall-1', slotStart: '2026-12-14T01:30:00.000Z', slotEnd: '2026-12-14T05:30:00.000Z' }];
  expect(isTaken(taken, 'hall-1', '2026-12-14T05:00:00.000Z', '2026-12-14T06:00:00.000Z')).toBe(true);
  expect(isTaken(taken, 'hall-1', '2026-12-14T05:30:00.000Z', '2026-12-14T06:00:00.000Z')).toBe(false);
  expect(isTaken(taken, 'hall-2', '2026-12-14T02:00:00.000Z', '2026-12-14T03:00:00.000Z')).toBe(false);
  expect(slotFor('opening', '2026-12-14T01:30:00.000Z')).toEqual({ slotStart: '2026-12-14T01:30:00.000Z', slotEnd: '2026-12-14T05:30:00.000Z' });
});

test('a change of the price may lower it', () => {
  expect([signedFen('-1,200.5'), signedFen('−3'), signedFen('7'), signedFen('-0'), signedFen('x')]).toEqual(['-120050', '-300', '700', '0', undefined]);
  expect(signedYuan('-120050')).toBe('-1200.50');
});

test('how late somebody is', () => {
  const due = '2026-12-14T00:00:00.000Z';
  expect(lateness(due, Date.parse(due) - 1)).toBeNull();
  expect(lateness(due, Date.parse(due) + 50 * 3_600_000)).toEqual({ days: 2, hours: 2 });
});
