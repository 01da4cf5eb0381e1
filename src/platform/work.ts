import { findRow, type Facts } from '../kernel/machine.ts';
import { functionPoint, isFunctionPointId, isStepId, step, type EventId, type FunctionPointId, type GateId, type MachineId, type RuleId, type StepId, type WarningId } from '../../catalogue/index.ts';
import type { OffersGate } from '../law/evidence.ts';
import type { RuleFacts } from '../law/facts.ts';
import type { Actor, Chance } from './act.ts';
import type { Rec } from './records.ts';
import { Refusal } from './refusal.ts';

/** Governance leaves: accounts, grants, keys, parameters, the demo clock, custody and chance. Outside the 125 points. */
export type GovId = `gov-${string}`;

export interface Move { machine: MachineId; subject: string; event: EventId; from: string; to: string; row: string }

/** One leaf in the making. `public` fields may be read from the gate on; `salted` and `docs` are committed. */
export interface LeafDraft {
  kind: 'act' | 'step' | 'move' | 'gov' | 'refusal';
  fp: FunctionPointId | GovId;
  step?: StepId;
  subject: string;
  lotId: string | null;
  actorRole: string;
  actorKey: string;
  public: Record<string, unknown>;
  salted: Record<string, unknown>;
  docs: Record<string, string | string[]>;
  gate: string | null;
  /** facts for the point's rules and for the guards of the rows moved with it; null skips them (moves, governance) */
  facts: Partial<RuleFacts> | null;
  guards: RuleId[];
  moves: Move[];
  bySystem: boolean;
}

export interface LeafInput {
  subject: string;
  lotId?: string | null;
  public?: Record<string, unknown>;
  salted?: Record<string, unknown>;
  docs?: Record<string, string | string[]>;
  facts?: Partial<RuleFacts>;
  /** of a governance leaf that tells of something gated; points have their gate from the catalogue */
  gate?: GateId | OffersGate;
}

/** A warning in the making; `about` tells it from others of its kind in the lot. */
export interface Raising { id: WarningId; lotId: string | null; data: Record<string, unknown>; about: string }

export interface TimerChange { event: string; subjectKind: string; subjectId: string; lotId: string | null; dueAt: string; done?: boolean }

/**
 * What one act changes, collected by `decide`. It holds no clock and does no I/O; perform commits it whole or not at all.
 * Records are changed in place through `put`, so a later read in the same act sees the change.
 */
export class Work {
  readonly now: string;
  readonly nowMs: number;
  readonly records = new Map<string, Rec<unknown>>();
  readonly leaves: LeafDraft[] = [];
  readonly timers: TimerChange[] = [];
  readonly gates: { lotId: string; gate: string }[] = [];
  readonly outbox: { topic: string; payload: Record<string, unknown> }[] = [];
  readonly live: { channel: string; type: string; data: Record<string, unknown> }[] = [];
  readonly publicBlobs: string[] = [];
  readonly warnings: Raising[] = [];
  /** guests' checks that are counted instead of written */
  readonly counted: string[] = [];
  result: Record<string, unknown> = {};
  private pending: { moves: Move[]; guards: RuleId[] } = { moves: [], guards: [] };
  private readonly actor: Actor;
  private readonly chance: Chance;
  /** gates already open by lot: a later leaf behind an open gate is public at once */
  private readonly openGates = new Map<string, Set<string>>();

  constructor(now: string, actor: Actor, chance: Chance) {
    this.now = now;
    this.nowMs = Date.parse(now);
    this.actor = actor;
    this.chance = chance;
  }

  uuid(): string { return this.chance.uuid(); }

  /** A record to insert (version 0) or to update. */
  put<T>(rec: Rec<T>): Rec<T> {
    this.records.set(`${rec.kind}/${rec.id}`, rec as Rec<unknown>);
    return rec;
  }

  create<T>(kind: string, state: string, data: T, keys: { id?: string; lotId?: string | null; ownerId?: string | null; key?: string | null } = {}): Rec<T> {
    return this.put({ kind, id: keys.id ?? this.uuid(), state, lotId: keys.lotId ?? null, ownerId: keys.ownerId ?? null, key: keys.key ?? null, version: 0, data });
  }

  /** Moves a machine by the catalogue's row or refuses with `state`. The row's guards are judged with the next leaf. */
  move(machine: MachineId, rec: Rec<unknown> & { data: { previousState?: string } }, event: EventId, facts: Facts = {}, role: string = this.actor.role): Move {
    const found = findRow(machine, rec.state, event, facts, rec.data.previousState);
    if (!found.ok) {
      if (found.error.code === 'fact-missing') throw new Error(`${event}: facts missing ${found.error.missing?.join(', ')}`);
      throw new Refusal('state', { rule: 'state', zh: `当前状态“${rec.state}”不能办理“${event}”`, en: `State "${rec.state}" of ${machine} has no row for "${event}"` });
    }
    const { row, to } = found.value;
    if (role !== 'system' && row.actor !== role && !row.alsoActors.some((r) => r === role)) throw new Refusal('forbidden');
    if (to !== rec.state) rec.data.previousState = rec.state;
    const move = { machine, subject: rec.id, event, from: rec.state, to, row: row.id };
    rec.state = to;
    this.put(rec);
    this.pending.moves.push(move);
    this.pending.guards.push(...row.guards);
    return move;
  }

  /** Whether the machine has a row: for completions that may or may not be due. */
  canMove(machine: MachineId, rec: Rec<unknown>, event: EventId, facts: Facts = {}): boolean {
    return findRow(machine, rec.state, event, facts).ok;
  }

  /** The leaf of the act itself, signed by the actor. */
  act(fp: FunctionPointId, input: LeafInput): void { this.leaf('act', fp, input, false); }
  /** A point done by the platform in the same transaction (receipt, summary, unsealing …). */
  systemAct(fp: FunctionPointId, input: LeafInput): void { this.leaf('act', fp, input, true); }
  step(stepId: StepId, fp: FunctionPointId, input: LeafInput): void { this.leaf('step', fp, input, false, stepId); }
  /** Completion or timer rows without a point of their own. */
  moved(fp: FunctionPointId, input: LeafInput): void { this.leaf('move', fp, input, true); }
  gov(fp: GovId, input: LeafInput): void { this.leaf('gov', fp, input, this.actor.role === 'system'); }

  /** A refused attempt: blind until the gate of the refused point opens. */
  refused(id: string, input: LeafInput): void {
    this.leaf('refusal', isFunctionPointId(id) ? id : isStepId(id) ? step(id).fp ?? 'gov-step' : 'gov-step', input, false);
  }

  /** Names the gates a lot has already passed. */
  knowGates(lotId: string, gates: readonly string[]): void { this.openGates.set(lotId, new Set(gates)); }

  /** Opens a gate: what waited behind it may enter the log after this act. */
  openGate(lotId: string, gate: string): void {
    const known = this.openGates.get(lotId) ?? new Set();
    if (known.has(gate)) return;
    this.openGates.set(lotId, known.add(gate));
    this.gates.push({ lotId, gate });
  }

  timer(change: TimerChange): void { this.timers.push(change); }
  cancelTimer(event: string, subjectKind: string, subjectId: string, lotId: string | null): void {
    this.timers.push({ event, subjectKind, subjectId, lotId, dueAt: this.now, done: true });
  }
  say(channel: string, type: string, data: Record<string, unknown>): void { this.live.push({ channel, type, data }); }
  send(topic: string, payload: Record<string, unknown>): void { this.outbox.push({ topic, payload }); }
  count(kind: string): void { this.counted.push(kind); }
  /** Raised again with the same `about`, it is the same warning and counts. */
  warn(id: WarningId, lotId: string | null, data: Record<string, unknown> = {}, about = ''): void { this.warnings.push({ id, lotId, data, about }); }

  private leaf(kind: LeafDraft['kind'], fp: FunctionPointId | GovId, input: LeafInput, bySystem: boolean, stepId?: StepId): void {
    const gate = isFunctionPointId(fp) ? functionPoint(fp).publicFrom : input.gate ?? 'immediate';
    const lotId = input.lotId ?? null;
    const salted = { ...input.salted };
    let open = { ...input.public };
    // restricted points enter the log at once but blind: every field is a commitment
    if (gate === 'restricted') { Object.assign(salted, open); open = {}; }
    const gated = gate !== 'immediate' && gate !== 'restricted' && lotId !== null && !this.openGates.get(lotId)?.has(gate);
    this.leaves.push({
      kind, fp, ...(stepId ? { step: stepId } : {}), subject: input.subject, lotId,
      actorRole: bySystem ? 'system' : this.actor.role, actorKey: bySystem ? 'platform' : this.actor.key,
      public: open, salted, docs: input.docs ?? {}, gate: gated ? gate : null,
      facts: input.facts ?? null, guards: this.pending.guards, moves: this.pending.moves, bySystem,
    });
    this.pending = { moves: [], guards: [] };
  }

  /** Moves that no leaf has taken: a mistake of the act's author. */
  assertSettled(): void {
    if (this.pending.moves.length > 0) throw new Error(`moves without a leaf: ${this.pending.moves.map((m) => m.event).join(', ')}`);
  }
}
