import { setImmediate as turn } from 'node:timers/promises';
import {
  canonicalJson, concat, decodeLeaf, encodeLeaf, encodeTlogProof, encodeVkey, fingerprint, idOfBody, leafFits, LedgerRefusal, parseBody, refuse,
  toHex, utf8, type SealedPlace,
} from '../../core/index.ts';
import type { Disk } from './disk.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import type { LogState } from './log-state.ts';
import { nodeSha256, type Signer } from './signer.ts';

/** body is canonical JSON whose bytes were fixed before; it names its own id and subject. */
export interface NewEntry { readonly id: string; readonly subject: string; readonly body: string; readonly sealed?: SealedPlace | undefined }
export interface Appended { readonly id: string; readonly index: number; readonly seq: number; readonly prev: number | null; readonly leafHash: Uint8Array }
export interface LedgerEntry { readonly index: number; readonly leaf: string }

/** The witness ledger as its readers and its one writer see it. Everything readable is durable and under `checkpoint()`. */
export interface Ledger {
  readonly origin: string;
  readonly vkey: string;
  readonly fingerprint: string;
  readonly size: number;
  root(size?: number): Uint8Array;
  checkpoint(): string;
  /** Throws the refusal that append would reject with, for what a look at the entry alone can tell. */
  check(entry: NewEntry): void;
  /** Resolves when the entries are durable. An id that is there already keeps its place and is answered with it. */
  append(entries: readonly NewEntry[]): Promise<Appended[]>;
  entry(index: number): LedgerEntry;
  findById(id: string): LedgerEntry | null;
  subjectEntries(subject: string): LedgerEntry[];
  inclusion(index: number, size?: number): Uint8Array[];
  consistency(first: number, second?: number): Uint8Array[];
  tlogProof(index: number): string;
  close(): Promise<void>;
}

interface Call { readonly entries: readonly NewEntry[]; resolve(done: Appended[]): void; reject(error: unknown): void }
interface Batch { readonly frames: Uint8Array[]; readonly start: number; readonly calls: Call[]; readonly settle: (() => void)[] }

/** Frames written by one sync: enough to keep the disk busy, small enough to keep the wait short. */
const MAX_BATCH_BYTES = 8 << 20;

export class LocalLedger implements Ledger {
  readonly #disk: Disk;
  readonly #state: LogState;
  readonly #signer: Signer;
  readonly #release: () => void;
  readonly #onFatal: (error: Error) => void;
  /** Entries of the batch under way, which the file cannot give yet. */
  readonly #unwritten = new Map<number, string>();
  #queue: Call[] = [];
  #running: Promise<void> | null = null;
  #published = { size: 0, text: '' };
  #stopped: LedgerRefusal | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: { disk: Disk; state: LogState; signer: Signer; release: () => void; onFatal: (error: Error) => void }) {
    this.#disk = parts.disk;
    this.#state = parts.state;
    this.#signer = parts.signer;
    this.#release = parts.release;
    this.#onFatal = parts.onFatal;
  }

  get origin(): string { return this.#signer.key.name; }
  get vkey(): string { return encodeVkey(this.#signer.key); }
  get fingerprint(): string { return fingerprint(this.#signer.key); }
  get size(): number { return this.#published.size; }

  checkpoint(): string { return this.#published.text; }

  root(size: number = this.size): Uint8Array {
    return this.#state.tree.root(this.#inside(size, this.size));
  }

  inclusion(index: number, size: number = this.size): Uint8Array[] {
    return this.#state.tree.inclusion(index, this.#inside(size, this.size));
  }

  consistency(first: number, second: number = this.size): Uint8Array[] {
    return this.#state.tree.consistency(first, this.#inside(second, this.size));
  }

  tlogProof(index: number): string {
    return encodeTlogProof({ index, path: this.inclusion(index), checkpoint: this.checkpoint() });
  }

  entry(index: number): LedgerEntry {
    if (this.#inside(index, this.size) === this.size) refuse('index-out-of-range', `index ${index} of ${this.size}`);
    return { index, leaf: this.#leafText(index) };
  }

  findById(id: string): LedgerEntry | null {
    const index = this.#state.find(id, (position) => this.#idAt(position));
    return index === null || index >= this.size ? null : this.entry(index);
  }

  subjectEntries(subject: string): LedgerEntry[] {
    return this.#state.indexesOf(subject, this.size).map((index) => this.entry(index));
  }

  check(entry: NewEntry): void {
    const body = parseBody(entry.body, entry.subject);
    if (idOfBody(body) !== entry.id) refuse('id-mismatch', 'entry and body name different ids');
    if (!leafFits({ log: this.origin, ...entry })) refuse('entry-too-large', `body of ${entry.body.length} characters`);
  }

  async append(entries: readonly NewEntry[]): Promise<Appended[]> {
    if (this.#stopped !== null) throw this.#stopped;
    for (const entry of entries) this.check(entry);
    if (entries.length === 0) return [];
    return new Promise((resolve, reject) => {
      this.#queue.push({ entries, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /**
   * Signs what the log holds and publishes it: start does this once, every batch after it. The entries and the new
   * checkpoint are made durable side by side, since nobody can see the checkpoint before it is renamed; that waits for both.
   */
  async publish(entriesDurable: Promise<void> = Promise.resolve()): Promise<void> {
    const size = this.#state.size;
    const text = this.#signer.sign({ origin: this.origin, size, root: this.#state.tree.root() });
    const outcomes = await Promise.allSettled([entriesDurable, this.#keepCheckpoint(text)]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    await this.#disk.renameCheckpoint();
    await this.#disk.syncFolder();
    this.#published = { size, text };
  }

  async #keepCheckpoint(text: string): Promise<void> {
    await this.#disk.writeCheckpoint(text);
    await this.#disk.syncCheckpoint();
  }

  async #keepEntries(batch: Batch): Promise<void> {
    await this.#disk.writeWal(concat(...batch.frames), batch.start);
    await this.#disk.syncWal();
    this.#unwritten.clear();
  }

  /** Start found the published checkpoint equal to the log: it is shown as it stands. */
  adopt(text: string): void {
    this.#published = { size: this.#state.size, text };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stopped ??= new LedgerRefusal('ledger-closed', 'the ledger is closed');
    await this.#running;
    await this.#disk.close();
    this.#release();
  }

  async #run(): Promise<void> {
    // One turn lets every caller of this moment into the first batch.
    await turn();
    try {
      while (this.#stopped?.code !== 'ledger-failed' && this.#queue.length > 0) {
        const batch = this.#stage();
        await this.#commit(batch).catch((error: unknown) => this.#fail(error, batch.calls));
        // Answered callers run first, so that what they append next shares the next sync.
        await turn();
      }
    } catch (error) {
      this.#fail(error, []); // staging itself broke: no state can be trusted
    } finally {
      this.#running = null;
    }
  }

  /** Takes queued calls into the tree and into frames, up to one batch's bytes. */
  #stage(): Batch {
    const batch: Batch = { frames: [], start: this.#state.end, calls: [], settle: [] };
    let taken = 0;
    for (const call of this.#queue) {
      if (this.#state.end - batch.start > MAX_BATCH_BYTES) break;
      taken += 1;
      batch.calls.push(call);
      try {
        const done = call.entries.map((entry) => this.#place(entry, batch.frames));
        batch.settle.push(() => call.resolve(done));
      } catch (error) {
        // Only a conflicting id ends here. What the call had placed before it stays and is dropped as a repeat later.
        batch.settle.push(() => call.reject(error));
      }
    }
    this.#queue = this.#queue.slice(taken);
    return batch;
  }

  /** One write, one sync, one checkpoint on stable storage; only then is anything answered. */
  async #commit(batch: Batch): Promise<void> {
    if (batch.frames.length > 0) await this.publish(this.#keepEntries(batch));
    for (const settle of batch.settle) settle();
  }

  #place(entry: NewEntry, frames: Uint8Array[]): Appended {
    const known = this.#state.find(entry.id, (index) => this.#idAt(index));
    if (known !== null) return this.#repeat(entry, known);
    const { seq, prev } = this.#state.next(entry.subject);
    const text = encodeLeaf({ log: this.origin, subject: entry.subject, seq, prev, body: entry.body, sealed: entry.sealed });
    const bytes = utf8(text);
    const placed = this.#state.apply({ id: entry.id, subject: entry.subject, seq, prev }, bytes);
    this.#unwritten.set(placed.index, text);
    frames.push(encodeFrame(bytes, nodeSha256));
    return { id: entry.id, ...placed };
  }

  #repeat(entry: NewEntry, index: number): Appended {
    const leaf = decodeLeaf(this.#leafText(index));
    if (canonicalJson(leaf.body) !== entry.body) refuse('id-conflict', `id ${entry.id} is in the ledger with another body`);
    return { id: entry.id, index, seq: leaf.seq, prev: leaf.prev, leafHash: this.#state.tree.leaf(index) };
  }

  /** A write of unknown outcome is never tried again: the page cache may say what the disk does not hold. */
  #fail(cause: unknown, calls: readonly Call[]): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const stopped = new LedgerRefusal('ledger-failed', error.message);
    this.#stopped = stopped;
    for (const call of [...calls, ...this.#queue]) call.reject(stopped);
    this.#queue = [];
    this.#onFatal(error);
  }

  #idAt(index: number): string {
    return idOfBody(decodeLeaf(this.#leafText(index)).body);
  }

  #leafText(index: number): string {
    const unwritten = this.#unwritten.get(index);
    if (unwritten !== undefined) return unwritten;
    const { start, length } = this.#state.span(index);
    const payload = decodeFrame(this.#disk.readWal(start, length), nodeSha256);
    if (payload === null || toHex(nodeSha256(concat(Uint8Array.of(0), payload))) !== toHex(this.#state.tree.leaf(index))) {
      return refuse('wal-corrupt', `entry ${index} is not what was appended`);
    }
    return new TextDecoder().decode(payload);
  }

  #inside(size: number, limit: number): number {
    return Number.isSafeInteger(size) && size >= 0 && size <= limit ? size : refuse('index-out-of-range', `${size} of ${limit}`);
  }
}
