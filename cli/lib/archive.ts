import { unzipSync } from 'fflate';
import type { ArchiveFiles } from '../../src/verify/archive.ts';

/** What an archive may unpack to: one that claims more is no archive of a lot. */
const unpackedBytesMax = 1_500 * 1024 * 1024;
const membersMax = 10_000;

/** The members of a zip; null where the bytes are none. Nothing is written anywhere, so a member's path cannot lead out. */
export function readArchive(bytes: Uint8Array): ArchiveFiles | null {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return null;
  let total = 0;
  const paths = new Set<string>();
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      total += originalSize;
      if (paths.has(name)) throw new Error(`the archive has two members ${name}`);
      if (total > unpackedBytesMax || paths.size >= membersMax) throw new Error('the archive is too large');
      paths.add(name);
      return true;
    },
  });
  return new Map(Object.entries(files));
}
