import { describe, expect, test } from 'vitest';
import { machineRows, machines } from '../../catalogue/law.ts';
import type { Machine } from '../../catalogue/types.ts';
import { parseWhen } from './when.ts';
import { eventsFrom, factsNeeded, findRow, hears, initialState, isFinal } from './machine.ts';

const to = (result: ReturnType<typeof findRow>): string => (result.ok ? result.value.to : `refused: ${result.error.code}`);

test('a row of the present state is taken', () => {
  const found = findRow('tender-lot', 'noticed', 'timer:bid-deadline', { openDocumentObjections: 'no' });
  expect(found.ok && [found.value.row.id, found.value.to]).toEqual(['t-026', 'deadline-passed']);
  expect(to(findRow('tender-lot', 'noticed', 'timer:bid-deadline', { openDocumentObjections: 'yes' }))).toBe('noticed');
});

describe('rows of any state', () => {
  test('come after those of the present one', () => {
    expect(to(findRow('tender-lot', 'evaluated', 'not-abnormal', { abnormalType: 'fail' }))).toBe('failed');
    expect(to(findRow('tender-lot', 'evaluated', 'not-abnormal', { abnormalType: 'terminate' }))).toBe('terminated');
  });
  test('spare the states listed above each table', () => {
    expect(to(findRow('tender-lot', 'closed', 'sup-order', { orderType: 'suspend' }))).toBe('refused: state');
    expect(to(findRow('tender-lot', 'suspended', 'not-abnormal', { abnormalType: 'suspend' }))).toBe('refused: condition');
    expect(to(findRow('tender-lot', 'draft', 'xrg-transfer', {}))).toBe('refused: state');
  });
  test('do not apply in a state the machine does not have', () => {
    expect(to(findRow('tender-lot', 'performing', 'sup-order', { orderType: 'suspend' }))).toBe('refused: state');
  });
  test('stay where they are with $same', () => {
    expect(to(findRow('tender-lot', 'awarded', 'sup-order', { orderType: 'opinion' }))).toBe('awarded');
  });
});

test('$previous returns to the state that was left', () => {
  const resume = { orderType: 'resume' };
  expect(to(findRow('tender-lot', 'suspended', 'sup-order', resume, 'candidate-publicity'))).toBe('candidate-publicity');
  expect(to(findRow('tender-lot', 'suspended', 'sup-order', resume))).toBe('refused: previous-missing');
});

test('conditions are joined, and otherwise is taken when none holds', () => {
  const decrypt = (facts: Record<string, string>): string => to(findRow('bid', 'receipted', 'opn-decrypt', facts));
  expect(decrypt({ result: 'ok' })).toBe('decrypted');
  expect(decrypt({ result: 'failed', failureCause: 'bidder' })).toBe('revoked');
  expect(decrypt({ result: 'failed', failureCause: 'other' })).toBe('returned');
  expect(decrypt({ result: 'failed' })).toBe('refused: condition');
  expect(to(findRow('objection', 'submitted', 'obj-reply', { resultCode: 'not-admissible' }))).toBe('rejected');
  expect(to(findRow('objection', 'submitted', 'obj-reply', { resultCode: 'upheld' }))).toBe('replied');
  expect(to(findRow('objection', 'submitted', 'obj-reply', {}))).toBe('replied');
  for (const abnormalType of ['fail', 'terminate']) {
    expect(to(findRow('opening-session', 'decrypting', 'not-abnormal', { abnormalType }))).toBe('failed');
  }
});

test('a refusal says why', () => {
  expect(findRow('tender-lot', 'draft', 'auc-close', {})).toEqual({
    ok: false, error: { code: 'event-unknown', machine: 'tender-lot', state: 'draft', event: 'auc-close' },
  });
  expect(to(findRow('tender-lot', 'draft', 'awd-decide', {}))).toBe('refused: state');
  const without = findRow('tender-lot', 'noticed', 'timer:bid-deadline', {});
  expect(without.ok ? [] : [without.error.code, without.error.missing]).toEqual(['fact-missing', ['openDocumentObjections']]);
  expect([hears('bid', 'awd-decide'), hears('bid', 'auc-close')]).toEqual([true, false]);
});

test('the facts a caller must load are named', () => {
  expect(factsNeeded('bid', 'receipted', 'opn-decrypt')).toEqual(['result', 'failureCause']);
  expect(factsNeeded('bid', 'drafting', 'bid-encrypt')).toEqual([]);
  expect(eventsFrom('certificate', 'none')).toEqual(['do:eligible']);
  expect([initialState('bid'), isFinal('bid', 'lost'), isFinal('bid', 'winner')]).toEqual(['drafting', true, false]);
});

test('every row can be taken, and taking it leads where it says', () => {
  const lost = machineRows.filter((row) => {
    const machine = machines.find(({ id }) => id === row.machine);
    const states = row.from === '*' ? machine?.states.filter((state) => !machine.starExcludes.includes(state)) : [row.from];
    const when = parseWhen(row.when);
    const facts = when.kind === 'all' ? Object.fromEntries(when.conditions.map(({ name, values }) => [name, values[0]])) : {};
    const taken = (states ?? []).filter((state) => {
      const found = findRow(row.machine, state, row.event, facts, machine?.initial);
      return found.ok && found.value.row.id === row.id;
    });
    return taken.length === 0;
  });
  expect(lost.map((row) => row.id)).toEqual([]);
});

/** A change of the law shows as changed lines of a file that a lawyer can read: where every event leads from every state. */
test('the grid of states and events', async () => {
  const grid = machines.flatMap((machine) => machine.states.flatMap((state) => [`${machine.id} · ${state}`, ...linesOf(machine, state)]));
  await expect(`${grid.join('\n')}\n`).toMatchFileSnapshot('./machine-grid.txt');
});

function linesOf(machine: Machine, state: string): readonly string[] {
  const own = machineRows.filter((row) => row.machine === machine.id && row.from === state);
  const star = machineRows.filter((row) => row.machine === machine.id && row.from === '*' && !machine.starExcludes.includes(state));
  return [...own, ...star].map((row) => `  ${row.event}${row.when === null ? '' : ` [${row.when}]`} → ${row.to === '$same' ? state : row.to}`);
}
