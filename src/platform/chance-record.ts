/**
 * Chance that anyone can rerun (lifecycle §7). Record kind `chance`, lotId. Life: `committing` (contributions are collected) →
 * `frozen` (inputs fixed, the T0 leaf written, its Merkle root is the beacon) → `revealing` (beacon known, two minutes to
 * reveal) → `drawn`, or `void` when someone kept silent. Purposes: experts, coefficients, tie.
 */
export interface ChanceRecord {
  purpose: string;
  /** how often this purpose has been drawn for the lot, this time included; counted from 1 */
  round: number;
  inputIds: string[];
  /** list, digest, reveals and seed stay in the platform until the award (rosters, ties); T0 commits to them under salt */
  secretInputs?: boolean;
  inputHash: string | null;
  contributions: Contribution[];
  t0?: string;
  t0LeafId?: string;
  beacon?: string;
  revealBy?: string;
  seed?: string;
  /** what the shuffle gave: all input ids in drawn order */
  order?: string[];
  silent?: string[];
}

/** `party` is the entity's or the account's id; r and salt are hex and known once revealed. */
export interface Contribution { party: string; role: string; accountId: string; commit: string; at: string; r?: string; salt?: string; revealedAt?: string }
