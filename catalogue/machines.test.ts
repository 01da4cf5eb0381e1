import { describe, expect, test } from 'vitest';
import { excludeOneAnother, parseWhen } from '../src/kernel/when.ts';
import { fact, functionPoint, isFunctionPointId, machineRows, machines } from './index.ts';
import type { Machine, MachineRow } from './types.ts';

/** What the law itself lets out of a final state: filing, re-evaluation, a winner's fall, a bounced refund, escalation. */
const leavingFinals = [
  'bid rejected -do:re-evaluate-> decrypted', 'bid lost -do:re-evaluate-> valid', 'bid lost -awd-decide-> winner',
  'evaluation-session reported -do:re-evaluate-> detailed', 'deposit-account refunded -do:bank-reject-> refund-failed',
  'objection rejected -cmp-submit-> escalated', 'certificate issued -cer-verify-> revoked',
  'certificate issued -do:supersede-> superseded',
];

describe.each(machines)('$id', (machine) => {
  const rows = machineRows.filter((row) => row.machine === machine.id);
  const edges = machine.states.flatMap((state) => rows.filter((row) => leaves(machine, row, state)).flatMap((row) => {
    return targets(machine, rows, row, state).map((to) => ({ from: state, to }));
  }));

  test('reaches every state from the first', () => {
    const reached = new Set([machine.initial]);
    for (let grown = true; grown;) {
      const next = edges.filter(({ from, to }) => reached.has(from) && !reached.has(to));
      next.forEach(({ to }) => reached.add(to));
      grown = next.length > 0;
    }
    expect(machine.states.filter((state) => !reached.has(state))).toEqual([]);
  });

  test('leads from every state to a final one', () => {
    const ends = new Set(machine.final);
    for (let grown = true; grown;) {
      const next = edges.filter(({ from, to }) => ends.has(to) && !ends.has(from));
      next.forEach(({ from }) => ends.add(from));
      grown = next.length > 0;
    }
    expect(machine.states.filter((state) => !ends.has(state))).toEqual([]);
  });

  test('has no two rows for one state, event and condition', () => {
    expect(ambiguities(rows)).toEqual([]);
  });

  test('leaves a final state only where the law says so', () => {
    const left = rows.filter((row) => machine.final.includes(row.from) && ![row.from, '$same'].includes(row.to));
    const expected = leavingFinals.filter((text) => text.startsWith(`${machine.id} `));
    expect(left.map((row) => `${machine.id} ${row.from} -${row.event}-> ${row.to}`)).toEqual(expected);
    // Rows of any state never apply in a final one: "closed" then means closed.
    expect(machine.final.filter((state) => !machine.starExcludes.includes(state)
      && rows.some((row) => row.from === '*'))).toEqual([]);
  });
});

test('conditions name facts, or fields of the act, with values these can have', () => {
  const bad = machineRows.flatMap((row) => {
    const when = parseWhen(row.when);
    if (when.kind !== 'all') return [];
    return when.conditions.flatMap(({ name, values }) => {
      const known = valuesOf(row, name);
      return values.filter((value) => !known.includes(value)).map((value) => `${row.id}: ${name} = ${value}`);
    });
  });
  expect(bad).toEqual([]);
});

test('the grammar is closed', () => {
  expect(parseWhen('a = b and c in {d,e-f}')).toEqual({
    kind: 'all', conditions: [{ name: 'a', values: ['b'] }, { name: 'c', values: ['d', 'e-f'] }],
  });
  for (const text of ['a == b', 'a = b or c = d', 'a in {}', '', 'a = b and', 'otherwise and a = b']) {
    expect(() => parseWhen(text)).toThrow('not a condition');
  }
});

test('the check for ambiguous rows finds one', () => {
  const [row] = machineRows;
  if (row === undefined) throw new Error('rows');
  expect(ambiguities([row, { ...row, id: 't-x', when: 'a = b' }])).toEqual(['t-001 t-x']);
  expect(ambiguities([{ ...row, when: 'a = b' }, { ...row, id: 't-x', when: 'a in {c,d}' }])).toEqual([]);
});

function valuesOf(row: MachineRow, name: string): readonly string[] {
  if (isFunctionPointId(row.event)) {
    const values = functionPoint(row.event).fieldValues[name];
    if (values !== undefined) return values;
  }
  return fact(name as Parameters<typeof fact>[0]).values;
}

function leaves(machine: Machine, row: MachineRow, state: string): boolean {
  return row.from === state || (row.from === '*' && !machine.starExcludes.includes(state));
}

/** `$previous` may be any state from which the stopped state was entered. */
function targets(machine: Machine, rows: readonly MachineRow[], row: MachineRow, state: string): readonly string[] {
  if (row.to === '$same') return [state];
  if (row.to !== '$previous') return [row.to];
  return machine.states.filter((from) => rows.some((other) => other.to === state && leaves(machine, other, from)));
}

function ambiguities(rows: readonly MachineRow[]): readonly string[] {
  return rows.flatMap((a, index) => rows.slice(index + 1).filter((b) => {
    if (a.from !== b.from || a.event !== b.event) return false;
    const [left, right] = [parseWhen(a.when), parseWhen(b.when)];
    if (left.kind === 'all' && right.kind === 'all') return !excludeOneAnother(left.conditions, right.conditions);
    return left.kind === 'always' || right.kind === 'always' || left.kind === right.kind;
  }).map((b) => `${a.id} ${b.id}`));
}
