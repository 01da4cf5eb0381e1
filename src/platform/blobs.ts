import { createHash, hash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { Refusal } from './refusal.ts';

/** What may come in one request. Larger files come in parts (uploads.ts). */
export const blobBytesMax = 72 * 1024 * 1024;

export interface StoredBlob { sha256: string; sm3: string; size: number }

/** Files by digest. What `put` has answered is on disk: file and folder are synced before the row is written. */
export interface BlobStore {
  put(source: Readable | AsyncIterable<Uint8Array>, ownerId: string, bytesMax?: number): Promise<StoredBlob>;
  /** Takes a file in that is whole and synced, by moving it; done again after a crash in the middle it completes what was begun. */
  adopt(path: string, blob: StoredBlob, ownerId: string): Promise<void>;
  /** For what is small: papers of the platform. Files of people are streamed. */
  read(sha256: string): Promise<Uint8Array>;
  stream(sha256: string, range?: { start: number; end: number }): Readable;
  pathOf(sha256: string): string;
}

/** Files up to this size are held in memory until their digest, and so their name, is known. */
const smallBytesMax = 512 * 1024;

export async function openBlobStore(folder: string, pool: Pool): Promise<BlobStore> {
  const incoming = join(folder, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await makeShelves(folder);
  const shelf: Shelf = { pathOf: (sha256) => join(folder, sha256.slice(0, 2), sha256), temporary: () => join(incoming, randomUUID()) };
  const rows = blobRows(pool);
  return {
    pathOf: (sha256) => shelf.pathOf(sha256),
    read: (sha256) => readFile(shelf.pathOf(sha256)),
    stream: (sha256, range) => createReadStream(shelf.pathOf(sha256), range),
    async adopt(path, blob, ownerId) {
      await rename(path, shelf.pathOf(blob.sha256)).catch(async (error: unknown) => {
        // moved already, before the crash
        if (!isCode(error, 'ENOENT')) throw error;
        await access(shelf.pathOf(blob.sha256));
      });
      await syncPath(dirname(shelf.pathOf(blob.sha256)));
      await rows.add({ ...blob, ownerId });
    },
    async put(source, ownerId, bytesMax = blobBytesMax) {
      const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      const head = await headOf(chunks);
      const blob = head.whole ? await keepSmall(shelf, head.bytes, pool) : await keepLarge(shelf, from(head.bytes, chunks), bytesMax);
      await rows.add({ ...blob, ownerId });
      return blob;
    },
  };
}

interface Shelf { pathOf(sha256: string): string; temporary(): string }

/** The beginning of a file, or all of it. */
async function headOf(chunks: AsyncIterator<Uint8Array>): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size <= smallBytesMax) {
    const { value, done } = await chunks.next();
    if (done) return { bytes: joined(parts), whole: true };
    parts.push(value);
    size += value.length;
  }
  return { bytes: joined(parts), whole: false };
}

function joined(parts: readonly Uint8Array[]): Uint8Array { return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts); }

/**
 * Written under its own name at once: file and folder are then synced side by side, in one commit of the file system where there
 * used to be two. What a crash cuts off has no row, and is replaced by the next upload of the same bytes.
 */
async function keepSmall(shelf: Shelf, bytes: Uint8Array, pool: Pool): Promise<StoredBlob> {
  const blob = { sha256: hash('sha256', bytes, 'hex'), sm3: hash('sm3', bytes, 'hex'), size: bytes.length };
  const path = shelf.pathOf(blob.sha256);
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (isCode(error, 'EEXIST')) return null;
    throw error;
  });
  if (file) {
    await Promise.all([writeSynced(file, bytes), syncPath(dirname(path))]);
    return blob;
  }
  const { rowCount } = await pool.query({ name: 'blob_known', text: 'select 1 from blob where sha256 = $1 limit 1', values: [blob.sha256] });
  if ((rowCount ?? 0) > 0) return blob;
  const temporary = shelf.temporary();
  await writeSynced(await open(temporary, 'wx', 0o600), bytes);
  await rename(temporary, path);
  await syncPath(dirname(path));
  return blob;
}

async function writeSynced(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function keepLarge(shelf: Shelf, source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<StoredBlob> {
  const temporary = shelf.temporary();
  try {
    const blob = await receive(source, temporary, bytesMax);
    await rename(temporary, shelf.pathOf(blob.sha256));
    await syncPath(dirname(shelf.pathOf(blob.sha256)));
    return blob;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function* from(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Rows of files that became durable together are written in one statement. */
function blobRows(pool: Pool) {
  let waiting: { row: StoredBlob & { ownerId: string }; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing = false;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const column = <K extends keyof StoredBlob | 'ownerId'>(name: K) => batch.map(({ row }) => row[name]);
      await pool.query({
        name: 'blob_put', text: 'insert into blob (sha256, owner_id, sm3, size) select * from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[]) on conflict do nothing',
        values: [column('sha256'), column('ownerId'), column('sm3'), column('size')],
      }).then(() => { for (const { resolve } of batch) resolve(); }, (error: unknown) => { for (const { reject } of batch) reject(error); });
    }
    writing = false;
  };
  return {
    async add(row: StoredBlob & { ownerId: string }): Promise<void> {
      return new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject });
        // begun a turn later, so that those of one sync go together
        if (!writing) queueMicrotask(() => void write());
        writing = true;
      });
    },
  };
}

async function receive(source: AsyncIterable<Uint8Array>, path: string, bytesMax: number): Promise<StoredBlob> {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > bytesMax) throw new Refusal('body-too-large');
      sha256.update(chunk);
      sm3.update(chunk);
      await file.write(chunk);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return { sha256: sha256.digest('hex'), sm3: sm3.digest('hex'), size };
}

/** 256 folders made once, so that an upload syncs its file and one folder and nothing else. */
async function makeShelves(folder: string): Promise<void> {
  const shelves = Array.from({ length: 256 }, (_, i) => join(folder, i.toString(16).padStart(2, '0')));
  if (await access(shelves[255] ?? '').then(() => true, () => false)) return;
  for (const shelf of shelves) await mkdir(shelf, { recursive: true, mode: 0o700 });
  await syncPath(folder);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
