// How a certificate comes into the browser: as PKCS#12 (what authorities hand out), or as the demo's own keys. Loaded only when it is needed.
import { fromBase64, importPrivateKey, parseCertificate, type ParsedCertificate } from '../../src/seal/index.ts';
import type { KeptIdentity, KeptKey } from './keyring.ts';

export type ImportFault = 'not-pkcs12' | 'wrong-password' | 'no-signing-key' | 'wrong-key-type';
export class ImportError extends Error {
  readonly fault: ImportFault;
  constructor(fault: ImportFault, cause?: unknown) {
    super(fault, { cause });
    this.fault = fault;
  }
}

/** Reads a PKCS#12 file with its signing and, where it is there, its encryption key; the bytes are not kept. */
export async function identityOfPkcs12(bytes: Uint8Array<ArrayBuffer>, password: string): Promise<KeptIdentity> {
  const { readPkcs12 } = await import('./pkcs12.ts');
  const { keys, certificates } = await readPkcs12(bytes, password);
  const parsed = certificates.map((der) => parseCertificate(der)).filter(({ isCa }) => !isCa);
  const sign = parsed.find(({ usages }) => usages.sign);
  if (!sign) throw new ImportError('no-signing-key');
  const signing = await matching(keys, sign, 'sign');
  if (!signing) throw new ImportError('no-signing-key');
  const encrypt = parsed.find(({ usages, fingerprint }) => usages.encrypt && fingerprint !== sign.fingerprint);
  return kept(sign, signing, encrypt ? await matching(keys, encrypt, 'encrypt') : null);
}

export interface StoredKeys { sign: { key: string; certificate: string }; encrypt: { key: string; certificate: string } }

/** The keys of one of the demo's people, as the demo hands them out on its own machine. */
export async function identityOfDemo(stored: StoredKeys): Promise<KeptIdentity> {
  const load = async (use: 'sign' | 'encrypt'): Promise<KeptKey> => {
    const [key, certificate] = [fromBase64(stored[use].key), fromBase64(stored[use].certificate)];
    if (!key || !certificate) throw new ImportError('not-pkcs12');
    return { privateKey: await importPrivateKey(use, key), certificate };
  };
  const sign = await load('sign');
  // someone to whom nothing is sealed has his signing key in both places
  const sealed = stored.encrypt.certificate !== stored.sign.certificate;
  return kept(parseCertificate(sign.certificate), sign, sealed ? await load('encrypt') : null);
}

/** The key that fits the certificate: told by a signature, or by agreeing with its public point. */
async function matching(keys: readonly Uint8Array<ArrayBuffer>[], certificate: ParsedCertificate, use: 'sign' | 'encrypt'): Promise<KeptKey | null> {
  for (const pkcs8 of keys) {
    const publicOfKey = await publicKeyOf(pkcs8, use);
    if (publicOfKey && same(publicOfKey, certificate.spki)) return { privateKey: await importPrivateKey(use, pkcs8), certificate: certificate.der };
  }
  return null;
}

async function publicKeyOf(pkcs8: Uint8Array<ArrayBuffer>, use: 'sign' | 'encrypt'): Promise<Uint8Array | null> {
  try {
    const { d: _secret, ...jwk } = await crypto.subtle.exportKey('jwk', await importPrivateKey(use, pkcs8, true));
    const algorithm = use === 'sign' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'ECDH', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('jwk', { ...jwk, key_ops: use === 'sign' ? ['verify'] : [] }, algorithm, true, use === 'sign' ? ['verify'] : []);
    return new Uint8Array(await crypto.subtle.exportKey('spki', key));
  } catch {
    return null;
  }
}

function kept(certificate: ParsedCertificate, sign: KeptKey, encrypt: KeptKey | null): KeptIdentity {
  const { organizationName, commonName } = certificate.subject;
  return { id: certificate.fingerprint, name: organizationName ?? commonName ?? certificate.subjectText, sign, encrypt, addedAt: new Date().toISOString() };
}

function same(a: Uint8Array, b: Uint8Array): boolean { return a.length === b.length && a.every((byte, i) => byte === b[i]); }
