import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { checkpointBody, refuse, signedNote, verifierKey, type Checkpoint, type Sha256, type VerifierKey } from '../../core/index.ts';

/** Node's one-shot hash: four times the portable one on short input. */
export const nodeSha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

export interface Signer { readonly key: VerifierKey; sign(checkpoint: Checkpoint): string }

// RFC 8410: what stands before the 32 bytes in a PKCS #8 private key and in a SubjectPublicKeyInfo.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

export function signerOf(origin: string, seed: Uint8Array): Signer {
  if (seed.length !== 32) refuse('key-malformed', 'a seed has 32 bytes');
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const key = verifierKey(origin, spki.subarray(SPKI_HEAD.length));
  return {
    key,
    sign(checkpoint) {
      const body = checkpointBody(checkpoint);
      return signedNote(body, key, sign(null, Buffer.from(body), secret));
    },
  };
}

export function verifyCheckpoint(key: VerifierKey, body: string, signature: Uint8Array): boolean {
  return verify(null, Buffer.from(body), publicKeyOf(key), signature);
}

function publicKeyOf(key: VerifierKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, key.publicKey]), format: 'der', type: 'spki' });
}
