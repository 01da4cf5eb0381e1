// How a certificate comes into the browser: as PKCS#12 (what authorities hand out), made here with an authority's certificate, or as
// the demo's own keys. Loaded only when it is needed.
import { fromBase64, importPrivateKey, parseCertificate, SealError, type ParsedCertificate } from '../../src/seal/index.ts';
import type { KeptIdentity, KeptKey } from './keyring.ts';
import type { Pkcs12 } from './pkcs12.ts';

export type ImportFault = 'not-pkcs12' | 'wrong-password' | 'old-cipher' | 'no-key' | 'no-signing-key' | 'wrong-key-type' | 'other-holder';
export class ImportError extends Error {
  readonly fault: ImportFault;
  /** the file it was found in, where several were given */
  readonly file: number;
  constructor(fault: ImportFault, cause?: unknown, file = 0) {
    super(fault, { cause });
    this.fault = fault;
    this.file = file;
  }
}

export interface KeyFile { bytes: Uint8Array<ArrayBuffer>; password: string }

/** Reads a PKCS#12 file with its signing and, where it is there, its encryption key; the bytes are not kept. */
export function identityOfPkcs12(bytes: Uint8Array<ArrayBuffer>, password: string): Promise<KeptIdentity> {
  return identityOfFiles([{ bytes, password }]);
}

/** The same from several files: many authorities hand out the signing and the encryption certificate apart. */
export async function identityOfFiles(files: readonly KeyFile[]): Promise<KeptIdentity> {
  const { keys, certificates } = await readAll(files);
  if (keys.length === 0) throw new ImportError('no-key');
  const read = certificates.map(parsedOf);
  const parsed = read.flatMap((one) => (one instanceof ImportError || one.isCa ? [] : [one]));
  const sign = parsed.find(({ usages }) => usages.sign);
  // an authority's own certificates may be of any kind; the holder's must be one of ours
  if (!sign) throw read.find((one) => one instanceof ImportError) ?? new ImportError('no-signing-key');
  const signing = await matching(keys, sign, 'sign');
  if (!signing) throw new ImportError('no-signing-key');
  const encrypt = parsed.find(({ usages, fingerprint }) => usages.encrypt && fingerprint !== sign.fingerprint);
  if (encrypt && encrypt.subject.creditCode !== sign.subject.creditCode) throw new ImportError('other-holder');
  return identityOf(sign, signing, encrypt ? await matching(keys, encrypt, 'encrypt') : null);
}

async function readAll(files: readonly KeyFile[]): Promise<Pkcs12> {
  const { readPkcs12 } = await import('./pkcs12.ts');
  const all: Pkcs12 = { keys: [], certificates: [] };
  for (const [index, { bytes, password }] of files.entries()) {
    try {
      const { keys, certificates } = await readPkcs12(bytes, password);
      all.keys.push(...keys);
      all.certificates.push(...certificates);
    } catch (error) {
      throw error instanceof ImportError ? new ImportError(error.fault, error.cause, index) : new ImportError('not-pkcs12', error, index);
    }
  }
  return all;
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
  return identityOf(parseCertificate(sign.certificate), sign, sealed ? await load('encrypt') : null);
}

export function identityOf(certificate: ParsedCertificate, sign: KeptKey, encrypt: KeptKey | null): KeptIdentity {
  const { organizationName, commonName } = certificate.subject;
  return { id: certificate.fingerprint, name: organizationName ?? commonName ?? certificate.subjectText, sign, encrypt, addedAt: new Date().toISOString() };
}

/** A certificate of RSA, SM2 or another curve cannot be read as one of ours: it is told as what it is. */
function parsedOf(der: Uint8Array<ArrayBuffer>): ParsedCertificate | ImportError {
  try {
    return parseCertificate(der);
  } catch (error) {
    return new ImportError(error instanceof SealError && error.code === 'certificate.wrong_key_type' ? 'wrong-key-type' : 'not-pkcs12', error);
  }
}

/** The key that fits the certificate: told by its public point. */
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

function same(a: Uint8Array, b: Uint8Array): boolean { return a.length === b.length && a.every((byte, i) => byte === b[i]); }
