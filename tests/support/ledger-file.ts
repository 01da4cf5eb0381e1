import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLeaf, encodeTlogProof, encodeVkey, equalBytes, fingerprint, parseCheckpoint, verifyNote, type VerifierKey } from '../../src/ledger/core/index.ts';
import type { Ledger, LedgerEntry } from '../../src/ledger/engines/local/index.ts';
import { readFrames } from '../../src/ledger/engines/local/frame.ts';
import { linkOf, LogState } from '../../src/ledger/engines/local/log-state.ts';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';

/**
 * The ledger of a data folder as an auditor reads it: no lock is taken, so the server may be running. Each refresh takes the published
 * checkpoint, reads what the file holds up to it, and proves the one by the other. What was read once is never read again: an
 * entry that changes behind the auditor's back shows in the root.
 */
export class LedgerFile implements Ledger {
  readonly #dir: string;
  readonly #key: VerifierKey;
  readonly #state = new LogState(nodeSha256);
  readonly #leaves: string[] = [];
  #checkpoint = '';

  constructor(dir: string, key: VerifierKey) {
    this.#dir = dir;
    this.#key = key;
  }

  get origin(): string { return this.#key.name; }
  get vkey(): string { return encodeVkey(this.#key); }
  get fingerprint(): string { return fingerprint(this.#key); }
  get size(): number { return this.#leaves.length; }

  /** Throws where the log is not what its checkpoint says, or not a continuation of what was read before. */
  async refresh(): Promise<void> {
    const text = readFileSync(join(this.#dir, 'checkpoint'), 'utf8');
    const note = parseCheckpoint(text);
    await verifyNote(note, [this.#key]);
    const { size, root, origin } = note.checkpoint;
    if (origin !== this.origin) throw new Error(`a checkpoint of ${origin}`);
    if (size < this.size) throw new Error(`the log had ${this.size} entries and has ${size}`);
    this.#read(size);
    if (this.size < size) throw new Error(`the checkpoint vouches for ${size} entries, the file holds ${this.size}`);
    if (!equalBytes(this.#state.tree.root(size), root)) throw new Error(`another root at size ${size}`);
    this.#checkpoint = text;
  }

  #read(size: number): void {
    if (size === this.size) return;
    const file = openSync(join(this.#dir, 'ledger.wal'), 'r');
    try {
      const from = this.#state.end;
      for (const { payload } of readFrames((position, length) => bytesAt(file, from + position, length), fstatSync(file).size - from, nodeSha256)) {
        const leaf = new TextDecoder('utf-8', { fatal: true }).decode(payload);
        this.#state.apply(linkOf(decodeLeaf(leaf)), payload);
        this.#leaves.push(leaf);
        if (this.size === size) return;
      }
    } finally {
      closeSync(file);
    }
  }

  checkpoint(): string { return this.#checkpoint; }
  root(size = this.size): Uint8Array { return this.#state.tree.root(size); }
  inclusion(index: number, size = this.size): Uint8Array[] { return this.#state.tree.inclusion(index, size); }
  consistency(first: number, second = this.size): Uint8Array[] { return this.#state.tree.consistency(first, second); }
  tlogProof(index: number): string { return encodeTlogProof({ index, path: this.inclusion(index), checkpoint: this.#checkpoint }); }
  entry(index: number): LedgerEntry { return { index, leaf: this.#leaves[index] ?? never(`no entry ${index}`) }; }
  subjectEntries(subject: string): LedgerEntry[] { return this.#state.indexesOf(subject, this.size).map((index) => this.entry(index)); }
  findById(id: string): LedgerEntry | null {
    const index = this.#state.find(id, (at) => linkOf(decodeLeaf(this.entry(at).leaf)).id);
    return index === null ? null : this.entry(index);
  }
  check(): void { never('an auditor appends nothing'); }
  append(): Promise<never> { return Promise.reject(new Error('an auditor appends nothing')); }
  async close(): Promise<void> { /* nothing is held */ }
}

function bytesAt(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const count = readSync(file, bytes, at, length - at, position + at);
    if (count === 0) break;
    at += count;
  }
  return bytes.subarray(0, at);
}

function never(what: string): never { throw new Error(what); }
