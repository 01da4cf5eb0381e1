import { scores, type CaseCriterion, type CaseEvaluation } from './case-file.ts';

/** The documents' settings: what the method uses, under the names the case gives it. */
export function evaluationTerms(evaluation: CaseEvaluation): Record<string, unknown> {
  const { method, benchmark, benchmarkBase, coefficients, priceFormula, priceMax, priceMin, E1, E2, a, b, c, smeDeduction, dropExtremes } = evaluation;
  const againstBenchmark = method === 'comprehensive' || method === 'reasonable-low';
  const all = {
    method,
    ...(againstBenchmark ? { benchmark, benchmarkBase, coefficients, E1, E2, priceMin } : {}),
    ...(scores(method) || method === 'reasonable-low' ? { priceMax: method === 'reasonable-low' ? undefined : priceMax } : {}),
    ...(method === 'comprehensive' ? { priceFormula, a, b, c, dropExtremes } : {}),
    ...(method.startsWith('gp-') ? { smeDeduction } : {}),
    ...(scores(method) ? { criteria: criteriaOf(evaluation).map(({ key, criterion: { zh, max, subjective } }) => ({ id: key, zh, max, subjective })) } : {}),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Criteria with the key the platform knows them by: the case's own id, unless it is no identifier. */
export function criteriaOf(evaluation: CaseEvaluation): { key: string; criterion: CaseCriterion }[] {
  return (evaluation.criteria ?? []).map((criterion, i) => ({ key: /^[A-Za-z0-9_-]{1,40}$/.test(criterion.id) ? criterion.id : `criterion-${i + 1}`, criterion }));
}

/** What must be drawn at the opening: lists of more than one, of the coefficients the benchmark uses. */
export function drawsCoefficients(evaluation: CaseEvaluation): boolean {
  const { method, coefficients = {} } = evaluation;
  if (method !== 'comprehensive' && method !== 'reasonable-low') return false;
  const used = { 'bm-mean-down': ['x'], 'bm-mean-k': ['k'], 'bm-mix': ['w', 'x'] }[evaluation.benchmark ?? (method === 'reasonable-low' ? 'bm-mean-down' : 'bm-mean')] ?? [];
  return used.some((name) => (coefficients[name as 'x']?.length ?? 0) > 1);
}
