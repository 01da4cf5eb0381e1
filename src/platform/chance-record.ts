/**
 * Chance that anyone can rerun (lifecycle §7). Record kind `chance`, lotId. Life: `committing` (contributions are collected) →
 * `frozen` (inputs fixed, the T0 leaf written, its Merkle root is the beacon) → `revealing` (beacon known, two minutes to
 * reveal) → `drawn`, or `void` when someone kept silent. Purposes: experts, coefficient-x|k|w, tie.
 */
export interface ChanceRecord {
  purpose: string;
  inputIds: string[];
  inputHash: string | null;
  contributions: { party: string; role: string; accountId: string; commit: string; at: string; r?: string; salt?: string; revealedAt?: string }[];
  t0?: string;
  t0LeafId?: string;
  beacon?: string;
  revealBy?: string;
  seed?: string;
  /** what the shuffle gave: all input ids in drawn order */
  order?: string[];
  silent?: string[];
}
