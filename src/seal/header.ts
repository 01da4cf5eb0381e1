import { z } from 'zod';
import type { Bytes } from './bytes.ts';
import { canonicalBytes, fromBase64Url, fromUnpaddedBase64, sameBytes, sha256Hex, textOf } from './bytes.ts';
import { SealError } from './errors.ts';
import type { Wrapped } from './hpke.ts';
import { isPadmeLength } from './padme.ts';

/**
 * An envelope is one age file with exactly one stanza:
 *
 *     age-encryption.org/v1
 *     -> qinglan-seal-v1 <base64url of the JCS header>
 *     <base64 of the file key, sealed by AES-256-GCM: 32 bytes>
 *     --- <base64 of age's header MAC>
 *     <age STREAM body>
 *
 * The header bytes are the additional data of the AES-256-GCM, and age's MAC covers all four lines.
 */
export const scheme = 'qinglan-seal-v1';
export const threshold = 2;
export const custodians = 3;

const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);
const binary = (min: number, max: number) =>
  z.string().refine((value) => {
    const bytes = fromBase64Url(value);
    return bytes !== undefined && bytes.length >= min && bytes.length <= max;
  });
const name = z.string().min(1).max(100);
const point = binary(65, 65);

const wrappedKey = z.strictObject({
  /** SHA-256 of the certificate the secret is wrapped to, and its public point. */
  certificate: sha256Text,
  point,
  enc: point,
  ct: binary(48, 64),
});
/** 32 secret bytes and Shamir's x coordinate. */
const wrappedShare = wrappedKey.extend({ id: name, commitment: sha256Text });

const headerSchema = z.strictObject({
  v: z.literal(1),
  deployment: name,
  lot: name,
  bidder: name,
  /** Length of the padded content; with it the exact length of the envelope is known. */
  plainSize: z.int().min(1).max(2 ** 40),
  bidderSecret: wrappedKey.extend({ commitment: sha256Text }),
  custody: z.strictObject({
    set: sha256Text,
    threshold: z.literal(threshold),
    commitment: sha256Text,
    shares: z.array(wrappedShare).length(custodians),
  }),
  /** Only when the bidder chose the backup: two custodians could then open early. */
  backup: z.strictObject({ shares: z.array(wrappedShare).length(custodians) }).optional(),
});

export type SealHeader = z.infer<typeof headerSchema>;
export type WrappedShare = z.infer<typeof wrappedShare>;
export type WrappedKey = z.infer<typeof wrappedKey>;

export interface ParsedEnvelopeHead {
  readonly header: SealHeader;
  /** The exact bytes that were authenticated. */
  readonly headerBytes: Bytes;
  readonly sealedFileKey: Bytes;
  /** Where age's 16 byte payload nonce starts. */
  readonly bodyAt: number;
}

/** Attacker-controlled: every malformed input ends in a typed refusal. `bytes` may be a prefix that holds the head. */
export function parseHead(bytes: Uint8Array): ParsedEnvelopeHead {
  const lines: string[] = [];
  let at = 0;
  while (lines.length < 4) {
    const end = bytes.subarray(0, maxHeadBytes).indexOf(0x0a, at);
    if (end < 0) throw new SealError(lines.length > 0 ? 'seal.truncated' : 'seal.malformed');
    lines.push(asciiOf(bytes.subarray(at, end)));
    at = end + 1;
    if (lines.length === 1 && lines[0] !== 'age-encryption.org/v1') throw new SealError('seal.malformed');
  }
  const [, stanza = '', keyLine = '', mac = ''] = lines;
  const headerBytes = fromBase64Url(stanza.startsWith(stanzaStart) ? stanza.slice(stanzaStart.length) : '!');
  const sealedFileKey = fromUnpaddedBase64(keyLine);
  if (headerBytes === undefined || sealedFileKey?.length !== 32) throw new SealError('seal.malformed');
  if (!mac.startsWith('--- ') || fromUnpaddedBase64(mac.slice(4))?.length !== 32) throw new SealError('seal.malformed');
  return { header: decodeHeader(headerBytes), headerBytes, sealedFileKey, bodyAt: at };
}

export function encodeHeader(header: SealHeader): Bytes {
  return canonicalBytes(header);
}

export function decodeHeader(bytes: Uint8Array): SealHeader {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch (cause) {
    throw new SealError('seal.malformed', undefined, { cause });
  }
  if (typeof value === 'object' && value !== null && 'v' in value && value.v !== 1) throw new SealError('seal.version');
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success) throw new SealError('seal.malformed', parsed.error.issues[0]?.path.join('.'));
  // A second spelling of the same header would be a second envelope with the same meaning.
  if (!sameBytes(encodeHeader(parsed.data), bytes)) throw new SealError('seal.malformed', 'header is not canonical');
  const { set, shares } = parsed.data.custody;
  const backupShares = parsed.data.backup?.shares ?? shares;
  if (setIdOf(shares) !== set || setIdOf(backupShares) !== set) throw new SealError('seal.wrong_custody_set');
  if (!isPadmeLength(parsed.data.plainSize)) throw new SealError('seal.not_padded');
  return parsed.data;
}

/** What HKDF binds the file key to: the design's tuple. */
export function keyInfo(header: SealHeader): Bytes {
  return canonicalBytes([scheme, header.deployment, header.lot, header.bidder, header.custody.set]);
}

/** The HPKE info of one wrapped secret. */
export function wrapInfo(header: Pick<SealHeader, 'deployment' | 'lot' | 'bidder'> & { set: string }, purpose: WrapPurpose, holder: string): Bytes {
  return canonicalBytes([scheme, purpose, header.deployment, header.lot, header.bidder, header.set, holder]);
}
export type WrapPurpose = 'bidder-secret' | 'custody-share' | 'backup-share';

export interface Custodian {
  readonly id: string;
  /** DER of the custodian's encryption certificate. */
  readonly certificate: Uint8Array;
}

/** The name of a custody set: its custodians in order of id, each with the fingerprint of the certificate. */
export function custodySetId(custody: readonly Custodian[]): string {
  return setIdOf(sortedCustody(custody).map(({ id, certificate }) => ({ id, certificate: sha256Hex(certificate) })));
}

const setIdOf = (entries: readonly { id: string; certificate: string }[]): string =>
  sha256Hex(canonicalBytes(entries.map(({ id, certificate }) => ({ id, certificate }))));

export function sortedCustody(custody: readonly Custodian[]): Custodian[] {
  const ids = new Set(custody.map(({ id }) => id));
  const certificates = new Set(custody.map(({ certificate }) => sha256Hex(certificate)));
  if (custody.length !== custodians || ids.size !== custodians || certificates.size !== custodians) throw new SealError('seal.custody_invalid');
  return custody.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Header values are checked by the schema; this is where that knowledge is spent. */
export function headerBinary(value: string): Bytes {
  const bytes = fromBase64Url(value);
  if (bytes === undefined) throw new SealError('seal.malformed');
  return bytes;
}

export const wrappedOf = (entry: WrappedKey): Wrapped => ({ enc: headerBinary(entry.enc), ct: headerBinary(entry.ct) });

/** A header with backup takes about 4.5 kB; nobody needs to make us scan more. */
export const maxHeadBytes = 16_384;
const stanzaStart = `-> ${scheme} `;

function asciiOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte < 0x20 || byte > 0x7e) throw new SealError('seal.malformed');
    text += String.fromCharCode(byte);
  }
  return text;
}
