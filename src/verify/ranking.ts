import { canonicalJson, portableSha256, toHex, utf8 } from '../ledger/core/index.ts';
import { benchmarkToFix, evaluate } from '../modules/evaluation/rules/methods.ts';
import type { Evaluation } from '../modules/evaluation/rules/types.ts';
import type { Calculation } from './calculation.ts';
import type { Opening } from './opening.ts';
import { read, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { precedes, type JudgedRound } from './rounds.ts';
import { actsOf, completions, documentOf, moveOf, type Trade } from './trade.ts';

/** The formulas run again over what they took then, and give the same totals, ranks and benchmark. */
export function checkRanking(trade: Trade, calculation: Calculation, opening: Opening): Evaluation {
  const { act, input, fixedBenchmarkFen } = calculation;
  checkBenchmark(trade, calculation);
  const result = evaluate(input);
  if (!result.ok) return refuse('ranking', `公式无法重算：${result.error.code}`, `the formulas do not run: ${result.error.code}`);
  const evaluation = result.value;
  must(evaluation.ties.length === 0, 'ranking', '存在未决并列', 'bids of equal result were ranked without a draw');
  const told = read('ranking', act);
  must(told.textOrNull('benchmarkFen') === (fixedBenchmarkFen === undefined ? null : String(fixedBenchmarkFen)), 'ranking', '公布的基准价与计算不符', 'the benchmark told is not the one computed with');
  must(told.count('ranked') === evaluation.rows.length, 'ranking', '排名数不符', 'another number of bids was ranked');
  const leaves = leavesOf(trade, act);
  must(leaves.length === evaluation.rows.length, 'ranking', '排名存证数不符', 'there is not one leaf for each ranked bid');
  for (const { objective: _sum, ...row } of evaluation.rows) {
    const bid = opening.announced.get(row.bidId)?.bid;
    const leaf = leaves.find((one) => moveOf(one, 'bid')?.subject === row.bidId);
    must(bid !== undefined && leaf !== undefined, 'ranking', `投标 ${bid?.bidSeq ?? row.bidId} 缺少排名存证`, `bid ${bid?.bidSeq ?? row.bidId} has no leaf of its rank`);
    const said = read('ranking', leaf);
    const same = said.count('bidSeq') === bid.bidSeq && said.count('rank') === row.rank && said.textOrNull('totalScore') === row.total;
    must(same, 'ranking', `投标 ${bid.bidSeq} 重算为第 ${row.rank} 名、${row.total ?? '不计分'}，与存证不符`, `bid ${bid.bidSeq} computes to rank ${row.rank} and ${row.total ?? 'no total'}, not to what its leaf tells`);
    const digest = digestOf({ ...row, priceFen: String(row.priceFen), evaluationPriceFen: String(row.evaluationPriceFen) });
    must(leaf.opened.get('calculationSheet') === digest, 'ranking', `投标 ${bid.bidSeq} 的计算表与存证不符`, `bid ${bid.bidSeq}: its calculation is not the one committed`);
  }
  return evaluation;
}

/** The bids' leaves of one ranking. One transaction writes them before its summary; of two rankings in one instant the log's order tells whose they are. */
function leavesOf(trade: Trade, summary: Act): Act[] {
  const others = trade.acts.filter(({ fp, kind, at }) => fp === 'evl-summary' && kind === 'move' && at === summary.at).map(({ index }) => index);
  const before = Math.max(-1, ...others.filter((index) => index < summary.index));
  const last = !others.some((index) => index > summary.index);
  return actsOf(trade, 'evl-summary').filter(({ at, index }) => at === summary.at && index > before && (last || index < summary.index));
}

/** D was fixed once, from the bids that counted then: a bid rejected later does not move it. */
function checkBenchmark(trade: Trade, { act, input, fixedBenchmarkFen }: Calculation): void {
  const passed = completions(trade, 'do:prelim-done').filter((one) => one.time <= act.time)[0] ?? refuse('ranking', '缺少初步评审结论', 'the end of the preliminary review is missing');
  const valid = new Set(read('ranking', passed).counts('validBidSeqs'));
  const then = { ...input, fixedBenchmarkFen: undefined, bids: input.bids.map((bid) => ({ ...bid, valid: valid.has(trade.bids.get(bid.bidId)?.bidSeq ?? 0) })) };
  const fixed = benchmarkToFix(then);
  const lowest = evaluate({ ...input, fixedBenchmarkFen: undefined });
  const expected = (fixed.ok ? fixed.value : null) ?? (lowest.ok ? lowest.value.benchmarkFen : null);
  must((fixedBenchmarkFen ?? null) === expected, 'ranking', `基准价重算为 ${expected ?? '无'}，与所用不符`, `the benchmark computes to ${expected ?? 'none'}, not to the one used`);
}

/** All members signed one report, which tells this ranking; it came before candidates, award and contract. */
export function checkReport(trade: Trade, { closed, from, summary, evaluation }: JudgedRound, opening: Opening | null): Act | null {
  if (closed === null) return null;
  const signed = actsOf(trade, 'evl-report').filter((act) => act.time <= closed.time && !precedes(closed, act) && (summary ? !precedes(act, summary) : act.time >= from));
  const [first] = signed;
  must(first !== undefined, 'ranking', '评标报告无人签署', 'nobody signed the report');
  const digests = new Set(signed.map((act) => act.opened.get('reportFile')));
  must(digests.size === 1, 'ranking', '委员签署的不是同一报告', 'the members signed different reports');
  const seats = completions(trade, 'do:all-in').length > 0 ? new Set(actsOf(trade, 'evl-checkin').map((act) => read('ranking', act).count('seatNo'))).size : signed.length;
  must(signed.length === seats, 'ranking', `评标报告 ${signed.length} 人签署，应为 ${seats} 人`, `${signed.length} signed the report, ${seats} sat`);
  const report = documentOf(trade, 'ranking', first, 'reportFile');
  const rows = report.members('rows');
  must(rows.length === (evaluation?.rows.length ?? 0), 'ranking', '评标报告排名数不符', 'the report has another number of rows');
  for (const row of evaluation?.rows ?? []) {
    const seq = trade.bids.get(row.bidId)?.bidSeq;
    const own = rows.find((one) => one.count('bidSeq') === seq);
    const same = own !== undefined && own.count('rank') === row.rank && own.textOrNull('total') === row.total && own.fen('priceFen') === row.priceFen && own.text('bidderName') === opening?.announced.get(row.bidId)?.name;
    must(same, 'ranking', `评标报告中投标 ${seq} 的结果不符`, `the report tells another result of bid ${seq}`);
  }
  const named = report.members('candidates').map((one) => one.count('bidSeq'));
  const expected = (evaluation?.candidates ?? []).map((bidId) => trade.bids.get(bidId)?.bidSeq);
  must(named.join() === expected.join(), 'ranking', '评标报告推荐的候选人与排名不符', 'the report names other candidates than the ranking gives');
  return closed;
}

function digestOf(value: unknown): string {
  return toHex(portableSha256(utf8(canonicalJson(value))));
}
