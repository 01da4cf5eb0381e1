import { createHash } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { Attribute, CertificateChoices, CertificateSet, ContentInfo, DigestAlgorithmIdentifiers, EncapsulatedContentInfo, id_data, id_signedData, IssuerAndSerialNumber, SignedData, SignerIdentifier, SignerInfo, SignerInfos } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { reserveSignature } from './placeholder.ts';

/** The platform's electronic seal: a P-256 key, its certificate, and the authorities above it. */
export interface SealKeys { privateKey: Uint8Array; certificate: Uint8Array; chain: readonly Uint8Array[] }

/** Room for the signature, its certificate and a short chain. */
const roomBytes = 8_192;

const SHA256 = '2.16.840.1.101.3.4.2.1';
const ES256 = '1.2.840.10045.4.3.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/**
 * A PAdES baseline signature (ETSI.CAdES.detached) over the whole file. The nonce follows from key and message (RFC 6979), so the
 * sealed file is as stable as the printed one: printed and sealed again, it is the same file.
 */
export function sealPdf(pdf: Uint8Array, { name, reason, at }: { name: string; reason: string; at: string }, keys: SealKeys): Uint8Array {
  const { file, hole } = reserveSignature(pdf, { name, reason, at, roomBytes });
  const signed = Buffer.concat([file.subarray(0, hole.start), file.subarray(hole.end)]);
  const cms = Buffer.from(detachedCms(createHash('sha256').update(signed).digest(), keys)).toString('hex');
  const room = hole.end - hole.start - 2;
  if (cms.length > room) throw new Error('the certificates of the seal are too long');
  file.write(`<${cms.padEnd(room, '0')}>`, hole.start, 'latin1');
  return new Uint8Array(file);
}

/** RFC 5652 SignedData without the content, with the attributes that PAdES asks for and no more. */
function detachedCms(digest: Uint8Array, { privateKey, certificate, chain }: SealKeys): ArrayBuffer {
  const own = AsnConvert.parse(certificate, Certificate);
  const sha256 = new AlgorithmIdentifier({ algorithm: SHA256 });
  const attributes = [
    attribute(CONTENT_TYPE, oid(id_data)),
    attribute(MESSAGE_DIGEST, new Uint8Array(AsnConvert.serialize(new OctetString(digest)))),
    attribute(SIGNING_CERTIFICATE_V2, signingCertificate(certificate)),
  ].map((one) => ({ one, der: Buffer.from(AsnConvert.serialize(one)) })).sort((a, b) => Buffer.compare(a.der, b.der));
  const message = der(0x31, ...attributes.map((one) => one.der));
  const signature = p256.sign(message, privateKey, { format: 'der', lowS: false });
  const signer = new SignerInfo({
    version: 1, sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer: own.tbsCertificate.issuer, serialNumber: own.tbsCertificate.serialNumber }) }),
    digestAlgorithm: sha256, signedAttrs: attributes.map(({ one }) => one), signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ES256 }), signature: new OctetString(signature),
  });
  const content = new SignedData({
    version: 1, digestAlgorithms: new DigestAlgorithmIdentifiers([sha256]), encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet([certificate, ...chain].map((one) => new CertificateChoices({ certificate: AsnConvert.parse(one, Certificate) }))), signerInfos: new SignerInfos([signer]),
  });
  return AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(content) }));
}

function attribute(attrType: string, value: Uint8Array): Attribute {
  return new Attribute({ attrType, attrValues: [new Uint8Array(value).buffer] });
}

/** ESSCertIDv2 with the default digest (RFC 5035): the signature names its certificate. */
function signingCertificate(certificate: Uint8Array): Uint8Array {
  const id = der(0x30, der(0x04, createHash('sha256').update(certificate).digest()));
  return der(0x30, der(0x30, id));
}

function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(0x06, Uint8Array.from(bytes));
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
