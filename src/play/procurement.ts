import { kindOf, type KindId } from '../../catalogue/index.ts';
import { msPerHour, msPerMinute } from '../kernel/calendar.ts';
import { earliestAt } from '../kernel/limits.ts';
import { limitInteger, mustParam } from '../kernel/params.ts';
import type { RoundsRead } from '../contracts/reads.ts';
import type { BidPlay } from './bidding.ts';
import { fenOf, type CaseLot } from './case-file.ts';
import type { Client } from './client.ts';
import { guest, type Company } from './people.ts';
import { paper, type LotPlay, type ProjectPlay, type Stage } from './stage.ts';
import { pause, until } from './wait.ts';

// What procurement asks of its people beside a tender: rounds of quotation, the publicity of a single source, the purchaser's review.

const BY_ROUNDS: readonly string[] = ['competitive-negotiation', 'competitive-consultation', 'single-source'];

export function playable(category: string, kind: string): boolean {
  return category === 'engineering' || category === 'gov-procurement' ? kindOf(category, kind as KindId) !== undefined : false;
}

export function quotesInRounds({ category, kind }: { category: string; kind: string }): boolean {
  return category === 'gov-procurement' && BY_ROUNDS.includes(kind);
}

function withoutTender({ category, kind }: Pick<ProjectPlay, 'category' | 'kind'>): boolean {
  return quotesInRounds({ category, kind }) || (category === 'gov-procurement' && kind === 'inquiry');
}

/** How many suppliers there must be: what the law wants, or the plan's document says. */
export function leastOf({ category, kind }: Pick<ProjectPlay, 'category' | 'kind'>, plan: Pick<CaseLot, 'fewerSuppliers'>): number {
  return plan.fewerSuppliers?.number ?? limitInteger(mustParam('minBidders', { category, kind }));
}

/** 单一来源公示: five working days, with the opinions of experts; an objection that comes is answered before its end. */
export async function publishSingle({ clock, tell }: Stage, project: ProjectPlay, plan: CaseLot, supplierName: string): Promise<void> {
  const lotId = project.lots.get(plan.lotNo) ?? '';
  const { tenderer: { client }, titleZh, category } = project;
  const publicityEnd = earliestAt(mustParam('singlePublicity', { category }), await clock.now()).at + 9 * msPerHour;
  await client.act('gpr-single', lotId, {
    supplierName, publicityEnd: iso(publicityEnd), argumentFile: await paper(client, `单一来源论证意见：${titleZh}`),
    items: { supplierAddress: '示例市示例路9号', reason: plan.single?.reason ?? '只能从唯一供应商处采购', expertOpinions: ['专业人员甲：同意采用单一来源方式', '专业人员乙：同意', '专业人员丙：同意'] },
  });
  if (plan.single?.objection === true) {
    await client.gov('single-objection', lotId, { objectorName: '示例异议供应商', outcome: 'rejected', reason: '经补充论证，异议不成立', replyFile: await paper(client, `单一来源异议及答复：${titleZh}`) });
  }
  await clock.moveTo(publicityEnd + 1_000);
  tell(`lot ${plan.lotNo}: single source published`);
}

/** The one supplier is invited; nobody else may take part. */
export async function inviteOne({ lotId, project }: LotPlay, deadline: number, supplier: Company): Promise<void> {
  const { agency: { client }, titleZh } = project;
  await client.act('not-invite', lotId, { inviteeIds: [supplier.entityId], invitationFile: await paper(client, `单一来源采购邀请：${titleZh}`), bidDeadline: iso(deadline) });
}

/** 资格审查 by the purchaser: every supplier, with the reason where one is not qualified. Gives those who are. */
export async function reviewQualification(lot: LotPlay, opened: readonly BidPlay[]): Promise<BidPlay[]> {
  const { client } = lot.project.tenderer;
  const failing = opened.filter(({ plan }) => plan.unqualifiedFor !== undefined);
  if (failing.length === 0) return [...opened];
  for (const { bidId, plan } of [...opened.filter((bid) => !failing.includes(bid)), ...failing]) {
    const note = plan.unqualifiedFor;
    await client.act('evl-prelim', lot.lotId, { bidId, items: [{ code: 'qualification', result: note === undefined ? 'pass' : 'fail', ...(note === undefined ? {} : { note }) }] });
  }
  return opened.filter((bid) => !failing.includes(bid));
}

const roundMinutes = 45;

/** 谈判(磋商)报价: the chair opens one round after the other, the suppliers answer. Gives those with a final quote, at its price. */
export async function quoteRounds(stage: Stage, lot: LotPlay, chair: Client, bids: readonly BidPlay[], plan: CaseLot): Promise<BidPlay[]> {
  const rounds = Math.max(0, ...bids.map((bid) => bid.plan.quotes?.length ?? 0));
  let left = [...bids];
  for (let round = 1; round <= rounds; round += 1) {
    left = await leave(lot, left, round);
    if (left.length < leastOf(lot.project, plan)) throw new Error(`the case leaves ${left.length} suppliers before round ${round}: such a lot is ended, not played on`);
    await playRound(stage, lot, { chair, left, round, isFinal: round === rounds, change: plan.demandChanges?.find((one) => one.round === round)?.content });
  }
  const stay = left.filter((bid) => quoteOf(bid, rounds) !== null);
  for (const bid of stay) bid.priceFen = fenOf(quoteOf(bid, rounds) ?? '');
  return stay;
}

interface Round { chair: Client; left: readonly BidPlay[]; round: number; isFinal: boolean; change: string | undefined }

async function playRound(stage: Stage, lot: LotPlay, { chair, left, round, isFinal, change }: Round): Promise<void> {
  const quoteEnd = (await stage.clock.now()) + roundMinutes * msPerMinute;
  const told = change === undefined ? {} : { change: { content: change, changedItems: ['采购需求'], file: await paper(chair, `采购需求变动通知：${change}`) } };
  await chair.step('do-next-round', lot.lotId, { round, quoteEnd: iso(quoteEnd), isFinal, ...told });
  const quoting = left.filter((bid) => quoteOf(bid, round) !== null);
  for (const bid of quoting) {
    await pause((stage.pace ?? 0) * 1_000);
    const yuan = quoteOf(bid, round) ?? '';
    if (lot.quote) await lot.quote(bid, round, yuan, isFinal);
    else await bid.company.client.act('gpr-quote', lot.lotId, { round, priceFen: fenOf(yuan), responseFile: await paper(bid.company.client, `第${round}轮报价：${bid.plan.bidder}`) });
  }
  if (quoting.length < left.length) await stage.clock.moveTo(quoteEnd + 1_000);
  await until(`the end of round ${round}`, async () => {
    const read = await guest(stage.platform).get<RoundsRead>(`/api/v1/lots/${lot.lotId}/rounds`);
    if (read.rounds.some((one) => one.quotes.length > 0)) throw new Error('quotes are shown before the award');
    return read.rounds.find((one) => one.round === round)?.endedAt;
  });
  stage.tell(`lot ${lot.lotNo}: round ${round}${isFinal ? ', the final one' : ''}: ${quoting.length} of ${left.length} quoted`);
}

/** 退出谈判, before the round. */
async function leave(lot: LotPlay, bids: readonly BidPlay[], round: number): Promise<BidPlay[]> {
  const leaving = bids.filter((bid) => bid.plan.leavesBefore === round);
  for (const bid of leaving) await bid.company.client.act('bid-withdraw', lot.lotId, { bidId: bid.bidId, action: 'revoke' });
  return bids.filter((bid) => !leaving.includes(bid));
}

const PUBLIC_READS = ['', '/opening', '/opening/record', '/timeline', '/rounds', '/papers'];

/** What was offered is told to nobody before the award: not at the opening, not by a notice, not in any public read. */
export async function mustBeSealed({ platform }: Stage, { lotId, project, plan: own }: LotPlay, bids: readonly BidPlay[]): Promise<void> {
  if (!withoutTender(project)) return;
  const prices = new Set(bids.flatMap(({ plan }) => [plan.priceYuan, ...plan.quotes ?? []].flatMap((yuan) => (yuan === null ? [] : [fenOf(yuan)]))));
  // a price that is the ceiling as published tells nothing
  for (const yuan of [own?.budgetYuan, own?.ceilingYuan]) if (yuan !== undefined) prices.delete(fenOf(yuan));
  const reads = [...PUBLIC_READS.map((path) => `/api/v1/lots/${lotId}${path}`), `/api/v1/disclosures?lotId=${lotId}`];
  for (const path of reads) {
    const text = JSON.stringify(await guest(platform).get<unknown>(path));
    const shown = [...prices].find((fen) => new RegExp(`(?<!\\d)${fen}(?!\\d)`).test(text));
    if (shown !== undefined) throw new Error(`${path} tells a price before the award: ${shown}`);
  }
}

/** How many rounds were played, where there are any. */
export async function roundsOf({ platform }: Stage, { lotId, project }: LotPlay): Promise<{ rounds?: number }> {
  if (!quotesInRounds(project)) return {};
  return { rounds: (await guest(platform).get<RoundsRead>(`/api/v1/lots/${lotId}/rounds`)).rounds.length };
}

/** Where there is none for this round the supplier is silent. */
function quoteOf({ plan }: BidPlay, round: number): string | null { return plan.quotes?.[round - 1] ?? null; }

function iso(at: number): string { return new Date(at).toISOString(); }
