import {
  canonicalJson, decodeLeaf, fromBase64, fromBase64Url, HASH_SIZE, idOfBody, leafHash, refuse, SEALED_BATCH, SEALED_BATCHES, slotCommitment,
  utf8, verifyInclusion, verifySlot, type Checkpoint, type Json, type Leaf, type Sha256,
} from '../core/index.ts';
import type { EvidenceBundle } from './bundle.ts';

/** An entry that is in the log: everything in leaf is what the log vouches for. */
export interface VerifiedEntry {
  readonly index: number;
  readonly id: string;
  readonly leaf: Leaf;
  /** Committed fields that the bundle opens, proved against their commitments. */
  readonly opened: ReadonlyMap<string, Json>;
  /** What the actor put a signature to, when the bundle gives what is needed to check it; else null. */
  readonly signed: { readonly act: string; readonly subject: string; readonly inputDigest: string; readonly idempotencyKey: string } | null;
}

export type LoggedEntry = Omit<VerifiedEntry, 'opened' | 'signed'>;

/** Every entry under the checkpoint, in ascending order, each id once. */
export function verifyEntries(bundle: EvidenceBundle, checkpoint: Checkpoint, sha256: Sha256): LoggedEntry[] {
  const ids = new Set<string>();
  let before = -1;
  return bundle.entries.map(({ index, leaf: text, proof }) => {
    if (index <= before) refuse('entry-repeated', `entry ${index} after ${before}`);
    before = index;
    const leaf = decodeLeaf(text);
    if (leaf.log !== bundle.origin) refuse('origin-differs', `entry ${index} is of ${leaf.log}`);
    const path = proof.map((step) => fromBase64(step, HASH_SIZE));
    const claim = { index, size: checkpoint.size, root: checkpoint.root, leafHash: leafHash(utf8(text), sha256), path };
    if (!verifyInclusion(claim, sha256)) refuse('inclusion-invalid', `entry ${index}`);
    const id = idOfBody(leaf.body);
    if (ids.has(id)) refuse('entry-repeated', `id ${id}`);
    ids.add(id);
    return { index, id, leaf };
  });
}

/**
 * Each subject's history from its first leaf on, with none left out between. Inclusion alone could never show that.
 * Sealed batches are the one exception: a bundle holds those that its entries name, not every second of the platform.
 */
export function verifyHistories(entries: readonly LoggedEntry[]): void {
  const last = new Map<string, LoggedEntry>();
  for (const entry of entries) {
    const { subject, seq, prev } = entry.leaf;
    if (subject === SEALED_BATCHES) continue;
    const before = last.get(subject);
    if (seq !== (before === undefined ? 0 : before.leaf.seq + 1) || prev !== (before?.index ?? null)) {
      refuse('subject-incomplete', `${subject} before entry ${entry.index}`);
    }
    last.set(subject, entry);
  }
}

/** A gated entry was committed to by the batch leaf it names, in the second of that leaf, with this very body. */
export function verifySealedPlaces(entries: readonly LoggedEntry[], sha256: Sha256): void {
  const byIndex = new Map(entries.map((entry) => [entry.index, entry.leaf.body]));
  for (const { index, leaf } of entries) {
    if (leaf.sealed === undefined) continue;
    const { batch, slot, salt, path } = leaf.sealed;
    const body = byIndex.get(batch);
    if (body === undefined || body['fp'] !== SEALED_BATCH || batch >= index) return refuse('sealed-batch-missing', `entry ${index} names batch ${batch}`);
    const claim = {
      slot,
      commitment: slotCommitment(fromBase64Url(salt, HASH_SIZE), canonicalJson(leaf.body), sha256),
      path: path.map((step) => fromBase64Url(step, HASH_SIZE)),
      root: fromBase64Url(typeof body['root'] === 'string' ? body['root'] : '', HASH_SIZE),
    };
    if (!verifySlot(claim, sha256)) refuse('sealed-path-invalid', `entry ${index} in batch ${batch}`);
  }
}
