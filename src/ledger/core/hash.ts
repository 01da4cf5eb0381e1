import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { concat } from './bytes.ts';

/** A synchronous SHA-256. The portable one runs in browsers; an engine passes the faster one of its host. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const HASH_SIZE = 32;

export const portableSha256: Sha256 = nobleSha256;

// RFC 6962 §2.1: different prefixes keep a leaf from being taken for a node.
const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

export function leafHash(data: Uint8Array, sha256: Sha256 = portableSha256): Uint8Array {
  return sha256(concat(LEAF_PREFIX, data));
}

export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256 = portableSha256): Uint8Array {
  return sha256(concat(NODE_PREFIX, left, right));
}
