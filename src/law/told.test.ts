import { expect, test } from 'vitest';
import type { Limit } from '../../catalogue/index.ts';
import type { RuleFacts } from './facts.ts';
import { toldOf } from './told.ts';

const facts = (more: Partial<RuleFacts>, values: Readonly<Record<string, number>>): RuleFacts => ({ time: 0, param: (name) => (name in values ? { value: values[name] } as Limit : null), ...more });

test('a refusal by a cap says the cap in yuan and names the field', () => {
  expect(toldOf('r-performance-bond', facts({ contractPriceFen: 167_580_200n, performanceSecurityFen: 90_000_000n }, { performanceBond: 0.1 }))).toEqual({ field: 'performanceSecurityFen', zh: '履约保证金不得超过 167,580.20 元', en: 'Performance security: at most 167,580.20 yuan' });
  expect(toldOf('r-deposit-cap', facts({ ceilingFen: 480_000_000n, depositFen: 20_000_000n }, { depositRate: 0.02, depositCap: 800_000 }))).toMatchObject({ field: 'depositFen', zh: '投标保证金不得超过 96,000.00 元' });
  expect(toldOf('r-change-cap', facts({ contractPriceFen: 100_000n, changesFen: 20_000n }, { changeCap: 0.1 }))).toMatchObject({ zh: '合同变更金额累计不得超过 100.00 元' });
});

test('a rule without a figure keeps its own words', () => {
  expect(toldOf('r-notice-period', facts({}, {}))).toEqual({ field: 'bidDeadline' });
  expect(toldOf('r-identity-unique', facts({}, {}))).toBeUndefined();
});
