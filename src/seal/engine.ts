import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from './bytes.ts';
import { bytesOf, utf8 } from './bytes.ts';

export interface Hasher { update(chunk: Uint8Array): unknown; digest(): Uint8Array }

/**
 * Who computes over the long part. The portable one runs everywhere; where a machine has its own (`node/engine.ts`: OpenSSL, five to
 * twenty times as fast) it makes and reads the very same bytes.
 */
export interface SealEngine {
  sha256(): Hasher;
  /** The body of an age file (STREAM: ChaCha20-Poly1305 in pieces of 64 KiB) under its payload key; without it the age library does it. */
  body?: { seal(key: Bytes): TransformStream<Uint8Array, Uint8Array>; open(key: Bytes): TransformStream<Uint8Array, Uint8Array> };
}

export const portable: SealEngine = { sha256: () => sha256.create() };

/** age: the payload key of a file, from the file key and the 16 bytes before the body. */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Bytes {
  return bytesOf(hkdf(sha256, fileKey, nonce, utf8('payload'), 32));
}
