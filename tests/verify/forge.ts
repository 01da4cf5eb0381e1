import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  canonicalJson, concat, fromBase64, fromBase64Url, idOfBody, leafHash, nodeHash, parseCheckpoint, SEALED_BATCH, SLOT_DEPTH, slotCommitment, toBase64, toBase64Url,
  toHex, utf8, type JsonObject,
} from '../../src/ledger/core/index.ts';
import { nodeSha256, signerOf } from '../../src/ledger/engines/local/signer.ts';
import { parsePolicy, type Policy } from '../../src/ledger/verify/index.ts';

type Mutable = { [key: string]: unknown };
export interface Body extends Mutable { id: string; fp: string; kind: string; at: string; public: Mutable; commitments: Record<string, string>; docs: Record<string, string>; moves: Record<string, string>[]; root?: string }
export interface Leaf extends Mutable { body: Body; log: string; subject: string; seq: number; prev: number | null; sealed?: { batch: number; slot: number; salt: string; path: string[] } }
export interface Draft {
  deployment: string; origin: string; checkpoint: string; lotId: string; projectId: string;
  entries: { index: number; leaf: Leaf; proof: string[] }[];
  opened: Record<string, Record<string, { salt: string; value: unknown }>>;
  signatures: Record<string, unknown>; certificates: Record<string, string>; documents: Record<string, string>;
  beacons: { chanceId: string; t0Index: number; root: string; consistency: string[] }[];
}
interface Fixture { seed: string; bundle: Omit<Draft, 'entries'> & { entries: { index: number; leaf: string; proof: string[] }[] } }

/** A trade as it was played, with the key of its log. */
export function fixture(name: string): { text: string; policy: Policy; seed: Uint8Array; bundle: Fixture['bundle'] } {
  const path = fileURLToPath(new URL(`./fixtures/${name}.json.gz`, import.meta.url));
  const { seed, bundle } = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as Fixture;
  const bytes = Buffer.from(seed, 'hex');
  return { text: JSON.stringify(bundle), seed: bytes, bundle, policy: parsePolicy(vkeyLine(bundle.origin, bytes)) };
}

export function vkeyLine(origin: string, seed: Uint8Array): string {
  const { key } = signerOf(origin, seed);
  return `log ${key.name}+${toHex(key.keyId)}+${toBase64(concat(Uint8Array.of(1), key.publicKey))}\n`;
}

/**
 * What the owner of the log could do: change leaves, and make everything that is computed over them fit again: batches, tree,
 * proofs, beacons and the signed checkpoint. Leaves of others in the tree stay as they are, known by the hashes in the proofs.
 */
export function forge({ bundle, seed }: { bundle: Fixture['bundle']; seed: Uint8Array }, change: (draft: Draft) => void, otherSeed?: Uint8Array): string {
  const draft: Draft = { ...structuredClone(bundle), entries: bundle.entries.map(({ index, leaf, proof }) => ({ index, proof: [...proof], leaf: JSON.parse(leaf) as Leaf })) };
  change(draft);
  resealBatches(bundle, draft);
  const { size } = parseCheckpoint(bundle.checkpoint).checkpoint;
  const log = new PartialLog(size, bundle, new Map(draft.entries.map(({ index, leaf }) => [index, canonicalJson(leaf)])));
  const entries = draft.entries.map(({ index, leaf }) => ({ index, leaf: canonicalJson(leaf), proof: log.inclusion(index).map(toBase64) }));
  const beacons = draft.beacons.map((beacon) => ({ ...beacon, root: toHex(log.hash(0, beacon.t0Index + 1)), consistency: log.consistency(beacon.t0Index + 1).map(toBase64) }));
  const checkpoint = signerOf(bundle.origin, otherSeed ?? seed).sign({ origin: bundle.origin, size, root: log.hash(0, size) });
  return JSON.stringify({ ...draft, entries, beacons, checkpoint });
}

/** The tree of a log of which only some leaves are known, and of the rest the hashes that the proofs show. */
class PartialLog {
  readonly #size: number;
  readonly #leaves: ReadonlyMap<number, string>;
  readonly #indexes: readonly number[];
  readonly #known = new Map<string, Uint8Array>();
  readonly #made = new Map<string, Uint8Array>();

  constructor(size: number, original: Fixture['bundle'], leaves: ReadonlyMap<number, string>) {
    this.#size = size;
    this.#leaves = leaves;
    this.#indexes = [...leaves.keys()];
    for (const { index, leaf, proof } of original.entries) {
      // a leaf that was left out of the bundle is still in the tree
      this.#known.set(`${index}-${index + 1}`, leafHash(utf8(leaf), nodeSha256));
      this.#siblings(index).forEach(([start, end], place) => this.#known.set(`${start}-${end}`, fromBase64(proof[place] ?? '')));
    }
    for (const beacon of original.beacons) this.#path(beacon.t0Index + 1).forEach(([start, end], place) => this.#known.set(`${start}-${end}`, fromBase64(beacon.consistency[place] ?? '')));
  }

  hash(start: number, end: number): Uint8Array {
    const key = `${start}-${end}`;
    const made = this.#made.get(key) ?? this.#make(start, end);
    this.#made.set(key, made);
    return made;
  }

  #make(start: number, end: number): Uint8Array {
    const leaf = end - start === 1 ? this.#leaves.get(start) : undefined;
    if (leaf !== undefined) return leafHash(utf8(leaf), nodeSha256);
    const known = this.#known.get(`${start}-${end}`);
    if (known !== undefined && !this.#indexes.some((index) => index >= start && index < end)) return known;
    if (end - start === 1) throw new Error(`leaf ${start} is not known`);
    const middle = start + split(end - start);
    return nodeHash(this.hash(start, middle), this.hash(middle, end), nodeSha256);
  }

  inclusion(index: number): Uint8Array[] { return this.#siblings(index).map(([start, end]) => this.hash(start, end)); }
  consistency(first: number): Uint8Array[] { return this.#path(first).map(([start, end]) => this.hash(start, end)); }

  /** RFC 6962 §2.1.1, the ranges whose hashes make the proof, from the leaf up. */
  #siblings(index: number): [number, number][] {
    const ranges: [number, number][] = [];
    for (let [start, end] = [0, this.#size]; end - start > 1;) {
      const middle = start + split(end - start);
      ranges.unshift(index < middle ? [middle, end] : [start, middle]);
      [start, end] = index < middle ? [start, middle] : [middle, end];
    }
    return ranges;
  }

  /** RFC 6962 §2.1.2. */
  #path(first: number): [number, number][] {
    const sub = (m: number, start: number, end: number, whole: boolean): [number, number][] => {
      if (m === end - start) return whole ? [] : [[start, end]];
      const k = split(end - start);
      if (m <= k) return [...sub(m, start, start + k, whole), [start + k, end]];
      return [...sub(m - k, start + k, end, false), [start, start + k]];
    };
    return sub(first, 0, this.#size, true);
  }
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Batches are made again over the bodies as they are now; places that hold nothing of this trade keep their hashes. */
function resealBatches(original: Fixture['bundle'], draft: Draft): void {
  const places = original.entries.flatMap(({ leaf }) => (JSON.parse(leaf) as Leaf).sealed ?? []);
  for (const { index: batch, leaf } of draft.entries) {
    if (leaf.body.fp !== SEALED_BATCH) continue;
    const own = draft.entries.filter((entry) => entry.leaf.sealed?.batch === batch);
    const nodes = new Map<string, Uint8Array>();
    for (const { slot, path } of places.filter((one) => one.batch === batch)) path.forEach((step, depth) => nodes.set(`${depth}/${(slot >> depth) ^ 1}`, fromBase64Url(step)));
    const slots = new Map(own.map(({ leaf: { sealed, body } }) => [sealed?.slot ?? -1, slotCommitment(fromBase64Url(sealed?.salt ?? ''), canonicalJson(body), nodeSha256)]));
    const hash = (depth: number, place: number): Uint8Array => {
      const made = cache.get(`${depth}/${place}`) ?? make(depth, place);
      cache.set(`${depth}/${place}`, made);
      return made;
    };
    const cache = new Map<string, Uint8Array>();
    const make = (depth: number, place: number): Uint8Array => {
      const below = [...slots.keys()].some((slot) => slot >> depth === place);
      const known = nodes.get(`${depth}/${place}`);
      if (!below && known !== undefined) return known;
      if (depth === 0) return slots.get(place) ?? new Uint8Array(32);
      return nodeHash(hash(depth - 1, 2 * place), hash(depth - 1, 2 * place + 1), nodeSha256);
    };
    if (own.length === 0) continue;
    for (const { leaf: { sealed } } of own) if (sealed) sealed.path = Array.from({ length: SLOT_DEPTH }, (_, depth) => toBase64Url(hash(depth, (sealed.slot >> depth) ^ 1)));
    leaf.body.root = toBase64Url(hash(SLOT_DEPTH, 0));
  }
}

/** The leaf of a point, the n-th of its kind in the order of time. */
export function leafOf(draft: Draft, fp: string, n = 0, kind = 'act'): Leaf {
  const found = draft.entries.filter(({ leaf }) => leaf.body.fp === fp && leaf.body.kind === kind).sort((a, b) => (a.leaf.body.at < b.leaf.body.at ? -1 : 1)).at(n);
  if (!found) throw new Error(`no leaf ${n} of ${fp}`);
  return found.leaf;
}

export function idOf(leaf: Leaf): string { return idOfBody(leaf.body as unknown as JsonObject); }

export function openedOf(draft: Draft, leaf: Leaf, field: string): unknown {
  const opened = draft.opened[idOf(leaf)]?.[field];
  if (!opened) throw new Error(`${field} of ${leaf.body.fp} is not opened`);
  return opened.value;
}

/** Gives an opened field another value, and the leaf the commitment to it. */
export function recommit(draft: Draft, leaf: Leaf, field: string, value: unknown): void {
  const opened = draft.opened[idOf(leaf)]?.[field];
  if (!opened) throw new Error(`${field} of ${leaf.body.fp} is not opened`);
  opened.value = value;
  const document = field in leaf.body.docs;
  const bytes = document && typeof value === 'string' ? Buffer.from(value, 'hex') : utf8(canonicalJson(value));
  leaf.body[document ? 'docs' : 'commitments'] = { ...(document ? leaf.body.docs : leaf.body.commitments), [field]: toBase64Url(nodeSha256(concat(fromBase64Url(opened.salt), bytes))) };
}

/** Changes the content that a digest stands for, and every digest on the way. */
export function rewrite(draft: Draft, leaf: Leaf, field: string, change: (content: Mutable) => void): void {
  const digest = String(draft.opened[idOf(leaf)]?.[field]?.value);
  const content = JSON.parse(Buffer.from(draft.documents[digest] ?? '', 'base64').toString('utf8')) as Mutable;
  change(content);
  const text = canonicalJson(content);
  const next = toHex(nodeSha256(utf8(text)));
  draft.documents[next] = toBase64(utf8(text));
  recommit(draft, leaf, field, next);
}

/** Takes a leaf out and closes the gap in its subject's history, as if it had never been. */
export function drop(draft: Draft, leaf: Leaf): void {
  const gone = draft.entries.find((entry) => entry.leaf === leaf);
  if (!gone) throw new Error('no such entry');
  const { index, leaf: { subject, prev } } = gone;
  draft.entries = draft.entries.filter((entry) => entry !== gone);
  for (const { leaf: later, index: at } of draft.entries) {
    if (later.subject !== subject || at < index || later.body.fp === SEALED_BATCH) continue;
    later.seq -= 1;
    if (later.prev === index) later.prev = prev;
  }
  delete draft.opened[idOf(leaf)];
  delete draft.signatures[idOf(leaf)];
}
