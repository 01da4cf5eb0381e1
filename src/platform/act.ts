import type { z } from 'zod';
import type { OffersGate } from '../law/evidence.ts';
import type { Reader, Rec, Selector } from './records.ts';
import type { Work } from './work.ts';

/** Who acts. `role` is the one under which the grant was found; `key` the fingerprint of the signing certificate. */
export interface Actor {
  accountId: string | null;
  entityId: string | null;
  roles: readonly string[];
  role: string;
  key: string;
  /** regions and industries a post is assigned to; empty means all */
  regions: readonly string[];
  industries: readonly string[];
  name: string;
  /** the signing certificate chains to a trusted root, is in time by the platform clock, not revoked, and bound to the account */
  certificateValid: boolean;
}

/** Chance as an argument: `decide` draws ids and salts from here and nowhere else. */
export interface Chance { uuid(): string; bytes(n: number): Uint8Array }

export interface Cmd<I> {
  id: string;
  subject: string;
  input: I;
  actor: Actor;
  now: string;
  nowMs: number;
  ip: string;
  chance: Chance;
  /** certificate of the signer as it came, for acts that bind it */
  certificate: Uint8Array | null;
  /** what `prepare` gave */
  prepared?: unknown;
}

/** How people stand to the object; `authorise` matches it with the relation of a grant. Absent means nobody stands so. */
export interface Parties {
  tendererId?: string | null;
  agencyId?: string | null;
  /** entity that owns the object (bids, own registration) */
  ownerId?: string | null;
  members?: readonly string[];
  region?: string;
  industry?: string;
  /** may anyone know that the object exists? decides between 403 and 404 */
  public?: boolean;
}

export interface ActSpec<I, F> {
  /** function point id or step id: file name, operation id, permission, ledger fp */
  id: string;
  kind: 'act' | 'step' | 'gov' | 'system';
  input: z.ZodType<I>;
  /** kind of the record `subject` names; null when the act makes its own subject */
  subjectKind: string | null;
  /** acts that only add beside others (submit, withdraw, download, check-in) share the lot's lock */
  lock?: 'exclusive' | 'shared' | 'none';
  /** may be called without a session (guests); the signature is then optional as well */
  open?: boolean;
  /** other subjects whose locks this act holds alone beside its own: what is due on them is done before */
  alsoLocks?: (input: I) => readonly string[];
  /** the gate behind which a refused attempt waits; points have theirs from the catalogue */
  refusedUntil?: (input: I) => OffersGate;
  /** records to read in the statement that takes the locks */
  reads?: (cmd: { subject: string; input: I; entityId: string | null }) => Selector[];
  /**
   * What is slow or needs a connection of its own (a file to be printed and kept), done before the transaction: within it, an act
   * that waits for a second connection while it holds one stalls the pool. It decides nothing: facts are read again under the lock.
   */
  prepare?: (ask: Pick<Cmd<I>, 'id' | 'subject' | 'input' | 'actor' | 'chance'>) => Promise<unknown>;
  load: (read: Reader, cmd: Cmd<I>, prefetched: Rec<never>[][]) => Promise<F>;
  parties: (facts: F, cmd: Cmd<I>) => Parties;
  /** pure: facts, input and time in; changes collected in `work`; a refusal is thrown */
  decide: (facts: F, cmd: Cmd<I>, work: Work) => void;
}

// Specs of different inputs live in one registry; each is checked by its own zod schema before use.
export type AnySpec = ActSpec<never, never>;

export function defineAct<I, F>(spec: ActSpec<I, F>): AnySpec {
  return spec as unknown as AnySpec;
}
