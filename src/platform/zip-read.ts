import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** A member of a zip on disk, read when it is asked for. */
export interface ZipEntry { path: string; size: number; read: () => Promise<Readable> }

const endBytesMax = 22 + 65_535;
const membersMax = 10_000;
const directoryBytesMax = 16 * 1024 * 1024;
const [endMark, entryMark, localMark] = [0x06054b50, 0x02014b50, 0x04034b50];

/** The members by path; null where the file is no zip that this platform could have written. Nothing is written anywhere, so a path leads nowhere. */
export async function openZip(file: string): Promise<ReadonlyMap<string, ZipEntry> | null> {
  const handle = await open(file);
  try {
    const directory = await directoryOf(handle);
    return directory && entriesOf(directory, file);
  } finally {
    await handle.close();
  }
}

async function directoryOf(handle: FileHandle): Promise<Buffer | null> {
  const { size } = await handle.stat();
  const tail = await bytesAt(handle, Math.max(0, size - endBytesMax), Math.min(size, endBytesMax));
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(endMark);
  const at = tail.lastIndexOf(mark);
  if (at < 0 || tail.length - at < 22) return null;
  const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  return tail.readUInt16LE(at + 10) > membersMax || length > directoryBytesMax || start + length > size ? null : bytesAt(handle, start, length);
}

function entriesOf(directory: Buffer, file: string): ReadonlyMap<string, ZipEntry> | null {
  const found = new Map<string, ZipEntry>();
  for (let at = 0; at < directory.length;) {
    if (directory.length - at < 46 || directory.readUInt32LE(at) !== entryMark) return null;
    const [nameLength, extra, comment] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)];
    const [method, packed, size, local] = [directory.readUInt16LE(at + 10), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 42)];
    const path = directory.toString('utf8', at + 46, at + 46 + nameLength);
    if (found.has(path) || (method !== 0 && method !== 8)) return null;
    found.set(path, { path, size, read: () => contentOf(file, { local, packed, deflated: method === 8 }) });
    at += 46 + nameLength + extra + comment;
  }
  return found;
}

async function contentOf(file: string, { local, packed, deflated }: { local: number; packed: number; deflated: boolean }): Promise<Readable> {
  const handle = await open(file);
  const head = await bytesAt(handle, local, 30).finally(() => handle.close());
  if (head.length < 30 || head.readUInt32LE(0) !== localMark) throw new Error('a member is not where the directory says');
  const start = local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const content = packed === 0 ? createReadStream(file, { start: 0, end: -1 }) : createReadStream(file, { start, end: start + packed - 1 });
  if (!deflated) return content;
  const inflated = createInflateRaw();
  content.on('error', (error) => { inflated.destroy(error); });
  return content.pipe(inflated);
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
