/** One step, by names that mean the same in every run. What it comes to is decided when it is taken, so that a list without some of its steps is still a run. */
export type Step = ActStep | WorldStep | WrongStep | BentStep | UngrantedStep | RepeatStep | TimeStep;
interface On { act: string; lot: number; who: string; pick: number }
/** `makes`: the number of the first lot that comes of it, so that lots keep theirs when other steps are left out. */
export interface ActStep extends On { kind: 'act'; what?: string; makes?: number }
export interface WorldStep { kind: 'world'; act: string; who: string; makes?: number; pick: number }
export interface WrongStep extends On { kind: 'wrong'; what?: string; name: string }
export interface BentStep extends On { kind: 'fuzz' | 'forge'; what?: string }
export interface UngrantedStep extends On { kind: 'stranger' | 'state' }
export interface RepeatStep { kind: 'repeat'; back: number; bent: boolean; pick: number }
export interface TimeStep { kind: 'time'; event: string; lot: number | null; shift: number; pick: number }

export function tell(step: Step): string {
  const { pick: _pick, kind, ...rest } = step;
  return `${kind} ${Object.entries(rest).map(([name, value]) => (['act', 'who', 'event'].includes(name) ? String(value) : `${name}=${String(value)}`)).join(' ')}`;
}

/** What does not hold, and after which step. */
export class SimFailure extends Error {
  readonly where: string;
  /** without what changes from run to run */
  readonly kind: string;
  constructor(kind: string, detail: string, where = '') {
    super(`${kind}${where ? ` (${where})` : ''}: ${detail}`);
    this.kind = kind;
    this.where = where;
  }
}

export interface Outcome { steps: Step[]; skipped: number; ms: number; failure: SimFailure | null; coverage: Coverage }

/** What a run has touched. */
export class Coverage {
  readonly accepted = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly rows = new Set<string>();
  readonly kinds = new Map<string, number>();
  readonly states = new Set<string>();

  accept(act: string): void { add(this.accepted, act); }
  refuse(kind: string, act: string, code: string): void { add(this.refused, `${act} ${code}`); add(this.kinds, `refused: ${kind}`); }
  step(kind: string): void { add(this.kinds, kind); }

  merge(other: Coverage): void {
    for (const [key, n] of other.accepted) add(this.accepted, key, n);
    for (const [key, n] of other.refused) add(this.refused, key, n);
    for (const [key, n] of other.kinds) add(this.kinds, key, n);
    for (const row of other.rows) this.rows.add(row);
    for (const state of other.states) this.states.add(state);
  }
}

function add(counts: Map<string, number>, key: string, n = 1): void { counts.set(key, (counts.get(key) ?? 0) + n); }
