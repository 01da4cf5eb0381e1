import { isMachineId, machine, machineRows } from '../../../catalogue/index.ts';
import type { Tx } from '../../../src/platform/db.ts';
import type { KnownLeaf, Move } from './leaves.ts';
import type { Violation } from './violation.ts';

/** Which records stand in a state of which machine; a machine whose records are called like it needs no line. */
const recordKinds: Readonly<Record<string, string>> = {
  'tender-lot': 'lot', 'gp-lot': 'lot', 'land-lot': 'lot', 'property-lot': 'lot', 'auction-lot': 'lot', 'framework-order': 'lot',
  'opening-session': 'opening', 'expert-draw': 'draw', 'evaluation-session': 'evaluation',
};

const rowsById = new Map(machineRows.map((row) => [row.id, row]));
const kindOf = (machineId: string): string => recordKinds[machineId] ?? machineId;
const initials = new Map([...new Set(machineRows.map((row) => row.machine))].filter(isMachineId).map((id) => [kindOf(id), machine(id).initial]));

interface Standing { machine: string; state: string; at: string; leaf: string }

/** The moves told by the leaves, followed thing by thing: each leads on from the one before, and the record stands where they end. */
export class MoveCheck {
  readonly #standing = new Map<string, Standing>();
  #touched = new Set<string>();

  fold(leaves: readonly KnownLeaf[]): Violation[] {
    return leaves.flatMap(({ row: { id }, body }) => (body.moves ?? []).flatMap((move) => this.#follow(move, body.at, id)));
  }

  #follow(move: Move, at: string, leaf: string): Violation[] {
    const found = faultsOfRow(move).map((detail) => ({ check: 'move' as const, subject: leaf, detail }));
    const before = this.#standing.get(move.subject);
    this.#touched.add(move.subject);
    if (!isMachineId(move.machine)) return found;
    // a retendered lot takes over from the one that failed
    const state = before?.state ?? (move.event === 'do:retender' ? 'failed' : machine(move.machine).initial);
    if (move.from !== state) found.push({ check: 'move', subject: leaf, detail: `${move.machine} ${move.subject} stood in ${state}, ${move.event} leads from ${move.from}` });
    if (before && before.machine !== move.machine) found.push({ check: 'move', subject: leaf, detail: `${move.subject} was a ${before.machine} and is moved as a ${move.machine}` });
    // acts that share the lot's lock and leave the thing where it stands may be written in another order than they read the clock
    const stays = move.from === move.to;
    if (before && before.at > at && !stays) found.push({ check: 'move', subject: leaf, detail: `${move.subject} was moved at ${before.at} and then at ${at}: time went backward` });
    this.#standing.set(move.subject, { machine: move.machine, state: move.to, at: stays && before ? before.at : at, leaf });
    return found;
  }

  /** Records against what the leaves tell; without `whole` only those that leaves told of since the last look. */
  async compare(tx: Tx, whole: boolean): Promise<Violation[]> {
    const asked = whole ? [...this.#standing.keys()] : [...this.#touched];
    const { rows } = await tx.query<{ kind: string; id: string; state: string }>(
      `select kind, id, state from record where kind = any ($1::text[]) and ($2 or id = any ($3::uuid[]))`, [[...initials.keys()], whole, asked]);
    const records = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row.state]));
    this.#touched = new Set();
    const found: Violation[] = [];
    for (const subject of asked) {
      const told = this.#standing.get(subject);
      if (!told) continue;
      const key = `${kindOf(told.machine)} ${subject}`;
      const state = records.get(key);
      records.delete(key);
      if (state !== told.state) found.push({ check: 'state', subject, detail: `${told.machine}: the record stands in ${state ?? '(no record)'}, its leaves end in ${told.state}` });
    }
    for (const [key, state] of records) {
      const [kind = '', id = ''] = key.split(' ');
      if (state !== initials.get(kind)) found.push({ check: 'state', subject: id, detail: `${kind}: stands in ${state}, and no leaf tells how it came there` });
    }
    return found;
  }
}

function faultsOfRow(move: Move): string[] {
  const row = rowsById.get(move.row);
  if (!row || row.machine !== move.machine || row.event !== move.event || !isMachineId(move.machine)) return [`row ${move.row} is not ${move.machine} ${move.event}`];
  const { states, starExcludes } = machine(move.machine);
  const leads = row.from === '*' ? states.includes(move.from) && !starExcludes.includes(move.from) : row.from === move.from;
  const ends = row.to === '$same' ? move.to === move.from : row.to === '$previous' ? states.includes(move.to) : row.to === move.to;
  return leads && ends ? [] : [`row ${move.row} leads not from ${move.from} to ${move.to}`];
}
