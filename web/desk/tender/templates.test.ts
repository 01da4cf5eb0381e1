import { describe, expect, it } from 'vitest';
import { evaluationFaults } from '../../../src/modules/tender-doc/rules/evaluation-check.ts';
import { evaluationTemplates, kept, methodsOf, pointsInAll, scored, type Evaluation } from './templates.ts';

describe('the templates of evaluation methods', () => {
  it.each(Object.entries(evaluationTemplates))('%s is lawful as it stands', (method, evaluation) => {
    const category = method.startsWith('gp-') ? 'gov-procurement' : 'engineering';
    expect(evaluationFaults(evaluation as Parameters<typeof evaluationFaults>[0], { category, ceilingFen: '100' })).toEqual([]);
    expect(methodsOf(category)).toContain(method);
    if (scored(method)) expect(pointsInAll(evaluation)).toBe(10_000);
  });

  it('offers what the law of a method of procurement takes, and no other', () => {
    for (const kind of ['open-tender', 'framework-agreement', 'competitive-negotiation', 'competitive-consultation', 'inquiry', 'single-source']) {
      const offered = methodsOf('gov-procurement', kind);
      const lawful = methodsOf('gov-procurement').filter((method) => evaluationFaults(evaluationTemplates[method] as Parameters<typeof evaluationFaults>[0], { category: 'gov-procurement', kind, ceilingFen: null }).length === 0);
      expect(offered, kind).toEqual(lawful);
    }
  });

  it('a change of method keeps nothing the new one does not use', () => {
    const mixed: Evaluation = { ...evaluationTemplates['comprehensive'], method: 'gp-lowest', smeDeduction: '0.1' };
    expect(kept(mixed)).toEqual({ method: 'gp-lowest', smeDeduction: '0.1' });
  });

  it('points are summed exactly, and what is no number has no sum', () => {
    expect(pointsInAll({ method: 'comprehensive', priceMax: '99.7', criteria: [{ id: 'a', zh: '', max: '0.1', subjective: true }, { id: 'b', zh: '', max: '0.2', subjective: true }] })).toBe(10_000);
    expect(pointsInAll({ method: 'comprehensive', priceMax: 'x' })).toBeNull();
  });
});
