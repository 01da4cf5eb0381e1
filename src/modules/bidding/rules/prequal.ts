import { compare, toRational } from '../../../kernel/rational.ts';

/** What the review of one application said. */
export interface Reviewed { applicationSeq: number; qualified: boolean; score: string | null }

/**
 * Who passes (标准资格预审文件 第三章): under 合格制 all who meet the requirements; under 有限数量制 the best scored of them, up to
 * the limit. Those who share the last place pass together: nobody is put out by what the documents do not decide.
 */
export function passing(terms: { method: 'qualified-all' | 'limited'; limit: number | null }, reviewed: readonly Reviewed[]): ReadonlySet<number> {
  const qualified = reviewed.filter((one) => one.qualified);
  const limit = terms.method === 'limited' ? terms.limit ?? qualified.length : qualified.length;
  const last = [...qualified].sort((a, b) => byScore(b, a))[limit - 1];
  const kept = last === undefined ? qualified : qualified.filter((one) => byScore(one, last) >= 0);
  return new Set(kept.map(({ applicationSeq }) => applicationSeq));
}

function byScore(a: Reviewed, b: Reviewed): number {
  return a.score === null || b.score === null ? 0 : compare(toRational(a.score), toRational(b.score));
}
