// Evaluation methods as trading centres publish them: a beginning that is lawful as it stands, to be changed line by line.
import { methodByLaw } from '../../../src/contracts/evaluation-method.ts';

export interface Criterion { id: string; zh: string; max: string; subjective: boolean }
export interface Evaluation {
  method: string; benchmark?: string; benchmarkBase?: string; coefficients?: Partial<Record<'x' | 'k' | 'w', string[]>>; priceFormula?: string; priceMax?: string; priceMin?: string;
  E1?: string; E2?: string; a?: string; b?: string; c?: string; smeDeduction?: string; dropExtremes?: boolean; criteria?: Criterion[]; prelimItems?: { code: string; zh: string }[];
}

export const evaluationTemplates: Readonly<Record<string, Evaluation>> = {
  comprehensive: {
    method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: '60', E1: '1', E2: '0.5',
    criteria: [{ id: 'technical', zh: '施工组织设计', max: '25', subjective: true }, { id: 'manager', zh: '项目管理机构', max: '5', subjective: true }, { id: 'credit', zh: '企业信用', max: '10', subjective: false }],
  },
  'reasonable-low': { method: 'reasonable-low', benchmark: 'bm-mean-down', benchmarkBase: 'valid', coefficients: { x: ['0.01', '0.02', '0.03'] } },
  'lowest-evaluated': { method: 'lowest-evaluated' },
  'gp-comprehensive': {
    method: 'gp-comprehensive', priceMax: '30', smeDeduction: '0.1',
    criteria: [{ id: 'technical', zh: '技术方案', max: '40', subjective: true }, { id: 'service', zh: '服务方案', max: '20', subjective: true }, { id: 'experience', zh: '同类业绩', max: '10', subjective: false }],
  },
  'gp-lowest': { method: 'gp-lowest', smeDeduction: '0.1' },
};

/** Where the law sets the method that one, else those of the category. */
export function methodsOf(category: string, kind?: string): string[] {
  const set = methodByLaw(category, kind);
  return set ? [set] : Object.keys(evaluationTemplates).filter((method) => method.startsWith('gp-') === (category === 'gov-procurement'));
}

/** Which settings a method asks for; the rest is not shown and not sent. */
export function settingsOf({ method, benchmark, priceFormula }: Evaluation): readonly (keyof Evaluation)[] {
  if (method === 'gp-comprehensive') return ['priceMax', 'smeDeduction'];
  if (method === 'gp-lowest') return ['smeDeduction'];
  if (method === 'lowest-evaluated') return [];
  const shared: (keyof Evaluation)[] = ['benchmark', 'benchmarkBase', ...(drawnBy(benchmark).length > 0 ? ['coefficients' as const] : []), 'E1', 'E2'];
  if (method === 'reasonable-low') return shared;
  return [...shared.slice(0, -2), 'priceFormula', 'priceMax', 'priceMin', ...(priceFormula === 'ps-interpolate' ? ['a' as const, 'b' as const, 'c' as const] : ['E1' as const, 'E2' as const]), 'dropExtremes'];
}

export function drawnBy(benchmark: string | undefined): readonly ('x' | 'k' | 'w')[] {
  if (benchmark === 'bm-mean-down') return ['x'];
  if (benchmark === 'bm-mean-k') return ['k'];
  return benchmark === 'bm-mix' ? ['w', 'x'] : [];
}

export const scored = (method: string): boolean => method === 'comprehensive' || method === 'gp-comprehensive';

/** Points of price and criteria in hundredths, so that 0.1 and 0.2 make 0.3; null where a number is none. */
export function pointsInAll({ priceMax, criteria = [] }: Evaluation): number | null {
  const parts = [priceMax ?? '0', ...criteria.map(({ max }) => max)].map(hundredths);
  return parts.every((part) => part !== null) ? parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) : null;
}

function hundredths(text: string): number | null {
  const match = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

/** Only what the method uses. */
export function kept(evaluation: Evaluation): Evaluation {
  const names = new Set<string>(['method', ...settingsOf(evaluation), ...(scored(evaluation.method) ? ['criteria'] : []), 'prelimItems']);
  return Object.fromEntries(Object.entries(evaluation).filter(([name, value]) => names.has(name) && value !== undefined && value !== '')) as unknown as Evaluation;
}
