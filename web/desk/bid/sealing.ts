import type { BidFormDraft, SealContext } from '../../../src/seal/index.ts';

export interface SealJob { form: BidFormDraft; files: readonly File[]; context: SealContext; ceilingFen?: string }
export interface SealedFile { envelope: Blob; sha256: string; plainSha256: string; size: number; fileMetadata: string }

/** Seals on this computer; `told` hears how much of the files has been read, 0 to 1. */
export async function sealInBrowser({ form, files, context, ceilingFen }: SealJob, told: (share: number) => void, signal?: AbortSignal): Promise<SealedFile> {
  const { sealBid } = await import('../../../src/seal/index.ts');
  const all = files.reduce((sum, { size }) => sum + size, 0) * 2;
  const sealed = await sealBid({
    form, context, files: files.map((file) => ({ name: file.name, size: file.size, stream: () => file.stream() })),
    progress: (read) => { told(all === 0 ? 1 : read / all); }, ...(ceilingFen === undefined ? {} : { ceilingFen }),
  });
  signal?.throwIfAborted();
  return { envelope: new Blob([sealed.envelope]), sha256: sealed.cipherDigest.sha256, plainSha256: sealed.plainDigest, size: sealed.size, fileMetadata: await metadataOf(files) };
}

/** What a browser can tell of the files: names, sizes and times of change, as one digest. */
async function metadataOf(files: readonly File[]): Promise<string> {
  const { canonicalBytes, sha256Hex } = await import('../../../src/seal/index.ts');
  return sha256Hex(canonicalBytes(files.map(({ name, size, lastModified }) => ({ name, size, modified: lastModified }))));
}
