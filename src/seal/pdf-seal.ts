import { bytesOf, concat, sameBytes, sha256, type Bytes } from './bytes.ts';
import { parseCertificate, type ParsedCertificate } from './certificates.ts';
import { importPublicKey } from './keys.ts';

/**
 * The electronic seal in a PDF, checked where the file is: on a reader's machine as in the platform. `whole`: the seal covers every
 * byte of the file. Whose seal it is, the certificate says; whether to trust that, the reader decides.
 */
export type PdfSeal = { state: 'none' } | { state: 'unreadable' } | { state: 'broken' } | { state: 'good'; whole: boolean; certificate: ParsedCertificate };

export async function checkPdfSeal(pdf: Uint8Array): Promise<PdfSeal> {
  const text = new TextDecoder('latin1').decode(pdf);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  const last = ranges.at(-1);
  if (!last) return { state: 'none' };
  const [start = 0, end = 0, tail = 0] = last.slice(1).map(Number);
  const hex = text.slice(start + 1, end - 1);
  if (text[start] !== '<' || text[end - 1] !== '>' || end + tail > pdf.length || !/^[0-9a-fA-F]+$/.test(hex) || hex.length % 2 !== 0) return { state: 'unreadable' };
  const covered = concat(pdf.subarray(0, start), pdf.subarray(end, end + tail));
  const signed = read(hexBytes(hex));
  if (!signed) return { state: 'unreadable' };
  const holds = sameBytes(signed.digest, sha256(covered)) && await verifies(signed);
  return holds ? { state: 'good', whole: end + tail === pdf.length, certificate: signed.certificate } : { state: 'broken' };
}

interface Signed { digest: Uint8Array; message: Bytes; signature: Bytes; certificate: ParsedCertificate }

async function verifies({ certificate, message, signature }: Signed): Promise<boolean> {
  const key = await importPublicKey('sign', certificate.spki);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
}

interface Node { tag: number; from: number; start: number; end: number }
const [INTEGER, OCTETS, OID, SEQUENCE, SET, CONTEXT_0] = [0x02, 0x04, 0x06, 0x30, 0x31, 0xa0];
const DIGEST = '2a864886f70d010904';
const CERTIFICATE_V2 = '2a864886f70d010910022f';

/** RFC 5652 as PAdES uses it: one signer, ES256, the digest and the certificate among what is signed. Anything else is not ours. */
function read(der: Uint8Array): Signed | null {
  try {
    const inside = (node: Node): Node[] => childrenOf(der, node);
    const bytes = ({ start, end }: Node): Uint8Array => der.subarray(start, end);
    const of = (nodes: readonly Node[], tag: number): Node => nodes.find((one) => one.tag === tag) ?? malformed();
    const info = inside(of([nodeAt(der, 0)], SEQUENCE));
    const data = inside(of(inside(of(info, CONTEXT_0)), SEQUENCE));
    const certificates = inside(of(data, CONTEXT_0)).map(({ from, end }) => der.subarray(from, end));
    const [signer = malformed(), ...others] = inside(data.findLast(({ tag }) => tag === SET) ?? malformed());
    if (others.length > 0) return null;
    const parts = inside(signer);
    const attributes = of(parts, CONTEXT_0);
    const values = new Map(inside(attributes).map((one) => { const [type = malformed(), set = malformed()] = inside(one); return [hexOf(bytes(of([type], OID))), of([set], SET)] as const; }));
    const digest = bytes(of(inside(values.get(DIGEST) ?? malformed()), OCTETS));
    const named = firstOctets(der, values.get(CERTIFICATE_V2) ?? malformed());
    const own = certificates.find((one) => sameBytes(sha256(one), named));
    if (!own) return null;
    // what was signed is the set, not its place in the message (RFC 5652 §5.4)
    const message = concat(new Uint8Array([SET]), der.subarray(attributes.from + 1, attributes.end));
    const [r = malformed(), s = malformed()] = childrenOf(der, of([nodeAt(der, of(parts.slice(parts.indexOf(attributes)), OCTETS).start)], SEQUENCE)).filter(({ tag }) => tag === INTEGER);
    return { digest, message, signature: concat(fixed(bytes(r)), fixed(bytes(s))), certificate: parseCertificate(own) };
  } catch {
    return null;
  }
}

/** ESSCertIDv2: the first octets that the attribute holds are the digest of the certificate. */
function firstOctets(der: Uint8Array, node: Node): Uint8Array {
  for (let at: Node | undefined = node; at; at = childrenOf(der, at)[0]) if (at.tag === OCTETS) return der.subarray(at.start, at.end);
  return malformed();
}

function childrenOf(der: Uint8Array, { tag, start, end }: Node): Node[] {
  if ((tag & 0x20) === 0) return [];
  const nodes: Node[] = [];
  for (let at = start; at < end;) {
    const node = nodeAt(der, at);
    if (node.end > end) malformed();
    nodes.push(node);
    at = node.end;
  }
  return nodes;
}

function nodeAt(der: Uint8Array, from: number): Node {
  const [tag, first] = [der[from], der[from + 1]];
  if (tag === undefined || first === undefined || first === 0x80 || first > 0x83) return malformed();
  const more = first < 0x80 ? 0 : first - 0x80;
  const start = from + 2 + more;
  const length = more === 0 ? first : der.subarray(from + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (start + length > der.length) return malformed();
  return { tag, from, start, end: start + length };
}

/** An integer of DER as the 32 bytes that WebCrypto takes. */
function fixed(integer: Uint8Array): Bytes {
  const short = integer[0] === 0 ? integer.subarray(1) : integer;
  if (short.length > 32) malformed();
  return concat(new Uint8Array(32 - short.length), short);
}

function hexBytes(hex: string): Bytes { return bytesOf(Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))); }
function hexOf(bytes: Uint8Array): string { return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''); }
function malformed(): never { throw new Error('not the form of a seal'); }
