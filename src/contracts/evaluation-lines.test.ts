import { describe, expect, test } from 'vitest';
import { evaluationLines, priceMaxOf, type Settings } from './evaluation-lines.ts';

const said = (settings: Settings, objectType?: string) => Object.fromEntries(evaluationLines(settings, objectType).map(({ id, text }) => [id, text[0]]));

describe('how bids are judged, in words', () => {
  test('a mean says by itself what it leaves out, and what is done with scores is another line', () => {
    const plain: Settings = { method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: '60', E1: '1', E2: '0.5', criteria: [{ max: '40', subjective: true }] };
    const lines = said(plain);
    expect(lines['benchmark']).toBe('算术平均价：D = A。A 为报价的算术平均值：不足 5 家全部计算，5 至 9 家去掉最高、最低各 1 家，10 家以上去掉最高、最低各 2 家');
    expect(lines['priceFormula']).toContain('每高于 D 1% 扣 1 分（E1），每低于 D 1% 扣 0.5 分（E2）');
    expect(lines['subjective']).toContain('不去掉');
    expect(said({ ...plain, dropExtremes: true })['subjective']).toContain('去掉一个最高分和一个最低分');
    expect(said({ ...plain, benchmarkBase: 'opened' })['benchmarkBase']).not.toBe(lines['benchmarkBase']);
  });

  test('what is drawn is told with the values it is drawn from, and only where the benchmark takes it', () => {
    const mixed: Settings = { method: 'comprehensive', benchmark: 'bm-mix', coefficients: { x: ['0.01', '0.02'], w: ['0.5'], k: ['0.95'] } };
    expect(said(mixed)).toMatchObject({ 'coefficient-x': '开标时从 0.01、0.02 中公开抽取', 'coefficient-w': '取 0.5' });
    expect(said(mixed)).not.toHaveProperty('coefficient-k');
    expect(said({ ...mixed, benchmark: 'bm-lowest' })).not.toHaveProperty('coefficient-x');
  });

  test('where the document is silent the values of the formulas stand', () => {
    expect(said({ method: 'reasonable-low', coefficients: { x: ['0.02'] } })).toMatchObject({ priceMax: '满分 100 分，最低 0 分', benchmark: expect.stringContaining('平均价下浮') as string, priceFormula: expect.stringContaining('扣 2 分（E1），每低于 D 1% 扣 1 分（E2）') as string });
    expect(said({ method: 'comprehensive', priceFormula: 'ps-ratio' })['benchmark']).toBe('最低报价：D = 最低的报价');
    expect(said({ method: 'comprehensive', priceFormula: 'ps-interpolate', a: '0.05' })['priceFormula']).toContain('D ×（1 − 0.05）到 D 得满分；向上到 D ×（1 + 0.15）、向下到 D ×（1 − 0.15）');
    expect(priceMaxOf({ method: 'comprehensive', criteria: [{ max: '33.3' }, { max: '6.7' }] })).toBe('60');
  });

  test('small firms have their deduction or, in works that are scored, their points', () => {
    expect(said({ method: 'gp-comprehensive', priceMax: '30', smeDeduction: '0.1' }, 'goods')['smeDeduction']).toContain('评审价格 = 报价 ×（1 − 0.1）');
    expect(said({ method: 'gp-comprehensive', priceMax: '30', smeDeduction: '0.03' }, 'works')['smeDeduction']).toContain('价格分 ×（1 + 0.03）');
    expect(said({ method: 'gp-lowest' })['smeDeduction']).toContain('没有价格扣除');
  });
});
