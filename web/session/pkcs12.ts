// PKCS#12 (RFC 7292) by pkijs over WebCrypto. Files with the old RC2 or triple-DES ciphers are refused: WebCrypto has neither.
import { type AuthenticatedSafe, Certificate, CertBag, type ContentInfo, CryptoEngine, EncryptedData, PBES2Params, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, setEngine, type AlgorithmIdentifier, type SafeBag } from 'pkijs';
import { ImportError } from './import-keys.ts';

export interface Pkcs12 { keys: Uint8Array<ArrayBuffer>[]; certificates: Uint8Array<ArrayBuffer>[] }
type OpenedSafe = AuthenticatedSafe & { parsedValue: { safeContents: { value: { safeBags: SafeBag[] } }[] } };

export async function readPkcs12(bytes: Uint8Array<ArrayBuffer>, password: string): Promise<Pkcs12> {
  setEngine('browser', new CryptoEngine({ name: 'browser', crypto: globalThis.crypto }));
  const pfx = parsePfx(bytes);
  const secret = new TextEncoder().encode(password).buffer;
  const safe = await opened(await checked(pfx, secret), secret);
  const found: Pkcs12 = { keys: [], certificates: [] };
  for (const { value } of safe.parsedValue.safeContents) for (const bag of value.safeBags) await takeBag(bag, secret, found);
  return found;
}

function parsePfx(bytes: Uint8Array<ArrayBuffer>): PFX {
  try {
    return PFX.fromBER(bytes);
  } catch (error) {
    throw new ImportError('not-pkcs12', error);
  }
}

/** The seal of the whole file is made with the password: when it does not fit, the password is wrong and nothing else. */
async function checked(pfx: PFX, password: ArrayBuffer): Promise<AuthenticatedSafe> {
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true });
  } catch (error) {
    throw new ImportError(pfx.macData ? 'wrong-password' : 'not-pkcs12', error);
  }
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (!safe) throw new ImportError('not-pkcs12');
  return safe;
}

async function opened(safe: AuthenticatedSafe, password: ArrayBuffer): Promise<OpenedSafe> {
  if (safe.safeContents.some((content) => isOld(cipherOfContent(content)))) throw new ImportError('old-cipher');
  try {
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
    return safe as OpenedSafe;
  } catch (error) {
    throw new ImportError('wrong-password', error);
  }
}

async function takeBag({ bagValue }: SafeBag, password: ArrayBuffer, found: Pkcs12): Promise<void> {
  if (bagValue instanceof PKCS8ShroudedKeyBag) {
    if (isOld(cipherOf(bagValue.encryptionAlgorithm))) throw new ImportError('old-cipher');
    await (bagValue as unknown as { parseInternalValues(p: { password: ArrayBuffer }): Promise<void> }).parseInternalValues({ password });
    if (bagValue.parsedValue) found.keys.push(der(bagValue.parsedValue.toSchema()));
  } else if (bagValue instanceof PrivateKeyInfo) {
    found.keys.push(der(bagValue.toSchema()));
  } else if (bagValue instanceof CertBag && bagValue.parsedValue instanceof Certificate) {
    found.certificates.push(der(bagValue.parsedValue.toSchema(true)));
  }
}

const encryptedDataType = '1.2.840.113549.1.7.6';
const pbes2 = '1.2.840.113549.1.5.13';
/** aes128/192/256-CBC */
const aes = new Set(['2.16.840.1.101.3.4.1.2', '2.16.840.1.101.3.4.1.22', '2.16.840.1.101.3.4.1.42']);

function cipherOfContent(content: ContentInfo): string | null {
  if (content.contentType !== encryptedDataType) return null;
  return cipherOf(EncryptedData.fromBER(berOf(content.content)).encryptedContentInfo.contentEncryptionAlgorithm);
}

/** The cipher under a password scheme; an old scheme is its own name. */
function cipherOf({ algorithmId, algorithmParams }: AlgorithmIdentifier): string {
  return algorithmId === pbes2 ? PBES2Params.fromBER(berOf(algorithmParams)).encryptionScheme.algorithmId : algorithmId;
}

/** Read from the bytes again: a schema that was read once is spent. */
function berOf(value: unknown): ArrayBuffer { return (value as { toBER(): ArrayBuffer }).toBER(); }

function isOld(cipher: string | null): boolean { return cipher !== null && !aes.has(cipher); }

function der(schema: { toBER(): ArrayBuffer }): Uint8Array<ArrayBuffer> { return new Uint8Array(schema.toBER()); }
