import { beforeAll, expect, test } from 'vitest';
import { lotRead as lotShape, lotsRead as lotsShape, portalRead as portalShape } from '../../contracts/reads.ts';
import type { Actor } from '../../platform/act.ts';
import { playLot, START, testMarket, type Trade } from '../../platform/testing/market.ts';
import { custodyRequestsRead, lotRead, lotsRead, portalRead, projectsRead } from './index.ts';

const { m, p } = await testMarket();
let issued: Trade;
let procurement: Trade;
let reviewed: Trade;
beforeAll(async () => {
  issued = await playLot(m, p, { category: 'engineering' });
  procurement = await playLot(m, p, { category: 'gov-procurement' }, 'announced');
  reviewed = await playLot(m, p, { category: 'engineering' }, 'reviewed');
});

/** The words of the portal's search are tried there; here it finds one lot. */
const find: Parameters<typeof lotsRead>[3] = async ({ q }) => ({ lotIds: q === '扩声' ? [procurement.lotId, reviewed.lotId] : [], nextCursor: null });
const ctx = (actor: Actor | null = null) => ({ actor, now: START });
const ids = async (params: Record<string, string>) => lotsShape.parse(await lotsRead(m.pool, ctx(), params, find)).items.map((item) => item.lotId).sort();

test('the list holds what is public, filtered, page by page', async () => {
  expect(await ids({})).toEqual([issued.lotId, procurement.lotId].sort());
  expect(await ids({ category: 'engineering' })).toEqual([issued.lotId]);
  expect(await ids({ stage: 'bidding' })).toEqual([issued.lotId]);
  expect(await ids({ q: '扩声' })).toEqual([procurement.lotId]);
  expect(await ids({ q: '扩声', stage: 'noticed' })).toEqual([]);
  expect(await ids({ region: '4201' })).toHaveLength(2);
  expect(await ids({ region: '11' })).toEqual([]);
  const first = await lotsRead(m.pool, ctx(), { limit: '1' }, find);
  const second = await lotsRead(m.pool, ctx(), { limit: '1', cursor: first.nextCursor ?? '' }, find);
  expect([...first.items, ...second.items].map((item) => item.lotId).sort()).toEqual(await ids({}));
  expect(second.nextCursor).toBe(null);
  await expect(lotsRead(m.pool, ctx(), { cursor: 'nonsense' }, find)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a lot is told in the shape of the contract: documents, notice, deadlines with their basis, notes', async () => {
  const lot = lotShape.parse(await lotRead(m.pool, ctx(), { id: issued.lotId }));
  expect(lot).toMatchObject({ stage: 'noticed', stageZh: '投标中', ceilingFen: 12_865_400_00, evaluation: { method: 'comprehensive', priceMax: '60' }, opening: { state: 'scheduled' } });
  expect(lot).not.toHaveProperty('budgetFen');
  expect(lot).not.toHaveProperty('warnings');
  expect(lot.documents).toMatchObject([{ docId: issued.docId, name: '招标文件.pdf' }]);
  // what was sealed beside the files is told with them, every setting of it
  expect(lot.tenderDocument).toMatchObject({ docId: issued.docId, version: 1, qualification: expect.any(String) as string });
  expect(lot.evaluation).toMatchObject({ criteria: [{ subjective: true }, { subjective: false }], prelimItems: expect.arrayContaining([expect.objectContaining({ code: 'competition' })]) as unknown[] });
  expect(lot.notices[0]?.leafId).toBeDefined();
  expect(lot.notices[0]?.items).toContainEqual({ key: 'depositAmount', zh: '保证金金额及形式', en: 'Deposit amount and form', value: 100_000_00 });
  expect(lot.deadlines.map(({ event, basis }) => [event, basis])).toEqual([['sale-end', '实施条例 第16条'], ['bid-deadline', '招标投标法 第24条'], ['bid-valid-end', '招标文件']]);
  expect(lot.notes.map((note) => note.zh).join()).toMatch(/暂不代收投标保证金/);
  const before = lotShape.parse(await lotRead(m.pool, ctx(), { id: procurement.lotId }));
  expect(before).toMatchObject({ documents: [], notices: [{ noticeType: 'intention' }, { noticeType: 'tender' }], budgetFen: 13_000_000_00 });
  // neither ceiling nor settings before the documents are out
  expect(JSON.stringify(before)).not.toContain('1286540000');
  expect(before).not.toHaveProperty('evaluation');
  expect(before).not.toHaveProperty('tenderDocument');
  expect(lotShape.parse(await lotRead(m.pool, ctx(p.tenderer.actor), { id: reviewed.lotId }))).not.toHaveProperty('tenderDocument');
});

test('before it is public a lot is known to its parties and posts only', async () => {
  await expect(lotRead(m.pool, ctx(), { id: reviewed.lotId })).rejects.toMatchObject({ code: 'not-found' });
  const stranger = await m.company('旁人', ['bidder']);
  await expect(lotRead(m.pool, ctx(stranger.actor), { id: reviewed.lotId })).rejects.toMatchObject({ code: 'not-found' });
  expect(lotShape.parse(await lotRead(m.pool, ctx(p.tenderer.actor), { id: reviewed.lotId })).stage).toBe('docs-reviewed');
  const supervisor = await m.post(['supervisor']);
  expect(lotShape.parse(await lotRead(m.pool, ctx(supervisor.actor), { id: issued.lotId })).warnings).toMatchObject([{ id: 'w-plan-missing' }]);
  const elsewhere = { ...supervisor.actor, regions: ['11'] };
  await expect(lotRead(m.pool, ctx(elsewhere), { id: reviewed.lotId })).rejects.toMatchObject({ code: 'not-found' });
});

test('the portal shows the openings of the day', async () => {
  const deps = { viewers: () => 3, ledgerSize: 7 };
  expect(portalShape.parse(await portalRead(m.pool, ctx(), deps))).toMatchObject({ openings: [], figures: { year: 2026, lotsPublished: 2, lotsBidding: 1, openingsToday: 0, awards: 0, ledgerSize: 7 } });
  const day = portalShape.parse(await portalRead(m.pool, { actor: null, now: issued.bidDeadline }, deps));
  expect(day.openings).toMatchObject([{ lotId: issued.lotId, openingId: issued.openingId, live: false, viewers: 3 }]);
});

test('desks: a tenderer sees its projects, the centre those handed in, a custodian its test shares', async () => {
  const own = await projectsRead(m.pool, ctx(p.tenderer.actor), {});
  expect(own.items.map((item) => item.projectId)).toContain(reviewed.projectId);
  const drafted = await playLot(m, p, { category: 'engineering' }, 'drafted');
  const centre = await projectsRead(m.pool, ctx(p.centre.actor), {});
  expect(centre.items.map((item) => item.projectId)).not.toContain(drafted.projectId);
  expect(centre.items.map((item) => item.projectId)).toContain(reviewed.projectId);
  expect((await projectsRead(m.pool, ctx((await m.company('旁人二', ['tenderer'])).actor), {})).items).toEqual([]);
  const [one] = p.custodians;
  const asked = await custodyRequestsRead(m.pool, ctx(one?.actor ?? null));
  expect(asked.items.map((item) => item.lotId)).toContain(reviewed.lotId);
  expect(JSON.stringify(asked)).not.toContain('expected');
});
