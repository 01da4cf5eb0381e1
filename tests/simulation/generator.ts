import type { AnySpec } from '../../src/platform/act.ts';
import type { SealHeader } from '../../src/seal/index.ts';
import type { World } from '../support/world.ts';
import type { Identity } from '../../cli/lib/client.ts';
import type { Door } from './door.ts';
import type { Players } from './players.ts';
import type { Prng } from './prng.ts';
import type { Secrets } from './secrets.ts';
import type { LotRef, LotView } from './view.ts';

/** What the people know and the platform does not: each keeps its own secrets, as outside. */
export interface Memory {
  /** by digest of the envelope, then by id of the bid */
  sealed: Map<string, Sealed>;
  /** by chance and player */
  contributions: Map<string, { r: string; salt: string }>;
}
export interface Sealed { header: SealHeader; bidder: string; priceFen: number }

export interface Sim {
  world: World; door: Door; players: Players; specs: ReadonlyMap<string, AnySpec>; secrets: Secrets;
  lots: LotRef[];
  /** the number that the next lot goes by */
  nextLot: number;
  /** rooms held, by lot */
  slots: ReadonlyMap<number, readonly Slot[]>;
  memory: Memory;
  /** companies without a binding yet; posts proposed, and given, in this run */
  registered: { entityId: string; identity: Identity }[];
  proposed: number;
  confirmed: number;
  /** the roster, by number */
  experts: readonly RosterEntry[];
  /** by lot: numbers of those who have accepted a seat, as last seen */
  seated: Map<string, readonly string[]>;
}
export interface RosterEntry { id: string; expertNo: string; state: string; /** starts of what the expert has accepted */ sessions: readonly string[] }
export interface Slot { slotType: string; roomId: string; slotStart: string; slotEnd: string }

export interface At { sim: Sim; now: number; view: LotView }

/** Somebody may act now. `what` tells turns of one person and act apart, by names that are the same in every run. */
export interface Turn {
  who: string;
  what?: string;
  /** how likely among all; from 1 on it is something that time should not pass by */
  weight: number;
}

/** A way to do it wrong: where it arises, what is sent, and what may be answered. */
export interface Wrong {
  name: string;
  codes: readonly string[];
  /** absent: whenever the act is lawful */
  turns?: (at: At) => Turn[];
  input: (at: At, turn: Turn, rng: Prng) => unknown;
}

/** How one declaration is played on a lot. `turns` is the model: whoever it names must be let through. */
export interface Generator {
  act: string;
  subject?: 'lot' | 'project';
  turns: (at: At) => Turn[];
  input: (at: At, turn: Turn, rng: Prng) => unknown;
  /** after it was accepted */
  done?: (at: At, turn: Turn, sent: { input: unknown; result: Record<string, unknown> }) => void;
  wrong?: readonly Wrong[];
}

/** What concerns no lot. */
export interface WorldGenerator {
  act: string;
  turns: (at: Omit<At, 'view'> & { views: readonly LotView[] }) => Turn[];
  /** null: there is nobody, or nothing, to do it with */
  play: (at: Omit<At, 'view'>, turn: Turn, rng: Prng) => Promise<Played | null>;
}

/** `identity`: one who is no player, signs all the same, and may have an account (`headers`) or none yet. */
export interface Played { who: string; identity?: Identity; headers?: Record<string, string>; subject: string; input: unknown; done?: (answer: { result: Record<string, unknown> }) => void }

export const iso = (ms: number): string => new Date(ms).toISOString();
export const ms = (text: string | undefined): number => (text === undefined ? Number.NaN : Date.parse(text));

/** Uploads a paper of one's own; acts name files by digest. */
export async function paper({ sim, view }: At, who: string, title: string): Promise<string> {
  return (await sim.players.get(who).client.uploadText(`${title} ${view.lot.data.lotCode} ${view.lot.version}`)).sha256;
}

export const turn = (who: string, weight = 1, what?: string): Turn => ({ who, weight, ...(what === undefined ? {} : { what }) });
export const inState = ({ view }: At, ...states: readonly string[]): boolean => states.includes(view.lot.state);
/** Tenderer or its agency, as the grants allow both for most acts. */
export function sideOf({ view: { ref: { plan } } }: At, weight = 1): Turn[] { return [turn(plan.agency, weight), turn(plan.tenderer, weight / 4)]; }
