import { LedgerRefusal, type Sha256 } from '../ledger/core/index.ts';
import { verifyBundle, type Policy } from '../ledger/verify/index.ts';
import { checkAdmission } from './admission.ts';
import { checkAward, checkContract, checkPeriods } from './award.ts';
import { checkDeadline, checkReceipts } from './bidding.ts';
import { checkCalculation, checkConfig } from './calculation.ts';
import { checkConsortia } from './consortia.ts';
import { checkCoefficients, checkDraws, type Chance } from './draw.ts';
import { checkExperts } from './experts.ts';
import { checkSealed, gateOpener } from './gates.ts';
import { checkHistory, checkMoves } from './moves.ts';
import { checkOffers } from './offers.ts';
import { checkOpening, type Opening } from './opening.ts';
import { checkQuotation, checkSinglePublicity } from './quotation.ts';
import { checkRanking, checkReport } from './ranking.ts';
import type { Reading } from './read.ts';
import { read } from './read.ts';
import { must, TradeRefusal, type CheckId } from './refusal.ts';
import { checkReEvaluations, roundsOf, type JudgedRound, type Round } from './rounds.ts';
import { checkSignatures, refusalsOf } from './signatures.ts';
import { actsOf, completions, EXTRA, tradeOf, type Trade } from './trade.ts';

export { CHECKS, TradeRefusal, type CheckId } from './refusal.ts';

/** One check that held, in the words of the reader. */
export interface CheckHeld { readonly id: CheckId; readonly zh: string; readonly en: string; readonly detail: string }
export interface VerifiedTrade {
  readonly ok: true;
  readonly lotId: string;
  /** where the lot's machine stands by the last leaf given; a bundle cannot prove that nothing came after its checkpoint */
  readonly state: string;
  readonly until: string;
  readonly checkpoint: { readonly origin: string; readonly size: number };
  readonly checks: readonly CheckHeld[];
}
export interface RefusedTrade { readonly ok: false; readonly check: CheckId; readonly zh: string; readonly en: string; readonly code: string }

/** Verifies an exported trade under the reader's policy, offline: no file, no network, no clock. */
export async function verifyTrade(input: unknown, policy: Policy, options: { sha256?: Sha256 } = {}): Promise<VerifiedTrade | RefusedTrade> {
  const told: CheckHeld[] = [];
  let at: CheckId = 'ledger';
  try {
    const proved = await verifyBundle(input, policy, { extra: EXTRA, ...options });
    told.push({ id: 'ledger', zh: '账本签名与包含证明', en: 'the log signed, and every leaf is in it', detail: `${proved.entries.length} 条 leaves, 账本共 of ${proved.checkpoint.size}` });
    at = 'history';
    const trade = tradeOf(proved);
    const state = checkAll(trade, told, (id) => { at = id; });
    return { ok: true, lotId: trade.lotId, state, until: trade.acts.at(-1)?.at ?? '', checkpoint: { origin: proved.checkpoint.origin, size: proved.checkpoint.size }, checks: told };
  } catch (error) {
    return refusedBy(error, at);
  }
}

function refusedBy(error: unknown, at: CheckId): RefusedTrade {
  if (error instanceof TradeRefusal) return { ok: false, check: error.check, zh: error.zh, en: error.en, code: error.check };
  // what is malformed beyond the expectation of a check stops that check: evidence that cannot be read proves nothing
  const said = error instanceof Error ? error.message : String(error);
  return { ok: false, check: at, zh: `证据无法核验：${said}`, en: said, code: error instanceof LedgerRefusal ? error.code : 'unreadable' };
}

function checkAll(trade: Trade, told: CheckHeld[], enter: (id: CheckId) => void): string {
  const check = <T>(id: CheckId, zh: string, en: string, run: () => T, detail: (value: T) => string): T => {
    enter(id);
    const value = run();
    told.push({ id, zh, en, detail: detail(value) });
    return value;
  };
  check('history', '标段与项目的存证首尾相接', 'the histories of lot and project without a gap', () => checkHistory(trade), String);
  const { states } = check('moves', '每次流转都在状态机目录中', 'every move is a row of the catalogue, and follows the one before', () => checkMoves(trade), (v) => String(v.moves));
  check('signatures', '附有证书的单位签名', 'signatures of organisations whose certificate is here', () => checkSignatures(trade), (v) => `${v.signed} 条核验有效 verified; ${v.unseen} 条的证书不在本包（个人证书不公开），只核对了账本记载 of ${v.unseen} the certificate is not in this file (persons are not published): only that the log holds them is checked`);
  check('refusals', '被拒绝的操作', 'refused attempts, told not judged', () => refusalsOf(trade), (v) => (v.length === 0 ? '0' : v.map(({ fp, rule, at }) => `${fp} ${rule} ${at}`).join('; ')));
  check('sealed', '未公开的先行封存', 'what was gated was committed to in a sealed batch first', () => checkSealed(trade) + checkOffers(trade), String);
  check('receipts', '每份投标都有回执且在开标前入账', 'each bid has its receipt and stood in the log before the opening', () => checkReceipts(trade), (v) => String(v.submitted));
  const evaluated = checkProceedings(trade, check);
  const award = check('award', '候选人与定标', 'candidates and award follow ranking and price', () => (evaluated.opened ? checkAward(trade, evaluated) : null), (v) => (v === null ? '—' : `${v.winner.name} ${fenText(v.winner.priceFen)}`));
  check('contract', '通知、公告与合同', 'notice, result and contract say what was awarded', () => checkContract(trade, award), (v) => (v.signed ? '已签 signed' : '—'));
  return states.get(trade.lotId) ?? '';
}

type Check = <T>(id: CheckId, zh: string, en: string, run: () => T, detail: (value: T) => string) => T;

function checkProceedings(trade: Trade, check: Check) {
  check('order', '截止与开标的先后', 'bids before the deadline, the opening not before it', () => checkDeadline(trade), (v) => v ?? '—');
  check('periods', '法定期限', 'periods of the law', () => checkPeriods(trade), (v) => v.join(', ') || '—');
  check('admission', '受邀、预审合格与联合体', 'those invited, prequalified and bidding together', () => checkAdmission(trade), (v) => v);
  const config = check('config', '评标办法与定稿一致', 'the settings are those sealed', () => checkConfig(trade), (v) => v?.text('method') ?? '—');
  const opening = check('opening', '名单、解密、唱标、确认', 'list, decryption, announcement, record', () => checkOpening(trade), (v) => (v === null ? '未开标 not opened' : `${v.announced.size} / ${v.listed.length}`));
  check('admission', '联合体与投标人名称', 'consortia by their name, nobody in two bids', () => (opening === null ? 0 : checkConsortia(trade, opening)), String);
  const chances = check('draw', '随机抽取可重算', 'every draw replays from what was committed before', () => checkDraws(trade), (v) => v.map((one) => `${one.purpose}${one.silent.length > 0 ? ' void' : one.drawn === null ? ' …' : ''}`).join(', ') || '—');
  const coefficients = check('draw', '系数由公布值中抽出', 'coefficients come from the published values', () => coefficientsOf(trade, chances, config), (v) => Object.entries(v).map(([k, one]) => `${k} = ${one}`).join(', ') || '—');
  check('experts', '专家按抽取次序', 'experts as drawn', () => checkExperts(trade, chances), (v) => (v === null ? '—' : `${v.called} 名专家 experts, ${v.seats} 席 seats`));
  check('periods', '单一来源公示', 'the publicity of a single source, and objections to it', () => checkSinglePublicity(trade), (v) => v);
  const quoted = evaluationIsOpen(trade)
    ? check('quotes', '报价轮次与最后报价', 'rounds of quotation in time, final quotes once', () => checkQuotation(trade, opening), (v) => (v.rounds === 0 ? '—' : `${v.rounds} 轮 rounds, ${v.opening?.finals?.size ?? 0}`)).opening : opening;
  return { opening: quoted, ...checkEvaluation(trade, check, { opening: quoted, config, coefficients, chances }) };
}

interface Found { opening: Opening | null; config: Reading | null; coefficients: Record<string, string>; chances: readonly Chance[] }

function checkEvaluation(trade: Trade, check: Check, found: Found) {
  const opened = evaluationIsOpen(trade);
  const again = check('ranking', '复评有因', 'evaluated again for a cause alone', () => checkReEvaluations(trade), String);
  // what is being evaluated again is sealed until its report
  const rounds = roundsOf(trade).filter(({ closed }, i) => i === 0 || closed !== null).map((round) => checkRound(trade, check, found, { round, opened }));
  const last = roundsOf(trade).at(-1);
  return { rounds: again === 0 || rounds.length > again ? rounds : [...rounds, { ...RUNNING, from: last?.from ?? 0, cause: last?.cause ?? null }], opened };
}

const RUNNING: JudgedRound = { from: 0, summary: null, closed: null, cause: null, evaluation: null };

function checkRound(trade: Trade, check: Check, { opening, config, coefficients, chances }: Found, { round, opened }: { round: Round; opened: boolean }): JudgedRound {
  const drawnThen = ({ purpose, t0 }: Chance): boolean => purpose === 'tie' && t0.time >= round.from && t0.time <= (round.summary?.time ?? Infinity);
  const tieOrder = chances.filter(drawnThen).flatMap(({ drawn }) => drawn?.order ?? []);
  const calculation = check('scores', '评分与计算输入', 'scores, prices and terms computed with are those on record',
    () => (opened && opening !== null && config !== null ? checkCalculation(trade, { opening, config, coefficients, tieOrder, round }) : null), (v) => (v === null ? '—' : `${v.input.bids.length}`));
  const evaluation = check('ranking', '排名重算', 'the formulas give the same ranking again',
    () => (calculation !== null && opening !== null ? checkRanking(trade, calculation, opening) : null), (v) => v?.rows.map((row) => `${row.rank}: ${row.total ?? fenText(row.evaluationPriceFen)}`).join(', ') ?? '—');
  const judged = { ...round, evaluation };
  if (opened) check('ranking', '评标报告', 'one report, signed by all, with this ranking', () => checkReport(trade, judged, opening), (v) => v?.at ?? '—');
  return judged;
}

/** The committee's work is sealed until the award; from then on the evidence has to hold all of it. */
function evaluationIsOpen(trade: Trade): boolean {
  return gateOpener(trade, 'award-decided') !== null;
}

function coefficientsOf(trade: Trade, chances: readonly Chance[], config: Reading | null): Record<string, string> {
  const values = checkCoefficients(trade, chances);
  const published = config?.has('coefficients') ? config.member('coefficients') : null;
  for (const act of actsOf(trade, 'opn-coefficient')) {
    const said = read('draw', act);
    const list = published?.texts(said.text('coefficientName')) ?? [];
    must(list.join() === said.texts('candidates').join(), 'draw', `#${act.index} 的候选值与评标办法不符`, `#${act.index}: drawn from other values than published`);
  }
  for (const act of completions(trade, 'do:all-announced')) {
    const fixed = read('draw', act).member('fixedCoefficients');
    for (const name of fixed.keys) {
      must(published?.texts(name).join() === fixed.text(name), 'draw', `系数 ${name} 不是唯一公布值`, `coefficient ${name} is not the only value published`);
      values[name] = fixed.text(name);
    }
  }
  return values;
}

function fenText(fen: bigint): string {
  const text = String(fen).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
