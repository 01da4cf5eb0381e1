import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

import { prepareMarket, type Market } from './support/market.ts';

const CLIENTS = 32;
const SURGE = 1_000;
const RUNS = 3;
const ENVELOPE_BYTES = 64 * 1024;

/**
 * Submissions over HTTP beside the machine's own limits, in one run, alternating: (a) one-row inserts on ten connections of the
 * same PostgreSQL, (b) the same bytes and SQL by a script without HTTP. One bidder, one transaction.
 */
export async function* bench(): AsyncGenerator<object> {
  const folder = await mkdtemp(join(tmpdir(), 'qinglan-bench-'));
  const server = await startServer(folder);
  try {
    const market = await prepareMarket(server, (RUNS + 1) * SURGE);
    const inserts: number[] = [];
    const submits: number[] = [];
    const scripts: number[] = [];
    const latencies: number[] = [];
    await submitAll(server, market.take(SURGE), latencies);
    latencies.length = 0;
    for (let run = 0; run < RUNS; run++) {
      inserts.push(await rawInserts(server.database));
      scripts.push(await sameSql(server.database, folder));
      submits.push(await submitAll(server, market.take(SURGE), latencies));
    }
    const p = (q: number): number => latencies.toSorted((x, y) => x - y)[Math.floor(latencies.length * q)] ?? 0;
    const submit = median(submits);
    yield {
      bench: 'bid surge', what: 'upload of 64 KiB and bid-submit, acknowledged/s', clients: CLIENTS, perSecond: round(submit), p50Ms: round(p(0.5)), p99Ms: round(p(0.99)),
      insertTxPerSecond: round(median(inserts)), ratioToInserts: round(submit / median(inserts), 3), sqlScriptPerSecond: round(median(scripts)), ratioToScript: round(submit / median(scripts), 2),
    };
  } finally {
    server.child.kill('SIGTERM');
    await new Promise((resolve) => server.child.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  }
}

export interface BenchServer { url: string; database: string; deployment: string; child: ChildProcess }

async function startServer(folder: string): Promise<BenchServer> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('support/serve.ts', import.meta.url)), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => { resolve(data.toString()); });
    child.once('exit', (code) => { reject(new Error(`the bench server ended with ${code}`)); });
  });
  return { ...JSON.parse(line) as Omit<BenchServer, 'child'>, child };
}

/** Every bidder once: upload, then submit; 32 at a time. */
async function submitAll(server: BenchServer, bidders: Market['bidders'], latencies: number[]): Promise<number> {
  const queue = [...bidders];
  const begun = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    for (let bidder = queue.pop(); bidder; bidder = queue.pop()) {
      const at = performance.now();
      await bidder.client.upload(bidder.envelope);
      await bidder.client.post('/api/v1/acts/bid-submit', bidder.body, { 'idempotency-key': bidder.key });
      latencies.push(performance.now() - at);
    }
  }));
  return bidders.length / ((performance.now() - begun) / 1000);
}

async function rawInserts(url: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query('create table if not exists bench_row (id bigint generated always as identity primary key, body text)');
  const end = performance.now() + 2_000;
  let done = 0;
  await Promise.all(Array.from({ length: 10 }, async () => {
    const client = await pool.connect();
    while (performance.now() < end) {
      await client.query({ name: 'bench_insert', text: 'insert into bench_row (body) values ($1)', values: ['x'.repeat(100)] });
      done += 1;
    }
    client.release();
  }));
  await pool.end();
  return done / 2;
}

/** The statements and bytes of a submission without HTTP, certificates and rules: the platform's own floor. */
async function sameSql(url: string, folder: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  const body = JSON.stringify({ v: 1, x: 'y'.repeat(900) });
  const envelope = randomBytes(ENVELOPE_BYTES);
  const end = performance.now() + 2_000;
  let done = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < end) {
      await writeSynced(join(folder, `bench-${randomUUID()}`), envelope);
      const owner = randomUUID();
      await pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $3, $4)', [createHash('sha256').update(envelope).digest('hex'), owner, '', ENVELOPE_BYTES]);
      const client = await pool.connect();
      const lot = randomUUID();
      await client.query('begin');
      await client.query({ name: 'act_begin', text: 'select act_begin($1, $2, $3, $4, $5)', values: [owner, randomUUID(), [lot], [owner], JSON.stringify([{ kind: 'lot', id: lot }])] });
      await client.query({ name: 'act_commit', text: 'select act_commit($1)', values: [JSON.stringify(payload(owner, body))] });
      await client.query('commit');
      client.release();
      done += 1;
    }
  }));
  await pool.end();
  return done / 2;
}

function payload(owner: string, body: string) {
  const leaf = () => ({ id: randomUUID(), subject: owner, lot_id: owner, kind: 'act', fp: 'bid-submit', gate: 'bid-deadline', body, body_hash: 'h', secrets: { a: { salt: 's', value: 'v' } } });
  return {
    now: new Date().toISOString(), gates: [], timers: [], outbox: [], live: [], blobs: [],
    records: [{ kind: 'bench', id: owner, state: 'receipted', lot_id: owner, owner_id: owner, key: null, version: 1, data: { body } }], leaves: [leaf(), leaf()],
    idempotency: { actor: owner, key: randomUUID(), bodyHash: 'h', status: 201, response: body },
  };
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  await file.write(bytes);
  await file.sync();
  await file.close();
}

function median(values: readonly number[]): number { return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0; }
function round(value: number, digits = 0): number { return Math.round(value * 10 ** digits) / 10 ** digits; }

