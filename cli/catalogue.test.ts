import { expect, test } from 'vitest';
import { functionPointIds, machineIds, machineRows, ruleIds, stepEvents, stepIds, warningIds } from '../catalogue/index.ts';
import { counts, lookUp } from './catalogue.ts';

test('the counts are those of the lists', () => {
  const { functionPoints, machineRows: rows, disclosureItems } = counts();
  expect([functionPoints, rows, disclosureItems]).toEqual([125, 639, 472]);
});

test('everything with an id is found', () => {
  const ids = [...functionPointIds, ...machineIds, ...ruleIds, ...warningIds, ...stepIds, ...stepEvents, ...machineRows.map((row) => row.id)];
  expect(ids.filter((id) => lookUp(id) === undefined)).toEqual([]);
  expect(lookUp('nothing-of-the-kind')).toBeUndefined();
});

test('a point names its rows, a parameter its limits', () => {
  expect(JSON.stringify(lookUp('bid-withdraw'))).toContain('t-375 bid: receipted -bid-withdraw [action = withdraw]-> withdrawn');
  expect(JSON.stringify(lookUp('minBidders'))).toContain('gp-min-single');
});
