import { msPerDay } from '../kernel/calendar.ts';
import { candidatesOf, conclude, decide, fail, notify, publishCandidates, publishResult, type ReportCandidate } from './awarding.ts';
import type { BidPlay } from './bidding.ts';
import { fenOf, type CaseLot, type CaseReEvaluation, type CaseWinnerOut, type LotOutcome } from './case-file.ts';
import type { Committed } from './chance.ts';
import type { Client } from './client.ts';
import { evaluateAgain } from './evaluating.ts';
import { admittedOf, playOrders } from './framework.ts';
import { resultsOf } from './results.ts';
import { paper, supervisorOf, type LotPlay, type Stage } from './stage.ts';
import { stop } from './turns.ts';

/** Who sits and what was opened: all that the way from the report to the contract needs. */
export interface Table { plan: CaseLot; members: Client[]; opened: readonly BidPlay[]; tie: Committed }
type Concluded = Partial<LotOutcome> & Pick<LotOutcome, 'outcome'>;

/** From the report to the certificate, with those who fall out on the way and the evaluation that is done again. */
export async function concluded(stage: Stage, lot: LotPlay, table: Table): Promise<Concluded> {
  const { plan, members: [reader], opened } = table;
  let left = reader ? await candidatesOf(reader, lot) : [];
  await publicity(stage, lot, plan);
  if (plan.reevaluated?.when === 'publicity') return again(stage, lot, table, plan.reevaluated);
  for (const out of plan.winnerOut ?? []) left = await fallsOut(stage, lot, left, out);
  const [first] = left;
  if (!first) {
    await fail(lot, 'no-candidate', '中标候选人均已退出', true);
    return { ...await resultsOf(stage, lot, opened), outcome: 'failed' };
  }
  const { awardFen } = await decide(lot, first, admittedOf(lot, left));
  const winner = opened.find((bid) => bid.bidSeq === first.bidSeq);
  if (!winner) throw new Error('the winner is none of the opened bids');
  const awarded = { winner: winner.plan.bidder, awardFen: Number(awardFen) };
  if (plan.reevaluated?.when === 'awarded') return { ...awarded, ...await again(stage, lot, table, plan.reevaluated) };
  await notify(lot);
  await publishResult(lot);
  const orders: NonNullable<LotOutcome['orders']> = [];
  const certificateNo = await conclude(stage, lot, winner, async () => { orders.push(...await playOrders(stage, lot, opened)); });
  return { ...await resultsOf(stage, lot, opened), ...awarded, ...(plan.framework ? { orders } : {}), certificateNo, outcome: 'awarded' };
}

/** 公示, where the category has one, to its end. */
async function publicity(stage: Stage, lot: LotPlay, plan: Pick<CaseLot, 'suspension'>): Promise<void> {
  const published = await publishCandidates(stage, lot);
  const end = published !== null && plan.suspension?.during === 'publicity' ? await stop(stage, lot, plan.suspension, 'publicityEnd') : published;
  if (end !== null) await stage.clock.moveTo(end + 1_000);
}

/** 候选人或中标人退出: who is left is public again before anybody decides. */
async function fallsOut(stage: Stage, lot: LotPlay, left: readonly ReportCandidate[], { when, cause }: CaseWinnerOut): Promise<ReportCandidate[]> {
  const [first, ...rest] = left;
  if (!first) throw new Error('nobody is left to fall out');
  const { client } = lot.project.tenderer;
  if (when !== 'publicity') await decide(lot, first);
  if (when === 'notified') await notify(lot);
  await client.step('do-winner-out', lot.lotId, { bidSeq: first.bidSeq, causeCode: cause, evidenceHash: await paper(client, `退出证明：${first.bidderName}`) });
  stage.tell(`lot ${lot.lotNo}: ${first.bidderName} falls out (${cause})`);
  if (rest.length > 0) await publicity(stage, lot, {});
  return rest;
}

/** 复评 by order of the supervisor; gives what had come out before, with what came out then beside it. */
async function again(stage: Stage, lot: LotPlay, table: Table, { bids, when: _when, expect: _expect }: CaseReEvaluation): Promise<Concluded> {
  const { reevaluated: _once, suspension: _s, ...terms } = table.plan;
  const before = await resultsOf(stage, lot, table.opened);
  const opened = table.opened.map((bid) => ({ ...bid, plan: { ...bid.plan, rejectedFor: undefined, ...bids.find(({ bidder }) => bidder === bid.plan.bidder) } as BidPlay['plan'] }));
  const reinstated = opened.filter((bid, i) => bid.plan.rejectedFor === undefined && table.opened[i]?.plan.rejectedFor !== undefined);
  const orderNo = await ordered(stage, lot);
  const { client } = lot.project.tenderer;
  await client.step('do-re-evaluate', lot.lotId, { causeCode: 'supervisor-order', orderOrObjectionNo: orderNo, reinstatedBidSeqs: reinstated.map(({ bidSeq }) => bidSeq) });
  stage.tell(`lot ${lot.lotNo}: evaluated again, ${reinstated.length} bids are back`);
  const plan = { ...terms, bids };
  await evaluateAgain(stage, lot, { members: table.members, tie: table.tie, opened, reinstated, rejectedBefore: table.opened.filter((bid) => bid.plan.rejectedFor !== undefined || above(table.plan, bid)).map(({ bidSeq }) => bidSeq) });
  const inner = await concluded(stage, lot, { ...table, plan, opened });
  return { ...before, outcome: 'reevaluated', reevaluated: { ...EMPTY, lotId: lot.lotId, submitted: opened.length, opened: opened.length, ...inner } };
}

const EMPTY = { refused: [], withdrawn: [], revoked: [], rejected: [], valid: 0, rows: [], candidates: [] } satisfies Partial<LotOutcome>;

async function ordered({ staff, clock }: Stage, { lotId, project: { category, titleZh } }: LotPlay): Promise<string> {
  const officer = await staff.as(supervisorOf[category]);
  const orderNo = `re-evaluate-${lotId.slice(0, 8)}`;
  await officer.act('sup-order', lotId, {
    orderNo, orderType: 're-evaluate', reason: '原评审否决理由不成立，责令复评', orderFile: await paper(officer, `责令复评：${titleZh}`), dueAt: new Date((await clock.now()) + 10 * msPerDay).toISOString(),
  });
  return orderNo;
}

function above({ ceilingYuan, budgetYuan, evaluation }: CaseLot, { priceFen }: BidPlay): boolean {
  const ceiling = ceilingYuan ?? (evaluation.method.startsWith('gp-') ? budgetYuan : undefined);
  return ceiling !== undefined && BigInt(priceFen) > BigInt(fenOf(ceiling));
}
