import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stage } from '../../../tests/support/committee-stage.ts';
import { openLedger, type Ledger } from '../../ledger/index.ts';
import { openPrinter, type Printer } from '../../documents/render/render.ts';
import { openBlobStore, type BlobStore } from '../../platform/blobs.ts';
import { createPool, type Pool } from '../../platform/db.ts';
import { actorOf, scenario } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import type { Lot } from '../project-intake/index.ts';
import { lotLeaves } from '../witness-ledger/index.ts';
import { specs, type Certificate } from './index.ts';

let database: TestDatabase;
let one: Pool;
let folder: string;
let ledger: Ledger;
let blobs: BlobStore;
let printer: Printer;
beforeAll(async () => {
  database = await testDatabase();
  // a single connection: an act that waited for a second one while it holds this would never come back
  one = createPool(database.url, { max: 1 });
  folder = await mkdtemp(join(tmpdir(), 'qinglan-certificate-'));
  ledger = await openLedger({ dir: join(folder, 'ledger'), origin: 'ledger.example/certificates', seed: new Uint8Array(32).fill(3) });
  blobs = await openBlobStore(join(folder, 'blobs'), one);
  printer = openPrinter(null);
});
afterAll(async () => {
  await printer.close();
  await one.end();
  await ledger.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const spec = () => specs({ pool: one, ledger, blobs, verifyBase: 'http://127.0.0.1', print: (paper) => printer.print(paper), leavesOf: (lotId) => lotLeaves(one, lotId) }).find(({ id }) => id === 'cer-issue') ?? expect.fail();
async function lot(state: string, award: boolean = true) {
  const at = await stage(database.pool, { experts: 0 });
  await database.pool.query(`update record set state = $2, data = data || $3 where id = $1`,
    [at.lotId, state, JSON.stringify(award ? { award: { winnerName: '中标人', awardFen: '100000', duration: '90' } satisfies Partial<Lot['award']> } : {})]);
  return at;
}

it('is made and kept with no more than one connection, and printed again as it was', async () => {
  const { lotId, tenderer } = await lot('closed');
  const play = scenario(one);
  const { result } = await play.act(spec(), tenderer, lotId, {});
  const file = await blobs.read(String(result['sha256']));
  expect(Buffer.from(file.subarray(0, 5)).toString()).toBe('%PDF-');
  const again = await play.act(spec(), tenderer, lotId, {});
  expect(again.result).toEqual(result);
  const { rows } = await database.pool.query<{ public: boolean }>('select public from blob');
  expect(rows).toEqual([{ public: true }]);
  const kept = await database.pool.query<{ data: Certificate }>(`select data from record where kind = 'certificate' and lot_id = $1`, [lotId]);
  expect(kept.rows.map(({ data }) => data.fileDigest)).toEqual([result['sha256']]);
}, 20_000);

it('leaves no file where there is nothing to certify, or nobody who may', async () => {
  const play = scenario(one);
  const blobsNow = async () => (await database.pool.query('select 1 from blob')).rowCount;
  const before = await blobsNow();
  const open = await lot('contracted');
  expect(await play.refused(spec(), open.tenderer, open.lotId, {})).toBe('r-certificate-ready');
  const closed = await lot('closed');
  expect(await play.refused(spec(), actorOf(['tenderer'], { entityId: crypto.randomUUID() }), closed.lotId, {})).toBe('forbidden');
  const without = await lot('closed', false);
  expect(await play.refused(spec(), without.tenderer, without.lotId, {})).toBe('state');
  expect(await blobsNow()).toBe(before);
});
