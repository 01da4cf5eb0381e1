import { concat, equalBytes } from './bytes.ts';
import { HASH_SIZE, leafHash, nodeHash, portableSha256, type Sha256 } from './hash.ts';
import { refuse } from './refusal.ts';

/**
 * The RFC 6962 tree. Every complete subtree's hash is kept in one flat buffer a level (64 bytes a leaf in all),
 * so a root or a proof of any past size costs a few look-ups and no rehash of leaves.
 */
export class MerkleTree {
  readonly #levels: HashColumn[] = [new HashColumn()];
  readonly #sha256: Sha256;

  constructor(sha256: Sha256 = portableSha256) {
    this.#sha256 = sha256;
  }

  get size(): number {
    return this.#level(0).length;
  }

  append(data: Uint8Array): Uint8Array {
    const hash = leafHash(data, this.#sha256);
    this.appendHash(hash);
    return hash;
  }

  appendHash(hash: Uint8Array): void {
    let level = 0;
    let column = this.#level(0);
    column.push(hash);
    while (column.length % 2 === 0) {
      const parent = nodeHash(column.at(column.length - 2), column.at(column.length - 1), this.#sha256);
      level += 1;
      column = this.#level(level);
      column.push(parent);
    }
  }

  leaf(index: number): Uint8Array {
    this.#checkIndex(index, this.size);
    return this.#level(0).at(index).slice();
  }

  root(size: number = this.size): Uint8Array {
    this.#checkSize(size);
    return size === 0 ? this.#sha256(new Uint8Array()) : this.#range(0, size).slice();
  }

  /** RFC 6962 §2.1.1, from the leaf's sibling up to the child of the root. */
  inclusion(index: number, size: number = this.size): Uint8Array[] {
    this.#checkSize(size);
    this.#checkIndex(index, size);
    const path: Uint8Array[] = [];
    let begin = 0;
    let end = size;
    while (end - begin > 1) {
      const middle = begin + splitPoint(end - begin);
      if (index < middle) {
        path.push(this.#range(middle, end).slice());
        end = middle;
      } else {
        path.push(this.#range(begin, middle).slice());
        begin = middle;
      }
    }
    return path.reverse();
  }

  /** RFC 6962 §2.1.2: that the tree of the first size is a prefix of the tree of the second. */
  consistency(first: number, second: number = this.size): Uint8Array[] {
    this.#checkSize(second);
    if (!Number.isSafeInteger(first) || first < 0 || first > second) refuse('index-out-of-range', `size ${first} of ${second}`);
    if (first === 0 || first === second) return [];
    const path: Uint8Array[] = [];
    let begin = 0;
    let end = second;
    let known = true; // the old tree's own root needs no mention while the walk has only gone left
    while (end !== first) {
      const middle = begin + splitPoint(end - begin);
      if (first <= middle) {
        path.push(this.#range(middle, end).slice());
        end = middle;
      } else {
        path.push(this.#range(begin, middle).slice());
        begin = middle;
        known = false;
      }
    }
    if (!known) path.push(this.#range(begin, end).slice());
    return path.reverse();
  }

  #range(begin: number, end: number): Uint8Array {
    const length = end - begin;
    const split = splitPoint(length);
    if (length === 2 * split || length === 1) return this.#level(Math.log2(length)).at(begin / length);
    return nodeHash(this.#range(begin, begin + split), this.#range(begin + split, end), this.#sha256);
  }

  #level(level: number): HashColumn {
    const column = this.#levels[level] ?? new HashColumn();
    this.#levels[level] = column;
    return column;
  }

  #checkSize(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) refuse('index-out-of-range', `size ${size} of ${this.size}`);
  }

  #checkIndex(index: number, size: number): void {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) refuse('index-out-of-range', `index ${index} of ${size}`);
  }
}

export interface InclusionClaim { readonly index: number; readonly size: number; readonly leafHash: Uint8Array; readonly root: Uint8Array; readonly path: readonly Uint8Array[] }

/** RFC 9162 §2.1.3.2. The path comes from whoever wants to be believed. */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256 = portableSha256): boolean {
  if (!isCount(claim.index) || !isCount(claim.size) || claim.index >= claim.size) return false;
  let hash = claim.leafHash;
  const ended = climb(claim.path, claim.index, claim.size - 1, (sibling, onLeft) => {
    hash = onLeft ? nodeHash(sibling, hash, sha256) : nodeHash(hash, sibling, sha256);
  });
  return ended && equalBytes(hash, claim.root);
}

export interface ConsistencyClaim { readonly first: number; readonly second: number; readonly firstRoot: Uint8Array; readonly secondRoot: Uint8Array; readonly path: readonly Uint8Array[] }

/** RFC 9162 §2.1.4.2. */
export function verifyConsistency(claim: ConsistencyClaim, sha256: Sha256 = portableSha256): boolean {
  const { first, second, firstRoot, secondRoot } = claim;
  if (!isCount(first) || !isCount(second) || first > second) return false;
  if (first === second) return claim.path.length === 0 && equalBytes(firstRoot, secondRoot);
  if (first === 0) return claim.path.length === 0 && equalBytes(firstRoot, sha256(new Uint8Array()));
  // A complete old tree is a node of the new one: its root begins the path and is not sent.
  const [start, ...path] = Number.isInteger(Math.log2(first)) ? [firstRoot, ...claim.path] : claim.path;
  if (start === undefined) return false;
  let [node, last] = [first - 1, second - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [oldHash, newHash] = [start, start];
  const ended = climb(path, node, last, (sibling, onLeft) => {
    if (onLeft) oldHash = nodeHash(sibling, oldHash, sha256);
    newHash = onLeft ? nodeHash(sibling, newHash, sha256) : nodeHash(newHash, sibling, sha256);
  });
  return ended && equalBytes(oldHash, firstRoot) && equalBytes(newHash, secondRoot);
}

/** Walks from a node to the root of a tree whose last node on that level is given; false when the path does not fit. */
function climb(path: readonly Uint8Array[], from: number, lastOfLevel: number, join: (sibling: Uint8Array, onLeft: boolean) => void): boolean {
  let [node, last] = [from, lastOfLevel];
  for (const sibling of path) {
    if (last === 0 || sibling.length !== HASH_SIZE) return false;
    const onLeft = node % 2 === 1 || node === last;
    join(sibling, onLeft);
    // The last node of a level without a right sibling moves up until it has a left one.
    while (onLeft && node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0;
}

/** A growable column of hashes in one buffer. */
class HashColumn {
  #buffer = new Uint8Array(64 * HASH_SIZE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): Uint8Array {
    return this.#buffer.subarray(index * HASH_SIZE, (index + 1) * HASH_SIZE);
  }

  push(hash: Uint8Array): void {
    if (hash.length !== HASH_SIZE) refuse('encoding-malformed', `a hash has ${HASH_SIZE} bytes`);
    if ((this.#length + 1) * HASH_SIZE > this.#buffer.length) this.#buffer = concat(this.#buffer, new Uint8Array(this.#buffer.length));
    this.#buffer.set(hash, this.#length * HASH_SIZE);
    this.#length += 1;
  }
}

/** The largest power of two smaller than length (RFC 6962's k). */
function splitPoint(length: number): number {
  let split = 1;
  while (split * 2 < length) split *= 2;
  return split;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
