import { idOfBody, MerkleTree, refuse, type Leaf, type Sha256 } from '../../core/index.ts';
import { FRAME_HEAD } from './frame.ts';
import { IdIndex } from './id-index.ts';

export interface Position { readonly index: number; readonly seq: number; readonly prev: number | null }
export interface Link extends Omit<Position, 'index'> { readonly id: string; readonly subject: string }

const NONE = 0xffff_ffff;

/**
 * What the ledger knows of its entries without their text: the tree, where each frame starts, whose history each
 * continues. Start replays the file through `apply`, and so does every append: recovery is the ordinary path.
 */
export class LogState {
  readonly tree: MerkleTree;
  readonly #ids = new IdIndex();
  readonly #subjects = new Map<string, { count: number; last: number }>();
  #ends = new Float64Array(1024);
  #prevs = new Uint32Array(1024);

  constructor(sha256: Sha256) {
    this.tree = new MerkleTree(sha256);
  }

  get size(): number {
    return this.tree.size;
  }

  /** Where the next frame begins. */
  get end(): number {
    return this.size === 0 ? 0 : (this.#ends[this.size - 1] ?? 0);
  }

  next(subject: string): Omit<Position, 'index'> {
    const chain = this.#subjects.get(subject);
    return chain === undefined ? { seq: 0, prev: null } : { seq: chain.count, prev: chain.last };
  }

  apply(link: Link, leafBytes: Uint8Array): Position & { leafHash: Uint8Array } {
    const { seq, prev } = this.next(link.subject);
    if (link.seq !== seq || link.prev !== prev) refuse('wal-entry-invalid', `entry ${this.size} does not continue its subject`);
    const index = this.size;
    const end = this.end + FRAME_HEAD + leafBytes.length;
    const leafHash = this.tree.append(leafBytes);
    this.#reserve(index);
    this.#ends[index] = end;
    this.#prevs[index] = prev ?? NONE;
    this.#ids.add(link.id, index);
    this.#subjects.set(link.subject, { count: seq + 1, last: index });
    return { index, seq, prev, leafHash };
  }

  find(id: string, idAt: (index: number) => string): number | null {
    return this.#ids.find(id, (index) => idAt(index) === id);
  }

  span(index: number): { start: number; length: number } {
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    return { start, length: (this.#ends[index] ?? 0) - start };
  }

  /** Indexes of a subject's entries below size, oldest first. */
  indexesOf(subject: string, size: number): number[] {
    const indexes: number[] = [];
    for (let index = this.#subjects.get(subject)?.last ?? NONE; index !== NONE; index = this.#prevs[index] ?? NONE) {
      if (index < size) indexes.push(index);
    }
    return indexes.reverse();
  }

  #reserve(index: number): void {
    if (index < this.#ends.length) return;
    const ends = new Float64Array(this.#ends.length * 2);
    ends.set(this.#ends);
    const prevs = new Uint32Array(this.#prevs.length * 2);
    prevs.set(this.#prevs);
    [this.#ends, this.#prevs] = [ends, prevs];
  }
}

export function linkOf(leaf: Leaf): Link {
  return { id: idOfBody(leaf.body), subject: leaf.subject, seq: leaf.seq, prev: leaf.prev };
}

