import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { beginAct, commitAct } from '../src/platform/act-statements.ts';
import { openBlobStore } from '../src/platform/blobs.ts';
import { createPool } from '../src/platform/db.ts';
import { each, ENVELOPE_BYTES, Market, type Submission } from './support/market.ts';
import { withServer, type BenchServer } from './support/server.ts';
import { median, quantile, round } from './support/stats.ts';
import { sampleOf, type Sample } from './support/sample.ts';
import { LATE, surge } from './support/surge.ts';
import { Wire } from './support/wire.ts';

const CLIENTS = 32;
const COMPANIES = 1_000 + LATE;
const CHAINS = 300;
const RUNS = 3;
const BASELINE_MS = 2_000;

/**
 * Submissions over HTTP beside the machine's own limits, in one run, alternating: (a) one-row inserts on ten connections of the
 * same PostgreSQL, (b) the same bytes and SQL by a script without HTTP. One bidder, one transaction.
 */
export async function* bench(): AsyncGenerator<object> {
  yield* await withServer(async (server) => {
    const market = await Market.open(server, COMPANIES);
    try {
      return [...await submissions(server, market), await surge(market, server.url)];
    } finally {
      await market.close();
    }
  });
}

async function submissions(server: BenchServer, market: Market): Promise<object[]> {
  const tomorrow = Date.now() + 86_400_000;
  await submitAll(server, await market.submissions(tomorrow), []);
  await chainAll(server, market, []);
  const sample = await sampleOf(server.database);
  const [inserts, scripts, submits, chains]: number[][] = [[], [], [], []];
  const [waits, chainWaits]: number[][] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    const ready = await market.submissions(tomorrow);
    inserts?.push(await rawInserts(server.database));
    scripts?.push(await sameSql(server, sample));
    submits?.push(await submitAll(server, ready, waits ?? []));
    chains?.push(await chainAll(server, market, chainWaits ?? []));
  }
  const insert = median(inserts ?? []);
  const beside = (rates: readonly number[] = [], times: readonly number[] = []) => ({
    clients: CLIENTS, perSecond: round(median(rates)), p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)), insertTxPerSecond: round(insert), ratioToInserts: round(median(rates) / insert),
  });
  return [
    { bench: 'bids', measure: 'upload of 64 KiB and bid-submit, acknowledged', ...beside(submits, waits), sqlScriptPerSecond: round(median(scripts ?? [])), ratioToScript: round(median(submits ?? []) / median(scripts ?? [])) },
    { bench: 'bids', measure: 'whole chain: upload, bid-encrypt, bid-fingerprint, bid-submit', ...beside(chains, chainWaits) },
  ];
}

/** Every bidder once: upload, then submit; 32 at a time. */
async function submitAll({ url }: BenchServer, ready: readonly Submission[], waits: number[]): Promise<number> {
  return rateOf(url, ready, async (wire, { upload, submit }) => {
    const at = performance.now();
    await wire.must(upload);
    await wire.must(submit);
    waits.push(performance.now() - at);
  });
}

/** The four requests of a bidder that comes with a sealed file; what follows from an answer is signed inside the time. */
async function chainAll({ url }: BenchServer, market: Market, waits: number[]): Promise<number> {
  const { lotId, envelopes } = await market.envelopes(CHAINS);
  return rateOf(url, envelopes, async (wire, { company, upload, sha256, plainDigest }) => {
    const at = performance.now();
    await wire.must(upload);
    const encrypted = await wire.must(await market.act(company, 'bid-encrypt', lotId, { envelope: sha256, plainSha256: plainDigest, cipherSuite: 'qinglan-seal-v1' }));
    const { bidId } = (JSON.parse(encrypted) as { result: { bidId: string } }).result;
    await wire.must(await market.act(company, 'bid-fingerprint', lotId, { bidId, clientKind: 'cli', fileMetadata: '0'.repeat(64) }));
    await wire.must(await market.act(company, 'bid-submit', lotId, { bidId, replacesBidSeq: null }));
    waits.push(performance.now() - at);
  });
}

async function rateOf<T>(url: string, items: readonly T[], work: (wire: Wire, item: T) => Promise<void>): Promise<number> {
  const free = await Promise.all(Array.from({ length: CLIENTS }, () => Wire.open(url)));
  const all = [...free];
  const begun = performance.now();
  await each(items, CLIENTS, async (item) => {
    const wire = free.pop();
    if (!wire) throw new Error('more work than wires');
    await work(wire, item);
    free.push(wire);
  });
  const rate = (items.length * 1000) / (performance.now() - begun);
  for (const wire of all) wire.close();
  return rate;
}

async function rawInserts(url: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query('create table if not exists bench_row (id bigint generated always as identity primary key, body text)');
  const rate = await timed(10, async () => { await pool.query({ name: 'bench_insert', text: 'insert into bench_row (body) values ($1)', values: ['x'.repeat(100)] }); });
  await pool.end();
  return rate;
}

/**
 * The statements, bytes and syncs of a submission by the platform's own store and statements, with the payload of a real one:
 * no HTTP, no session, no certificate, no rules, no seal of a leaf. Rows behind it stay in the log's queue as real ones do.
 */
async function sameSql({ database, folder }: BenchServer, sample: Sample): Promise<number> {
  const pool = createPool(database, { max: 20 });
  const blobs = await openBlobStore(join(folder, 'script'), pool);
  const body = Buffer.alloc(ENVELOPE_BYTES);
  let count = 0;
  const rate = await timed(CLIENTS, async () => {
    const envelope = Buffer.from(body);
    envelope.write(`${process.hrtime.bigint()} ${count++} ${randomUUID()}`);
    const owner = randomUUID();
    await blobs.put(Readable.from([envelope]), owner);
    const client = await pool.connect();
    await beginAct(client, sample.begin(owner));
    await commitAct(client, sample.payload(owner, createHash('sha256').update(owner).digest('hex')));
    client.release();
  });
  await pool.end();
  return rate;
}

async function timed(width: number, work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  let done = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (performance.now() - begun < BASELINE_MS) {
      await work();
      done += 1;
    }
  }));
  return (done * 1000) / (performance.now() - begun);
}
