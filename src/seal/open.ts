import { Decrypter } from 'age-encryption';
import type { Bytes } from './bytes.ts';
import { bytesOf, concat } from './bytes.ts';
import type { OpenContainer } from './container.ts';
import { readContainer } from './container.ts';
import type { SealEngine } from './engine.ts';
import { payloadKey, portable } from './engine.ts';
import { envelopeSize } from './check.ts';
import type { EnvelopeContext } from './check.ts';
import { checkContext } from './check.ts';
import { streamOf } from './envelope.ts';
import { SealError } from './errors.ts';
import type { BidForm, BidFormFile } from './form.ts';
import type { ParsedEnvelopeHead, SealHeader } from './header.ts';
import { maxHeadBytes, parseHead } from './header.ts';
import type { Share } from './secrets.ts';
import { combineShares, committed, openFileKey, stanzaKey } from './secrets.ts';

export interface OpeningSecrets {
  readonly bidderSecret?: Bytes;
  readonly custodySecret?: Bytes;
  readonly shares?: readonly Share[];
}

export interface OpenOptions {
  /** What the caller knows the envelope must be; checked before anything is decrypted. */
  readonly expect?: EnvelopeContext;
  /** The digest recorded when the bid was sealed. */
  readonly plainDigest?: string;
  readonly engine?: SealEngine;
}

export interface OpenedBid {
  readonly form: BidForm;
  readonly files: readonly (BidFormFile & { readonly bytes: Bytes })[];
  readonly plainDigest: string;
}

/** The header of an envelope, or of a prefix that holds it. It is public and, until opened, only well-formed. */
export function readHeader(envelope: Uint8Array): SealHeader {
  return parseHead(envelope).header;
}

/** All or nothing: no form and no file is returned unless every byte was authenticated. */
export async function openEnvelope(envelope: Uint8Array, secrets: OpeningSecrets, options: OpenOptions = {}): Promise<OpenedBid> {
  const head = parseHead(envelope);
  if (envelope.length !== envelopeSize(head)) throw new SealError('seal.truncated');
  const opened = await openEnvelopeStream(oneChunk(envelope), secrets, options);
  const files = [];
  for await (const { chunks, ...entry } of opened.files) {
    const parts = [];
    for await (const chunk of chunks) parts.push(chunk);
    files.push({ ...entry, bytes: concat(...parts) });
  }
  const { plainDigest } = await opened.finish();
  return { form: opened.form, files, plainDigest };
}

export interface OpeningStream extends Pick<OpenContainer, 'form' | 'files'> {
  readonly header: SealHeader;
  /** Until this resolves nothing that was read may be used: the end of the envelope has not been seen. */
  finish(): Promise<{ plainDigest: string }>;
}

export async function openEnvelopeStream(
  envelope: ReadableStream<Uint8Array>,
  secrets: OpeningSecrets,
  options: OpenOptions = {},
): Promise<OpeningStream> {
  const { head, headText, whole } = await readHeadOf(envelope);
  const engine = options.engine ?? portable;
  if (options.expect !== undefined) checkContext(head.header, options.expect);
  const fileKey = await unwrapFileKey(head, secrets);
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: () => fileKey });
  let plain: ReadableStream<Uint8Array>;
  try {
    // decryptHeader checks age's MAC over the head
    plain = engine.body === undefined ? await decrypter.decrypt(whole) : await bodyOf(whole, headText.length, async (nonce) => payloadKey(await decrypter.decryptHeader(headText), nonce), engine.body);
  } catch (cause) {
    throw cause instanceof SealError ? cause : new SealError('seal.tampered', undefined, { cause });
  }
  const container = await readContainer(plain, head.header.plainSize, engine);
  const finish = async (): Promise<{ plainDigest: string }> => {
    const plainDigest = await container.finish();
    if (options.plainDigest !== undefined && options.plainDigest !== plainDigest) throw new SealError('seal.plain_digest');
    if (container.form.lotId !== head.header.lot) throw new SealError('seal.wrong_lot', undefined, { field: 'lotId' });
    return { plainDigest };
  };
  return { header: head.header, form: container.form, files: container.files, finish };
}

async function unwrapFileKey(head: ParsedEnvelopeHead, secrets: OpeningSecrets): Promise<Bytes> {
  const { header, headerBytes, sealedFileKey } = head;
  const custodySecret = secrets.custodySecret ?? (secrets.shares === undefined ? undefined : await combineShares(header, secrets.shares));
  if (secrets.bidderSecret === undefined || custodySecret === undefined) throw new SealError('seal.secret_missing');
  committed(secrets.bidderSecret, header.bidderSecret.commitment);
  committed(custodySecret, header.custody.commitment);
  return openFileKey(await stanzaKey(secrets.bidderSecret, custodySecret, header), sealedFileKey, headerBytes);
}

/** Reads the head from a stream and gives back a stream that starts at the beginning and ends at the announced length. */
async function readHeadOf(envelope: ReadableStream<Uint8Array>): Promise<{ head: ParsedEnvelopeHead; headText: Bytes; whole: ReadableStream<Uint8Array> }> {
  const reader = envelope.getReader();
  let start: Bytes = new Uint8Array(0);
  let head: ParsedEnvelopeHead | undefined;
  while (head === undefined) {
    const { done, value } = await reader.read();
    if (value !== undefined) start = start.length === 0 ? bytesOf(value) : concat(start, value);
    try {
      head = parseHead(start);
    } catch (error) {
      const mayGrow = start.length < maxHeadBytes && error instanceof SealError && (error.code === 'seal.truncated' || error.code === 'seal.malformed');
      if (done || !mayGrow) throw error;
    }
  }
  return { head, headText: start.slice(0, head.bodyAt), whole: streamOf(exactly(envelopeSize(head), start, reader)) };
}

/** The body by the machine's own engine: what follows the head is a nonce and the pieces. */
async function bodyOf(whole: ReadableStream<Uint8Array>, headLength: number, keyOf: (nonce: Bytes) => Promise<Bytes>, body: NonNullable<SealEngine['body']>): Promise<ReadableStream<Uint8Array>> {
  const reader = whole.getReader();
  let start: Bytes = new Uint8Array(0);
  while (start.length < headLength + payloadNonceBytes) {
    const { done, value } = await reader.read();
    if (done) throw new SealError('seal.truncated');
    start = concat(start, value);
  }
  const bodyAt = headLength + payloadNonceBytes;
  const key = await keyOf(start.slice(headLength, bodyAt));
  return streamOf(restOf(start.subarray(bodyAt), reader)).pipeThrough(body.open(key));
}

const payloadNonceBytes = 16;

async function* restOf(first: Uint8Array, reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* exactly(size: number, start: Bytes, reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = start.length;
  // Small pieces: a consumer that stops early then pays for what it read only.
  for (let at = 0; at < start.length; at += 65_536) yield start.subarray(at, at + 65_536);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    seen += value.length;
    if (seen > size) throw new SealError('seal.truncated');
    yield value;
  }
  if (seen !== size) throw new SealError('seal.truncated');
}

function oneChunk(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
