import { Encrypter, Stanza } from 'age-encryption';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { sm3 } from 'sm-crypto-v2';
import type { Bytes } from './bytes.ts';
import { bytesOf, sha256Hex, toBase64Url, toHex } from './bytes.ts';
import { encryptionHolder } from './certificates.ts';
import { containerParts, describeFile, layOut, zeros } from './container.ts';
import type { PlainLayout, SourceFile } from './container.ts';
import { SealError } from './errors.ts';
import type { BidForm, BidFormDraft } from './form.ts';
import { checkPrice, parseBidForm } from './form.ts';
import type { Custodian, SealHeader } from './header.ts';
import { custodySetId, encodeHeader, scheme, sortedCustody, threshold } from './header.ts';
import type { EnvelopeNames, SealRandom } from './secrets.ts';
import { machineRandom, sealFileKey, splitFor, stanzaKey, wrapFor } from './secrets.ts';

export interface SealContext {
  readonly deployment: string;
  readonly lotId: string;
  readonly bidderId: string;
  readonly custody: readonly Custodian[];
  /** DER of the bidder's encryption certificate. */
  readonly bidderCertificate: Uint8Array;
}

export interface SealRequest {
  readonly form: BidFormDraft;
  readonly files: readonly SourceFile[];
  readonly context: SealContext;
  /** Also split the bidder secret to the custodians: two of them could then open early. */
  readonly backup?: boolean;
  readonly ceilingFen?: bigint | string;
  readonly random?: SealRandom;
}

export interface SealedBid {
  readonly envelope: Bytes;
  readonly header: SealHeader;
  readonly form: BidForm;
  readonly plainDigest: string;
  readonly cipherDigest: { readonly sha256: string; readonly sm3: string };
  readonly size: number;
  readonly custodySet: string;
}

export interface SealingStream {
  readonly envelope: ReadableStream<Uint8Array>;
  readonly header: SealHeader;
  readonly form: BidForm;
  readonly custodySet: string;
  /** Settles when the envelope was read to its end. */
  readonly result: Promise<{ plainDigest: string; sha256: string; size: number }>;
}

/** Seals into memory; what a browser uploads. */
export async function sealBid(request: SealRequest): Promise<SealedBid> {
  const { encrypted, plainDigest, header, form } = await startSealing(request);
  const envelope = new Uint8Array(await new Response(encrypted).arrayBuffer());
  // WebCrypto digests a whole array several times as fast as a script.
  const sha256 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', envelope)));
  const cipherDigest = { sha256, sm3: sm3(envelope) };
  return { envelope, header, form, plainDigest: toHex(plainDigest.digest()), cipherDigest, size: envelope.length, custodySet: header.custody.set };
}

/**
 * Seals while reading; memory does not grow with the files. Whoever needs the SM3 digest of the stream computes it beside
 * (the national library here digests only whole arrays).
 */
export async function sealBidStream(request: SealRequest): Promise<SealingStream> {
  const { encrypted, plainDigest, header, form } = await startSealing(request);
  const tap = digestTap();
  const envelope = encrypted.pipeThrough(tap.transform);
  const result = tap.done.then(({ sha256, size }) => ({ plainDigest: toHex(plainDigest.digest()), sha256, size }));
  return { envelope, header, form, custodySet: header.custody.set, result };
}

interface StartedSealing {
  readonly encrypted: ReadableStream<Uint8Array>;
  /** Complete when `encrypted` was read to its end. */
  readonly plainDigest: Sha256;
  readonly header: SealHeader;
  readonly form: BidForm;
}

async function startSealing(request: SealRequest): Promise<StartedSealing> {
  const random = request.random ?? machineRandom;
  const form = await completeForm(request);
  const layout = layOut(form, random.bytes(32));
  const bidderSecret = random.bytes(32);
  const custodySecret = random.bytes(32);
  const header = await buildHeader(request, { plainSize: layout.paddedSize, bidderSecret, custodySecret, random });
  const key = await stanzaKey(bidderSecret, custodySecret, header);
  const headerBytes = encodeHeader(header);
  const encrypter = new Encrypter();
  encrypter.addRecipient({
    wrapFileKey: async (fileKey) => [new Stanza([scheme, toBase64Url(headerBytes)], await sealFileKey(key, fileKey, headerBytes))],
  });
  const plainDigest = nobleSha256.create();
  const encrypted = await encrypter.encrypt(streamOf(paddedParts(layout, form, request.files, plainDigest)));
  return { encrypted, plainDigest, header, form };
}

async function completeForm({ form, files, context, ceilingFen }: SealRequest): Promise<BidForm> {
  if (form.lotId !== context.lotId) throw new SealError('seal.wrong_lot', undefined, { field: 'lotId' });
  checkPrice(form.priceFen, ceilingFen);
  const described = [];
  for (const file of files) described.push(await describeFile(file));
  if (form.files !== undefined && JSON.stringify(form.files.map(entryKey)) !== JSON.stringify(described.map(entryKey))) {
    throw new SealError('seal.file_changed', undefined, { field: 'files' });
  }
  return parseBidForm({ ...form, files: described });
}

const entryKey = ({ name, size, sha256 }: { name: string; size: number; sha256: string }) => [name, size, sha256];

async function buildHeader(
  { context, backup }: SealRequest,
  parts: { plainSize: number; bidderSecret: Bytes; custodySecret: Bytes; random: SealRandom },
): Promise<SealHeader> {
  const holders = sortedCustody(context.custody).map(({ id, certificate }) => encryptionHolder(id, certificate));
  const set = custodySetId(context.custody);
  const names: EnvelopeNames = { deployment: context.deployment, lot: context.lotId, bidder: context.bidderId, set };
  const { random, bidderSecret, custodySecret } = parts;
  const bidder = encryptionHolder(context.bidderId, context.bidderCertificate);
  const wrappedBidder = await wrapFor(bidder, bidderSecret, { names, purpose: 'bidder-secret', random });
  const shares = await splitFor(holders, custodySecret, { names, purpose: 'custody-share', random });
  return {
    v: 1,
    deployment: names.deployment,
    lot: names.lot,
    bidder: names.bidder,
    plainSize: parts.plainSize,
    bidderSecret: { ...wrappedBidder, commitment: sha256Hex(bidderSecret) },
    custody: { set, threshold, commitment: sha256Hex(custodySecret), shares },
    ...(backup === true ? { backup: { shares: await splitFor(holders, bidderSecret, { names, purpose: 'backup-share', random }) } } : {}),
  };
}

type Sha256 = ReturnType<typeof nobleSha256.create>;

async function* paddedParts(layout: PlainLayout, form: BidForm, files: readonly SourceFile[], digest: Sha256): AsyncGenerator<Bytes> {
  for await (const part of containerParts(layout, form, files)) {
    digest.update(part);
    yield part;
  }
  yield* zeros(layout.paddedSize - layout.plainSize);
}

/** `ReadableStream.from` is younger than the browsers we serve. */
export function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

function digestTap(): { transform: TransformStream<Uint8Array, Uint8Array>; done: Promise<{ sha256: string; size: number }> } {
  const digest = nobleSha256.create();
  const { promise, resolve } = Promise.withResolvers<{ sha256: string; size: number }>();
  let size = 0;
  const transform = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      digest.update(chunk);
      size += chunk.length;
      controller.enqueue(bytesOf(chunk));
    },
    flush() {
      resolve({ sha256: toHex(digest.digest()), size });
    },
  });
  return { transform, done: promise };
}
