import { concat, utf8, type Bytes } from './bytes.ts';
import { decodeCertificateKey } from './certificate-key.ts';
import { signaturesBy, type SignedCheckpoint, type VerifierKey } from './note.ts';
import { refuse } from './refusal.ts';

// WebCrypto is the one signature API that Node and browsers share, so the verifier needs no curve code of its own.

export async function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, message);
  } catch {
    return false; // a key or signature that is no curve point signs nothing
  }
}

/** The certificate is DER; the signature is raw r‖s as WebCrypto makes it. */
export async function verifyEs256(certificate: Uint8Array, message: Bytes, signature: Bytes): Promise<boolean> {
  const spki = concat(decodeCertificateKey(certificate));
  try {
    const key = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
  } catch {
    return false;
  }
}

/** Returns the trusted key that signed. A note signed only by others is refused, however well it is signed. */
export async function verifyNote(note: SignedCheckpoint, keys: readonly VerifierKey[]): Promise<VerifierKey> {
  const candidates = keys.filter((key) => signaturesBy(note, key).length > 0);
  const key = candidates.find((candidate) => candidate.name === note.checkpoint.origin);
  if (key === undefined) return refuse('key-untrusted', 'no trusted key of this origin signed the checkpoint');
  for (const signature of signaturesBy(note, key)) {
    if (!(await verifyEd25519(key.publicKey, utf8(note.body), signature))) refuse('signature-invalid', `signature of ${key.name} does not hold`);
  }
  return key;
}
