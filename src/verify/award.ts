import type { ParamName } from '../../catalogue/generated.ts';
import { param } from '../kernel/params.ts';
import { limitHolds } from '../law/limits.ts';
import { postponements } from './bidding.ts';
import { checkAdmitted, checkOrder, orderOf } from './framework.ts';
import type { Announced, Opening } from './opening.ts';
import { read, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { roundAt, type JudgedRound } from './rounds.ts';
import { actsOf, selectorsOf, type Trade } from './trade.ts';

export interface Evaluated { readonly rounds: readonly JudgedRound[]; readonly opening: Opening | null }
export interface Award { readonly act: Act; readonly winner: Announced }

/** Candidates follow the ranking, the award the candidates, and both the announced price. */
export function checkAward(trade: Trade, { rounds, opening }: Evaluated): Award | null {
  const candidates = actsOf(trade, 'awd-candidate');
  const decided = actsOf(trade, 'awd-decide');
  // each follows the report that stood then: an evaluation done again leaves nothing of what rested on the one before
  const rankedAt = (act: Act): Announced[] => {
    const round = roundAt(rounds, act);
    must(round?.closed !== undefined && round.closed !== null && round.closed.index < act.index, 'order', `#${act.index} 早于评标报告`, `#${act.index}: before the report was signed`);
    return round.evaluation === null || opening === null ? [] : round.evaluation.candidates.map((bidId) => announced(opening, bidId));
  };
  for (const act of candidates) checkCandidates(trade, act, rankedAt(act));
  for (const act of decided) checkDecision(trade, act, rankedAt(act), candidates);
  const last = decided.at(-1);
  const winner = last === undefined ? undefined : rankedAt(last)[read('award', last).count('rank') - 1];
  if (last === undefined || winner === undefined) return null;
  const end = trade.acts.at(-1) ?? last;
  const stands = (rounds.at(-1)?.from ?? 0) <= last.time && !outBefore(trade, end).has(winner.bid.bidSeq);
  return stands ? { act: last, winner } : null;
}

function announced(opening: Opening, bidId: string): Announced {
  return opening.announced.get(bidId) ?? refuse('award', `候选投标 ${bidId} 未唱标`, `candidate ${bidId} was never announced`);
}

/** Those who have fallen out by then, with cause, or have revoked their bid. */
function outBefore(trade: Trade, act: Act): Set<number> {
  const revoked = trade.acts.filter(({ time }) => time <= act.time).flatMap(({ moves }) => moves.filter(({ machine, to }) => machine === 'bid' && to === 'revoked'));
  const gone = revoked.map(({ subject }) => trade.bids.get(subject)?.bidSeq ?? 0);
  return new Set([...gone, ...trade.acts.filter(({ step, time }) => step === 'do-winner-out' && time <= act.time).map((one) => read('award', one).count('bidSeq'))]);
}

function checkCandidates(trade: Trade, act: Act, ranked: readonly Announced[]): void {
  const out = outBefore(trade, act);
  const left = ranked.filter(({ bid }) => !out.has(bid.bidSeq));
  const said = read('award', act);
  const names = said.texts('candidateNames');
  must(names.join('\n') === left.map(({ name }) => name).join('\n'), 'award', '公示的候选人与排名不符', 'the candidates published are not those of the ranking');
  must(said.counts('ranks').every((rank, place) => rank === place + 1) && said.counts('ranks').length === names.length, 'award', '公示的名次不符', 'the ranks published are not in order');
  must(said.texts('bidPrices').join() === left.map(({ priceFen }) => String(priceFen)).join(), 'award', '公示的报价与唱标不符', 'the prices published are not those announced');
}

function checkDecision(trade: Trade, act: Act, ranked: readonly Announced[], candidates: readonly Act[]): void {
  const said = read('award', act);
  const rank = said.count('rank');
  const winner = ranked[rank - 1] ?? refuse('award', `中标人不在候选人中：第 ${rank} 名`, `the winner is no candidate: rank ${rank}`);
  const out = outBefore(trade, act);
  const admitted = checkAdmitted(trade, act, ranked.filter(({ bid }) => !out.has(bid.bidSeq)));
  must(said.text('winnerName') === winner.name && won(act, winner, admitted), 'award', '中标人与候选名次不符', 'the winner is not the candidate of that rank');
  must(said.fen('awardPrice') === winner.priceFen, 'award', '中标价与唱标价不符', 'the award is not at the announced price');
  must(said.text('duration') === winner.duration, 'award', '中标工期与唱标不符', 'the award has another duration than announced');
  must(!out.has(winner.bid.bidSeq), 'award', '中标人已退出', 'the winner had fallen out');
  const earlier = ranked.slice(0, rank - 1).filter(({ bid }) => !out.has(bid.bidSeq));
  const state = actsOf(trade, 'int-submit').at(-1)?.public['stateFunded'] === true;
  must(earlier.length === 0 || !state || said.text('awardMode') === 'separate', 'award', '国有资金项目未确定第一名', 'state funds, and the first was passed over');
  const publicity = candidates.filter((one) => one.time <= act.time).at(-1);
  if (publicity !== undefined) must(act.time > read('periods', publicity).time('publicityEnd'), 'periods', '公示期未满即定标', 'decided before the publicity had ended');
}

function won(act: Act, { bid }: Announced, admitted: ReadonlySet<string>): boolean {
  const winners = act.moves.filter((move) => move.machine === 'bid' && move.to === 'winner').map(({ subject }) => subject);
  return winners.includes(bid.bidId) && winners.every((one) => one === bid.bidId || admitted.has(one)) && [...admitted].every((one) => winners.includes(one));
}

/** Notice, result and contract say what was awarded. */
export function checkContract(trade: Trade, award: Award | null): { signed: boolean } {
  const order = orderOf(trade);
  if (order !== null) return checkOrder(trade, order);
  for (const fp of ['awd-notice', 'awd-result'] as const) {
    for (const act of actsOf(trade, fp)) {
      const own = awardBefore(trade, act);
      const said = read('contract', act);
      const same = own !== null && said.text('winnerName') === own.public['winnerName'] && said.text('awardPrice') === own.public['awardPrice'];
      must(same, 'contract', `#${act.index} 与中标结果不符`, `#${act.index}: ${fp} tells another award`);
    }
  }
  const contracts = actsOf(trade, 'ctr-sign');
  for (const act of contracts) {
    const said = read('contract', act);
    must(award !== null && act.time >= award.act.time, 'order', '合同早于定标', 'a contract before the award');
    must(said.fen('contractPrice') === award.winner.priceFen, 'contract', '合同价与中标价不符', 'the contract is not at the price of the award');
    must(said.text('duration') === award.winner.duration, 'contract', '合同工期与中标不符', 'the contract has another duration than the award');
  }
  return { signed: contracts.length > 0 };
}

function awardBefore(trade: Trade, act: Act): Act | null {
  return actsOf(trade, 'awd-decide').filter((one) => one.time <= act.time).at(-1) ?? null;
}

/** The periods of the law that the leaves themselves tell: bidding, documents, publicity. */
export function checkPeriods(trade: Trade): string[] {
  const selectors = selectorsOf(trade, 'periods');
  const holds = (name: ParamName, from: number, to: number, stage?: string): boolean => limitHolds(param(name, { ...selectors, ...(stage === undefined ? {} : { stage }) }) ?? null, from, to);
  const kept: string[] = [];
  for (const act of actsOf(trade, 'doc-issue')) {
    const said = read('periods', act);
    const [start, end, first] = [said.time('saleStart'), said.time('saleEnd'), said.json('docKind') === 'prequalification'];
    must(start >= act.time, 'periods', '文件发售早于发布', 'documents on sale before their issue');
    if (first) must(holds('minPrequalPeriod', end, said.time('prequalDeadline')), 'periods', '资格预审申请准备时间不足法定期限', 'less time to apply than the law gives');
    else must(holds('minBidPeriod', start, said.time('bidDeadline')), 'periods', '投标准备时间不足法定期限', 'less time to bid than the law gives');
    must(holds('minDocPeriod', start, end), 'periods', '文件发售期不足法定期限', 'documents on sale for less than the law asks');
    kept.push(first ? 'minPrequalPeriod' : 'minBidPeriod', 'minDocPeriod');
  }
  for (const { act, of, deadline } of postponements(trade)) {
    if (read('periods', act).json('isMaterial') !== true || deadline === null) continue;
    must(holds('clarifyLead', act.time, deadline, of === 'prequalDeadline' ? 'prequalification' : undefined), 'periods', `#${act.index} 澄清修改提前期不足法定天数`, `#${act.index}: a material change with less time left than the law gives`);
    kept.push('clarifyLead');
  }
  for (const act of actsOf(trade, 'awd-candidate')) {
    const said = read('periods', act);
    must(said.time('publishedAt') === act.time && holds('candidatePublicity', act.time, said.time('publicityEnd')), 'periods', '候选人公示期不足法定天数', 'the publicity is shorter than the law asks');
    kept.push('candidatePublicity');
  }
  return kept;
}
