// Checks one leaf in the browser from the raw files alone: nothing the server says about them is believed.
import type { LeafEntry, ReceiptRead } from '../../src/contracts/reads.ts';
import { leafHash, sameBytes, walkPath, type PathWalk } from '../../src/kernel/merkle.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { canonical } from '../../src/kernel/canonical.ts';
import { parseProof, parseVerifierKey, signedBy, toHex, type TlogProof } from './tlog.ts';

export type StepId = 'leaf' | 'body' | 'path' | 'root' | 'signature';
export type CheckStep = { id: StepId; good: boolean; left: string; right: string };
export type LeafCheck = {
  good: boolean; steps: CheckStep[]; entry: LeafEntry; proof: TlogProof; walk: PathWalk | null; leafHash: Uint8Array; size: bigint;
};
export type LeafFiles = { entryBytes: Uint8Array; proofText: string; receipt: ReceiptRead; vkey: string };

export async function checkLeaf({ entryBytes, proofText, receipt, vkey }: LeafFiles): Promise<LeafCheck> {
  const entry = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(entryBytes)) as LeafEntry;
  const proof = parseProof(proofText);
  const key = parseVerifierKey(vkey);
  const hash = leafHash(entryBytes);
  const walk = walkPath(proof.index, proof.checkpoint.size, hash, proof.path);
  const bodyHash = toHex(sha256(new TextEncoder().encode(canonical(entry.body))));
  const signed = proof.checkpoint.origin === key.name && entry.log === key.name && (await signedBy(proof.checkpoint, key));
  const steps: CheckStep[] = [
    { id: 'leaf', good: entry.body.id === receipt.leafId, left: entry.body.id, right: receipt.leafId },
    { id: 'body', good: bodyHash === receipt.bodyHash, left: bodyHash, right: receipt.bodyHash },
    { id: 'path', good: walk !== null, left: String(proof.index), right: String(proof.checkpoint.size) },
    {
      id: 'root', good: walk !== null && sameBytes(walk.root, proof.checkpoint.root),
      left: walk ? toHex(walk.root) : '', right: toHex(proof.checkpoint.root),
    },
    { id: 'signature', good: signed, left: proof.checkpoint.origin, right: vkey },
  ];
  return { good: steps.every((step) => step.good), steps, entry, proof, walk, leafHash: hash, size: proof.checkpoint.size };
}
