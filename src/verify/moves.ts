import { isMachineId, machine, machineRows } from '../../catalogue/law.ts';
import type { MachineRow } from '../../catalogue/types.ts';
import { SEALED_BATCHES } from '../ledger/core/index.ts';
import { belongsByFramework } from './framework.ts';
import { gateOpener } from './gates.ts';
import type { Act, Move } from './read.ts';
import { must, refuse } from './refusal.ts';
import type { Trade } from './trade.ts';

const rows = new Map(machineRows.map((row) => [row.id, row]));

/** The bundle tells of this lot, its project and what they rest on, from their first leaves on, and of nothing else. */
export function checkHistory(trade: Trade): string {
  const { lotId, projectId, proved } = trade;
  const known = new Set([lotId, projectId, SEALED_BATCHES]);
  const stranger = proved.entries.find(({ index, leaf }) => index !== 0 && !known.has(leaf.subject));
  must(stranger === undefined, 'history', `#${stranger?.index} 与本标段无关`, `#${stranger?.index} is of another subject`);
  must(proved.bySubject.has(lotId), 'history', '没有本标段的存证', 'no leaf of the lot');
  // handed in, or in procurement planned: a round may end before it comes to its hand-in
  const belongs = trade.acts.some((act) => act.subject === projectId && act.kind === 'act' && act.moves.some((move) => move.subject === lotId));
  must(belongs || belongsByFramework(trade), 'history', '所附项目与标段无关', 'the project given has never moved this lot');
  return `${proved.bySubject.get(lotId)?.length ?? 0} + ${proved.bySubject.get(projectId)?.length ?? 0}`;
}

/** Every move is a row of the catalogue, and each thing's moves lead without a gap from its machine's beginning to where it stands. */
export function checkMoves(trade: Trade): { moves: number; states: ReadonlyMap<string, string> } {
  const bySubject = new Map<string, Block[]>();
  let moves = 0;
  for (const act of trade.acts) {
    moves += act.moves.length;
    for (const move of act.moves) checkRow(act, move);
    // acts of the project move its other lots too, whose histories are not here
    const told = act.subject === trade.projectId ? act.moves.filter(({ subject }) => subject === trade.lotId) : act.moves;
    for (const [key, own] of Map.groupBy(told, (move) => `${move.machine} ${move.subject}`)) {
      bySubject.set(key, [...(bySubject.get(key) ?? []), { act, moves: own }]);
    }
  }
  const states = new Map<string, string>();
  // what the committee did is behind its gate until the award: bids and session move on unseen till then
  const whole = gateOpener(trade, 'award-decided') !== null;
  for (const [key, blocks] of bySubject) states.set(key.slice(key.indexOf(' ') + 1), follow(key, blocks, whole));
  return { moves, states };
}

/** One leaf's moves of one thing, in the leaf's own order. */
interface Block { readonly act: Act; readonly moves: readonly Move[] }

function checkRow(act: Act, move: Move): void {
  const row = rows.get(move.row);
  const fits = row !== undefined && isMachineId(move.machine) && row.machine === move.machine && row.event === move.event
    && leadsFrom(row, move) && leadsTo(row, move);
  must(fits, 'moves', `#${act.index} 的流转 ${move.row} 不在状态机目录中`, `#${act.index}: ${move.machine} ${move.from} -${move.event}-> ${move.to} is not row ${move.row} of the catalogue`);
  const own = move.event === (act.step === null ? act.fp : `do:${act.step.replace(/^do-/, '')}`);
  // a person's leaf carries what that person may move; the completions beside it are the system's, and so is the count of guests a minute
  const counted = act.actorRole === 'system' && row.actor === 'guest';
  const may = row.actor === act.actorRole || row.alsoActors.some((role) => role === act.actorRole) || !own || counted;
  must(may, 'moves', `#${act.index} 的办理角色 ${act.actorRole} 无权`, `#${act.index}: role ${act.actorRole} may not do ${move.event}`);
}

function leadsFrom(row: MachineRow, move: Move): boolean {
  if (row.from !== '*') return row.from === move.from;
  const { states, starExcludes } = machine(row.machine);
  return states.includes(move.from) && !starExcludes.includes(move.from);
}

function leadsTo(row: MachineRow, move: Move): boolean {
  if (row.to === '$same') return move.to === move.from;
  return row.to === '$previous' ? machine(row.machine).states.includes(move.to) : row.to === move.to;
}

/**
 * Gated leaves enter the log after later ones, so within one instant the log's order says little: any order in which the moves
 * of the instant lead on is one that may have been, and one must exist.
 */
function follow(key: string, blocks: readonly Block[], whole: boolean): string {
  const [machineId = '', subject] = key.split(' ');
  if (!isMachineId(machineId)) return refuse('moves', `未知状态机 ${machineId}`, `unknown machine ${machineId}`);
  // a retendered lot takes over from the one that failed, whose history is its own
  const retendered = blocks[0]?.moves[0]?.event === 'do:retender';
  let state: string = retendered ? 'failed' : machine(machineId).initial;
  for (const [at, together] of Map.groupBy(blocks, ({ act }) => act.at)) {
    const end = lead(state, together, whole);
    if (end === null) return refuse('moves', `${machine(machineId).zh} ${subject} 在 ${at} 的流转不连续`, `the moves of ${machineId} ${subject} at ${at} do not lead on from ${state}`);
    state = end;
  }
  return state;
}

const attemptsMax = 20_000;

/** Where what is seen of one instant leads; with unseen moves between (not `whole`) a seen one may also begin where only they lead. */
function lead(from: string, blocks: readonly Block[], whole: boolean): string | null {
  let attempts = 0;
  const walk = (state: string, left: readonly Block[]): string | null => {
    if (left.length === 0) return state;
    attempts += 1;
    if (attempts > attemptsMax) return null;
    // what returns to where it was can always be taken first
    const still = left.filter((block) => chainFrom(state, block) !== state);
    if (still.length < left.length) return walk(state, still);
    for (const block of left) {
      const next = chainFrom(state, block);
      const end = next === null ? null : walk(next, left.filter((one) => one !== block));
      if (end !== null) return end;
    }
    const unseen = whole ? [] : new Set(left.flatMap(({ moves }) => (moves[0] && moves[0].from !== state ? [moves[0].from] : [])));
    for (const start of unseen) {
      const block = left.find((one) => chainFrom(start, one) !== null);
      const end = block ? walk(chainFrom(start, block) ?? start, left.filter((one) => one !== block)) : null;
      if (end !== null) return end;
    }
    return null;
  };
  return walk(from, blocks);
}

function chainFrom(state: string, { moves }: Block): string | null {
  let now = state;
  for (const move of moves) {
    if (move.from !== now) return null;
    now = move.to;
  }
  return now;
}

/** Where a thing stood just before an act: the last of its moves before it. Within one instant the log tells the order of what waited behind no gate. */
export function stateBefore({ acts }: Trade, machineId: string, subject: string, before: Act): string | null {
  let state: string | null = null;
  for (const act of acts) {
    if (act.time > before.time) break;
    if (act.time === before.time && !(act.batch === null && before.batch === null && act.index < before.index)) continue;
    for (const move of act.moves) if (move.machine === machineId && move.subject === subject) state = move.to;
  }
  return state;
}
