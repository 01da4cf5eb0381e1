// PKCS#12 (RFC 7292) by pkijs over WebCrypto. Files with the old RC2 or triple-DES ciphers are refused: WebCrypto has neither.
import { type AuthenticatedSafe, Certificate, CertBag, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, setEngine, CryptoEngine, type SafeBag } from 'pkijs';
import { ImportError } from './import-keys.ts';

export interface Pkcs12 { keys: Uint8Array<ArrayBuffer>[]; certificates: Uint8Array<ArrayBuffer>[] }

export async function readPkcs12(bytes: Uint8Array<ArrayBuffer>, password: string): Promise<Pkcs12> {
  setEngine('browser', new CryptoEngine({ name: 'browser', crypto: globalThis.crypto }));
  const pfx = parsePfx(bytes);
  const secret = new TextEncoder().encode(password).buffer;
  const safe = await opened(pfx, secret);
  const found: Pkcs12 = { keys: [], certificates: [] };
  for (const { value } of safe.parsedValue.safeContents) for (const bag of value.safeBags as SafeBag[]) await takeBag(bag, secret, found);
  return found;
}

function parsePfx(bytes: Uint8Array<ArrayBuffer>): PFX {
  try {
    return PFX.fromBER(bytes);
  } catch (error) {
    throw new ImportError('not-pkcs12', error);
  }
}

async function opened(pfx: PFX, password: ArrayBuffer): Promise<AuthenticatedSafe & { parsedValue: { safeContents: { value: { safeBags: unknown[] } }[] } }> {
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true });
    const safe = pfx.parsedValue?.authenticatedSafe;
    if (!safe) throw new Error('no safe');
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
    return safe as AuthenticatedSafe & { parsedValue: { safeContents: { value: { safeBags: unknown[] } }[] } };
  } catch (error) {
    throw new ImportError('wrong-password', error);
  }
}

async function takeBag({ bagValue }: SafeBag, password: ArrayBuffer, found: Pkcs12): Promise<void> {
  if (bagValue instanceof PKCS8ShroudedKeyBag) {
    await (bagValue as unknown as { parseInternalValues(p: { password: ArrayBuffer }): Promise<void> }).parseInternalValues({ password });
    if (bagValue.parsedValue) found.keys.push(der(bagValue.parsedValue.toSchema()));
  } else if (bagValue instanceof PrivateKeyInfo) {
    found.keys.push(der(bagValue.toSchema()));
  } else if (bagValue instanceof CertBag && bagValue.parsedValue instanceof Certificate) {
    found.certificates.push(der(bagValue.parsedValue.toSchema(true)));
  }
}

function der(schema: { toBER(): ArrayBuffer }): Uint8Array<ArrayBuffer> { return new Uint8Array(schema.toBER()); }
