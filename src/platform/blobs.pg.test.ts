import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginAct, commitAct } from './act-statements.ts';
import { openBlobStore, type BlobStore } from './blobs.ts';
import { testDatabase, type TestDatabase } from './testing/pg.ts';

let database: TestDatabase;
let folder: string;
let blobs: BlobStore;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'qinglan-blobs-'));
  blobs = await openBlobStore(folder, database.pool);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const put = (bytes: Uint8Array, owner = randomUUID()) => blobs.put(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]), owner);
async function owners(sha256: string): Promise<number> {
  return (await database.pool.query('select 1 from blob where sha256 = $1', [sha256])).rowCount ?? 0;
}

it('keeps small and large files byte for byte, with both digests', async () => {
  for (const size of [0, 11, 64 * 1024, 512 * 1024, 512 * 1024 + 1, 3 * 1024 * 1024]) {
    const bytes = randomBytes(size);
    const stored = await put(bytes);
    expect(stored).toEqual({ sha256: digestOf(bytes), sm3: createHash('sm3').update(bytes).digest('hex'), size });
    expect(digestOf(await blobs.read(stored.sha256))).toBe(stored.sha256);
    expect(await owners(stored.sha256)).toBe(1);
  }
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});

it('takes the same bytes of many at once, a row for each owner', async () => {
  const [bytes, owner] = [randomBytes(5_000), randomUUID()];
  await Promise.all([...Array.from({ length: 20 }, () => put(bytes)), put(bytes, owner), put(bytes, owner)]);
  expect(await owners(digestOf(bytes))).toBe(21);
  expect(digestOf(await blobs.read(digestOf(bytes)))).toBe(digestOf(bytes));
});

it('replaces what a crash cut off: a file without a row', async () => {
  const bytes = randomBytes(5_000);
  await writeFile(blobs.pathOf(digestOf(bytes)), bytes.subarray(0, 100));
  await put(bytes);
  expect(digestOf(await blobs.read(digestOf(bytes)))).toBe(digestOf(bytes));
});

it('an act whose writing fails is not committed, and its connection is as good as new', async () => {
  const client = await database.pool.connect();
  try {
    const locks = { actor: 'a', idempotencyKey: null, shared: [], exclusive: [randomUUID()], reads: [] };
    await beginAct(client, locks);
    await expect(commitAct(client, { now: 'no time at all', records: [], leaves: [] })).rejects.toThrow(/timestamp/);
    await client.query(`set lock_timeout = '50ms'`);
    const other = await database.pool.connect();
    await beginAct(other, locks);
    await expect(beginAct(client, locks)).rejects.toThrow(/lock timeout/);
    await other.query('rollback');
    other.release();
    expect((await beginAct(client, locks)).reads).toEqual([]);
    await client.query('rollback');
  } finally {
    client.release(true);
  }
});
