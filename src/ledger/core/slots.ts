import { concat, equalBytes, utf8 } from './bytes.ts';
import { HASH_SIZE, leafHash, nodeHash, portableSha256, type Sha256 } from './hash.ts';

/** A sealed batch is an RFC 6962 tree over 2^16 slots. */
export const SLOT_DEPTH = 16;
export const SLOT_COUNT = 2 ** SLOT_DEPTH;

/** SHA-256(0x00 ‖ salt ‖ SHA-256(body)): the leaf hash of a salted body digest, and nothing to guess from. */
export function slotCommitment(salt: Uint8Array, body: string, sha256: Sha256 = portableSha256): Uint8Array {
  return leafHash(concat(salt, sha256(utf8(body))), sha256);
}

export interface SlotTree { readonly root: Uint8Array; path(slot: number): Uint8Array[] }

/**
 * Only the paths of real commitments are hashed. A subtree without any is 32 random bytes, which nobody can tell from
 * a hash; an empty batch is just a random root, and costs and looks the same from outside as a full one.
 */
export function buildSlots(commitments: ReadonlyMap<number, Uint8Array>, random: () => Uint8Array, sha256: Sha256 = portableSha256): SlotTree {
  const levels: Map<number, Uint8Array>[] = [new Map(commitments)];
  for (let depth = 0; depth < SLOT_DEPTH; depth += 1) {
    const below = levels[depth] ?? new Map<number, Uint8Array>();
    const above = new Map<number, Uint8Array>();
    // Filling siblings adds to the level below while it is walked: its parents are listed first.
    const parents = new Set(Array.from(below.keys(), (position) => position >> 1));
    for (const parent of parents) {
      above.set(parent, nodeHash(filled(below, 2 * parent, random), filled(below, 2 * parent + 1, random), sha256));
    }
    levels.push(above);
  }
  const root = levels[SLOT_DEPTH]?.get(0) ?? random();
  return { root, path: (slot) => levels.slice(0, SLOT_DEPTH).map((level, depth) => filled(level, (slot >> depth) ^ 1, random)) };
}

export function verifySlot(claim: { slot: number; commitment: Uint8Array; path: readonly Uint8Array[]; root: Uint8Array }, sha256: Sha256 = portableSha256): boolean {
  if (!Number.isInteger(claim.slot) || claim.slot < 0 || claim.slot >= SLOT_COUNT || claim.path.length !== SLOT_DEPTH) return false;
  if (claim.path.some((step) => step.length !== HASH_SIZE)) return false;
  const top = claim.path.reduce(
    (hash, sibling, depth) => ((claim.slot >> depth) % 2 === 0 ? nodeHash(hash, sibling, sha256) : nodeHash(sibling, hash, sha256)),
    claim.commitment,
  );
  return equalBytes(top, claim.root);
}

/** Fills an empty place once: every path through it must name the same bytes. */
function filled(level: Map<number, Uint8Array>, position: number, random: () => Uint8Array): Uint8Array {
  const hash = level.get(position) ?? random();
  level.set(position, hash);
  return hash;
}
