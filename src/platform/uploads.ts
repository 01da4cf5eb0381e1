import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Pool } from 'pg';
import type { BlobStore, StoredBlob } from './blobs.ts';
import { keep } from './bounded-map.ts';
import { Refusal } from './refusal.ts';
import { uploadRows, type Upload } from './upload-rows.ts';

export type { Upload } from './upload-rows.ts';

export interface Checksum { algorithm: 'sha1' | 'sha256' | 'sm3'; digest: Uint8Array }
export interface Part { offset: number; body: Readable; checksum: Checksum | null }

/** What was received counts when it is on the disk: so much may have to be sent again after a crash. */
const checkpointBytes = 32 * 1024 * 1024;
const digestsKept = 2_000;

interface Digests { sha256: Hash; sm3: Hash; at: number }
interface Running { stop: AbortController; settled: Promise<void> }

/**
 * Uploads that survive whatever happens: the row says how much is durable, the file may hold more, which is cut off. Digests run
 * beside the writing; after a restart they are computed again from the part that is there, as a stream.
 */
export class UploadStore {
  private readonly folder: string;
  private readonly rows: ReturnType<typeof uploadRows>;
  private readonly blobs: BlobStore;
  private readonly running = new Map<string, Running>();
  private readonly digests = new Map<string, Digests>();

  private constructor(folder: string, pool: Pool, blobs: BlobStore) {
    this.folder = folder;
    this.rows = uploadRows(pool);
    this.blobs = blobs;
  }

  static async open(folder: string, pool: Pool, blobs: BlobStore): Promise<UploadStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const store = new UploadStore(folder, pool, blobs);
    await store.sweep();
    return store;
  }

  /** Refused here and not after hours of sending: what the disk cannot hold, what the owner may not have. */
  async create(ownerId: string, size: number, metadata: string): Promise<Upload> {
    const { bavail, bsize } = await statfs(this.folder);
    if (bavail * bsize < size + (await this.rows.outstanding())) throw new Refusal('storage-full');
    // the row first: a file that no row speaks of is swept away
    const upload = await this.rows.insert({ id: randomUUID(), ownerId, size, metadata });
    await (await open(this.pathOf(upload.id), 'wx', 0o600)).close();
    await syncFolder(this.folder);
    return size === 0 ? this.append(upload, { offset: 0, body: emptyBody(), checksum: null }) : upload;
  }

  /** The upload of this owner, finished if a crash left only that to do. Whoever still sends to it is cut off first. */
  async settled(id: string, ownerId: string): Promise<Upload> {
    return this.alone(id, async () => {
      const upload = await this.of(id, ownerId);
      return upload.received === upload.size && upload.doneAt === null ? this.finish(upload) : upload;
    });
  }

  async of(id: string, ownerId: string): Promise<Upload> {
    const upload = await this.rows.find(id);
    // whether another's upload exists is nobody's to know
    if (!upload || upload.ownerId !== ownerId) throw new Refusal('not-found');
    return upload;
  }

  list(ownerId: string): Promise<Upload[]> { return this.rows.list(ownerId); }

  /** Takes a part; the newest sender wins, since an old connection may look alive long after its end. */
  async append(upload: Pick<Upload, 'id' | 'ownerId'>, part: Part): Promise<Upload> {
    return this.alone(upload.id, async (signal) => {
      const now = await this.of(upload.id, upload.ownerId);
      if (part.offset !== now.received) throw new Refusal('upload-offset');
      if (now.doneAt !== null) return now;
      const received = await this.receive(now, part, signal);
      const after = { ...now, received };
      return received === now.size ? this.finish(after) : after;
    });
  }

  /** Answers whether there was something to give up. */
  async remove(id: string, ownerId: string): Promise<Upload> {
    return this.alone(id, async () => {
      const upload = await this.of(id, ownerId);
      await this.rows.remove([id]);
      this.digests.delete(id);
      await rm(this.pathOf(id), { force: true });
      return upload;
    });
  }

  /** What has expired, and files no row speaks of. */
  async sweep(): Promise<number> {
    const expired = (await this.rows.expired()).filter((id) => !this.running.has(id));
    for (const id of expired) await rm(this.pathOf(id), { force: true });
    await this.rows.remove(expired);
    const files = await readdir(this.folder);
    const known = await this.rows.known(files);
    for (const file of files) if (!known.has(file) && !this.running.has(file)) await rm(join(this.folder, file), { force: true });
    return expired.length;
  }

  private pathOf(id: string): string { return join(this.folder, id); }

  /** One at a time for each upload; who comes later stops who is there. */
  private async alone<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (let other = this.running.get(id); other; other = this.running.get(id)) {
      other.stop.abort();
      await other.settled;
    }
    const stop = new AbortController();
    const run = work(stop.signal);
    const settled = run.then(() => undefined, () => undefined).then(() => void this.running.delete(id));
    this.running.set(id, { stop, settled });
    return run;
  }

  private async receive(upload: Upload, part: Part, signal: AbortSignal): Promise<number> {
    const file = await open(this.pathOf(upload.id), upload.received === 0 ? 'w+' : 'r+', 0o600);
    const writer = new PartWriter(file, upload, await this.digestsOf(upload), (received) => this.rows.received(upload.id, received));
    const cut = (): void => { part.body.destroy(); };
    signal.addEventListener('abort', cut, { once: true });
    try {
      if (signal.aborted) throw new Refusal('upload-offset');
      await writer.take(part);
      return writer.durable;
    } finally {
      signal.removeEventListener('abort', cut);
      keep(this.digests, upload.id, writer.kept, digestsKept);
      await file.close();
    }
  }

  private async digestsOf({ id, received }: Upload): Promise<Digests> {
    const known = this.digests.get(id);
    if (known?.at === received) return known;
    const fresh: Digests = { sha256: createHash('sha256'), sm3: createHash('sm3'), at: received };
    if (received === 0) return fresh;
    for await (const chunk of createReadStream(this.pathOf(id), { end: received - 1, highWaterMark: 256 * 1024 })) {
      fresh.sha256.update(chunk as Buffer);
      fresh.sm3.update(chunk as Buffer);
    }
    return fresh;
  }

  /** Digests into the row, file to its place, row of the file: each step may be repeated after a crash behind it. */
  private async finish(upload: Upload): Promise<Upload> {
    const blob = upload.blob ?? await this.digested(upload);
    if (upload.blob === null) await this.rows.digested(upload.id, blob);
    await this.blobs.adopt(this.pathOf(upload.id), blob, upload.ownerId);
    this.digests.delete(upload.id);
    return { ...upload, blob, doneAt: await this.rows.done(upload.id) };
  }

  private async digested(upload: Upload): Promise<StoredBlob> {
    const { sha256, sm3 } = await this.digestsOf(upload);
    return { sha256: sha256.copy().digest('hex'), sm3: sm3.copy().digest('hex'), size: upload.size };
  }
}

/** Writes the body of one request behind what is there, and takes back what may not count. */
class PartWriter {
  /** What is on the disk and in the row. */
  durable: number;
  kept: Digests;
  private at: number;
  private readonly running: Digests;
  private readonly file: FileHandle;
  private readonly size: number;
  private readonly save: (received: number) => Promise<void>;

  constructor(file: FileHandle, upload: Upload, digests: Digests, save: (received: number) => Promise<void>) {
    this.file = file;
    this.size = upload.size;
    this.durable = this.at = upload.received;
    this.kept = digests;
    this.running = copyOf(digests);
    this.save = save;
  }

  async take({ body, checksum }: Part): Promise<void> {
    const sum = checksum === null ? null : createHash(checksum.algorithm);
    let whole = false;
    try {
      for await (const chunk of body) {
        await this.write(chunk as Buffer);
        sum?.update(chunk as Buffer);
        // a part with a checksum counts as a whole or not at all
        if (sum === null && this.at - this.durable >= checkpointBytes) await this.checkpoint();
      }
      whole = true;
    } catch (error) {
      if (isFull(error)) {
        await this.takeBack();
        throw new Refusal('storage-full');
      }
      if (sum !== null || error instanceof Refusal) await this.takeBack();
      throw error;
    } finally {
      // a connection that broke leaves what it brought
      if (!whole && sum === null && this.at > this.durable) await this.checkpoint();
    }
    if (sum !== null && checksum !== null && !sum.digest().equals(checksum.digest)) {
      await this.takeBack();
      throw new Refusal('checksum-mismatch');
    }
    await this.checkpoint().catch(async (error: unknown) => {
      await this.takeBack();
      throw isFull(error) ? new Refusal('storage-full') : error;
    });
  }

  private async write(chunk: Buffer): Promise<void> {
    if (this.at + chunk.length > this.size) throw new Refusal('body-too-large', { zh: '上传内容超过所声明的大小', en: 'More was sent than the upload was announced with' });
    for (let done = 0; done < chunk.length;) done += (await this.file.write(chunk, done, chunk.length - done, this.at + done)).bytesWritten;
    this.at += chunk.length;
    this.running.sha256.update(chunk);
    this.running.sm3.update(chunk);
  }

  private async checkpoint(): Promise<void> {
    if (this.at === this.durable) return;
    await this.file.datasync();
    await this.save(this.at);
    this.durable = this.at;
    this.kept = copyOf({ ...this.running, at: this.at });
  }

  private async takeBack(): Promise<void> {
    this.at = this.durable;
    // the room is given back at once; where even that fails, the next part writes over it
    await this.file.truncate(this.durable).catch(() => undefined);
  }
}

function copyOf({ sha256, sm3, at }: Digests): Digests { return { sha256: sha256.copy(), sm3: sm3.copy(), at }; }

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function emptyBody(): Readable { return Readable.from([]); }

async function syncFolder(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
