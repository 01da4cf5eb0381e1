import { combine, split } from 'shamir-secret-sharing';
import type { Bytes } from './bytes.ts';
import { bytesOf, concat, sha256Hex, toBase64Url } from './bytes.ts';
import { SealError } from './errors.ts';
import type { SealHeader, WrapPurpose, WrappedKey, WrappedShare } from './header.ts';
import { custodians, headerBinary, keyInfo, threshold, wrapInfo, wrappedOf } from './header.ts';
import { unwrapSecret, wrapSecret } from './hpke.ts';

export interface KeyHolder {
  readonly id: string;
  readonly fingerprint: string;
  readonly point: Bytes;
}

/** Chance, as an argument: published vectors give their own, everyone else the machine's. */
export interface SealRandom {
  bytes(length: number): Bytes;
  /** Only in vectors: the ephemeral HPKE key is then derived from `bytes`. */
  readonly fixed: boolean;
}

export const machineRandom: SealRandom = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)), fixed: false };

export type EnvelopeNames = Pick<SealHeader, 'deployment' | 'lot' | 'bidder'> & { set: string };

export async function wrapFor(
  holder: KeyHolder,
  secret: Bytes,
  wrap: { names: EnvelopeNames; purpose: WrapPurpose; random: SealRandom },
): Promise<WrappedKey> {
  const ephemeral = wrap.random.fixed ? wrap.random.bytes(32) : undefined;
  const { enc, ct } = await wrapSecret(holder.point, wrapInfo(wrap.names, wrap.purpose, holder.id), secret, ephemeral);
  return { certificate: holder.fingerprint, point: toBase64Url(holder.point), enc: toBase64Url(enc), ct: toBase64Url(ct) };
}

export async function splitFor(
  holders: readonly KeyHolder[],
  secret: Bytes,
  wrap: { names: EnvelopeNames; purpose: WrapPurpose; random: SealRandom },
): Promise<WrappedShare[]> {
  const shares = await split(secret, custodians, threshold);
  const wrapped: WrappedShare[] = [];
  for (const [index, holder] of holders.entries()) {
    const share = bytesOf(shares[index] ?? new Uint8Array(0));
    wrapped.push({ id: holder.id, commitment: sha256Hex(share), ...(await wrapFor(holder, share, wrap)) });
  }
  return wrapped;
}

/** One custodian's share; a share that is not the committed one is the sealer's fault and is named as such. */
export interface Share {
  readonly custodianId: string;
  readonly share: Bytes;
}

/** The bidder's half. The key may be non-extractable. */
export async function recoverBidderSecret(header: SealHeader, bidderPrivateKey: CryptoKey): Promise<Bytes> {
  const entry = header.bidderSecret;
  const secret = await unwrapSecret(bidderPrivateKey, headerBinary(entry.point), wrapInfo(namesOf(header), 'bidder-secret', header.bidder), wrappedOf(entry));
  return committed(secret, entry.commitment);
}

export async function openCustodianShare(header: SealHeader, custodianId: string, privateKey: CryptoKey): Promise<Share> {
  return openShare(header, header.custody.shares, { custodianId, privateKey, purpose: 'custody-share' });
}

/** The custodian's share of the bidder secret, where the bidder chose the backup. */
export async function openBackupShare(header: SealHeader, custodianId: string, privateKey: CryptoKey): Promise<Share> {
  if (header.backup === undefined) throw new SealError('seal.no_backup');
  return openShare(header, header.backup.shares, { custodianId, privateKey, purpose: 'backup-share' });
}

/** Two or more shares give the custody secret. Shamir gives garbage without a word, so every step is checked. */
export async function combineShares(header: SealHeader, shares: readonly Share[]): Promise<Bytes> {
  return combineChecked(header.custody.shares, shares, header.custody.commitment);
}

export async function combineBackupShares(header: SealHeader, shares: readonly Share[]): Promise<Bytes> {
  if (header.backup === undefined) throw new SealError('seal.no_backup');
  return combineChecked(header.backup.shares, shares, header.bidderSecret.commitment);
}

/** Refuses a share that is not the committed one, before it is stored or counted. */
export function checkShare(header: SealHeader, share: Share): void {
  checkAgainst(header.custody.shares, share);
}

export function committed(secret: Bytes, commitment: string): Bytes {
  if (sha256Hex(secret) !== commitment) throw new SealError('seal.commitment');
  return secret;
}

/** AES-256-GCM key for the file key: HKDF-SHA256 over both secrets, bound to the names. It seals once, so its nonce is zero. */
export async function stanzaKey(bidderSecret: Bytes, custodySecret: Bytes, header: SealHeader): Promise<CryptoKey> {
  const input = await crypto.subtle.importKey('raw', concat(bidderSecret, custodySecret), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: keyInfo(header) };
  return crypto.subtle.deriveKey(derivation, input, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function sealFileKey(key: CryptoKey, fileKey: Uint8Array, headerBytes: Bytes): Promise<Bytes> {
  return bytesOf(await crypto.subtle.encrypt(gcm(headerBytes), key, bytesOf(fileKey)));
}

export async function openFileKey(key: CryptoKey, sealed: Bytes, headerBytes: Bytes): Promise<Bytes> {
  try {
    return bytesOf(await crypto.subtle.decrypt(gcm(headerBytes), key, sealed));
  } catch (cause) {
    throw new SealError('seal.tampered', undefined, { cause });
  }
}

const gcm = (additionalData: Bytes): AesGcmParams => ({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData, tagLength: 128 });

const namesOf = (header: SealHeader): EnvelopeNames => ({
  deployment: header.deployment,
  lot: header.lot,
  bidder: header.bidder,
  set: header.custody.set,
});

async function openShare(
  header: SealHeader,
  entries: readonly WrappedShare[],
  open: { custodianId: string; privateKey: CryptoKey; purpose: WrapPurpose },
): Promise<Share> {
  const entry = entries.find(({ id }) => id === open.custodianId);
  if (entry === undefined) throw new SealError('seal.unknown_custodian', open.custodianId);
  const info = wrapInfo(namesOf(header), open.purpose, open.custodianId);
  const share = await unwrapSecret(open.privateKey, headerBinary(entry.point), info, wrappedOf(entry));
  checkAgainst(entries, { custodianId: open.custodianId, share });
  return { custodianId: open.custodianId, share };
}

function checkAgainst(entries: readonly WrappedShare[], { custodianId, share }: Share): void {
  const entry = entries.find(({ id }) => id === custodianId);
  if (entry === undefined) throw new SealError('seal.unknown_custodian', custodianId);
  if (sha256Hex(share) !== entry.commitment) throw new SealError('seal.share_invalid', custodianId);
}

/**
 * A sealer may have committed to shares that lie on no common line, so that some pairs open and others do not. The commitment
 * fixes the one secret; whichever pair gives it will do.
 */
async function combineChecked(entries: readonly WrappedShare[], shares: readonly Share[], commitment: string): Promise<Bytes> {
  for (const share of shares) checkAgainst(entries, share);
  const distinct = [...new Map(shares.map(({ custodianId, share }) => [custodianId, share])).values()];
  if (distinct.length < threshold) throw new SealError('seal.too_few_shares');
  for (const [index, left] of distinct.entries()) {
    for (const right of distinct.slice(index + 1)) {
      const secret = await combinePair(left, right);
      if (secret !== undefined && sha256Hex(secret) === commitment) return secret;
    }
  }
  throw new SealError('seal.commitment');
}

/** The library refuses shares of different lengths or of one coordinate; for us such a pair is one that gives no secret. */
async function combinePair(left: Bytes, right: Bytes): Promise<Bytes | undefined> {
  return combine([left, right]).then(bytesOf, () => undefined);
}
