import { creditGrade } from '../modules/evaluation/rules/credit-grade.ts';
import type { EvaluationBid, EvaluationConfig, EvaluationInput, Method, Sheet } from '../modules/evaluation/rules/types.ts';
import type { Announced, Opening } from './opening.ts';
import { fenOf, read, textsOf, type Act, type Reading } from './read.ts';
import { must, refuse } from './refusal.ts';
import type { Round } from './rounds.ts';
import { actsOf, documentOf, sameJson, type Trade } from './trade.ts';

/** The settings that bids are judged by: sealed with the tender document, issued unchanged. */
export function checkConfig(trade: Trade): Reading | null {
  const [issued, sealed] = [tenderIssued(trade), actsOf(trade, 'doc-seal')];
  if (issued === undefined) return null;
  const before = sealed.filter((act) => act.time <= issued.time).at(-1);
  const config = documentOf(trade, 'config', issued, 'evaluationConfig');
  must(before !== undefined && before.opened.get('evaluationConfig') === issued.opened.get('evaluationConfig'), 'config', '发布的评标办法与定稿不符', 'the evaluation settings issued are not those sealed');
  must(read('config', issued).text('evaluationMethod') === config.text('method'), 'config', '公布的评标方法与评标办法不符', 'the method published is not that of the settings');
  return config;
}

/** A prequalification document, issued before, says nothing of how bids are judged. */
function tenderIssued(trade: Trade): Act | undefined {
  return actsOf(trade, 'doc-issue').findLast((act) => read('config', act).json('docKind') !== 'prequalification');
}

/** What the formulas took, as the platform kept it, with each number led back to the leaf it comes from. */
export interface Calculation { readonly act: Act; readonly input: EvaluationInput; readonly fixedBenchmarkFen: bigint | undefined }

export interface Sources {
  readonly opening: Opening;
  readonly config: Reading;
  readonly coefficients: Readonly<Record<string, string>>;
  readonly tieOrder: readonly string[];
  readonly round: Round;
}

/** What a round's ranking was computed from; null where no bid was ranked. */
export function checkCalculation(trade: Trade, sources: Sources): Calculation | null {
  const act = sources.round.summary;
  // fewer final quotes than the law asks for: nothing was computed
  if (act === null || act.public['competition'] === 'lacking') return null;
  const content = documentOf(trade, 'scores', act, 'calculationSheet');
  const input = content.member('input');
  checkNumbers(trade, content, sources);
  const bids = input.members('bids').map((bid) => checkBid(trade, act, bid, sources));
  checkComplete(trade, act, bids, sources);
  const fixed = input.has('fixedBenchmarkFen') ? input.fen('fixedBenchmarkFen') : undefined;
  return {
    act, fixedBenchmarkFen: fixed,
    input: {
      method: input.text('method') as Method, config: input.json('config') as EvaluationConfig, bids, tieOrder: sources.tieOrder, fixedBenchmarkFen: fixed,
      ceilingFen: input.has('ceilingFen') ? input.fen('ceilingFen') : undefined, drawn: textsOf('scores', input.json('drawn') ?? {}, 'drawn'),
    },
  };
}

function checkNumbers(trade: Trade, content: Reading, { config, coefficients, tieOrder }: Sources): void {
  const input = content.member('input');
  const submitted = actsOf(trade, 'int-submit').at(-1) ?? refuse('config', '缺少进场登记', 'the intake is missing');
  const { kind, objectType } = { kind: submitted.public['kind'], objectType: submitted.public['objectType'] };
  const sealed = Object.fromEntries(config.keys.map((key) => [key, config.json(key)]));
  must(sameJson(input.json('config'), { ...sealed, kind, objectType }), 'config', '计算所用评标办法与定稿不符', 'the calculation took other settings than those sealed');
  must(input.text('method') === config.text('method'), 'config', '计算所用方法与定稿不符', 'the calculation took another method');
  const ceiling = ceilingOf(trade);
  must((input.has('ceilingFen') ? input.text('ceilingFen') : null) === ceiling, 'scores', '计算所用最高限价与公布不符', 'the calculation took another ceiling than published');
  must(sameJson(input.json('drawn') ?? {}, coefficients), 'scores', '计算所用系数与抽取不符', 'the calculation took other coefficients than drawn');
  must(sameJson(input.json('tieOrder') ?? [], tieOrder), 'scores', '计算所用并列次序与抽取不符', 'the calculation took another order of ties than drawn');
  const seqs = content.member('bidSeqs');
  for (const bidId of seqs.keys) must(trade.bids.get(bidId)?.bidSeq === seqs.count(bidId), 'scores', `计算中的投标编号不符：${bidId}`, `the calculation gives bid ${bidId} another number`);
}

/** The published ceiling; in government procurement the budget stands in where none is published. */
export function ceilingOf(trade: Trade): string | null {
  const issued = tenderIssued(trade);
  const published = issued === undefined ? null : read('scores', issued).textOrNull('ceilingPrice');
  if (published !== null) return published;
  const plan = actsOf(trade, 'gpr-plan').at(-1);
  return plan === undefined ? null : read('scores', plan).member('lotBudgets').textOrNull(trade.lotId);
}

function checkBid(trade: Trade, summary: Act, bid: Reading, { opening, round }: Sources): EvaluationBid {
  const bidId = bid.text('bidId');
  const said = opening.announced.get(bidId) ?? refuse('scores', `计算了未唱标的投标 ${bidId}`, `bid ${bidId} was computed and never announced`);
  const { bidSeq } = said.bid;
  const form = documentOf(trade, 'opening', said.act, 'openingForm');
  const told = (said.unread || form.text('priceFen') === said.price) && form.text('duration') === said.duration;
  must(told, 'opening', `投标 ${bidSeq} 的开标一览表与唱标不符`, `bid ${bidSeq}: what was announced is not in its opening form`);
  const usable = isUsable(said, form);
  must(bid.flag('decrypted') === usable, 'scores', `投标 ${bidSeq} 是否可计算与其开标一览表不符`, `bid ${bidSeq}: ${usable ? 'left out of the formulas, and its form can be computed with' : 'computed with, and its form has no price'}`);
  const priceFen = usable ? said.priceFen : 0n;
  must(bid.fen('priceFen') === priceFen, 'scores', `投标 ${bidSeq} 的计算报价与唱标不符`, `bid ${bidSeq}: the price computed with is not the one announced`);
  must((form.textOrNull('enterpriseSize') ?? undefined) === (bid.textOrNull('enterpriseSize') ?? undefined), 'scores', `投标 ${bidSeq} 的企业规模不符`, `bid ${bidSeq}: another size of enterprise than its form says`);
  must(sameJson(usable ? form.json('adjustments') ?? [] : [], bid.json('adjustments') ?? []), 'scores', `投标 ${bidSeq} 的价格调整不符`, `bid ${bidSeq}: other adjustments than its form says`);
  const grade = creditGrade(form.textOrNull('creditGrade') ?? undefined);
  must((bid.has('creditGrade') ? bid.count('creditGrade') : undefined) === grade, 'scores', `投标 ${bidSeq} 的信用等级不符`, `bid ${bidSeq}: another credit grade than its form says`);
  const valid = bid.flag('valid');
  const sheets = bid.members('sheets').map((sheet): Sheet => ({ expert: sheet.text('expert'), scores: textsOf('scores', sheet.json('scores'), 'sheet') }));
  const objective = bid.has('objective') ? textsOf('scores', bid.json('objective'), 'objective') : undefined;
  if (valid) checkSheets(trade, { from: round.from, to: summary.time }, bidSeq, { sheets, objective });
  return {
    bidId, priceFen, decrypted: usable, valid, sheets, objective, creditGrade: grade,
    enterpriseSize: sizeOf(bid.textOrNull('enterpriseSize')), adjustments: adjustmentsOf(bid),
  };
}

/** What a formula can take: a price, and adjustments in whole fen. Anything else falls by rule, whoever sealed it. */
function isUsable({ priced }: Announced, form: Reading): boolean {
  const adjustments = form.has('adjustments') ? form.members('adjustments') : [];
  return priced && adjustments.every((one) => /^\d{1,20}$/.test(one.text('amountFen')));
}

/** The sheets computed with are those handed in: of each seat the last one, of the chair also what is the same for all. */
function checkSheets(trade: Trade, when: { from: number; to: number }, bidSeq: number, taken: { sheets: readonly Sheet[]; objective: Record<string, string> | undefined }): void {
  const bySeat = new Map<string, Record<string, string>>();
  let objective: Record<string, string> | undefined;
  for (const act of actsOf(trade, 'evl-score')) {
    if (act.time < when.from || act.time > when.to || read('scores', act).count('bidSeq') !== bidSeq) continue;
    const sheet = documentOf(trade, 'scores', act, 'scoreSheet');
    const own = textsOf('scores', sheet.json('scores'), `#${act.index}`);
    const forAll = sheet.has('objective') ? textsOf('scores', sheet.json('objective'), `#${act.index}`) : {};
    const whole = sheet.count('bidSeq') === bidSeq && sheet.text('at') === act.at && sameJson(act.opened.get('criterionScores'), { ...own, ...forAll });
    must(whole, 'scores', `#${act.index} 的评分表与存证不符`, `#${act.index}: the sheet is not the one committed`);
    bySeat.set(String(sheet.count('seatNo')), own);
    if (Object.keys(forAll).length > 0) objective = forAll;
  }
  const computed = Object.fromEntries(taken.sheets.map(({ expert, scores }) => [expert, scores]));
  must(taken.sheets.length === Object.keys(computed).length && sameJson(computed, Object.fromEntries(bySeat)), 'scores', `投标 ${bidSeq} 的计算评分与评委提交不符`, `bid ${bidSeq}: the scores computed with are not those handed in`);
  must(sameJson(taken.objective ?? {}, objective ?? {}), 'scores', `投标 ${bidSeq} 的客观分与录入不符`, `bid ${bidSeq}: the objective points are not those entered`);
}

/** No bid is left out of the calculation, and none falls without a leaf that says so. */
function checkComplete(trade: Trade, summary: Act, bids: readonly EvaluationBid[], { opening: { announced, finals } }: Sources): void {
  const ceiling = fenOf(ceilingOf(trade) ?? '') ?? null;
  for (const { bid, priceFen } of announced.values()) {
    const computed = bids.find(({ bidId }) => bidId === bid.bidId);
    const moves = trade.acts.filter((act) => act.time <= summary.time).flatMap((act) => act.moves.filter((move) => move.machine === 'bid' && move.subject === bid.bidId));
    // what leaves a bid where it was says nothing, and may stand in the log after what was done with it in one instant: gates open one by one
    const out = moves.findLast(({ from, to }) => from !== to);
    const gone = moves.some(({ to }) => to === 'revoked' || to === 'returned' || to === 'disqualified');
    if (computed === undefined) {
      must(gone, 'scores', `投标 ${bid.bidSeq} 未进入计算`, `bid ${bid.bidSeq} was announced and left out of the calculation`);
      continue;
    }
    // where quotes come in rounds, who gave no final one has left
    const silent = finals !== undefined && !finals.has(bid.bidId);
    const rejected = gone || silent || out?.to === 'rejected';
    must(computed.valid === !rejected, 'scores', `投标 ${bid.bidSeq} 的有效性与存证不符`, `bid ${bid.bidSeq}: in or out otherwise than the leaves say`);
    const over = !computed.decrypted || (finals === undefined && ceiling !== null && priceFen > ceiling);
    const byRule = moves.some(({ event }) => event === 'do:over-ceiling');
    const unqualified = moves.some(({ event, to }) => event === 'evl-prelim' && to === 'rejected');
    must(over === byRule || gone || unqualified, 'scores', `投标 ${bid.bidSeq} 超限价否决不符`, `bid ${bid.bidSeq}: ${over ? 'above the ceiling or without a price, and not rejected by rule' : 'rejected as above the ceiling and is not'}`);
  }
}

function sizeOf(text: string | null): EvaluationBid['enterpriseSize'] {
  return text === 'micro' || text === 'small' || text === 'medium' || text === 'large' ? text : undefined;
}

function adjustmentsOf(bid: Reading): EvaluationBid['adjustments'] {
  return bid.json('adjustments') === undefined ? undefined : bid.members('adjustments').map((one) => ({ item: one.text('item'), amountFen: one.fen('amountFen') }));
}
