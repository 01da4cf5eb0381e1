import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guest, type Platform } from '../../src/play/people.ts';

/** Exports the proof of each lot to a file of its own, in the order of the lots. */
export async function saveEvidence(platform: Platform, id: string, lotIds: readonly string[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = id.replaceAll(/[^\w.-]+/g, '_') || 'case';
  const paths: string[] = [];
  for (const lotId of lotIds) {
    const path = join(folder, `${name}-${lotId.slice(0, 8)}.json`);
    await writeFile(path, await guest(platform).getText(`/api/v1/lots/${lotId}/evidence`));
    paths.push(path);
  }
  return paths;
}
