/** The only reader of the state machines, lifecycle §0.3: which row an event takes from a state, and where to. */
import { facts as factRows, isMachineId, machine, machineRows } from '../../catalogue/law.ts';
import type { MachineId } from '../../catalogue/generated.ts';
import type { EventId, MachineRow } from '../../catalogue/types.ts';
import { err, ok } from './result.ts';
import type { Result } from './result.ts';
import { holds, parseWhen } from './when.ts';
import type { Facts, When } from './when.ts';

export type { Facts } from './when.ts';
export type Transition = { readonly row: MachineRow; readonly to: string };
export type MachineRefusal = {
  /**
   * `event-unknown`: the machine has no row for the event at all; another machine of the lot ignores it.
   * `state`: it has rows, but none from here. `condition`: rows from here, but no `when` holds.
   * `fact-missing`: a fact the rows ask for was not given. `previous-missing`: nowhere to return to.
   */
  readonly code: 'event-unknown' | 'state' | 'condition' | 'fact-missing' | 'previous-missing';
  readonly machine: MachineId;
  readonly state: string;
  readonly event: EventId;
  readonly missing?: readonly string[];
};
type Parsed = { readonly row: MachineRow; readonly when: When };

const factNames = new Set<string>(factRows.map((row) => row.id));
const table = readTable();

/** `previous` is the state left when suspended, paused, adjourned or frozen; rows to `$previous` return there. */
export function findRow(
  machineId: MachineId, state: string, event: EventId, facts: Facts, previous?: string,
): Result<Transition, MachineRefusal> {
  const refuse = (code: MachineRefusal['code']): Result<never, MachineRefusal> => {
    return err({ code, machine: machineId, state, event });
  };
  const all = table.get(key(machineId, event));
  if (all === undefined) return refuse('event-unknown');
  const groups = groupsFrom(machineId, state, all);
  if (groups.length === 0) return refuse('state');
  for (const group of groups) {
    const missing = missingFacts(group, facts);
    if (missing.length > 0) return err({ code: 'fact-missing', machine: machineId, state, event, missing });
    const row = pick(group, facts);
    if (row === undefined) continue;
    const to = target(row, state, previous);
    return to === undefined ? refuse('previous-missing') : ok({ row, to });
  }
  return refuse('condition');
}

/** The machine has a row for the event in some state; if not, the event does not concern it. */
export function hears(machineId: MachineId, event: EventId): boolean {
  return table.has(key(machineId, event));
}

/** Events with a row from this state, whatever their conditions say. */
export function eventsFrom(machineId: MachineId, state: string): readonly EventId[] {
  const found = machineRows.filter((row) => row.machine === machineId && reaches(machineId, state, row.from));
  return [...new Set(found.map((row) => row.event))];
}

/** Names the conditions ask for, in the order of the rows, so that the caller loads exactly these. */
export function factsNeeded(machineId: MachineId, state: string, event: EventId): readonly string[] {
  const groups = groupsFrom(machineId, state, table.get(key(machineId, event)) ?? []);
  return [...new Set(groups.flat().flatMap(namesOf))];
}

export function initialState(machineId: MachineId): string {
  return machine(machineId).initial;
}

export function isFinal(machineId: MachineId, state: string): boolean {
  return machine(machineId).final.includes(state);
}

/** Rows that name the present state come first, rows of `*` after. */
function groupsFrom(machineId: MachineId, state: string, all: readonly Parsed[]): readonly (readonly Parsed[])[] {
  const own = all.filter((parsed) => parsed.row.from === state);
  const star = all.filter((parsed) => parsed.row.from === '*' && reaches(machineId, state, '*'));
  return [own, star].filter((group) => group.length > 0);
}

function reaches(machineId: MachineId, state: string, from: string): boolean {
  if (from !== '*') return from === state;
  const { states, starExcludes } = machine(machineId);
  return states.includes(state) && !starExcludes.includes(state);
}

/** A field of an act may be absent; a fact of the case may not, or `otherwise` would be taken in ignorance. */
function missingFacts(group: readonly Parsed[], facts: Facts): readonly string[] {
  const names = new Set(group.flatMap(namesOf));
  return [...names].filter((name) => factNames.has(name) && facts[name] === undefined);
}

function namesOf(parsed: Parsed): readonly string[] {
  return parsed.when.kind === 'all' ? parsed.when.conditions.map((condition) => condition.name) : [];
}

function pick(group: readonly Parsed[], facts: Facts): MachineRow | undefined {
  const found = group.filter(({ when }) => {
    return when.kind === 'always' || (when.kind === 'all' && holds(when.conditions, facts));
  });
  if (found.length > 1) throw new Error(`rows of one event exclude one another: ${found.map((one) => one.row.id).join()}`);
  return (found[0] ?? group.find(({ when }) => when.kind === 'otherwise'))?.row;
}

function target(row: MachineRow, state: string, previous: string | undefined): string | undefined {
  if (row.to === '$same') return state;
  return row.to === '$previous' ? previous : row.to;
}

function key(machineId: MachineId, event: EventId): string {
  return `${machineId} ${event}`;
}

/** The conditions are parsed once, at load. */
function readTable(): ReadonlyMap<string, readonly Parsed[]> {
  const byKey = new Map<string, Parsed[]>();
  for (const row of machineRows) {
    if (!isMachineId(row.machine)) throw new Error(`row ${row.id} names no machine`);
    const place = key(row.machine, row.event);
    byKey.set(place, [...(byKey.get(place) ?? []), { row, when: parseWhen(row.when) }]);
  }
  return byKey;
}
