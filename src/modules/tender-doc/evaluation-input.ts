import { z } from 'zod';
import type { EvaluationConfig } from '../project-intake/index.ts';
import { BENCHMARKS, METHODS, PRICE_FORMULAS } from './rules/evaluation-check.ts';

/** Exact decimals as text; a JSON number is read by its shortest spelling and never computed with. */
const decimal = z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(/^\d{1,12}(\.\d{1,9})?$/));
const list = z.array(decimal).min(1).max(100);

export const evaluationInput = z.strictObject({
  method: z.enum(METHODS),
  benchmark: z.enum(BENCHMARKS).optional(),
  benchmarkBase: z.enum(['opened', 'valid']).optional(),
  coefficients: z.strictObject({ x: list.optional(), k: list.optional(), w: list.optional() }).optional(),
  priceFormula: z.enum(PRICE_FORMULAS).optional(),
  priceMax: decimal.optional(), priceMin: decimal.optional(), E1: decimal.optional(), E2: decimal.optional(),
  a: decimal.optional(), b: decimal.optional(), c: decimal.optional(),
  smeDeduction: decimal.optional(),
  dropExtremes: z.boolean().optional(),
  criteria: z.array(z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), zh: z.string().trim().min(1).max(100), max: decimal, subjective: z.boolean() })).max(40).optional(),
  prelimItems: z.array(z.strictObject({ code: z.string().regex(/^[a-z0-9-]{1,40}$/), zh: z.string().trim().min(1).max(100) })).min(1).max(60).optional(),
});
export type EvaluationInput = z.infer<typeof evaluationInput>;

/** 评标办法 asks for these at least; `competition` is judged only when fewer than three bids are valid. */
export const DEFAULT_PRELIM: EvaluationConfig['prelimItems'] = [
  { code: 'form', zh: '形式评审' }, { code: 'qualification', zh: '资格评审' }, { code: 'responsiveness', zh: '响应性评审' }, { code: 'competition', zh: '是否具备竞争性' },
];

/** As it is stored: absent fields stay absent, the item `competition` is always there. */
export function evaluationConfig({ prelimItems, ...rest }: EvaluationInput): EvaluationConfig {
  const items = prelimItems ?? DEFAULT_PRELIM;
  const competition = DEFAULT_PRELIM.filter(({ code }) => code === 'competition');
  const config = JSON.parse(JSON.stringify(rest)) as Omit<EvaluationConfig, 'prelimItems'>;
  return { ...config, prelimItems: items.some(({ code }) => code === 'competition') ? items : [...items, ...competition] };
}
