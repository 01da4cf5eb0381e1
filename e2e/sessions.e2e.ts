import { describe, expect, test } from 'vitest';
import type { OpeningRead } from '../src/contracts/reads.ts';
import { msPerHour } from '../src/kernel/calendar.ts';
import { bidderSecret, submitBids, type BidPlay } from '../src/play/bidding.ts';
import { commitChance, revealChance } from '../src/play/chance.ts';
import { answerDraw } from '../src/play/committee.ts';
import { issueDocuments } from '../src/play/documents.ts';
import { goLive, openBids } from '../src/play/opening.ts';
import { representative, type RosterEntry } from '../src/play/people.ts';
import { specialtyOf, type LotPlay, type ProjectPlay } from '../src/play/stage.ts';
import { until } from '../src/play/wait.ts';
import { companyOf } from './support/around.ts';
import { Person } from './support/market.ts';
import { begun, faultsOf, nameOf, testCast } from './support/trades.ts';

// What the tenderer does beside the road of a trade: it stops and ends one, answers an objection at the opening, names experts where the
// roster is exhausted, reviews qualification. What others see of each.
const cast = await testCast();
const { stage, purchaser, agency, stranger, guest, bidder } = cast;
const opening = (lotId: string): Promise<OpeningRead> => guest.read<OpeningRead>(`/lots/${lotId}/opening`);

test('a trade its tenderer stops counts nothing down and takes nothing; it goes on, and ends with every bid sent back', async () => {
  const { plan, project, of } = await begun(cast, 'eng-lowest-evaluated', '城东泵站改造工程');
  const lot = await issueDocuments(stage, project, plan);
  const { lotId } = lot;
  await submitBids(stage, lot, plan.bids.slice(0, 3), of);
  const publish = (type: string, reason: string) => purchaser.act(lotId, 'not-abnormal', async () => {
    await purchaser.choose('abnormalType', type);
    await purchaser.field('reasonCode').selectOption({ index: 1 });
    await purchaser.type('reason', reason);
    // what stops a trade and what lifts the stop is made whole from the preview; an end is a notice with items
    if (type === 'terminate') await purchaser.makeFile();
    else {
      await purchaser.page.getByRole('article', { name: '公告文件' }).getByText(reason).waitFor();
      await purchaser.shot(`notice-${type}`);
      await purchaser.page.getByRole('button', { name: '用上面的预览生成文件' }).click();
      await purchaser.page.getByText('已生成并上传').waitFor();
    }
  });
  await publish('suspend', '用地红线调整');
  for (const person of [bidder(0), guest]) {
    await person.go(`/lots/${lotId}`);
    await person.page.getByText('公告的理由：用地红线调整').waitFor();
    await person.page.getByText('原定投标截止时间').waitFor();
    expect(await person.page.getByText('距投标截止').count()).toBe(0);
  }
  expect(await guest.page.getByRole('link', { name: '登录后获取文件、投标' }).count()).toBe(0);
  await guest.go(`/lots/${lotId}/opening`);
  await guest.page.getByText('交易已中止，恢复后继续开标。').waitFor();
  await guest.shot('hall-stopped');
  await bidder(0).go(`/desk/lots/${lotId}/bid`);
  await bidder(0).page.getByText('中止期间不计时').waitFor();
  await bidder(0).shot('bid-stopped');
  for (const name of ['撤回', '替换投标文件']) expect(await bidder(0).page.getByRole('button', { name }).count(), name).toBe(0);
  expect(await purchaser.next(lotId)).toEqual(['not-abnormal']);
  await publish('resume', '红线已核定');
  await bidder(0).go(`/desk/lots/${lotId}/bid`);
  await bidder(0).page.getByRole('button', { name: '撤回' }).waitFor();
  await publish('terminate', '项目取消');
  for (const [person, path] of [[bidder(0), `/desk/lots/${lotId}/bid`], [stranger, `/desk/lots/${lotId}`], [guest, `/lots/${lotId}/opening`], [purchaser, `/desk/lots/${lotId}`]] as const) {
    await person.go(path);
    await person.page.getByRole('region', { name: '本次招标（采购）已终止' }).getByText('项目取消').waitFor();
    await person.shot('ended');
  }
  expect(await bidder(0).page.getByText('没有收到本单位的投标').count()).toBe(0);
  await bidder(0).page.getByText('已退回').waitFor();
  const { deadlines } = await guest.read<{ deadlines: { event: string }[] }>(`/lots/${lotId}`);
  expect(deadlines.map(({ event }) => event)).toEqual(['archive']);
  const { steps } = await guest.read<{ steps: { status: string; acts: { zh: string }[] }[] }>(`/lots/${lotId}/timeline`);
  expect(steps.flatMap(({ acts }) => acts.map(({ zh }) => zh))).toEqual(expect.arrayContaining(['中止公告', '恢复公告', '终止公告']));
  expect(steps.map(({ status }) => status)).toContain('ended');
}, 150_000);

describe('an opening', () => {
  let lot: LotPlay;
  let project: ProjectPlay;
  let live: BidPlay[];

  test('in which a bidder objects: the tenderer finds what is said where it answers, and is offered nothing to answer before or after', async () => {
    const { plan, of, ...trade } = await begun(cast, 'eng-clarified', '城北养老服务中心改造工程');
    ({ project } = trade);
    lot = await issueDocuments(stage, project, plan);
    ({ live } = await submitBids(stage, lot, plan.bids, of));
    const { lotId } = lot;
    await goLive(stage, lot, live);
    await stage.clock.moveTo((lot.bidDeadline ?? 0) + 1_000);
    const host = await stage.staff.as('centre-host');
    for (const act of ['opn-start', 'opn-list']) await host.act(act, lotId, {});
    await until('the custodians\' shares', async () => ((await opening(lotId)).custodians ?? []).filter(({ releasedAt }) => releasedAt !== undefined).length >= 2);
    for (const bid of live) await bid.company.client.act('opn-decrypt', lotId, { bidSeq: bid.bidSeq, result: 'ok', bidderSecret: await bidderSecret(bid) });
    await host.act('opn-announce', lotId, {});
    const offered = (): Promise<string[]> => purchaser.read<{ items: { id: string }[] }>(`/lots/${lotId}/actions`).then(({ items }) => items.map(({ id }) => id));
    expect(await offered()).not.toContain('dispute-answer');
    const { page } = bidder(0);
    await bidder(0).go(`/lots/${lotId}/opening`);
    await page.locator('.my-part details summary').click();
    await page.locator('#dispute').fill('唱标的工期与投标文件不符');
    await page.locator('.my-part details button').click();
    await page.getByText('等待招标人当场答复').waitFor();
    expect(await bidder(0).next(lotId)).not.toContain('opn-confirm');
    await purchaser.go(`/lots/${lotId}/opening`);
    await purchaser.page.getByRole('link', { name: '去答复' }).click();
    await purchaser.page.getByText('异议内容：唱标的工期与投标文件不符').waitFor();
    await purchaser.page.locator('form.act-form button[type=submit]').click();
    expect(await purchaser.page.locator('.field-fault').count()).toBe(1);
    await purchaser.type('answer', '已核对投标函，以投标函为准');
    await purchaser.shot('answer');
    await purchaser.page.locator('form.act-form button[type=submit]').click();
    await purchaser.page.locator('.done').waitFor();
    expect(await offered()).not.toContain('dispute-answer');
    await page.getByText('已核对投标函，以投标函为准').waitFor();
    // what was said stands in the record as a digest, and is nobody else's
    expect((await guest.ask(`/lots/${lotId}/opening`)).text).not.toContain('唱标的工期');
    for (const bid of live.slice(1)) await bid.company.client.act('opn-confirm', lotId, {});
    await until('the end of the opening', async () => ['closed', 'archived'].includes((await opening(lotId)).state));
  }, 150_000);

  test('is followed by a draw: two of one name are told apart, and who must stay away is found by name', async () => {
    const { lotId } = lot;
    await representative(stage.platform, await companyOf(stage, 'tenderer-1'), '招标人代表');
    await agency.go(`/desk/lots/${lotId}/exp-draw-request`);
    const { page } = agency;
    await page.locator('[id="f-representativeIds"] label').nth(1).waitFor();
    const names = await page.locator('[id="f-representativeIds"] label').allInnerTexts();
    expect(names.filter((one) => one.startsWith('招标人代表 ·'))).toHaveLength(2);
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toMatch(/企业01 · 证件尾号 \w{4} · \d{4}-\d\d-\d\d 登记$/);
    for (const label of ['专业', '人数']) await page.getByLabel(label, { exact: true }).waitFor();
    await page.getByLabel('人数', { exact: true }).fill('3');
    await page.getByText('须为 5 人以上单数').waitFor();
    await page.getByLabel('按名称或统一社会信用代码查找').fill(await nameOf(cast, 3));
    await page.getByRole('button', { name: `加入 ${await nameOf(cast, 3)}`, exact: true }).click();
    await page.getByLabel('按名称或统一社会信用代码查找').fill('没有这家');
    await page.getByText('平台上没有登记这样的单位').waitFor();
    await agency.shot('draw-request');
    for (const rule of ['货物', '勘察', '预审']) expect(await page.locator('.limits').getByText(rule).count(), rule).toBe(0);
  }, 60_000);

  test('leaves a seat empty where all refuse: the tenderer names an approved expert by name, and may not see who sits', async () => {
    const { lotId } = lot;
    const [specialty, region, group] = fewest(stage.roster);
    const committed = await commitChance(stage, lot, 'experts');
    const { account: { id } } = await (await stage.staff.as('owner-rep')).get<{ account: { id: string } }>('/api/v1/me');
    const before = new Set((await inbox()).map(({ extend }) => extend));
    await project.agency.client.act('exp-draw-request', lotId, {
      specialtyNeeds: [{ specialty, headcount: 4 }], regions: [region], representativeIds: [id], evaluationStart: new Date((await stage.clock.now()) + 2 * msPerHour).toISOString(),
    });
    await revealChance(stage, lot, committed);
    let accepted = 0;
    await until('the roster to be exhausted', async () => {
      for (const message of (await inbox()).filter(({ extend }) => !before.has(extend))) {
        before.add(message.extend);
        accepted += 1;
        await project.agency.client.post('/sandbox/sms/reply', { phone: message.phone, content: accepted <= 3 ? '1' : '2', extend: message.extend });
      }
      return (await agency.read<{ state: string }>(`/lots/${lotId}/draw`)).state === 'exhausted';
    });
    for (const person of [agency, bidder(0), stranger]) expect((await person.ask(`/lots/${lotId}/designable`)).status, person === agency ? 'agency' : 'market').toBe(403);
    // a second request is for the empty seat, beside those who sit
    await purchaser.go(`/desk/lots/${lotId}/exp-draw-request`);
    await expect.poll(() => purchaser.page.getByLabel('人数', { exact: true }).inputValue()).toBe('1');
    expect(await purchaser.page.getByLabel('专业', { exact: true }).inputValue()).toBe(specialty);
    await purchaser.page.getByText('评委会共 5 人', { exact: false }).waitFor();
    expect(await purchaser.page.locator('[id="f-representativeIds"]').count()).toBe(0);
    expect(await purchaser.page.getByText('以上单数').count()).toBe(0);
    await purchaser.shot('draw-again');
    await purchaser.act(lotId, 'do-designate', async () => {
      const { page } = purchaser;
      await page.getByText('席位 4').waitFor();
      await page.getByLabel('按姓名、专业或工作单位查找').fill('没有这人');
      await page.getByText('没有符合的专家').waitFor();
      await page.locator('form.act-form button[type=submit]').click();
      expect(await page.locator('.field-fault').count()).toBe(3);
      // another specialty, another region: nobody who was called
      const free = stage.roster.find((one) => !group.includes(one) && !one.specialties.includes(specialty)) ?? expect.fail('nobody is left');
      const named = `专家${free.expertNo.slice(2)}`;
      await page.getByLabel('按姓名、专业或工作单位查找').fill(named);
      await page.getByRole('button', { name: `加入 ${named}`, exact: true }).click();
      await page.getByText(new RegExp(`席位 \\d（${specialty}）：`)).waitFor();
      await purchaser.choose('causeCode', 'no-expert-in-roster');
      await purchaser.type('approvalNo', '市管〔2026〕12号');
    });
    expect((await purchaser.ask(`/lots/${lotId}/designable`)).status).toBe(404);
    await until('the roster to be sealed', async () => {
      for (const message of (await inbox()).filter(({ extend }) => !before.has(extend))) {
        before.add(message.extend);
        await project.agency.client.post('/sandbox/sms/reply', { phone: message.phone, content: '1', extend: message.extend });
      }
      return (await agency.read<{ state: string }>(`/lots/${lotId}/draw`)).state === 'sealed';
    });
    // nobody of the market acts until the committee meets, and nobody is named as if
    await purchaser.go(`/desk/lots/${lotId}`);
    const then = purchaser.page.getByRole('region', { name: '接下来' });
    await then.getByText('评标开始前没有要办理的事').waitFor();
    await purchaser.shot('sealed');
    expect(await then.innerText()).toMatch(/专家已到齐[\s\S]*评标开始/);
    expect(await then.innerText()).not.toMatch(/由谁办理|等待其他方办理/);
  }, 120_000);

  interface Message { phone: string; extend: string }
  const inbox = async (): Promise<Message[]> => (await project.agency.client.get<{ items: Message[] }>('/sandbox/sms/inbox')).items;
});

/** Specialty and region with the fewest experts that still make a committee. */
function fewest(roster: readonly RosterEntry[]): [string, string, readonly RosterEntry[]] {
  const groups = [...Map.groupBy(roster, ({ specialties, regionCode }) => `${specialties[0] ?? ''} ${regionCode}`)].filter(([, list]) => list.length >= 6).sort((a, b) => a[1].length - b[1].length);
  const [key = '', list = []] = groups[0] ?? [];
  const [specialty = '', region = ''] = key.split(' ');
  return [specialty, region, list];
}

test('a purchaser reviews the qualification of each supplier by name; who fails is told why, and nobody is reviewed twice by mistake', async () => {
  const { plan, project, of } = await begun(cast, 'gp-qualification-fails', '校园网络设备采购');
  const lot = await issueDocuments(stage, project, plan);
  const { opened } = await openBids(stage, lot, await submitBids(stage, lot, plan.bids, of), null);
  const { lotId } = lot;
  expect(await purchaser.next(lotId)).toContain('evl-prelim');
  await purchaser.go(`/desk/lots/${lotId}`);
  await purchaser.page.getByRole('link', { name: '资格审查', exact: true }).waitFor();
  const [first, second, ...others] = opened;
  await purchaser.act(lotId, 'evl-prelim', async () => {
    expect(await purchaser.field('bidId').locator('option').allInnerTexts()).toEqual(['请选择供应商', ...opened.map(() => expect.stringMatching(/· 编号 \d+$/))]);
    await purchaser.page.locator('form.act-form button[type=submit]').click();
    expect(await purchaser.page.locator('.field-fault').count()).toBe(2);
    await purchaser.choose('bidId', second?.bidId ?? '');
    await purchaser.choose('items.0.result', 'fail');
    await purchaser.page.locator('form.act-form button[type=submit]').click();
    expect(await purchaser.page.locator('.field-fault').count()).toBe(1);
    await purchaser.type('items.0.note', '未提供有效的营业执照');
  });
  await purchaser.page.getByRole('button', { name: '再办一次' }).click();
  expect((await purchaser.field('bidId').locator('option').allInnerTexts()).filter((one) => one.includes('不合格'))).toHaveLength(1);
  for (const bid of [first, ...others]) {
    await purchaser.act(lotId, 'evl-prelim', async () => {
      await purchaser.choose('bidId', bid?.bidId ?? '');
      await purchaser.choose('items.0.result', 'pass');
    });
  }
  // all are reviewed: nothing waits for the purchaser
  expect(await purchaser.next(lotId)).not.toContain('evl-prelim');
  await bidder(1).go(`/desk/lots/${lotId}`);
  await bidder(1).page.getByText('未提供有效的营业执照').waitFor();
  await bidder(1).shot('unqualified');
  for (const person of [bidder(0), guest]) expect((await person.ask(`/lots/${lotId}/bids/mine`)).text + (await person.ask(`/lots/${lotId}`)).text).not.toContain('未提供有效的营业执照');
}, 150_000);

test('a committee asks one bidder, who alone is told, and reads the answer; a majority orders scores to be given again', async () => {
  const { plan, project, of } = await begun(cast, 'eng-clarified', '城南养老服务中心改造工程');
  const lot = await issueDocuments(stage, project, plan);
  const { opened } = await openBids(stage, lot, await submitBids(stage, lot, plan.bids, of), null);
  const { lotId } = lot;
  const committed = await commitChance(stage, lot, 'experts');
  const rep = await stage.staff.as('owner-rep');
  const { account: { id } } = await rep.get<{ account: { id: string } }>('/api/v1/me');
  const experts = await answerDraw(stage, lot, async () => {
    const evaluationStart = (await stage.clock.now()) + msPerHour;
    await project.agency.client.act('exp-draw-request', lotId, { specialtyNeeds: [{ specialty: specialtyOf[project.category], headcount: 4 }], evaluationStart: new Date(evaluationStart).toISOString(), representativeIds: [id] });
    await revealChance(stage, lot, committed);
    return evaluationStart;
  });
  const session = () => rep.get<{ state: string; seatNo: number }>(`/api/v1/lots/${lotId}/evaluation`);
  await until('the session', () => session().catch(() => null));
  const members = [...experts, rep];
  for (const [act, input] of [['evl-checkin', { witnessed: true }], ['evl-avoid', { declared: 'clear' }], ['evl-chair', { votedSeatNo: 1 }]] as const) for (const member of members) await member.act(act, lotId, input);
  const items = ['form', 'qualification', 'responsiveness'].map((code) => ({ code, result: 'pass' }));
  await rep.act('evl-prelim', lotId, { bidId: opened[0]?.bidId, items });
  const { account } = await experts[0]?.get<{ account: { expertNo: string } }>('/api/v1/me') ?? expect.fail('no expert');
  const expert = await Person.guest(cast.browser, cast.market.url);
  await expert.go('/sign-in');
  await expert.page.locator('section[aria-labelledby=demo-accounts] input').fill(`专家${account.expertNo.slice(2)}`);
  await expert.page.locator(`[data-account="expert-${account.expertNo.toLowerCase()}"]`).click();
  await expert.page.waitForURL('**/desk');
  await expert.act(lotId, 'evl-clarify', async () => {
    await expert.page.locator('form.act-form button[type=submit]').click();
    expect(await expert.page.locator('.field-fault').count()).toBe(3);
    await expert.choose('bidId', opened[0]?.bidId ?? '');
    await expert.type('question', '请说明质量目标的含义');
    await expert.type('dueAt', '2020-01-01T00:00:00');
    await expert.page.locator('form.act-form button[type=submit]').click();
    await expert.page.getByText('答复期限须晚于现在').first().waitFor();
    await expert.type('dueAt', new Date((await stage.clock.now()) + 8.5 * msPerHour).toISOString().slice(0, 19));
  });
  expect(await bidder(0).next(lotId)).toEqual(['evl-clarify']);
  expect(await bidder(1).next(lotId)).toEqual([]);
  const told = async (i: number) => (await bidder(i).read<{ items: { fp: string; lotId: string }[] }>('/notifications')).items.filter((one) => one.lotId === lotId && one.fp === 'evl-clarify').length;
  await expect.poll(() => told(0)).toBe(1);
  expect(await told(1)).toBe(0);
  await bidder(0).go(`/desk/lots/${lotId}`);
  await bidder(0).page.getByRole('link', { name: '答复评审澄清' }).click();
  await bidder(0).page.getByText('请说明质量目标的含义').waitFor();
  await bidder(0).page.locator('.answer-form textarea').fill('指符合现行验收规范');
  await bidder(0).page.locator('.answer-form input[type=checkbox]').check();
  await bidder(0).page.locator('.answer-form button[type=submit]').click();
  await bidder(0).page.getByText('已答复').waitFor();
  expect(await bidder(0).next(lotId)).toEqual([]);
  await expert.go(`/desk/lots/${lotId}/evl-clarify`);
  await expert.page.getByRole('region', { name: '澄清往来' }).getByText('指符合现行验收规范').waitFor();
  await expert.shot('answered');
  for (const member of members) for (const { bidId } of opened) await member.act('evl-prelim', lotId, { bidId, items });
  const criteria = lot.evaluation.criteria ?? [];
  const points = (subjective: boolean) => Object.fromEntries(criteria.filter((one) => Boolean(one.subjective) === subjective).map((one) => [one.id, String(Number(one.max) - 1)]));
  for (const [i, member] of members.entries()) for (const { bidId } of opened) await member.act('evl-score', lotId, { bidId, scores: points(true), ...(i === 0 ? { objective: points(false) } : {}) });
  await until('the ranking', async () => (await session()).state === 'tallied');
  for (const member of [rep, experts[1]]) await member?.gov('correction-vote', lotId, { causeCode: 'arithmetic' });
  await expert.act(lotId, 'do-order-correction', async () => {
    await expert.page.getByText('共 5 席，同一原因有 3 席赞成即过半数').waitFor();
    expect(await expert.page.getByRole('region', { name: '已有的表决' }).locator('li').allInnerTexts()).toEqual([expect.stringContaining('计算错误'), expect.stringContaining('计算错误')]);
    await expert.choose('causeCode', 'arithmetic');
    await expert.page.locator('[id="f-sheets"] input').first().check();
  });
  expect((await session()).state).toBe('detailed');
  expect(expert.faults).toEqual([]);
}, 240_000);

test('no page of anybody has thrown, and no answer failed', () => {
  expect(faultsOf(cast)).toEqual([]);
});
