import { dayOf, isWorkingDay, msPerDay, msPerHour, msPerMinute, startOfDay } from '../../kernel/calendar.ts';
import { earliestAt } from '../../kernel/limits.ts';
import { mustParam } from '../../kernel/params.ts';
import { openPrequalification } from '../../play/admission.ts';
import { award, candidatesOf, conclude, contract, fail, publishCandidates, type ReportCandidate } from '../../play/awarding.ts';
import { submitBids, type BidPlay, type Submissions } from '../../play/bidding.ts';
import { commitChance, type Committed } from '../../play/chance.ts';
import { drawCommittee } from '../../play/committee.ts';
import { issueDocuments, lawfulDeadline } from '../../play/documents.ts';
import { evaluate } from '../../play/evaluating.ts';
import { accept, takeIn } from '../../play/intake.ts';
import { goLive, openBids } from '../../play/opening.ts';
import { guest, type Company } from '../../play/people.ts';
import type { LotPlay, ProjectPlay, Stage } from '../../play/stage.ts';
import { until } from '../../play/wait.ts';
import { sampleTrades, type SampleTrade } from './samples.ts';
import { scopes } from './scopes.ts';

/** A trade of the city on its way. */
interface Running { sample: SampleTrade; project: ProjectPlay; lot?: LotPlay; submissions?: Submissions; tie?: Committed }

export interface Waves { /** where the city arrives: the real present */ today: number; done: ReadonlySet<string>; finished: (wave: string) => Promise<void> }

/**
 * The city's past in waves that share their days: who begins together opens together. The clock only goes forward, so a wave
 * that a stopped start has left half done is played again if there are days enough left for it; what it began stays as it is.
 */
export async function playTrades(stage: Stage, companies: ReadonlyMap<string, Company>, { today, done, finished }: Waves): Promise<void> {
  const samples = sampleTrades();
  const room = async (days: number): Promise<boolean> => (await stage.clock.now()) + days * msPerDay <= today;
  const begun = new Map<SampleTrade['wave'], Running[]>();
  const beginWave = async (wave: SampleTrade['wave'], urgent: boolean, noticeAt?: number): Promise<Running[]> =>
    begun.get(wave) ?? inTurn(samples.filter((sample) => sample.wave === wave), (sample) => beginTrade(stage, companies, { sample, urgent, noticeAt }));
  const play = async (wave: SampleTrade['wave'], days: number, work: (begin: () => Promise<Running[]>) => Promise<void>): Promise<void> => {
    if (done.has(wave) || !await room(days)) return;
    const urgent = !await room(daysOf.withIntention);
    await work(() => beginWave(wave, urgent));
    await finished(wave);
  };

  await play('procurement', daysOf.trade, async (begin) => {
    // intentions and tender plans are public thirty days before their notices: all of them at the start, while there is time for it
    const procurement = await begin();
    const first = earliestAt(mustParam('planLead', { category: 'engineering', kind: 'open-tender' }), await stage.clock.now()).at + msPerDay / 2;
    for (const [wave, noticeAt] of [['first', first], ['recent', lastMorning(today) - daysOf.bidding * msPerDay], ['open', today - openSince * msPerDay]] as const) {
      if (!done.has(wave)) begun.set(wave, await beginWave(wave, false, Math.max(first, noticeAt)));
    }
    await play('first', daysOf.trade, async (first) => throughAward(stage, await first(), companies));
    await throughAward(stage, procurement, companies);
  });
  await play('first', daysOf.trade, async (begin) => throughAward(stage, await begin(), companies));
  await play('recent', daysOf.bidding, async (begin) => {
    const recent = await begin();
    await toOpening(stage, recent, lastMorning(today), companies);
    await play('open', 0, async (open) => {
      await stage.clock.moveTo(today - openSince * msPerDay);
      await inviteOpen(stage, await open(), companies, today);
    });
    await openTogether(stage, recent);
  });
  await play('open', 0, async (begin) => inviteOpen(stage, await begin(), companies, today));
  await play('intake', 0, async (begin) => { await begin(); });
}

/** Days a wave needs: bids, all to the certificate, and with the intention before. */
const daysOf = { bidding: 23, trade: 30, withIntention: 62 };

async function throughAward(stage: Stage, trades: readonly Running[], companies: ReadonlyMap<string, Company>): Promise<void> {
  await toOpening(stage, trades, null, companies);
  await openTogether(stage, trades);
}

/** Those whose deadline lies ahead; where the law's period leaves no room for the sample's own, its earliest one. */
async function inviteOpen(stage: Stage, trades: readonly Running[], companies: ReadonlyMap<string, Company>, today: number): Promise<void> {
  for (const trade of trades) {
    const { opensIn } = trade.sample;
    const wanted = opensIn === undefined ? 0 : deadlineFor(today, opensIn);
    const { prequalification } = trade.sample.lot;
    if (prequalification) {
      const { lot } = await openPrequalification(stage, trade.project, { plan: { ...trade.sample.lot, prequalification }, companyOf: async (name) => byName(companies, name), until: wanted });
      trade.lot = lot;
      continue;
    }
    await invite(stage, trade, companies, Math.max(wanted, await lawfulDeadline(stage, trade.project)) === wanted ? wanted : null);
  }
}

function about(titleZh: string): { overview?: string; duration?: string } {
  const { overview, duration } = scopes[titleZh] ?? {};
  return { ...(overview === undefined ? {} : { overview }), ...(duration === undefined ? {} : { duration }) };
}

async function beginTrade(stage: Stage, companies: ReadonlyMap<string, Company>, { sample, urgent, noticeAt }: { sample: SampleTrade; urgent: boolean; noticeAt?: number | undefined }): Promise<Running> {
  const company = (folder: string): Company => companies.get(folder) ?? missing();
  const project = await takeIn(stage, { category: sample.category, kind: 'open-tender', titleZh: sample.titleZh, ...about(sample.titleZh), lots: [sample.lot], urgent, ...(noticeAt === undefined ? {} : { noticeAt }), tenderer: company(`tenderer-${sample.tenderer}`), agency: company(`agency-${sample.agency}`) });
  if (sample.until !== 'submitted') await accept(stage, project);
  if (noticeAt !== undefined) project.noticeFrom = noticeAt;
  return { sample, project };
}

/** Documents out, bids in, both commitments made; nothing is opened yet. */
async function invite(stage: Stage, trade: Running, companies: ReadonlyMap<string, Company>, deadline: number | null): Promise<void> {
  const lot = await issueDocuments(stage, trade.project, trade.sample.lot, deadline ?? undefined);
  trade.lot = lot;
  trade.submissions = await submitBids(stage, lot, trade.sample.lot.bids, async (bidder) => byName(companies, bidder));
  trade.tie = await commitChance(stage, lot, 'tie');
}

async function toOpening(stage: Stage, trades: readonly Running[], deadline: number | null, companies: ReadonlyMap<string, Company>): Promise<void> {
  const [first] = trades;
  if (!first) return;
  if (first.project.noticeFrom !== undefined) await stage.clock.moveTo(first.project.noticeFrom);
  const at = deadline ?? await lawfulDeadline(stage, first.project);
  for (const trade of trades) await invite(stage, trade, companies, at);
}

/** All streams begin before the one deadline, then lot after lot is opened and goes as far as its sample does. */
async function openTogether(stage: Stage, trades: readonly Running[]): Promise<void> {
  for (const { lot, submissions } of trades) if (lot && submissions) await goLive(stage, lot, submissions.live);
  for (const trade of trades) await finish(stage, trade);
}

/** From the opening as far as the sample goes. */
async function finish(stage: Stage, { sample, lot, submissions, tie }: Running): Promise<void> {
  if (!lot || !submissions || !tie) return missing();
  const opening = await openBids(stage, lot, submissions, null);
  if (opening.tooFew) return fail(lot, 'too-few-bidders', '递交投标文件的投标人不足法定家数', false);
  const members = await drawCommittee(stage, lot, sample.lot.committee);
  await evaluate(stage, lot, { plan: sample.lot, members, opened: opening.opened, tie });
  if (sample.until === 'evaluated') return;
  const [reader] = members;
  const [winner] = reader ? await candidatesOf(reader, lot) : [];
  if (!winner) return missing();
  await settleAward(stage, { sample, lot, opened: opening.opened }, winner);
}

async function settleAward(stage: Stage, { sample, lot, opened }: { sample: SampleTrade; lot: LotPlay; opened: readonly BidPlay[] }, winner: ReportCandidate): Promise<void> {
  const publicityEnd = await publishCandidates(stage, lot);
  if (sample.until === 'publicity') return;
  if (publicityEnd !== null) await stage.clock.moveTo(publicityEnd + 1_000);
  await award(lot, winner);
  const bid = opened.find((one) => one.bidSeq === winner.bidSeq) ?? missing();
  if (sample.until === 'contracted') await contract(lot, bid);
  if (sample.until === 'closed') await conclude(stage, lot, bid);
  const contracts = sample.until === 'contracted' || sample.until === 'closed' ? [CONTRACT[sample.category]] : [];
  for (const item of [RESULT[sample.category], ...contracts]) await disclosed(stage, lot, item);
}

const RESULT = { engineering: 'eng-award', 'gov-procurement': 'gp-result' } as const;
const CONTRACT = { engineering: 'eng-contract', 'gov-procurement': 'gp-contract' } as const;

/** The platform publishes a moment after the act: the clock waits for it, or what was in time would count as late. */
async function disclosed({ platform }: Stage, { lotId }: LotPlay, subItemId: string): Promise<void> {
  await until(`the disclosure ${subItemId}`, async () => {
    const { items } = await guest(platform).get<{ items: { subItemId: string }[] }>(`/api/v1/disclosures?lotId=${lotId}`);
    return items.some((one) => one.subItemId === subItemId);
  });
}

/** Documents of the trades that are open now went out so many days ago: more than the law's period. */
const openSince = 25;

/** 9:30 of the last working day before an instant's own. */
function lastMorning(at: number): number {
  let day = dayOf(at) - 1;
  while (!isWorkingDay(day)) day -= 1;
  return startOfDay(day) + 9.5 * msPerHour;
}

/** Soon means soon; a deadline some days ahead falls in the morning of a working day. */
function deadlineFor(today: number, minutes: number): number {
  const at = today + minutes * msPerMinute;
  if (minutes * msPerMinute < msPerDay) return Math.ceil(at / (5 * msPerMinute)) * 5 * msPerMinute;
  let day = dayOf(at);
  while (!isWorkingDay(day)) day += 1;
  return startOfDay(day) + 9.5 * msPerHour;
}

function byName(companies: ReadonlyMap<string, Company>, name: string): Company {
  return [...companies.values()].find((company) => company.name === name) ?? missing();
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function missing(): never { throw new Error('the demo city lacks a part of itself'); }
