import { afterAll, beforeAll, expect, test } from 'vitest';
import { msPerMinute } from '../src/kernel/calendar.ts';
import { submitBids, type BidPlay } from '../src/play/bidding.ts';
import { commitChance, revealChance } from '../src/play/chance.ts';
import type { Client } from '../src/play/client.ts';
import { answerDraw } from '../src/play/committee.ts';
import { issueDocuments } from '../src/play/documents.ts';
import { openBids } from '../src/play/opening.ts';
import { specialtyOf, type LotPlay } from '../src/play/stage.ts';
import { until } from '../src/play/wait.ts';
import { Person } from './support/market.ts';
import { begun, faultsOf, nameOf, openCast, type Cast } from './support/trades.ts';

// One who sits for the tenderer does all of it at the desk: nothing is typed that the platform knows. The experts answer over the interface.
interface Session { state: string; seatNo: number; report?: { digest: string } }
let cast: Cast;
let rep: Person;
let lot: LotPlay;
let experts: Client[];
let opened: readonly BidPlay[];
let bidFile = '';
const text = (path: string): Promise<string[]> => rep.page.locator(`[id="f-${path}"] option`).allInnerTexts();
const session = (): Promise<Session> => rep.read<Session>(`/lots/${lot.lotId}/evaluation`);
const others = (act: string, input: (bid: BidPlay) => unknown, bids = opened): Promise<unknown> => Promise.all(experts.map(async (expert) => { for (const bid of bids) await expert.act(act, lot.lotId, input(bid)); }));

beforeAll(async () => {
  cast = await openCast();
  const { stage, market } = cast;
  rep = await Person.signedIn(cast.browser, market.url, 'owner-rep');
  const { plan, project, of } = await begun(cast, 'eng-clarified', '城北养老服务中心改造工程');
  lot = await issueDocuments(stage, project, plan);
  ({ opened } = await openBids(stage, lot, await submitBids(stage, lot, plan.bids, of), null));
  const committed = await commitChance(stage, lot, 'experts');
  const { account: { id } } = await rep.read<{ account: { id: string } }>('/me');
  experts = await answerDraw(stage, lot, async () => {
    const evaluationStart = (await stage.clock.now()) + 60 * msPerMinute;
    await project.agency.client.act('exp-draw-request', lot.lotId, { specialtyNeeds: [{ specialty: specialtyOf[project.category], headcount: 4 }], evaluationStart: new Date(evaluationStart).toISOString(), representativeIds: [id] });
    await revealChance(stage, lot, committed);
    return evaluationStart;
  });
  await until('the session', async () => (await rep.ask(`/lots/${lot.lotId}/evaluation`)).status === 200);
}, 300_000);

afterAll(() => cast?.close());

test('signs in, says whom there is an interest in by name, and elects one of the experts by name', async () => {
  for (const expert of experts) await expert.act('evl-checkin', lot.lotId, { witnessed: true });
  await rep.act(lot.lotId, 'evl-checkin');
  for (const expert of experts) await expert.act('evl-avoid', lot.lotId, { declared: 'clear' });
  await rep.act(lot.lotId, 'evl-avoid', async () => {
    await rep.choose('declared', 'conflict');
    expect(await rep.page.getByRole('group', { name: '有利害关系的投标人' }).locator('label').allInnerTexts()).toEqual([...opened].sort((a, b) => a.bidSeq - b.bidSeq).map(({ bidSeq }) => expect.stringContaining(String(bidSeq))));
    await rep.page.getByLabel(await nameOf(cast, 1)).check();
    await rep.shot('avoid-conflict');
    await rep.choose('declared', 'clear');
  });
  for (const expert of experts) await expert.act('evl-chair', lot.lotId, { votedSeatNo: 1 });
  await rep.act(lot.lotId, 'evl-chair', async () => {
    expect(await text('votedSeatNo')).toEqual(['请选择专家', ...[1, 2, 3, 4].map((seat) => expect.stringMatching(new RegExp(`^席位 ${seat} · .+ · 专家$`)))]);
    await rep.choose('votedSeatNo', '1');
  });
  expect((await session()).state).toBe('chaired');
}, 150_000);

test('reviews a bid item by item after reading what was opened, and is told what is missing', async () => {
  const [first] = opened;
  await rep.act(lot.lotId, 'evl-prelim', async () => {
    expect(await text('bidId')).toEqual(['请选择投标', ...opened.map(() => expect.stringMatching(/· 编号 \d+$/))]);
    await rep.page.locator('form.act-form button[type=submit]').click();
    expect(await rep.page.locator('.field-fault').count()).toBe(4);
    await rep.choose('bidId', first?.bidId ?? '');
    await rep.page.getByText('投标报价').first().waitFor();
    for (const i of [0, 1, 2]) await rep.choose(`items.${i}.result`, i === 1 ? 'fail' : 'pass');
    await rep.page.locator('form.act-form button[type=submit]').click();
    expect(await rep.page.locator('.field-fault').count()).toBe(1);
    await rep.choose('items.1.result', 'pass');
  });
  // there are more bids to review: the same again is offered, and says which are done
  await rep.page.getByRole('button', { name: '再办一次' }).click();
  expect((await text('bidId')).filter((one) => one.includes('本人已评'))).toHaveLength(1);
}, 90_000);

test('reads the files of the bids, which nobody does who does not sit', async () => {
  const { bidList } = await rep.read<{ bidList: { form: { files: { name: string; sha256: string }[] } }[] }>(`/lots/${lot.lotId}/evaluation`);
  const [file] = bidList.flatMap(({ form }) => form.files);
  bidFile = `/lots/${lot.lotId}/files/${file?.sha256 ?? ''}`;
  await until('the unpacked file', async () => (await rep.ask(bidFile)).status === 200);
  for (const person of [cast.stranger, cast.bidders[1], cast.agency]) expect((await person?.ask(bidFile))?.status).toBe(404);
  expect((await cast.guest.ask(bidFile)).status).toBe(401);
}, 60_000);

test('takes over a clause that others have voted for, and makes it a majority', async () => {
  const out = opened[2] ?? expect.fail();
  const input = { bidId: out.bidId, clauseRef: '投标人须知 1.4.1', reason: '资质证书已过有效期' };
  for (const expert of experts.slice(0, 2)) await expert.gov('reject-vote', lot.lotId, input);
  await rep.act(lot.lotId, 'evl-reject', async () => {
    await rep.choose('bidId', out.bidId);
    await rep.page.getByRole('button', { name: '采用这一条款' }).first().click();
    expect(await rep.field('clauseRef').inputValue()).toBe(input.clauseRef);
    await rep.type('reason', input.reason);
  });
  opened = opened.filter((bid) => bid !== out);
  expect((await rep.read<{ items: { id: string }[] }>(`/lots/${lot.lotId}/actions`)).items.map(({ id }) => id)).toContain('reject-vote');
  for (const bid of opened.slice(1)) {
    await rep.act(lot.lotId, 'evl-prelim', async () => {
      await rep.choose('bidId', bid.bidId);
      for (const i of [0, 1, 2]) await rep.choose(`items.${i}.result`, 'pass');
    });
  }
  await others('evl-prelim', ({ bidId }) => ({ bidId, items: ['form', 'qualification', 'responsiveness'].map((code) => ({ code, result: 'pass' })) }));
  expect((await session()).state).toBe('detailed');
}, 150_000);

test('gives points by criterion, is told when they are out of range, and signs the report with its candidates before the eyes', async () => {
  const criteria = lot.evaluation.criteria ?? [];
  const [subjective, objective] = [criteria.filter((one) => one.subjective), criteria.filter((one) => !one.subjective)];
  for (const [n, bid] of opened.entries()) {
    await rep.act(lot.lotId, 'evl-score', async () => {
      await rep.choose('bidId', bid.bidId);
      for (const { id, max } of subjective) {
        await rep.type(`scores.${id}`, String(Number(max) + 1));
        await rep.page.getByText(`须在 0 到`).first().waitFor();
        await rep.type(`scores.${id}`, String(Number(max) - n));
      }
    });
  }
  for (const [i, expert] of experts.entries()) {
    for (const { bidId } of opened) await expert.act('evl-score', lot.lotId, { bidId, scores: Object.fromEntries(subjective.map(({ id, max }) => [id, String(Number(max) - i)])), ...(i === 0 ? { objective: Object.fromEntries(objective.map(({ id, max }) => [id, String(max)])) } : {}) });
  }
  const digest = await until('the report', async () => (await session()).report?.digest);
  for (const expert of experts) await expert.act('evl-report', lot.lotId, { position: 'agree', reportDigest: digest });
  await rep.act(lot.lotId, 'evl-report', async () => {
    await rep.page.getByText('第 1 名').first().waitFor();
    await rep.choose('position', 'agree');
  });
  expect((await session()).state).toBe('reported');
  // the bids were theirs to read for the review alone
  expect((await rep.ask(bidFile)).status).toBe(404);
  expect([...faultsOf(cast), ...rep.faults]).toEqual([]);
}, 150_000);
