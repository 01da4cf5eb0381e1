import type { BidFormDraft, SealContext } from '../../../src/seal/index.ts';
import { sealInWorker } from '../../seal/seal-in-worker.ts';

export interface SealJob { form: BidFormDraft; files: readonly File[]; context: SealContext; ceilingFen?: string }
/** `name`: of the sealed file in the browser's own file system. */
export interface Sealed { name: string; sha256: string; plainSha256: string; size: number; fileMetadata: string }

/** Seals on this computer, in a worker and into the browser's own file system; `told` hears how much of the files has been read, 0 to 1. */
export async function sealInBrowser({ form, files, context, ceilingFen }: SealJob, told: (share: number) => void, signal?: AbortSignal): Promise<Sealed> {
  // a browser short of room must not throw the sealed file away before it is uploaded
  await navigator.storage.persist().catch(() => false);
  const sealed = await sealInWorker({ form, files: [...files], context, ...(ceilingFen === undefined ? {} : { ceilingFen }) }, {
    onProgress: (read, total) => { told(total === 0 ? 1 : read / total); }, ...(signal ? { signal } : {}),
  });
  return { name: sealed.name, sha256: sealed.sha256, plainSha256: sealed.plainDigest, size: sealed.size, fileMetadata: await metadataOf(files) };
}

/** What a browser can tell of the files: names, sizes and times of change, as one digest. */
async function metadataOf(files: readonly File[]): Promise<string> {
  const { canonicalBytes, sha256Hex } = await import('../../../src/seal/bytes.ts');
  return sha256Hex(canonicalBytes(files.map(({ name, size, lastModified }) => ({ name, size, modified: lastModified }))));
}
