import { refuse } from './refusal.ts';

/** X.509 (RFC 5280 §4.1): the SubjectPublicKeyInfo is the field after issuer, validity and subject. */
const SEQUENCE = 0x30;
const EXPLICIT_VERSION = 0xa0;
const INTEGER = 0x02;

interface Element { readonly tag: number; readonly content: number; readonly end: number }

/** Cuts the public key out of a DER certificate. Whether the certificate is trusted is not the ledger's question. */
export function decodeCertificateKey(der: Uint8Array): Uint8Array {
  const certificate = expect(der, 0, der.length, SEQUENCE);
  if (certificate.end !== der.length) refuse('certificate-malformed', 'bytes after the certificate');
  const body = expect(der, certificate.content, certificate.end, SEQUENCE);
  let at = body.content;
  const first = readElement(der, at, body.end);
  if (first.tag === EXPLICIT_VERSION) at = first.end;
  for (const tag of [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE]) at = expect(der, at, body.end, tag).end;
  const key = expect(der, at, body.end, SEQUENCE);
  return der.subarray(at, key.end);
}

function expect(der: Uint8Array, at: number, end: number, tag: number): Element {
  const element = readElement(der, at, end);
  return element.tag === tag ? element : refuse('certificate-malformed', `tag ${element.tag} where ${tag} belongs`);
}

function readElement(der: Uint8Array, at: number, end: number): Element {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined) return refuse('certificate-malformed', 'cut short');
  let content = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) return refuse('certificate-malformed', 'length of length');
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (der[content + i] ?? refuse('certificate-malformed', 'cut short'));
    content += count;
  }
  return content + length <= end ? { tag, content, end: content + length } : refuse('certificate-malformed', 'longer than its container');
}
