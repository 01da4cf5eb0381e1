import { Encrypter, Stanza } from 'age-encryption';
import { sm3 } from 'sm-crypto-v2';
import type { Bytes } from './bytes.ts';
import { bytesOf, concat, sha256Hex, toBase64Url, toHex } from './bytes.ts';
import { encryptionHolder } from './certificates.ts';
import { containerParts, describeFile, layOut, zeros } from './container.ts';
import type { PlainLayout, SourceFile } from './container.ts';
import type { Hasher, SealEngine } from './engine.ts';
import { payloadKey, portable } from './engine.ts';
import { SealError } from './errors.ts';
import type { BidForm, BidFormDraft } from './form.ts';
import { checkPrice, parseBidForm } from './form.ts';
import type { Custodian, SealHeader } from './header.ts';
import { custodySetId, encodeHeader, parseHead, scheme, sortedCustody, threshold } from './header.ts';
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
  readonly engine?: SealEngine;
  /** Told how many bytes of the files were read so far, over both passes. */
  readonly progress?: (read: number) => void;
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
  const tap = digestTap((request.engine ?? portable).sha256());
  const envelope = encrypted.pipeThrough(tap.transform);
  const result = tap.done.then(({ sha256, size }) => ({ plainDigest: toHex(plainDigest.digest()), sha256, size }));
  return { envelope, header, form, custodySet: header.custody.set, result };
}

interface StartedSealing {
  readonly encrypted: ReadableStream<Uint8Array>;
  /** Complete when `encrypted` was read to its end. */
  readonly plainDigest: Hasher;
  readonly header: SealHeader;
  readonly form: BidForm;
}

async function startSealing({ progress, ...asked }: SealRequest): Promise<StartedSealing> {
  let read = 0;
  const tell = progress && ((bytes: number): void => { progress(read += bytes); });
  const request = { ...asked, files: asked.files.map((file) => counted(file, tell)), engine: asked.engine ?? portable };
  const { engine } = request;
  const random = request.random ?? machineRandom;
  const form = await completeForm(request);
  const layout = layOut(form, random.bytes(32));
  const bidderSecret = random.bytes(32);
  const custodySecret = random.bytes(32);
  const header = await buildHeader(request, { plainSize: layout.paddedSize, bidderSecret, custodySecret, random });
  const key = await stanzaKey(bidderSecret, custodySecret, header);
  const headerBytes = encodeHeader(header);
  const plainDigest = engine.sha256();
  const plain = streamOf(paddedParts(layout, { ...request, form }, plainDigest));
  const encrypted = await ageEncrypted(plain, engine, async (fileKey) => new Stanza([scheme, toBase64Url(headerBytes)], await sealFileKey(key, fileKey, headerBytes)));
  return { encrypted, plainDigest, header, form };
}

async function completeForm({ form, files, context, ceilingFen, engine = portable }: SealRequest): Promise<BidForm> {
  if (form.lotId !== context.lotId) throw new SealError('seal.wrong_lot', undefined, { field: 'lotId' });
  checkPrice(form.priceFen, ceilingFen);
  const described = [];
  for (const file of files) described.push(await describeFile(file, engine));
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

async function* paddedParts(layout: PlainLayout, { form, files, engine }: { form: BidForm; files: readonly SourceFile[]; engine: SealEngine }, digest: Hasher): AsyncGenerator<Bytes> {
  for await (const part of containerParts(layout, form, files, engine)) {
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

/** What age's own encrypter makes; the long part by the machine's engine where there is one. */
async function ageEncrypted(plain: ReadableStream<Uint8Array>, engine: SealEngine, stanzaOf: (fileKey: Uint8Array) => Promise<Stanza>): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  let used: Uint8Array | undefined;
  encrypter.addRecipient({
    async wrapFileKey(fileKey) {
      used = fileKey;
      return [await stanzaOf(fileKey)];
    },
  });
  if (engine.body === undefined) return encrypter.encrypt(plain);
  // the head comes from the library, with its MAC; the body of nothing behind it is left away
  const empty = await encrypter.encrypt(new Uint8Array(0));
  if (used === undefined) throw new Error('the encrypter drew no file key');
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const head = concat(empty.subarray(0, parseHead(empty).bodyAt), nonce);
  return streamOf(behind(head, plain.pipeThrough(engine.body.seal(payloadKey(used, nonce)))));
}

async function* behind(head: Bytes, body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    yield head;
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The same file, telling how much of it was read. */
function counted(file: SourceFile, tell: ((bytes: number) => void) | undefined): SourceFile {
  const { stream } = file;
  if (stream === undefined || tell === undefined) return file;
  return {
    ...file,
    stream: () => stream().pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        tell(chunk.length);
        controller.enqueue(chunk);
      },
    })),
  };
}

function digestTap(digest: Hasher): { transform: TransformStream<Uint8Array, Uint8Array>; done: Promise<{ sha256: string; size: number }> } {
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
