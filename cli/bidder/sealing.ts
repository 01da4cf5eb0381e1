import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { canonical } from '../../src/kernel/canonical.ts';
import { sealBidStream, type SealRequest, type SourceFile } from '../../src/seal/index.ts';
import { nodeEngine } from '../../src/seal/node/engine.ts';
import { createSm3 } from '../../src/seal/node/sm3.ts';

export interface Sealed { sha256: string; sm3: string; size: number; plainDigest: string; custodySet: string }

/** Seals into a file, under another name until it is complete: half an envelope must not look like one. */
export async function sealToFile(request: SealRequest, out: string): Promise<Sealed> {
  const sealing = await sealBidStream({ ...request, engine: nodeEngine });
  const sm3 = createSm3();
  const partial = `${out}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    for await (const chunk of sealing.envelope) {
      sm3.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(partial, out);
  const { plainDigest, sha256, size } = await sealing.result;
  return { sha256, sm3: sm3.digest(), size, plainDigest, custodySet: sealing.custodySet };
}

export async function sourceOf(path: string): Promise<SourceFile> {
  const blob = await openAsBlob(path);
  return { name: basename(path), size: blob.size, stream: () => blob.stream() };
}

/** What the act bid-fingerprint asks for: digest of the metadata of the files that were sealed. */
export async function metadataDigest(paths: readonly string[]): Promise<string> {
  const entries = await Promise.all(paths.map(async (path) => {
    const { size, mtimeMs } = await stat(path);
    return { name: basename(path), size, modified: new Date(mtimeMs).toISOString() };
  }));
  return createHash('sha256').update(canonical(entries)).digest('hex');
}
