/** The documents' numbers as exact fractions, with the defaults of lifecycle §3 where the documents are silent. */
import { evaluationDefaults } from '../../../../catalogue/evaluation-defaults.ts';
import { compare, one, parseRational, subtract, sum, toRational, zero } from '../../../kernel/rational.ts';
import type { Rational } from '../../../kernel/rational.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Result } from '../../../kernel/result.ts';
import { coefficientsOf } from './benchmark.ts';
import type {
  Benchmark, CoefficientName, Criterion, EvaluationConfig, EvaluationError, EvaluationInput, Method, Numeric,
  PriceFormula, TieKey,
} from './types.ts';

export type Terms = {
  readonly method: Method;
  readonly benchmark: Benchmark | null;
  readonly base: 'opened' | 'valid';
  readonly coefficients: { readonly [name in CoefficientName]?: Rational };
  readonly formula: PriceFormula;
  readonly max: Rational;
  readonly min: Rational;
  readonly E1: Rational;
  readonly E2: Rational;
  readonly a: Rational;
  readonly b: Rational;
  readonly c: Rational;
  readonly share: Rational;
  readonly addsPoints: boolean;
  readonly criteria: readonly Criterion[];
  readonly dropExtremes: boolean;
  readonly tieKeys: readonly TieKey[];
  readonly joint: boolean;
};

export function isGovernmentProcurement(method: Method): boolean {
  return method === 'gp-comprehensive' || method === 'gp-lowest';
}

/** Methods that only compare prices; every other one gives points. */
export function comparesPricesOnly(method: Method): boolean {
  return method === 'lowest-evaluated' || method === 'gp-lowest';
}

export function readTerms(input: EvaluationInput): Result<Terms, EvaluationError> {
  const { method, config } = input;
  const malformed = malformedField(config);
  if (malformed !== undefined) return err({ code: 'config-invalid', field: malformed });
  const benchmark = benchmarkOf(method, config);
  const coefficients = readCoefficients(input, benchmark);
  if (!coefficients.ok) return coefficients;
  const criteria = method === 'comprehensive' || method === 'gp-comprehensive' ? config.criteria ?? [] : [];
  const governed = isGovernmentProcurement(method);
  const terms: Terms = {
    method, benchmark, coefficients: coefficients.value, criteria, ...numbersOf(method, config, criteria),
    base: config.benchmarkBase ?? 'valid',
    formula: method === 'reasonable-low' ? 'ps-deviation' : config.priceFormula ?? defaultFormula(method),
    share: governed ? toRational(config.smeDeduction ?? 0) : zero,
    addsPoints: addsPoints(method, config),
    dropExtremes: method === 'comprehensive' && config.dropExtremes === true,
    tieKeys: config.tieKeys ?? defaultTieKeys(input), joint: governed,
  };
  const bad = contradiction(terms);
  return bad === undefined ? ok(terms) : err({ code: 'config-invalid', field: bad });
}

function numbersOf(
  method: Method, config: EvaluationConfig, criteria: readonly Criterion[],
): Pick<Terms, 'max' | 'min' | 'E1' | 'E2' | 'a' | 'b' | 'c'> {
  const slopes = method === 'reasonable-low' ? evaluationDefaults.reasonableLow : evaluationDefaults.deviation;
  const widths = evaluationDefaults.interpolate;
  return {
    max: toRational(config.priceMax ?? defaultMax(method, criteria)),
    min: toRational(config.priceMin ?? evaluationDefaults.priceMin),
    E1: toRational(config.E1 ?? slopes.E1), E2: toRational(config.E2 ?? slopes.E2),
    a: toRational(config.a ?? widths.a), b: toRational(config.b ?? widths.b), c: toRational(config.c ?? widths.c),
  };
}

function benchmarkOf(method: Method, config: EvaluationConfig): Benchmark | null {
  if (method === 'reasonable-low') return config.benchmark ?? 'bm-mean-down';
  if (method !== 'comprehensive') return null;
  return config.benchmark ?? (config.priceFormula === 'ps-ratio' ? 'bm-lowest' : 'bm-mean');
}

function defaultFormula(method: Method): PriceFormula {
  return method === 'gp-comprehensive' ? 'ps-ratio' : 'ps-deviation';
}

/** What the criteria leave of a hundred; all hundred for roads. */
function defaultMax(method: Method, criteria: readonly Criterion[]): string | bigint {
  if (method === 'reasonable-low') return evaluationDefaults.reasonableLow.priceMax;
  const left = subtract(toRational(evaluationDefaults.pointsInAll), sum(criteria.map(({ max }) => toRational(max))));
  return `${left.num}/${left.den}`;
}

/** The law's order; a draw or a joint rank follows where it parts nothing. */
function defaultTieKeys(input: EvaluationInput): readonly TieKey[] {
  if (input.method === 'comprehensive') return ['lower-price', 'higher-technical'];
  if (input.method === 'reasonable-low') {
    const graded = input.bids.some((bid) => bid.creditGrade !== undefined);
    return graded ? ['higher-credit', 'lower-price'] : ['lower-price'];
  }
  const consulted = input.config.kind === 'competitive-consultation';
  return consulted ? ['lower-price', 'higher-technical'] : ['lower-price'];
}

/** Works under comprehensive scoring may add points instead; the documents' own word goes first. */
function addsPoints(method: Method, config: EvaluationConfig): boolean {
  if (method !== 'gp-comprehensive') return false;
  return (config.smeMode ?? (config.objectType === 'works' ? 'add-points' : 'deduct')) === 'add-points';
}

function readCoefficients(
  input: EvaluationInput, benchmark: Benchmark | null,
): Result<{ [name in CoefficientName]?: Rational }, EvaluationError> {
  const values: { [name in CoefficientName]?: Rational } = {};
  for (const name of benchmark === null ? [] : coefficientsOf(benchmark)) {
    const published = input.config.coefficients?.[name]?.map(toRational) ?? [];
    const drawn = input.drawn?.[name];
    // A list of one leaves nothing to chance, so no draw is needed for it.
    const value = drawn === undefined ? (published.length === 1 ? published[0] : undefined) : parseRational(drawn);
    if (value === undefined) return err({ code: 'coefficient-missing', field: name });
    const known = published.length === 0 || published.some((candidate) => compare(candidate, value) === 0);
    if (!known) return err({ code: 'coefficient-not-published', field: name });
    values[name] = value;
  }
  return ok(values);
}

/** The first field that is no number; a name rather than a sentence, for the form that asked for it. */
function malformedField(config: EvaluationConfig): string | undefined {
  const numbers: [string, Numeric | undefined][] = [
    ['priceMax', config.priceMax], ['priceMin', config.priceMin], ['E1', config.E1], ['E2', config.E2],
    ['a', config.a], ['b', config.b], ['c', config.c], ['smeDeduction', config.smeDeduction],
    ...(config.criteria ?? []).map(({ id, max }): [string, Numeric] => [`criteria.${id}`, max]),
    ...Object.entries(config.coefficients ?? {}).flatMap(([name, list]) => {
      return (list ?? []).map((value): [string, Numeric] => [`coefficients.${name}`, value]);
    }),
  ];
  const bad = numbers.find(([, value]) => value !== undefined && !isAmount(value));
  if (bad !== undefined) return bad[0];
  const ids = (config.criteria ?? []).map(({ id }) => id);
  return new Set(ids).size === ids.length ? undefined : 'criteria';
}

function isAmount(value: Numeric): boolean {
  const parsed = parseRational(value);
  return parsed !== undefined && compare(parsed, zero) >= 0;
}

function contradiction(terms: Terms): string | undefined {
  if (compare(terms.min, terms.max) > 0) return 'priceMin';
  if (compare(terms.share, one) >= 0) return 'smeDeduction';
  if (terms.formula !== 'ps-interpolate') return undefined;
  if (compare(terms.c, terms.a) <= 0) return 'c';
  return compare(terms.b, zero) <= 0 ? 'b' : undefined;
}
