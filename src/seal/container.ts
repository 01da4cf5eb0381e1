import type { Bytes } from './bytes.ts';
import { bytesOf, canonicalBytes, textOf, toHex, utf8 } from './bytes.ts';
import type { Hasher, SealEngine } from './engine.ts';
import { SealError } from './errors.ts';
import type { BidForm, BidFormFile } from './form.ts';
import { maxFileBytes, parseBidForm } from './form.ts';
import { padmeLength } from './padme.ts';

/**
 * What is inside an envelope:
 *
 *     qinglan-bid-v1 <64 hex digits, random> <length of the form in decimal>\n
 *     <the form in JCS>
 *     <the files, one after the other, as the form names them>
 *     <zero bytes up to the Padmé length>
 *
 * The plain digest is SHA-256 over everything but the padding. The random digits make it hiding: without them the digest of a
 * bid without files could be found by trying prices.
 */
export const containerVersion = 'qinglan-bid-v1';

export interface SourceFile {
  readonly name: string;
  readonly size: number;
  /** Bytes in memory, or a way to read the file from its start; a stream is read twice (digest, then sealing). */
  readonly bytes?: Uint8Array;
  readonly stream?: () => ReadableStream<Uint8Array>;
}

export interface PlainLayout {
  readonly plainSize: number;
  readonly paddedSize: number;
  readonly start: Bytes;
}

export function layOut(form: BidForm, salt: Bytes): PlainLayout {
  const formBytes = canonicalBytes(form);
  if (formBytes.length > maxFormBytes) throw new SealError('seal.too_large', 'form');
  const line = utf8(`${containerVersion} ${toHex(salt)} ${formBytes.length}\n`);
  const start = new Uint8Array(line.length + formBytes.length);
  start.set(line);
  start.set(formBytes, line.length);
  const filesSize = form.files.reduce((sum, file) => sum + file.size, 0);
  if (filesSize > maxFileBytes) throw new SealError('seal.too_large', 'the files together');
  const plainSize = start.length + filesSize;
  return { plainSize, paddedSize: padmeLength(plainSize), start };
}

/** The container's bytes before padding, checked against the form while they pass. */
export async function* containerParts(layout: PlainLayout, form: BidForm, sources: readonly SourceFile[], engine: SealEngine): AsyncGenerator<Bytes> {
  yield layout.start;
  for (const [index, entry] of form.files.entries()) {
    const source = sources[index];
    if (source?.name !== entry.name) throw new SealError('seal.file_changed', entry.name);
    if (source.bytes !== undefined) {
      // Digested when the form was made and still the same memory.
      yield* slices(source.bytes);
      continue;
    }
    const digest = engine.sha256();
    let seen = 0;
    for await (const chunk of fileChunks(source)) {
      seen += chunk.length;
      if (seen > entry.size) throw new SealError('seal.file_changed', entry.name);
      digest.update(chunk);
      yield* slices(chunk);
    }
    if (seen !== entry.size || toHex(digest.digest()) !== entry.sha256) throw new SealError('seal.file_changed', entry.name);
  }
}

export function* zeros(length: number): Generator<Bytes> {
  const block = new Uint8Array(Math.min(length, sliceSize));
  for (let left = length; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
}

/** First pass over a file: its entry in the form. */
export async function describeFile(source: SourceFile, engine: SealEngine): Promise<BidFormFile> {
  if (source.size > maxFileBytes) throw new SealError('seal.too_large', source.name);
  if (source.bytes !== undefined) {
    if (source.bytes.length !== source.size) throw new SealError('seal.file_changed', source.name);
    const digest = await crypto.subtle.digest('SHA-256', bytesOf(source.bytes));
    return { name: source.name, size: source.size, sha256: toHex(new Uint8Array(digest)) };
  }
  const digest = engine.sha256();
  let seen = 0;
  for await (const chunk of fileChunks(source)) {
    seen += chunk.length;
    if (seen > source.size) break;
    digest.update(chunk);
  }
  if (seen !== source.size) throw new SealError('seal.file_changed', source.name);
  return { name: source.name, size: source.size, sha256: toHex(digest.digest()) };
}

export interface OpenedFile extends BidFormFile {
  /** Must be read to its end before the next file is asked for. */
  readonly chunks: AsyncGenerator<Bytes>;
}

export interface OpenContainer {
  readonly form: BidForm;
  readonly files: AsyncGenerator<OpenedFile>;
  /** Reads what is left, checks padding and the end of the envelope, and returns the plain digest. Nothing counts before. */
  finish(): Promise<string>;
}

/** Reads a container while it is decrypted. `paddedSize` is authenticated by the header. */
export async function readContainer(plain: ReadableStream<Uint8Array>, paddedSize: number, engine: SealEngine): Promise<OpenContainer> {
  const reader = new PlainReader(plain, engine.sha256());
  const line = await reader.line(160);
  const match = /^qinglan-bid-v1 [0-9a-f]{64} (0|[1-9][0-9]{0,7})$/.exec(line);
  if (match === null) throw new SealError('seal.content_malformed', 'first line');
  const formLength = Number(match[1]);
  if (formLength > maxFormBytes) throw new SealError('seal.too_large', 'form');
  const form = readForm(await reader.take(formLength));
  const plainSize = reader.consumed + form.files.reduce((sum, file) => sum + file.size, 0);
  const files = readFiles(reader, form, engine);
  const finish = async (): Promise<string> => {
    for await (const file of files) for await (const chunk of file.chunks) void chunk;
    await reader.skipTo(plainSize);
    const digest = toHex(reader.digest.digest());
    if (padmeLength(reader.consumed) !== paddedSize) throw new SealError('seal.content_malformed', 'padding length');
    await reader.zerosToEnd();
    return digest;
  };
  return { form, files, finish };
}

async function* readFiles(reader: PlainReader, form: BidForm, engine: SealEngine): AsyncGenerator<OpenedFile> {
  for (const entry of form.files) {
    const end = reader.consumed + entry.size;
    const chunks = readFile(reader, entry, engine);
    yield { ...entry, chunks };
    for await (const chunk of chunks) void chunk;
    // A caller who stopped in the middle of a file still finds the next one in its place.
    await reader.skipTo(end);
  }
}

async function* readFile(reader: PlainReader, entry: BidFormFile, engine: SealEngine): AsyncGenerator<Bytes> {
  const digest = engine.sha256();
  for await (const chunk of reader.chunks(entry.size)) {
    digest.update(chunk);
    yield chunk;
  }
  if (toHex(digest.digest()) !== entry.sha256) throw new SealError('seal.file_changed', entry.name);
}

function readForm(bytes: Bytes): BidForm {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch (cause) {
    throw new SealError('seal.content_malformed', 'form', { cause });
  }
  return parseBidForm(value);
}

/** Pulls exact lengths out of a stream of arbitrary chunks and digests what it hands out. */
class PlainReader {
  readonly digest: Hasher;
  consumed = 0;
  private readonly source: ReadableStreamDefaultReader<Uint8Array>;
  private rest: Bytes = new Uint8Array(0);

  constructor(stream: ReadableStream<Uint8Array>, digest: Hasher) {
    this.source = stream.getReader();
    this.digest = digest;
  }

  async line(max: number): Promise<string> {
    let text = '';
    while (text.length <= max) {
      const [byte = 0] = await this.take(1);
      if (byte === 0x0a) return text;
      text += String.fromCharCode(byte);
    }
    throw new SealError('seal.content_malformed', 'first line');
  }

  async take(length: number): Promise<Bytes> {
    const taken = new Uint8Array(length);
    let at = 0;
    for await (const chunk of this.chunks(length)) {
      taken.set(chunk, at);
      at += chunk.length;
    }
    return taken;
  }

  async *chunks(length: number): AsyncGenerator<Bytes> {
    let left = length;
    while (left > 0) {
      if (this.rest.length === 0 && !(await this.refill())) throw new SealError('seal.content_malformed', 'ends early');
      const chunk = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(chunk.length);
      left -= chunk.length;
      this.consumed += chunk.length;
      this.digest.update(chunk);
      yield chunk;
    }
  }

  async skipTo(position: number): Promise<void> {
    for await (const chunk of this.chunks(position - this.consumed)) void chunk;
  }

  async zerosToEnd(): Promise<void> {
    do {
      if (this.rest.some((byte) => byte !== 0)) throw new SealError('seal.content_malformed', 'padding is not zero');
      this.rest = new Uint8Array(0);
    } while (await this.refill());
  }

  private async refill(): Promise<boolean> {
    const { done, value } = await this.source.read().catch((cause: unknown) => {
      // age throws plain errors when a chunk does not authenticate.
      throw cause instanceof SealError ? cause : new SealError('seal.tampered', undefined, { cause });
    });
    if (done) return false;
    this.rest = bytesOf(value);
    return true;
  }
}

async function* fileChunks(source: SourceFile): AsyncGenerator<Uint8Array> {
  if (source.bytes !== undefined) {
    yield source.bytes;
    return;
  }
  if (source.stream === undefined) throw new SealError('seal.file_changed', `${source.name} has no content`);
  const reader = source.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function* slices(bytes: Uint8Array): Generator<Bytes> {
  for (let at = 0; at < bytes.length; at += sliceSize) yield bytesOf(bytes.subarray(at, at + sliceSize));
}

/** age's chunk: larger pieces only cost memory. */
const sliceSize = 65_536;
const maxFormBytes = 1024 * 1024;
