import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '../../../src/platform/db.ts';
import type { Violation } from './violation.ts';

/** Every file that somebody was told is kept: there, and with the digests it was told by. */
export async function checkBlobs(pool: Pool, folder: string): Promise<Violation[]> {
  const { rows } = await pool.query<{ sha256: string; sm3: string; size: bigint }>('select distinct sha256, sm3, size from blob');
  const found: Violation[] = [];
  for (const { sha256, sm3, size } of rows) {
    const bytes = await readFile(join(folder, 'blobs', sha256.slice(0, 2), sha256)).catch(() => null);
    const wrong = bytes === null ? 'is not there' : BigInt(bytes.length) !== size ? `has ${bytes.length} bytes of ${size}`
      : createHash('sha256').update(bytes).digest('hex') !== sha256 || createHash('sm3').update(bytes).digest('hex') !== sm3 ? 'has other bytes' : null;
    if (wrong !== null) found.push({ check: 'file', subject: sha256, detail: wrong });
  }
  return found;
}
