import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { Refusal } from './refusal.ts';

/** Room for the envelope of a bid with a file of 64 MiB: padding and tags come on top. */
export const blobBytesMax = 72 * 1024 * 1024;

export interface StoredBlob { sha256: string; sm3: string; size: number }

/** Files by digest. What `put` has answered is on disk: file and folders are synced before the row is written. */
export interface BlobStore {
  put(source: Readable | AsyncIterable<Uint8Array>, ownerId: string): Promise<StoredBlob>;
  read(sha256: string): Promise<Uint8Array>;
  stream(sha256: string): Readable;
  pathOf(sha256: string): string;
}

export async function openBlobStore(folder: string, pool: Pool): Promise<BlobStore> {
  const incoming = join(folder, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await makeShelves(folder);
  const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  return {
    pathOf,
    read: (sha256) => readFile(pathOf(sha256)),
    stream: (sha256) => createReadStream(pathOf(sha256)),
    async put(source, ownerId) {
      const temporary = join(incoming, randomUUID());
      try {
        const blob = await receive(source, temporary);
        await settle(temporary, pathOf(blob.sha256));
        await pool.query({
          name: 'blob_put', text: 'insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $3, $4) on conflict do nothing',
          values: [blob.sha256, ownerId, blob.sm3, blob.size],
        });
        return blob;
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}

async function receive(source: AsyncIterable<Uint8Array>, path: string): Promise<StoredBlob> {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > blobBytesMax) throw new Refusal('body-too-large');
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
  await syncFolder(folder);
}

/** Moves the synced file to its name and syncs the folder that now names it. */
async function settle(temporary: string, path: string): Promise<void> {
  if (await access(path).then(() => true, () => false)) return rm(temporary);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
