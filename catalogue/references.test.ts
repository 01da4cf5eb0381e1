import { describe, expect, test } from 'vitest';
import * as c from './index.ts';

const lists: Record<string, readonly { readonly id: string }[]> = {
  subsystems: c.subsystems, functionPoints: c.functionPoints, categories: c.categories, subItems: c.subItems,
  disclosureItems: c.disclosureItems, indicators: c.indicators, services: c.services, limits: c.limits, rules: c.rules,
  warnings: c.warnings, grants: c.grants, roles: c.roles, machines: c.machines, machineRows: c.machineRows,
  steps: c.steps, departments: c.departments, industries: c.industries, gates: c.gates, entryKinds: c.entryKindRows,
  serviceLevels: c.serviceLevels, themes: c.themes, testVectors: c.testVectors, facts: c.facts,
};
const counts: Record<keyof typeof lists, number> = {
  subsystems: 25, functionPoints: 125, categories: 11, subItems: 62, disclosureItems: 472, indicators: 79, services: 29,
  limits: 185, rules: 125, warnings: 63, grants: 221, roles: 23, machines: 19, machineRows: 639, steps: 77,
  departments: 18, industries: 22, gates: 6, entryKinds: 4, serviceLevels: 9, themes: 37, testVectors: 33, facts: 18,
};

describe.each(Object.keys(lists))('%s', (name) => {
  const ids = (lists[name] ?? []).map((row) => row.id);
  test('has its number of rows', () => expect(ids.length).toBe(counts[name]));
  test('has every id once', () => expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]));
});

const events = new Set<string>([...c.functionPointIds, ...c.stepEvents]);
const roles = new Set<string>(c.roleIds);
const rules = new Set<string>(c.ruleIds);
const warnings = new Set<string>(c.warningIds);
const gates = new Set<string>(c.gateIds);

describe('function points', () => {
  test('name subsystems, roles, rules, warnings and gates that exist', () => {
    const bad = c.functionPoints.flatMap((fp) => [
      ...missing(new Set<string>(c.subsystemIds), [fp.subsystem]), ...missing(roles, [fp.actor, ...fp.alsoActors]),
      ...missing(rules, fp.rule === null ? fp.alsoRules : [fp.rule, ...fp.alsoRules]), ...missing(gates, [fp.publicFrom]),
      ...missing(warnings, fp.warning === null ? fp.alsoWarnings : [fp.warning, ...fp.alsoWarnings]),
    ].map((text) => `${fp.id}: ${text}`));
    expect(bad).toEqual([]);
  });
  test('name the machines in which they occur, and no other', () => {
    const bad = c.functionPoints.filter((fp) => {
      const occurring = new Set(c.machineRows.filter((row) => row.event === fp.id).map((row) => row.machine));
      return [...occurring].sort().join() !== [...fp.machines].sort().join();
    });
    expect(bad.map((fp) => fp.id)).toEqual([]);
  });
  test('give values and nullability to fields they have, each field once', () => {
    const bad = c.functionPoints.flatMap((fp) => {
      const fields = [...fp.publicFields, ...fp.saltedFields, ...fp.hashedFields];
      const twice = fields.filter((field, index) => fields.indexOf(field) !== index);
      const strange = missing(new Set(fields), [...Object.keys(fp.fieldValues), ...fp.nullableFields]);
      return [...twice, ...strange].map((text) => `${fp.id}: ${text}`);
    });
    expect(bad).toEqual([]);
  });
  test('are counted by their subsystem', () => {
    const bad = c.subsystems.filter((row) => {
      return c.functionPoints.filter((fp) => fp.subsystem === row.id).length !== row.functionPointCount;
    });
    expect(bad.map((row) => row.id)).toEqual([]);
  });
});

test('machine rows name machines, states, events, roles and rules that exist', () => {
  const bad = c.machineRows.flatMap((row) => {
    const states = new Set(c.machine(row.machine).states);
    return [
      ...missing(new Set([...states, '*']), [row.from]), ...missing(new Set([...states, '$same', '$previous']), [row.to]),
      ...missing(events, [row.event]), ...missing(roles, [row.actor, ...row.alsoActors]), ...missing(rules, row.guards),
    ].map((text) => `${row.id}: ${text}`);
  });
  expect(bad).toEqual([]);
});

test('machines name states and events that exist', () => {
  const bad = c.machines.flatMap((machine) => [
    ...missing(new Set(machine.states), [machine.initial, ...machine.final, ...machine.starExcludes,
      ...machine.collecting.map((one) => one.state)]),
    ...missing(events, machine.collecting.flatMap((one) => [one.act, one.completion])),
  ].map((text) => `${machine.id}: ${text}`));
  expect(bad).toEqual([]);
});

test('steps, grants and gates name what exists', () => {
  
  const bad = [
    ...missing(new Set<string>(c.functionPointIds), c.steps.flatMap((step) => step.fp ?? [])),
    ...missing(new Set<string>(c.paramNames), c.steps.flatMap((step) => step.param ?? [])),
    ...missing(events, c.grants.map((grant) => grant.on)), ...missing(roles, c.grants.map((grant) => grant.role)),
    ...missing(events, c.gates.flatMap((gate) => gate.opens)),
  ];
  expect(bad).toEqual([]);
  expect(c.steps.filter((step) => (step.kind === 'person') !== (step.fp !== null))).toEqual([]);
});

test('limits select categories and kinds that exist and are used by what exists', () => {
  const users = new Set<string>([...c.ruleIds, ...c.stepEvents, ...c.subItemIds.map((id) => `sub-item:${id}`)]);
  const bad = c.limits.flatMap((limit) => [
    ...missing(new Set<string>(c.categoryIds), limit.categories ?? []), ...missing(new Set<string>(c.kindIds), limit.kinds ?? []),
    // The rest of the users are places in the prose, told by their blanks.
    ...missing(users, limit.usedBy.filter((user) => !user.includes(' '))),
  ].map((text) => `${limit.id}: ${text}`));
  expect(bad).toEqual([]);
});

test('every param() of a rule has a limit', () => {
  const named = c.rules.flatMap((rule) => [...rule.expr.matchAll(/param\((\w+)/g)].map((match) => match[1] ?? ''));
  expect(missing(new Set<string>(c.paramNames), named)).toEqual([]);
});

test('sub-items and their items fit together', () => {
  expect(c.categories.flatMap((category) => category.subItems)).toEqual(c.subItems.map(({ globalSeq: _, ...row }) => row));
  const bad = c.subItems.filter((row) => c.itemsOf(row.id).length !== row.itemCount || !gates.has(row.release)
    || missing(events, [row.sourceEvent, ...row.alsoSourceEvents]).length > 0);
  expect(bad).toEqual([]);
  const strange = c.disclosureItems.filter((item) => {
    return c.subItem(item.subItem).category !== item.category || !events.has(item.sourceEvent);
  });
  expect(strange).toEqual([]);
});

test('kinds of a category run on machines that exist', () => {
  const kinds = c.categories.flatMap((category) => category.kinds);
  expect(missing(new Set<string>(c.machineIds), kinds.flatMap((kind) => [kind.machine, kind.secondStage ?? kind.machine]))).toEqual([]);
});

test('warnings rise from rules, indicators and events that exist', () => {
  const sources: Record<string, ReadonlySet<string>> = {
    refusal: new Set<string>([...c.ruleIds, 'state']), soft: rules, indicator: new Set<string>(c.indicatorIds), timer: events,
  };
  const bad = c.warnings.flatMap((warning) => warning.trigger.flatMap(({ on, ref }) => {
    return on === 'expr' || sources[on]?.has(ref) === true ? [] : [`${warning.id}: ${on} ${ref}`];
  }));
  expect(bad).toEqual([]);
});

test('indicators, services, service levels and industries name what exists', () => {
  const bad = [
    ...missing(warnings, c.indicators.flatMap((row) => row.warning ?? [])),
    ...missing(new Set<string>(c.subsystemIds), c.services.map((row) => row.subsystem)),
    ...missing(new Set<string>(c.functionPointIds), c.services.flatMap((row) => row.functionPoints)),
    ...missing(roles, c.services.map((row) => row.forRole)),
    ...missing(new Set<string>(c.indicatorIds), c.serviceLevels.flatMap((row) => row.indicator ?? [])),
    ...missing(new Set<string>(c.departmentIds), c.industries.flatMap((row) => row.departmentIds)),
    ...missing(new Set<string>(c.categoryIds), c.industries.flatMap((row) => row.category ?? [])),
    ...missing(roles, c.subsystems.flatMap((row) => row.actors)),
  ];
  expect(bad).toEqual([]);
});

test('a reader throws for an id nobody wrote down', () => {
  expect(c.functionPoint('bid-submit').zh).toBe('投标文件递交');
  expect(() => c.functionPoint('bid-summit' as 'bid-submit')).toThrow('bid-summit');
  expect([c.isFunctionPointId('bid-submit'), c.isFunctionPointId('constructor')]).toEqual([true, false]);
});

function missing(known: ReadonlySet<string>, names: readonly string[]): readonly string[] {
  return names.filter((name) => !known.has(name));
}
