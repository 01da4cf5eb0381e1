import { evaluationDefaults } from '../../../../catalogue/index.ts';
import { methodByLaw } from '../../../contracts/evaluation-method.ts';
import { compare, one, parseRational, subtract, sum, toRational, zero, type Rational } from '../../../kernel/rational.ts';

export const METHODS = ['comprehensive', 'reasonable-low', 'lowest-evaluated', 'gp-comprehensive', 'gp-lowest'] as const;
export const BENCHMARKS = ['bm-mean', 'bm-mean-down', 'bm-mean-k', 'bm-mix', 'bm-second-mean', 'bm-lowest'] as const;
export const PRICE_FORMULAS = ['ps-deviation', 'ps-ratio', 'ps-interpolate'] as const;

type Coefficient = 'x' | 'k' | 'w';
export interface Settings {
  method: (typeof METHODS)[number];
  benchmark?: (typeof BENCHMARKS)[number] | undefined;
  coefficients?: { [name in Coefficient]?: string[] | undefined } | undefined;
  priceFormula?: (typeof PRICE_FORMULAS)[number] | undefined;
  priceMax?: string | undefined; priceMin?: string | undefined;
  a?: string | undefined; b?: string | undefined; c?: string | undefined;
  smeDeduction?: string | undefined;
  dropExtremes?: boolean | undefined;
  criteria?: { id: string; max: string }[] | undefined;
}
export interface Terms { category: string; kind?: string; ceilingFen: string | null }
export interface Fault { field: string; zh: string; en: string }

/** What is drawn at the opening, by benchmark (lifecycle §3.1). */
export function coefficientsOf(settings: Settings): readonly Coefficient[] {
  if (settings.method !== 'comprehensive' && settings.method !== 'reasonable-low') return [];
  const benchmark = settings.benchmark ?? (settings.method === 'reasonable-low' ? 'bm-mean-down' : 'bm-mean');
  if (benchmark === 'bm-mean-down') return ['x'];
  if (benchmark === 'bm-mean-k') return ['k'];
  return benchmark === 'bm-mix' ? ['w', 'x'] : [];
}

/** Every fault of the evaluation settings, so that nothing is found out after the documents are public. */
export function evaluationFaults(settings: Settings, terms: Terms): Fault[] {
  return [...methodFaults(settings, terms), ...benchmarkFaults(settings, terms), ...pointFaults(settings), ...formulaFaults(settings)];
}

/** Share of the price in all points; null where nothing is scored. */
export function priceWeight(settings: Settings): number | null {
  if (settings.method !== 'gp-comprehensive') return null;
  const max = priceMaxOf(settings);
  return Number(max.num) / Number(max.den) / Number(evaluationDefaults.pointsInAll);
}

function methodFaults({ method, smeDeduction, dropExtremes }: Settings, { category, kind }: Terms): Fault[] {
  const faults: Fault[] = [];
  const procurement = method === 'gp-comprehensive' || method === 'gp-lowest';
  if (procurement !== (category === 'gov-procurement')) faults.push(fault('method', '评标办法与交易类别不符', 'The method belongs to another category'));
  const compares = methodByLaw(category, kind);
  if (compares !== undefined && compares !== method) faults.push(fault('method', '该采购方式的评审办法由法律确定', 'The law sets how this method of procurement is evaluated'));
  if (smeDeduction !== undefined && !procurement) faults.push(fault('smeDeduction', '小微企业价格扣除仅用于政府采购', 'The deduction for small enterprises exists in government procurement only'));
  if (smeDeduction !== undefined && compare(toRational(smeDeduction), one) >= 0) faults.push(fault('smeDeduction', '价格扣除比例须小于1', 'The deduction must be below 1'));
  if (dropExtremes && method !== 'comprehensive') faults.push(fault('dropExtremes', '仅综合评估法可去掉最高分最低分', 'Only comprehensive evaluation may drop extremes'));
  return faults;
}

function benchmarkFaults(settings: Settings, { ceilingFen }: Terms): Fault[] {
  const faults: Fault[] = [];
  const { method, benchmark, coefficients } = settings;
  const scored = method === 'comprehensive' || method === 'reasonable-low';
  if (benchmark !== undefined && !scored) faults.push(fault('benchmark', '该评标办法不使用评标基准价', 'This method has no benchmark price'));
  if (scored && benchmark === 'bm-mix' && ceilingFen === null) faults.push(fault('benchmark', '复合基准价须设最高限价', 'bm-mix needs a ceiling price'));
  for (const name of coefficientsOf(settings)) {
    if (!coefficients?.[name]?.length) faults.push(fault(`coefficients.${name}`, `须公布系数 ${name} 的抽取范围`, `A list for coefficient ${name} must be published`));
  }
  for (const [name, list] of Object.entries(coefficients ?? {})) {
    if (list?.some((value) => outside(value, zero, one))) faults.push(fault(`coefficients.${name}`, '系数须在0与1之间', 'Coefficients lie between 0 and 1'));
    if (list && new Set(list.map((value) => text(toRational(value)))).size !== list.length) faults.push(fault(`coefficients.${name}`, '系数重复', 'A coefficient stands twice'));
  }
  return faults;
}

/** Price and criteria make a hundred; methods that compare prices only have no criteria. */
function pointFaults(settings: Settings): Fault[] {
  const criteria = settings.criteria ?? [];
  const scored = settings.method === 'comprehensive' || settings.method === 'gp-comprehensive';
  if (!scored) return criteria.length === 0 ? [] : [fault('criteria', '该评标办法不评分', 'This method gives no points for criteria')];
  const faults: Fault[] = [];
  if (new Set(criteria.map(({ id }) => id)).size !== criteria.length) faults.push(fault('criteria', '评分项编号重复', 'A criterion id stands twice'));
  if (criteria.some(({ max }) => compare(toRational(max), zero) <= 0)) faults.push(fault('criteria', '评分项满分须大于0', 'Every criterion has points'));
  const all = sum([priceMaxOf(settings), ...criteria.map(({ max }) => toRational(max))]);
  if (compare(all, hundred()) !== 0 || compare(priceMaxOf(settings), zero) < 0) faults.push(fault('priceMax', '价格分与各评分项之和须为100分', 'Price and criteria must make 100 points'));
  if (settings.priceMin !== undefined && compare(toRational(settings.priceMin), priceMaxOf(settings)) > 0) faults.push(fault('priceMin', '价格分下限高于上限', 'The least price score is above the greatest'));
  return faults;
}

function formulaFaults({ method, priceFormula, a, b, c }: Settings): Fault[] {
  const faults: Fault[] = [];
  const fixed = method === 'gp-comprehensive' ? 'ps-ratio' : method === 'reasonable-low' ? 'ps-deviation' : undefined;
  if (priceFormula !== undefined && fixed !== undefined && priceFormula !== fixed) faults.push(fault('priceFormula', '该评标办法的价格分公式由法律确定', 'The law sets the price formula of this method'));
  if (priceFormula !== 'ps-interpolate') return faults;
  const width = evaluationDefaults.interpolate;
  if (compare(toRational(c ?? width.c), toRational(a ?? width.a)) <= 0) faults.push(fault('c', '区间插值要求 c 大于 a', 'Interpolation needs c above a'));
  if (compare(toRational(b ?? width.b), zero) <= 0) faults.push(fault('b', '区间插值要求 b 大于0', 'Interpolation needs b above 0'));
  return faults;
}

/** What the criteria leave of a hundred where the documents are silent. */
function priceMaxOf({ priceMax, criteria }: Settings): Rational {
  return priceMax === undefined ? subtract(hundred(), sum((criteria ?? []).map(({ max }) => toRational(max)))) : toRational(priceMax);
}

function hundred(): Rational { return toRational(evaluationDefaults.pointsInAll); }
function text({ num, den }: Rational): string { return `${num}/${den}`; }
function fault(field: string, zh: string, en: string): Fault { return { field: `evaluation.${field}`, zh, en }; }

function outside(value: string, low: Rational, high: Rational): boolean {
  const parsed = parseRational(value);
  return parsed === undefined || compare(parsed, low) < 0 || compare(parsed, high) > 0;
}
