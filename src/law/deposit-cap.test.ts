import { expect, test } from 'vitest';
import { param } from '../kernel/params.ts';
import type { RuleFacts } from './facts.ts';
import { RULES } from './rules.ts';

const facts = (more: Partial<RuleFacts>): RuleFacts => ({ param: (name) => param(name, { category: 'engineering', kind: 'open-tender', objectType: 'works' }) ?? null, ...more } as RuleFacts);
const holds = (more: Partial<RuleFacts>): boolean | undefined => RULES['r-deposit-cap']?.(facts(more));

test('a deposit is measured by the estimate, without one by the budget, without both by the ceiling', () => {
  const sums = { estimateFen: 480_000_000n, budgetFen: 500_000_000n, ceilingFen: 470_000_000n };
  expect([holds({ ...sums, depositFen: 9_600_000n }), holds({ ...sums, depositFen: 9_600_001n })]).toEqual([true, false]);
  expect([holds({ ...sums, estimateFen: null, depositFen: 10_000_000n }), holds({ ...sums, estimateFen: null, depositFen: 10_000_001n })]).toEqual([true, false]);
  const ceiling = { estimateFen: null, budgetFen: null, ceilingFen: 480_000_000n };
  expect([holds({ ...ceiling, depositFen: 9_600_000n }), holds({ ...ceiling, depositFen: 20_000_000n })]).toEqual([true, false]);
});

test('and never exceeds the cap of its kind', () => {
  expect([holds({ estimateFen: 10_000_000_000n, depositFen: 80_000_000n }), holds({ estimateFen: 10_000_000_000n, depositFen: 80_000_001n })]).toEqual([true, false]);
});
