import 'reflect-metadata';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509Certificate } from '@peculiar/x509';
import type { Bytes } from './bytes.ts';
import { bytesOf, fromBase64, sha256Hex, toBase64 } from './bytes.ts';
import { requireStrictFrame } from './der.ts';
import { SealError } from './errors.ts';
import type { KeyUse } from './keys.ts';
import { pointOfSpki } from './keys.ts';
import type { KeyHolder } from './secrets.ts';

/** Who a certificate speaks for. A person may act for an organisation: then both numbers are there. */
export interface CertificateSubject {
  readonly commonName: string | undefined;
  readonly organizationName: string | undefined;
  /** Unified social credit code (统一社会信用代码), OID 2.5.4.97. */
  readonly creditCode: string | undefined;
  /** Number of the person at the authority, OID 2.5.4.5; never an identity card number. */
  readonly personNo: string | undefined;
}

export interface ParsedCertificate {
  readonly der: Bytes;
  /** SHA-256 of the DER in hex. */
  readonly fingerprint: string;
  readonly serialNumber: string;
  readonly subject: CertificateSubject;
  readonly subjectText: string;
  readonly issuerText: string;
  /** Milliseconds since the epoch, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly spki: Bytes;
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
  readonly selfSigned: boolean;
  readonly usages: { readonly sign: boolean; readonly encrypt: boolean; readonly certSign: boolean; readonly crlSign: boolean };
  readonly x509: X509Certificate;
}

/** DER, or base64 of DER as it travels in a signature. Attacker-controlled. */
export function parseCertificate(source: Uint8Array | string): ParsedCertificate {
  // The same text comes thousands of times a second: it is decoded and digested once.
  const seen = typeof source === 'string' ? parsedByText.get(source) : undefined;
  if (seen !== undefined) return seen;
  const parsed = parseDer(typeof source === 'string' ? fromBase64(source) : bytesOf(source));
  if (typeof source === 'string') remember(parsedByText, source, parsed);
  return parsed;
}

export const certificateFingerprint = (der: Uint8Array): string => sha256Hex(der);

export function pemOf(label: 'CERTIFICATE' | 'X509 CRL' | 'PRIVATE KEY', der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${(toBase64(der).match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
}

/** The DER of a PEM block with this label, or undefined. */
export function fromPem(label: string, pem: string): Bytes | undefined {
  const match = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem);
  return match?.[1] === undefined ? undefined : fromBase64(match[1].replaceAll(/\s/g, ''));
}

/** The holder of an encryption certificate, as the sealing needs it. A signing certificate is refused: it cannot unwrap. */
export function encryptionHolder(id: string, certificate: Uint8Array): KeyHolder {
  const parsed = parseCertificate(certificate);
  if (!parsed.usages.encrypt) throw new SealError('certificate.wrong_usage', `${id}: keyAgreement is needed`);
  return { id, fingerprint: parsed.fingerprint, point: pointOfSpki(parsed.spki) };
}

export function requireUse(certificate: ParsedCertificate, use: KeyUse): void {
  if (certificate.isCa || !certificate.usages[use]) throw new SealError('certificate.wrong_usage');
}

export function requireTime(certificate: ParsedCertificate, at: number): void {
  if (at < certificate.notBefore) throw new SealError('certificate.not_yet_valid');
  if (at > certificate.notAfter) throw new SealError('certificate.expired');
}

/** A small cache that forgets the oldest entry: certificates come from callers, so it must not grow. */
export function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= maxCached) {
    const [oldest] = cache.keys();
    if (oldest !== undefined) cache.delete(oldest);
  }
  cache.set(key, value);
}

function parseDer(der: Bytes | undefined): ParsedCertificate {
  if (der === undefined || der.length === 0 || der.length > maxCertificateBytes) throw new SealError('certificate.malformed');
  const fingerprint = sha256Hex(der);
  const known = parsedByFingerprint.get(fingerprint);
  if (known !== undefined) return known;
  const parsed = read(der, fingerprint);
  remember(parsedByFingerprint, fingerprint, parsed);
  return parsed;
}

function read(der: Bytes, fingerprint: string): ParsedCertificate {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(der);
    const parsed = describe(x509, der, fingerprint);
    requireStrictFrame(der);
    return parsed;
  } catch (cause) {
    throw cause instanceof SealError ? cause : new SealError('certificate.malformed', undefined, { cause });
  }
}

function describe(x509: X509Certificate, der: Bytes, fingerprint: string): ParsedCertificate {
  const unknownCritical = x509.extensions.find(({ critical, type }) => critical && !understood.has(type));
  if (unknownCritical !== undefined) throw new SealError('certificate.malformed', `critical extension ${unknownCritical.type}`);
  const spki = bytesOf(x509.publicKey.rawData);
  pointOfSpki(spki);
  const constraints = x509.getExtension(BasicConstraintsExtension);
  const usage = x509.getExtension(KeyUsagesExtension)?.usages ?? 0;
  const field = (oid: string): string | undefined => x509.subjectName.getField(oid)[0];
  return {
    der,
    fingerprint,
    serialNumber: x509.serialNumber,
    subject: { commonName: field('CN'), organizationName: field('O'), creditCode: field(creditCodeOid), personNo: field(personNoOid) },
    subjectText: x509.subject,
    issuerText: x509.issuer,
    notBefore: x509.notBefore.getTime(),
    notAfter: x509.notAfter.getTime(),
    spki,
    isCa: constraints?.ca ?? false,
    pathLength: constraints?.pathLength,
    selfSigned: x509.subject === x509.issuer,
    usages: {
      sign: (usage & KeyUsageFlags.digitalSignature) !== 0,
      encrypt: (usage & KeyUsageFlags.keyAgreement) !== 0,
      certSign: (usage & KeyUsageFlags.keyCertSign) !== 0,
      crlSign: (usage & KeyUsageFlags.cRLSign) !== 0,
    },
    x509,
  };
}

export const creditCodeOid = '2.5.4.97';
export const personNoOid = '2.5.4.5';

/** basicConstraints, keyUsage, extendedKeyUsage: the critical extensions whose meaning is honoured or harmless here. */
const understood = new Set(['2.5.29.19', '2.5.29.15', '2.5.29.37']);
const maxCertificateBytes = 8192;
const maxCached = 4096;
const parsedByText = new Map<string, ParsedCertificate>();
const parsedByFingerprint = new Map<string, ParsedCertificate>();
