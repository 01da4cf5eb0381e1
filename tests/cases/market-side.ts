import { fenOf, type CaseFile, type CaseLot } from '../../src/play/case-file.ts';
import { candidatesOf, conclude, decide, notify, publishCandidates, publishResult } from '../../src/play/awarding.ts';
import { msPerHour, msPerMinute } from '../../src/kernel/calendar.ts';
import type { ChancesRead } from '../../src/contracts/chances.ts';
import type { LotRead, OpeningRead, RoundsRead } from '../../src/contracts/reads.ts';
import { bidderSecret, submitBids, type BidPlay } from '../../src/play/bidding.ts';
import { commitOne, revealOne, type Contribution } from '../../src/play/chance.ts';
import type { Client } from '../../src/play/client.ts';
import { issueDocuments } from '../../src/play/documents.ts';
import { drawsCoefficients } from '../../src/play/evaluation-terms.ts';
import { admittedOf, playOrders } from '../../src/play/framework.ts';
import { takeIn } from '../../src/play/intake.ts';
import { found, guest, representative, type Company } from '../../src/play/people.ts';
import { inviteOne, publishSingle, quotesInRounds } from '../../src/play/procurement.ts';
import { specialtyOf, type LotPlay, type ProjectPlay, type Stage } from '../../src/play/stage.ts';
import { each, until } from '../../src/play/wait.ts';

/** Where the market has come to: the lot whose report is signed, its bids, and who sits for the purchaser and reads the report. */
export interface MarketPlay { lot: LotPlay; bids: readonly BidPlay[]; reader: Client }
type Of = (name: string) => Promise<Company>;

/** A trade as far as the market plays it, to the committee's report: tenderer, agency and bidders, and the clock. `begun` hears of its lot. */
export async function playMarket(stage: Stage, file: CaseFile, begun: (lotId: string) => void): Promise<MarketPlay> {
  const [plan] = file.lots;
  if (!plan) throw new Error('a case without lots');
  const project = await takeIn(stage, file);
  const lotId = project.lots.get(plan.lotNo) ?? '';
  begun(lotId);
  await until('the centre', async () => (await readLot(stage, lotId))?.stage !== 'intake-pending');
  const known = new Map<string, Promise<Company>>();
  const of: Of = (name) => known.get(name) ?? known.set(name, found(stage.platform, name, 'bidder')).get(name) as Promise<Company>;
  const lot = await issued(stage, project, plan, of);
  const submissions = await submitBids(stage, lot, plan.bids, of);
  const purposes = [...(drawsCoefficients(plan.evaluation) ? ['coefficients' as const] : []), 'tie' as const, 'experts' as const];
  const own: Contribution[] = [];
  for (const purpose of purposes) own.push(await commitOne(project.tenderer.client, lotId, purpose));
  const telling = tellWhenAsked(stage, lotId, own);
  await throughOpening(stage, lot, submissions.live);
  if (plan.framework) await qualified(lot, submissions.live);
  const reader = await committee(stage, lot, plan);
  if (quotesInRounds(project)) await quote(stage, lot, submissions.live);
  await until('the report', async () => (await readLot(stage, lotId))?.stage === 'evaluated', { ms: 150_000 });
  telling.over = true;
  await telling.done;
  return { lot, bids: submissions.live, reader };
}

/** From the report to the certificate, and the orders of a framework agreement; gives the certificate's number. */
export async function concludeMarket(stage: Stage, { lot, bids, reader }: MarketPlay): Promise<string> {
  const ranked = await candidatesOf(reader, lot);
  const [first] = ranked;
  const winner = bids.find(({ bidSeq }) => bidSeq === first?.bidSeq);
  if (!first || !winner) throw new Error('the report names nobody');
  const end = await publishCandidates(stage, lot);
  if (end !== null) await stage.clock.moveTo(end + 1_000);
  await decide(lot, first, admittedOf(lot, ranked));
  await notify(lot);
  await publishResult(lot);
  return conclude(stage, lot, winner, async () => { await playOrders(stage, lot, bids); });
}

/** One source alone is published first, and asked by name. */
async function issued(stage: Stage, project: ProjectPlay, plan: CaseLot, of: Of): Promise<LotPlay> {
  const [only] = plan.bids;
  if (project.kind !== 'single-source' || !only) return issueDocuments(stage, project, plan);
  const supplier = await of(only.bidder);
  await publishSingle(stage, project, plan, supplier.name);
  return issueDocuments(stage, project, plan, undefined, (lot, deadline) => inviteOne(lot, deadline, supplier));
}

/** 资格审查 by the purchaser, for which the committee waits. */
async function qualified({ lotId, project: { tenderer: { client } } }: LotPlay, bids: readonly BidPlay[]): Promise<void> {
  for (const { bidId } of bids) await client.act('evl-prelim', lotId, { bidId, items: [{ code: 'qualification', result: 'pass' }] });
}

/** Asks for the experts and goes to the hour they meet; gives who sits for the tenderer. */
async function committee(stage: Stage, { lotId, project }: LotPlay, { committee: { size, representatives } }: CaseLot): Promise<Client> {
  const { agency, tenderer, category } = project;
  await both(stage, lotId, 'experts');
  const evaluationStart = (await stage.clock.now()) + msPerHour;
  // whoever sits for the tenderer is nobody's to play by hand
  const sits = await representative(stage.platform, tenderer, category === 'engineering' ? '招标人代表' : '采购人代表');
  await agency.client.act('exp-draw-request', lotId, { specialtyNeeds: [{ specialty: specialtyOf[category], headcount: size - representatives }], evaluationStart: new Date(evaluationStart).toISOString(), representativeIds: [sits.accountId] });
  await until('the experts', async () => ['sealed', 'unsealed'].includes((await agency.client.get<{ state: string }>(`/api/v1/lots/${lotId}/draw`)).state));
  await stage.clock.moveTo(evaluationStart + 1_000);
  return sits.client;
}

/** Round after round that the chair opens, each supplier quotes; the last is the final one, at whose price the contract is made. */
async function quote(stage: Stage, { lotId }: LotPlay, bids: readonly BidPlay[]): Promise<void> {
  for (let round = 1; ; round += 1) {
    const rounds = (): Promise<RoundsRead['rounds'][number] | undefined> => guest(stage.platform).get<RoundsRead>(`/api/v1/lots/${lotId}/rounds`).then((read) => read.rounds.find((one) => one.round === round));
    const { isFinal } = await until(`round ${round}`, rounds);
    for (const bid of bids) {
      bid.priceFen = fenOf(bid.plan.quotes?.[round - 1] ?? bid.plan.priceYuan);
      await bid.company.client.act('gpr-quote', lotId, { round, priceFen: bid.priceFen, responseFile: (await bid.company.client.uploadText(`第${round}轮报价：${bid.plan.bidder}\n`)).sha256 });
    }
    await until(`the end of round ${round}`, async () => (await rounds())?.endedAt);
    if (isFinal) return;
  }
}

async function throughOpening(stage: Stage, lot: LotPlay, bids: readonly BidPlay[]): Promise<void> {
  const { lotId, bidDeadline = 0 } = lot;
  const coefficients = drawsCoefficients(lot.evaluation);
  if (coefficients) await both(stage, lotId, 'coefficients');
  await stage.clock.moveTo(bidDeadline - 30 * msPerMinute);
  await until('the hall to open', () => each(bids, 2, (bid) => bid.company.client.act('opn-checkin', lotId, {})).then(() => true, () => false), { pauseMs: 500 });
  await stage.clock.moveTo(bidDeadline + 1_000);
  await until('the list', async () => ['listed', 'decrypting'].includes((await opening(stage, lotId)).state));
  await until('the shares of the custodians', async () => ((await opening(stage, lotId)).custodians ?? []).filter(({ releasedAt }) => releasedAt !== undefined).length >= 2);
  await each(bids, 2, async (bid) => bid.company.client.act('opn-decrypt', lotId, { bidSeq: bid.bidSeq, result: 'ok', bidderSecret: await bidderSecret(bid) }));
  await until('the announcement', async () => ['announced', 'confirming'].includes((await opening(stage, lotId)).state));
  if (coefficients) await until('the coefficients', async () => (await opening(stage, lotId)).record.some(({ fp }) => fp === 'opn-coefficient'));
  await each(bids, 2, (bid) => bid.company.client.act('opn-confirm', lotId, {}));
  await until('the end of the opening', async () => ['closed', 'archived'].includes((await opening(stage, lotId)).state));
}

const opening = ({ platform }: Stage, lotId: string): Promise<OpeningRead> => guest(platform).get<OpeningRead>(`/api/v1/lots/${lotId}/opening`);
async function readLot({ staff }: Stage, lotId: string): Promise<LotRead | null> { return (await staff.as('centre-a')).get<LotRead>(`/api/v1/lots/${lotId}`); }
async function chances({ platform }: Stage, lotId: string) { return (await guest(platform).get<ChancesRead>(`/api/v1/lots/${lotId}/chances`)).items; }

/** The supervisor has committed as well. */
function both(stage: Stage, lotId: string, purpose: string): Promise<boolean> {
  return until(`both commitments to ${purpose}`, async () => (await chances(stage, lotId)).some((one) => one.purpose === purpose && one.contributions.length >= 2));
}

/** As the tenderer's browser does. */
function tellWhenAsked(stage: Stage, lotId: string, own: readonly Contribution[]): { over: boolean; done: Promise<void> } {
  const telling = { over: false, done: Promise.resolve() };
  telling.done = (async () => {
    while (!telling.over) {
      for (const chance of (await chances(stage, lotId)).filter(({ state }) => state === 'revealing')) await revealOne(lotId, chance, own);
      await new Promise((resolve) => { setTimeout(resolve, 300); });
    }
  })();
  return telling;
}
