import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509';
import type { Extension, JsonNameParams } from '@peculiar/x509';
import type { Bytes } from '../../src/seal/bytes.ts';
import { bytesOf, toHex } from '../../src/seal/bytes.ts';
import { creditCodeOid, parseCertificate, personNoOid } from '../../src/seal/certificates.ts';
import { importPublicKey } from '../../src/seal/keys.ts';
import type { KeyUse } from '../../src/seal/keys.ts';

export interface Authority {
  readonly certificate: Bytes;
  readonly privateKey: CryptoKey;
}

/** An organisation by its credit code, a person by a number, or a person who acts for an organisation. */
export interface CertificateName {
  readonly organizationName?: string;
  readonly creditCode?: string;
  readonly personName?: string;
  readonly personNo?: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The demo clock may be years ahead of the wall: nothing of the sandbox runs out on the way. */
export const sandboxYears = 30;

export function thirtyYearsFrom(now: Date): Validity {
  const notBefore = new Date(now.getTime() - 86_400_000);
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + sandboxYears);
  return { notBefore, notAfter };
}

export async function createRoot(keys: CryptoKeyPair, validity: Validity): Promise<Bytes> {
  const extensions = await authorityExtensions(keys.publicKey, keys.publicKey, 1);
  const created = await X509CertificateGenerator.createSelfSigned({ ...common(validity, extensions), name: authorityName('Root CA'), keys });
  return bytesOf(created.rawData);
}

export async function createIssuing(root: Authority, publicKey: CryptoKey, validity: Validity): Promise<Bytes> {
  const rootKey = await importPublicKey('sign', parseCertificate(root.certificate).spki);
  return sign(root, { publicKey, subject: authorityName('Issuing CA'), validity, extensions: await authorityExtensions(publicKey, rootKey, 0) });
}

export async function createLeaf(
  issuer: Authority,
  leaf: { publicKey: CryptoKey; name: CertificateName; use: KeyUse; validity: Validity },
): Promise<Bytes> {
  const usage = leaf.use === 'sign' ? KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation : KeyUsageFlags.keyAgreement;
  const extensions = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(usage, true),
    await SubjectKeyIdentifierExtension.create(leaf.publicKey),
    await keyIdentifierOf(issuer),
  ];
  return sign(issuer, { publicKey: leaf.publicKey, subject: leafName(leaf.name), validity: leaf.validity, extensions });
}

export async function createCrl(issuer: Authority, serialNumbers: readonly string[], list: Validity): Promise<Bytes> {
  const crl = await X509CrlGenerator.create({
    issuer: parseCertificate(issuer.certificate).x509.subjectName,
    thisUpdate: list.notBefore,
    nextUpdate: list.notAfter,
    entries: serialNumbers.map((serialNumber) => ({ serialNumber, revocationDate: list.notBefore, reason: X509CrlReason.superseded })),
    signingKey: issuer.privateKey,
    signingAlgorithm: es256,
  });
  return bytesOf(crl.rawData);
}

async function sign(
  issuer: Authority,
  request: { publicKey: CryptoKey; subject: Name; validity: Validity; extensions: Extension[] },
): Promise<Bytes> {
  const created = await X509CertificateGenerator.create({
    ...common(request.validity, request.extensions),
    subject: request.subject,
    issuer: parseCertificate(issuer.certificate).x509.subjectName,
    publicKey: request.publicKey,
    signingKey: issuer.privateKey,
  });
  return bytesOf(created.rawData);
}

function common({ notBefore, notAfter }: Validity, extensions: Extension[]) {
  return { serialNumber: freshSerial(), notBefore, notAfter, extensions, signingAlgorithm: es256 };
}

/** The same for every certificate of an issuer: made once. */
async function keyIdentifierOf(issuer: Authority): Promise<Extension> {
  const known = keyIdentifiers.get(issuer);
  if (known !== undefined) return known;
  const key = await importPublicKey('sign', parseCertificate(issuer.certificate).spki);
  const created = await AuthorityKeyIdentifierExtension.create(key);
  keyIdentifiers.set(issuer, created);
  return created;
}
const keyIdentifiers = new WeakMap<Authority, Extension>();

async function authorityExtensions(own: CryptoKey, issuer: CryptoKey, pathLength: number): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(own),
    await AuthorityKeyIdentifierExtension.create(issuer),
  ];
}

/** 127 random bits, positive and never zero in front. */
function freshSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return toHex(bytes);
}

const authorityName = (role: string): Name =>
  new Name([{ C: ['CN'] }, { O: [{ utf8String: 'Qinglan Sandbox 清兰沙箱' }] }, { CN: [{ utf8String: `Qinglan Sandbox ${role}` }] }]);

function leafName({ organizationName, creditCode, personName, personNo }: CertificateName): Name {
  const commonName = personName ?? organizationName;
  if (commonName === undefined) throw new RangeError('a certificate names an organisation or a person');
  const name: JsonNameParams = [{ C: ['CN'] }];
  if (organizationName !== undefined) name.push({ O: [{ utf8String: organizationName }] });
  if (creditCode !== undefined) name.push({ [creditCodeOid]: [{ utf8String: creditCode }] });
  if (personNo !== undefined) name.push({ [personNoOid]: [{ printableString: personNo }] });
  name.push({ CN: [{ utf8String: commonName }] });
  return new Name(name);
}

const es256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
