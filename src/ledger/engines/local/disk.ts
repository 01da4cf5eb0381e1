import { closeSync, existsSync, fdatasyncSync, fstatSync, fsync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The ledger's whole traffic with its folder, one call a step, so that a test can let each of them fail.
 * A step that rejects has an unknown outcome; the caller stops and never tries it again.
 */
export interface Disk {
  walSize(): number;
  readWal(position: number, length: number): Uint8Array;
  writeWal(bytes: Uint8Array, position: number): Promise<void>;
  /** Resolves when all written bytes are on stable storage. */
  syncWal(): Promise<void>;
  /** Cuts a torn tail off; durable on return. */
  truncateWal(size: number): void;
  readCheckpoint(): string | null;
  writeCheckpoint(text: string): Promise<void>;
  syncCheckpoint(): Promise<void>;
  renameCheckpoint(): Promise<void>;
  syncFolder(): Promise<void>;
  close(): Promise<void>;
}

const WAL = 'ledger.wal';
const CHECKPOINT = 'checkpoint';
const TEMPORARY = 'checkpoint.tmp';

export async function openDisk(dir: string): Promise<Disk> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const wal = await open(join(dir, WAL), existsSync(join(dir, WAL)) ? 'r+' : 'wx+', 0o600);
  const folder = openSync(dir, 'r');
  fsyncSync(folder);
  return new FolderDisk(dir, wal, folder);
}

class FolderDisk implements Disk {
  readonly #dir: string;
  readonly #wal: FileHandle;
  readonly #folder: number;
  #temporary: FileHandle | null = null;

  constructor(dir: string, wal: FileHandle, folder: number) {
    this.#dir = dir;
    this.#wal = wal;
    this.#folder = folder;
  }

  walSize(): number {
    return fstatSync(this.#wal.fd).size;
  }

  readWal(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const count = readSync(this.#wal.fd, bytes, at, length - at, position + at);
      if (count === 0) break;
      at += count;
    }
    return bytes.subarray(0, at);
  }

  async writeWal(bytes: Uint8Array, position: number): Promise<void> {
    await writeAll(this.#wal, bytes, position);
  }

  async syncWal(): Promise<void> {
    await this.#wal.datasync();
  }

  truncateWal(size: number): void {
    ftruncateSync(this.#wal.fd, size);
    fdatasyncSync(this.#wal.fd);
  }

  readCheckpoint(): string | null {
    const path = join(this.#dir, CHECKPOINT);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  }

  async writeCheckpoint(text: string): Promise<void> {
    this.#temporary = await open(join(this.#dir, TEMPORARY), 'w', 0o600);
    await writeAll(this.#temporary, new TextEncoder().encode(text), 0);
  }

  async syncCheckpoint(): Promise<void> {
    await this.#temporary?.sync();
    await this.#temporary?.close();
    this.#temporary = null;
  }

  async renameCheckpoint(): Promise<void> {
    await rename(join(this.#dir, TEMPORARY), join(this.#dir, CHECKPOINT));
  }

  async syncFolder(): Promise<void> {
    // node:fs/promises opens no folder on every system; the callback form runs on the same thread pool.
    await new Promise<void>((resolve, reject) => fsync(this.#folder, (error) => (error === null ? resolve() : reject(error))));
  }

  async close(): Promise<void> {
    closeSync(this.#folder);
    await this.#temporary?.close().catch(() => undefined);
    await this.#wal.close().catch(() => undefined);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}
