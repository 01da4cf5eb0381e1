import { sha256Hex, toBase64Url } from './bytes.ts';
import { encryptionHolder } from './certificates.ts';
import { SealError } from './errors.ts';
import type { Custodian, ParsedEnvelopeHead, SealHeader } from './header.ts';
import { custodySetId, parseHead } from './header.ts';

/** What is known about an envelope from elsewhere. The certificates, where given, are DER. */
export interface EnvelopeContext {
  readonly deployment: string;
  readonly lotId: string;
  readonly bidderId: string;
  /** The three custodians, or the name of their set where it is at hand. */
  readonly custody: readonly Custodian[] | string;
  readonly bidderCertificate?: Uint8Array;
}

export interface CheckedEnvelope {
  readonly header: SealHeader;
  readonly size: number;
}

/**
 * Everything the platform can know at submission, without any key: well-formed, of the right lot, bidder and custodians, of a
 * padded and complete length. `size` is given where `bytes` is only the start of a stored envelope.
 */
export function checkEnvelope(bytes: Uint8Array, context: EnvelopeContext, size: number = bytes.length): CheckedEnvelope {
  const head = parseHead(bytes);
  checkContext(head.header, context);
  if (size !== envelopeSize(head)) throw new SealError('seal.truncated');
  return { header: head.header, size };
}

export function checkContext(header: SealHeader, context: EnvelopeContext): void {
  const set = typeof context.custody === 'string' ? context.custody : custodySetId(context.custody);
  if (header.deployment !== context.deployment) throw new SealError('seal.wrong_deployment');
  if (header.lot !== context.lotId) throw new SealError('seal.wrong_lot');
  if (header.bidder !== context.bidderId) throw new SealError('seal.wrong_bidder');
  if (header.custody.set !== set) throw new SealError('seal.wrong_custody_set');
  if (context.bidderCertificate !== undefined && header.bidderSecret.certificate !== sha256Hex(context.bidderCertificate)) {
    throw new SealError('seal.wrong_certificate');
  }
  if (!pointsMatch(header, context)) throw new SealError('seal.wrong_certificate');
}

/** The exact length an envelope with this head has. */
export function envelopeSize({ header, bodyAt }: ParsedEnvelopeHead): number {
  return bodyAt + payloadNonce + header.plainSize + chunkTag * Math.max(1, Math.ceil(header.plainSize / chunk));
}

/**
 * The header names certificates and points side by side: a point that is not the certificate's would make a share nobody can
 * open. Only checked where the certificates are at hand.
 */
function pointsMatch(header: SealHeader, context: EnvelopeContext): boolean {
  const custody = typeof context.custody === 'string' ? [] : context.custody;
  const shares = [...header.custody.shares, ...(header.backup?.shares ?? [])];
  const custodyMatches = custody.every(({ id, certificate }) => {
    const point = toBase64Url(encryptionHolder(id, certificate).point);
    return shares.every((share) => share.id !== id || share.point === point);
  });
  const { bidderId, bidderCertificate } = context;
  return (
    custodyMatches &&
    (bidderCertificate === undefined || header.bidderSecret.point === toBase64Url(encryptionHolder(bidderId, bidderCertificate).point))
  );
}

/** age: 16 bytes of nonce, then chunks of 64 KiB with a 16 byte tag each. */
const payloadNonce = 16;
const chunk = 65_536;
const chunkTag = 16;
