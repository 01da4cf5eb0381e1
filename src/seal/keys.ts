import type { Bytes } from './bytes.ts';
import { bytesOf } from './bytes.ts';
import { SealError } from './errors.ts';

export type KeyUse = 'sign' | 'encrypt';

const algorithms = {
  sign: { name: 'ECDSA', namedCurve: 'P-256' },
  encrypt: { name: 'ECDH', namedCurve: 'P-256' },
} as const;

const privateUsages = { sign: ['sign'], encrypt: ['deriveBits'] } as const satisfies Record<KeyUse, readonly KeyUsage[]>;

/** A browser keeps the pair in IndexedDB and leaves `extractable` false: then no script can read the key out. */
export async function generateKeyPair(use: KeyUse, extractable = false): Promise<CryptoKeyPair> {
  const usages: KeyUsage[] = use === 'sign' ? ['sign', 'verify'] : ['deriveBits'];
  return crypto.subtle.generateKey(algorithms[use], extractable, usages);
}

export async function importPrivateKey(use: KeyUse, pkcs8: Uint8Array, extractable = false): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('pkcs8', bytesOf(pkcs8), algorithms[use], extractable, [...privateUsages[use]]);
  } catch (cause) {
    throw new SealError('seal.wrong_key', 'not a P-256 PKCS#8 key', { cause });
  }
}

export async function exportPrivateKey(key: CryptoKey): Promise<Bytes> {
  return bytesOf(await crypto.subtle.exportKey('pkcs8', key));
}

export async function importPublicKey(use: KeyUse, spki: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('spki', bytesOf(spki), algorithms[use], true, use === 'sign' ? ['verify'] : []);
}

export async function exportPublicKey(key: CryptoKey): Promise<Bytes> {
  return bytesOf(await crypto.subtle.exportKey('spki', key));
}

/** The uncompressed point (65 bytes) inside a P-256 SubjectPublicKeyInfo. */
export function pointOfSpki(spki: Uint8Array): Bytes {
  const isP256 = spki.length === 91 && spkiPrefix.every((byte, i) => spki[i] === byte);
  if (!isP256) throw new SealError('certificate.wrong_key_type');
  return bytesOf(spki.slice(26));
}

/** SEQUENCE{SEQUENCE{ecPublicKey, prime256v1}, BIT STRING 04…}: fixed for every uncompressed P-256 key. */
const spkiPrefix = [
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03,
  0x42, 0x00,
];
