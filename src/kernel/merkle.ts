// RFC 6962 / RFC 9162 tree hashes and inclusion paths: pure, the same in the browser and on the server.
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

export const hashSize = 32;

export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), entry));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(1), left, right));
}

/** One level of the way up: `sibling` came from the proof and stood on `side`; `out` is what the two make. */
export type PathStep = { sibling: Uint8Array; side: 'left' | 'right'; out: Uint8Array };
export type PathWalk = { steps: PathStep[]; root: Uint8Array };

/**
 * Walks an inclusion path (RFC 9162 §2.1.3.2) and answers every step of it, or null when the path cannot belong to
 * this index and size. The caller compares the root: a walk alone proves nothing.
 */
export function walkPath(index: bigint, size: bigint, leaf: Uint8Array, path: readonly Uint8Array[]): PathWalk | null {
  if (index < 0n || index >= size || leaf.length !== hashSize) return null;
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  const steps: PathStep[] = [];
  for (const sibling of path) {
    if (last === 0n || sibling.length !== hashSize) return null;
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHash(sibling, hash);
      steps.push({ sibling, side: 'left', out: hash });
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
      steps.push({ sibling, side: 'right', out: hash });
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? { steps, root: hash } : null;
}

export function verifyInclusion(
  index: bigint, size: bigint, leaf: Uint8Array, path: readonly Uint8Array[], root: Uint8Array,
): boolean {
  const walk = walkPath(index, size, leaf, path);
  return walk !== null && sameBytes(walk.root, root);
}

/** Root of a list of leaf hashes; for small trees (tests, sealed batches). */
export function treeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  const split = splitPoint(leaves.length);
  return nodeHash(treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)));
}

/** Inclusion path of one leaf of such a list. */
export function treePath(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const split = splitPoint(leaves.length);
  return index < split
    ? [...treePath(leaves.slice(0, split), index), treeRoot(leaves.slice(split))]
    : [...treePath(leaves.slice(split), index - split), treeRoot(leaves.slice(0, split))];
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** The largest power of two below n. */
function splitPoint(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}
