// How bids are judged, said from the settings that were sealed and from nothing else: what is silent there takes the value the formulas take.
import { evaluationDefaults } from '../../catalogue/evaluation-defaults.ts';
import { evaluationNames, evaluationValues } from './evaluation-names.ts';

type Pair = readonly [string, string];
export interface Line { id: string; what: Pair; text: Pair }
type Text = string | undefined;
export interface Settings {
  method: string; benchmark?: Text; benchmarkBase?: Text; coefficients?: Readonly<Record<string, readonly string[] | undefined>> | undefined; priceFormula?: Text; priceMax?: Text; priceMin?: Text;
  E1?: Text; E2?: Text; a?: Text; b?: Text; c?: Text; smeDeduction?: Text; dropExtremes?: boolean | undefined; criteria?: readonly { max: string; subjective?: boolean | undefined }[] | undefined;
}

const nameOf = (value: string): Pair => (evaluationValues as Readonly<Record<string, Pair>>)[value] ?? [value, value];
const both = (name: Pair, how: Pair): Pair => [`${name[0]}：${how[0]}`, `${name[1]}: ${how[1]}`];

/** Line by line what the method does with the prices and the scores. `objectType`: small firms get points instead of a deduction in works. */
export function evaluationLines(settings: Settings, objectType?: string): Line[] {
  const { method } = settings;
  if (method === 'comprehensive' || method === 'reasonable-low') return scoredAgainst(settings, method === 'reasonable-low');
  if (method === 'gp-comprehensive') return [pricePoints(settings, ['最低评审价格 ÷ 评审价格 × 满分', 'lowest evaluation price ÷ evaluation price × points']), small(settings, objectType === 'works'), { id: 'subjective', what: ['评委打分', 'Scores'], text: ['每项取全部评委打分的平均值', 'the mean of all members’ scores of each criterion'] }];
  if (method === 'gp-lowest') return [{ id: 'order', what: ['排序', 'Order'], text: ['满足全部实质性要求的，评审价格最低的排第一', 'of those that meet every requirement the lowest evaluation price is first'] }, small(settings, false)];
  return [{ id: 'order', what: ['排序', 'Order'], text: ['报价加上文件规定的量化调整为评审价格，最低的排第一', 'the price with the adjustments the documents quantify; the lowest is first'] }];
}

function scoredAgainst(settings: Settings, roads: boolean): Line[] {
  const benchmark = settings.benchmark ?? (roads ? 'bm-mean-down' : settings.priceFormula === 'ps-ratio' ? 'bm-lowest' : 'bm-mean');
  const formula = roads ? 'ps-deviation' : settings.priceFormula ?? 'ps-deviation';
  return [
    { id: 'benchmark', what: evaluationNames.benchmark, text: both(nameOf(benchmark), benchmarkHow(benchmark)) },
    { id: 'benchmarkBase', what: evaluationNames.benchmarkBase, text: nameOf(settings.benchmarkBase ?? 'valid') },
    ...drawn(settings, benchmark),
    pricePoints(settings),
    { id: 'priceFormula', what: evaluationNames.priceFormula, text: both(nameOf(formula), formulaHow(formula, settings, roads)) },
    ...(settings.criteria?.length ? [scores(settings.dropExtremes === true)] : []),
  ];
}

/** What the benchmark is computed from; the trimming goes by the number of bids, whatever is done with scores. */
export function benchmarkHow(benchmark: string): Pair {
  const mean = benchmark === 'bm-lowest' ? ['', ''] as const : [`。A 为报价的算术平均值：${trim(0)}`, `. A is the mean of the prices: ${trim(1)}`] as const;
  const how: Readonly<Record<string, Pair>> = {
    'bm-mean': ['D = A', 'D = A'], 'bm-mean-down': ['D = A ×（1 − x）', 'D = A × (1 − x)'], 'bm-mean-k': ['D = A × K', 'D = A × K'],
    'bm-mix': ['D = [A × w + 最高限价 ×（1 − w）]×（1 − x）', 'D = [A × w + ceiling × (1 − w)] × (1 − x)'],
    'bm-second-mean': ['D =（A + 最低报价）÷ 2', 'D = (A + lowest price) ÷ 2'], 'bm-lowest': ['D = 最低的报价', 'D = the lowest price'],
  };
  const [zh, en] = how[benchmark] ?? ['', ''];
  return [zh + mean[0], en + mean[1]];
}

function trim(tongue: 0 | 1): string {
  return evaluationDefaults.trim.map(({ below, drop }, i, rows) => {
    const from = rows[i - 1]?.below ?? 0;
    const zh = below === null ? `${from} 家以上` : from === 0 ? `不足 ${below} 家` : `${from} 至 ${below - 1} 家`;
    const en = below === null ? `${from} or more` : from === 0 ? `fewer than ${below} bids` : `${from} to ${below - 1}`;
    return tongue === 0 ? `${zh}${drop === 0 ? '全部计算' : `去掉最高、最低各 ${drop} 家`}` : `${en}: ${drop === 0 ? 'all of them' : `without the highest ${drop} and the lowest ${drop}`}`;
  }).join(tongue === 0 ? '，' : '; ');
}

const used: Readonly<Record<string, readonly string[]>> = { 'bm-mean-down': ['x'], 'bm-mean-k': ['k'], 'bm-mix': ['w', 'x'] };

function drawn({ coefficients }: Settings, benchmark: string): Line[] {
  return (used[benchmark] ?? []).map((one) => {
    const list = coefficients?.[one] ?? [];
    const name = one === 'k' ? 'K' : one;
    const text: Pair = list.length === 1 ? [`取 ${list[0] ?? ''}`, `${list[0] ?? ''}`] : [`开标时从 ${list.join('、')} 中公开抽取`, `drawn in public at the opening from ${list.join(', ')}`];
    return { id: `coefficient-${one}`, what: [`系数 ${name}`, `Coefficient ${name}`], text };
  });
}

function pricePoints(settings: Settings, how?: Pair): Line {
  const [most, least] = [priceMaxOf(settings), settings.priceMin ?? evaluationDefaults.priceMin];
  return { id: 'priceMax', what: ['价格分', 'Price score'], text: how ? [`满分 ${most} 分；${how[0]}`, `${most} points at most; ${how[1]}`] : [`满分 ${most} 分，最低 ${least} 分`, `${most} points at most, ${least} at least`] };
}

/** What the criteria leave of a hundred where the documents are silent; counted in hundredths. */
export function priceMaxOf({ method, priceMax, criteria = [] }: Settings): string {
  if (priceMax !== undefined) return priceMax;
  if (method === 'reasonable-low') return evaluationDefaults.reasonableLow.priceMax;
  return String((Number(evaluationDefaults.pointsInAll) * 100 - criteria.reduce((sum, { max }) => sum + Math.round(Number(max) * 100), 0)) / 100);
}

function formulaHow(formula: string, settings: Settings, roads: boolean): Pair {
  if (formula === 'ps-ratio') return ['最低报价 ÷ 投标报价 × 满分', 'lowest price ÷ price × points'];
  if (formula === 'ps-interpolate') {
    const { a, b, c } = { ...evaluationDefaults.interpolate, ...given(settings) };
    return [`报价从 D ×（1 − ${a}）到 D 得满分；向上到 D ×（1 + ${b}）、向下到 D ×（1 − ${c}）按直线减到最低分，再偏离的得最低分`, `all points from D × (1 − ${a}) to D; a straight line to the least at D × (1 + ${b}) above and D × (1 − ${c}) below; the least beyond`];
  }
  const slopes = roads ? evaluationDefaults.reasonableLow : evaluationDefaults.deviation;
  const [up, down] = [settings.E1 ?? slopes.E1, settings.E2 ?? slopes.E2];
  return [`报价等于 D 得满分；每高于 D 1% 扣 ${up} 分（E1），每低于 D 1% 扣 ${down} 分（E2），不足 1% 的按比例`, `all points at D; ${up} off for each 1% above (E1), ${down} off for each 1% below (E2), parts of a percent in proportion`];
}

function given({ a, b, c }: Settings): Partial<Record<'a' | 'b' | 'c', string>> {
  return { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }), ...(c === undefined ? {} : { c }) };
}

function scores(drop: boolean): Line {
  const from = evaluationDefaults.dropExtremesFrom;
  return {
    id: 'subjective', what: ['主观分', 'Subjective scores'],
    text: drop ? [`每项去掉一个最高分和一个最低分后取平均（评委 ${from} 人及以上时）`, `the mean of each criterion without its highest and lowest score (with ${from} members or more)`] : ['每项取全部评委打分的平均值，不去掉最高分和最低分', 'the mean of all members’ scores of each criterion, none dropped'],
  };
}

function small({ smeDeduction }: Settings, addsPoints: boolean): Line {
  const share = smeDeduction === undefined || Number(smeDeduction) === 0 ? null : smeDeduction;
  const none: Pair = ['没有价格扣除，评审价格即报价', 'none: the evaluation price is the price'];
  const some: Pair = addsPoints ? [`小型、微型企业的价格分 ×（1 + ${share ?? ''}）`, `price points of small and micro enterprises × (1 + ${share ?? ''})`] : [`小型、微型企业的评审价格 = 报价 ×（1 − ${share ?? ''}），成交价格不变`, `evaluation price of small and micro enterprises = price × (1 − ${share ?? ''}); what is paid stays the price`];
  return { id: 'smeDeduction', what: addsPoints ? ['小微企业价格分加分', 'Small-enterprise points'] : evaluationNames.smeDeduction, text: share === null ? none : some };
}
