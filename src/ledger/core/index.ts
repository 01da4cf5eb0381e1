export { LedgerRefusal, refuse, type LedgerCode } from './refusal.ts';
export { concat, equalBytes, fromBase64, fromBase64Url, fromHex, toBase64, toBase64Url, toHex, utf8, type Bytes } from './bytes.ts';
export { HASH_SIZE, leafHash, nodeHash, portableSha256, type Sha256 } from './hash.ts';
export { canonicalJson, isObject, parseCanonical, parseJson, type Json, type JsonObject } from './jcs.ts';
export { MerkleTree, verifyConsistency, verifyInclusion } from './merkle.ts';
export {
  checkpointBody, decodeVkey, encodeVkey, fingerprint, parseCheckpoint, signaturesBy, signedNote, verifierKey,
  type Checkpoint, type SignedCheckpoint, type VerifierKey,
} from './note.ts';
export { encodeTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
export { batchBody, decodeLeaf, encodeLeaf, idOfBody, leafFits, MAX_LEAF_BYTES, parseBody, SEALED_BATCH, SEALED_BATCHES, type Leaf, type SealedPlace } from './leaf.ts';
export { buildSlots, SLOT_COUNT, SLOT_DEPTH, slotCommitment, verifySlot, type SlotTree } from './slots.ts';
export { verifyEd25519, verifyEs256, verifyNote } from './signature.ts';
