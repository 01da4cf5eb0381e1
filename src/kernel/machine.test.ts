import { describe, expect, test } from 'vitest';
import { machineRows, machines } from '../../catalogue/law.ts';
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

/** A change of the law shows here as a line that a lawyer can read: how many events each state hears. */
test('the grid of states and events', () => {
  const grid = machines.map((machine) => {
    return `${machine.id}: ${machine.states.map((state) => `${state} ${eventsFrom(machine.id, state).length}`).join(', ')}`;
  });
  expect(grid).toMatchInlineSnapshot(`
    [
      "tender-lot: draft 2, intake-pending 5, accepted 6, terminated 1, docs-reviewed 7, announced 7, noticed 9, sealed 5, deadline-passed 4, opening 6, adjourned 4, opened 4, prequal-noticed 10, prequal-review 4, prequalified 4, evaluated 6, candidate-publicity 7, awarded 7, notified 7, contracted 3, closed 0, failed 2, suspended 2",
      "gp-lot: draft 2, intended 4, planned 4, intake-pending 5, accepted 6, terminated 1, single-publicity 4, docs-reviewed 7, announced 7, noticed 9, sealed 5, deadline-passed 4, opening 6, adjourned 4, opened 6, negotiating 5, quoted 5, evaluated 6, candidate-publicity 7, awarded 7, result-published 8, contracted 3, performance-over 1, rectifying 2, closed 0, suspended 3, failed 2",
      "land-lot: draft 1, intake-pending 5, accepted 5, terminated 1, announced 11, listing 9, ceiling-mode 8, asking 5, closing 4, timed-bidding 7, deal 4, no-deal 3, result-published 5, contracted 1, performing 2, closed 0, failed 2, suspended 2",
      "property-lot: draft 1, intake-pending 5, accepted 6, terminated 1, disclosed 12, bidding-ready 6, pre-disclosed 4, no-applicant 4, closing 4, free-bidding 5, timed-bidding 7, ceiling-mode 8, preemption 5, deal 4, no-deal 3, contracted 1, result-published 1, settling 2, settled 2, closed 0, failed 2, suspended 2",
      "auction-lot: draft 1, intake-pending 5, accepted 5, terminated 1, announced 11, live-auction 7, no-deal 3, ceiling-mode 8, closing 4, deal 4, result-published 5, contracted 1, performing 2, closed 0, failed 2, suspended 2",
      "framework-order: draft 1, selected 3, result-published 2, contracted 3, performance-over 1, closed 0, cancelled 0",
      "contract: draft 1, signed 5, performing 5, accepted 2, completed 0, ended 0",
      "bid: drafting 1, sealed 4, submitted 2, receipted 4, replaced 0, withdrawn 0, revoked 0, decrypted 8, valid 6, ranked 8, candidate 7, returned 0, rejected 1, winner 6, lost 3, disqualified 0, contracted 0",
      "opening-session: scheduled 2, live 5, started 3, failed 0, listed 4, decrypting 6, decrypted 5, announced 5, confirming 5, closed 1, archived 0, adjourned 2",
      "expert-draw: draft 1, requested 3, exhausted 4, drawn 3, notifying 6, sealed 6, unsealed 5, assessed 0, cancelled 0",
      "evaluation-session: ready 5, checking-in 7, paused 5, declared 5, chaired 4, preliminary 8, detailed 7, tallied 6, scored 5, reported 1, terminated 0",
      "remote-session: draft 1, requested 4, declined 0, confirmed 2, linked 3, broken 4, sealed 0, cancelled 0",
      "deposit-account: none 1, opened 2, received 3, allocated 6, closed 0, refunding 2, refund-due 2, converted 0, refunded 1, refund-failed 1, frozen 2, forfeited 0",
      "guarantee-letter: draft 1, applied 2, issued 2, declined 0, verified 5, invalid 2, claimed 2, released 0, paid 0, expired 0",
      "objection: draft 1, submitted 4, awaiting-correction 3, rejected 1, overdue 3, replied 3, closed 0, escalated 0, withdrawn 0",
      "complaint: draft 1, submitted 2, accepted 5, awaiting-correction 2, not-accepted 0, investigating 5, decided 1, withdrawn 0, published 0",
      "clue: draft 1, assigned 3, received 2, merged 0, in-case 3, closed 0",
      "case-transfer: draft 1, opened 2, evidence-fixed 3, returned 2, sent 2, received 1, handling 1, concluded 2, closed 0",
      "certificate: none 1, available 1, issued 3, superseded 1, revoked 0",
    ]
  `);
});
