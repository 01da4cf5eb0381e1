import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canonicalJson, decodeVkey, leafHash, nodeSha256, openLedger, parseTlogProof, portableSha256, utf8, verifyInclusion, verifyNote, type Ledger, type NewEntry,
} from '../src/ledger/index.ts';
import { createLedgerWriter } from '../src/platform/ledger-writer.ts';
import { connect, startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { createPool, type Pool } from '../src/platform/db.ts';
import { migrate } from '../src/platform/migrate.ts';

export type BenchLine = Readonly<Record<string, string | number>>;

const ORIGIN = 'bench.example/ledger';
const SEED = new Uint8Array(32).fill(1);
const RUN_MS = 1000;
const ROUNDS = 3;
const ACTS_PER_SECOND = 200;

/** The witness ledger beside what the same disk and cores do without it, in alternating runs; medians. */
export async function* bench(): AsyncGenerator<BenchLine> {
  for (const producers of [1, 64, 256]) yield await appends(producers);
  yield* await proofs();
  yield await steadyLedger();
  yield* await steadyWriter();
}

/** Durable appends a second, beside a bare write and fdatasync of as many records of the same size. */
async function appends(producers: number): Promise<BenchLine> {
  const rates: number[] = [];
  const raw: number[] = [];
  const waits: number[] = [];
  await inFolder(async (dir) => {
    const ledger = await openLedger({ dir: join(dir, 'ledger'), origin: ORIGIN, seed: SEED });
    for (let round = 0; round < ROUNDS; round += 1) {
      raw.push(await rawGroupCommit(join(dir, `raw${round}`), producers));
      rates.push(await closedLoop(ledger, producers, waits));
    }
    await ledger.close();
  });
  const [rate, bare] = [median(rates), median(raw)];
  return line('durable appends', { producers, perSecond: rate, p50ms: quantile(waits, 0.5), p99ms: quantile(waits, 0.99), rawGroupCommitPerSecond: bare, ratio: rate / bare });
}

async function closedLoop(ledger: Ledger, producers: number, waits: number[]): Promise<number> {
  let count = 0;
  const begin = performance.now();
  await Promise.all(Array.from({ length: producers }, async () => {
    while (performance.now() - begin < RUN_MS) {
      const asked = performance.now();
      await ledger.append([newEntry()]);
      waits.push(performance.now() - asked);
      count += 1;
    }
  }));
  return (count * 1000) / (performance.now() - begin);
}

async function rawGroupCommit(path: string, producers: number): Promise<number> {
  const record = Buffer.alloc(newEntry().body.length + 150, 'x');
  const batch = Buffer.concat(Array.from({ length: producers }, () => record));
  const file = await open(path, 'w');
  let position = 0;
  const begin = performance.now();
  while (performance.now() - begin < RUN_MS) {
    await file.write(batch, 0, batch.length, position);
    await file.datasync();
    position += batch.length;
  }
  const rate = ((position / record.length) * 1000) / (performance.now() - begin);
  await file.close();
  return rate;
}

/** Verification, catch-up and size of proofs at fifty thousand entries, beside the machine's SHA-256 and Ed25519. */
async function proofs(): Promise<BenchLine[]> {
  return inFolder(async (dir) => {
    const options = { dir: join(dir, 'ledger'), origin: ORIGIN, seed: SEED };
    const first = await openLedger(options);
    const size = 50_000;
    for (let done = 0; done < size; done += 5000) await first.append(Array.from({ length: 5000 }, newEntry));
    await first.close();
    const begin = performance.now();
    const ledger = await openLedger(options);
    const catchUp = (size * 1000) / (performance.now() - begin);
    const keys = [decodeVkey(ledger.vkey)];
    const texts = Array.from({ length: 200 }, (_, n) => ({ proof: ledger.tlogProof(n * 250), leaf: ledger.entry(n * 250).leaf }));
    const [signed, path] = [(n: number) => verifyOne(texts[n % 200], keys), (n: number) => verifyOne(texts[n % 200], null)];
    const lines = [
      line('catch-up', { entries: size, perSecond: catchUp, residentMB: process.memoryUsage.rss() / 2 ** 20 }),
      line('verify', {
        perSecond: await rateOf(signed), pathOnlyPerSecond: await rateOf(path), proofBytes: utf8(texts[7]?.proof ?? '').length,
        sha256PerSecond: await rateOf(() => void nodeSha256(SEED)), portableSha256PerSecond: await rateOf(() => void portableSha256(SEED)),
      }),
    ];
    await ledger.close();
    return lines;
  });
}

async function verifyOne(text: { proof: string; leaf: string } | undefined, keys: Parameters<typeof verifyNote>[1] | null): Promise<void> {
  const proof = parseTlogProof(text?.proof ?? '');
  if (keys !== null) await verifyNote(proof.note, keys);
  const claim = { ...proof.note.checkpoint, index: proof.index, path: proof.path, leafHash: leafHash(utf8(text?.leaf ?? ''), nodeSha256) };
  if (!verifyInclusion(claim, nodeSha256)) throw new Error('a proof of our own does not hold');
}

/** Open loop: entries come at a fixed rate whether or not the earlier ones are durable. */
async function steadyLedger(): Promise<BenchLine> {
  return inFolder(async (dir) => {
    const ledger = await openLedger({ dir: join(dir, 'ledger'), origin: ORIGIN, seed: SEED });
    const waits: number[] = [];
    await atRate(ACTS_PER_SECOND, 3000, async () => {
      const asked = performance.now();
      await ledger.append([newEntry()]);
      waits.push(performance.now() - asked);
    });
    await ledger.close();
    return line('append at 200/s', { p50ms: quantile(waits, 0.5), p99ms: quantile(waits, 0.99), count: waits.length });
  });
}

/** The way of an act: row committed in PostgreSQL, taken by the ledger writer, durable, index written back. */
async function steadyWriter(): Promise<BenchLine[]> {
  return inFolder(async (dir) => {
    const postgres = await startEmbeddedPostgres({ folder: join(dir, 'pg'), applicationName: 'qinglan bench' });
    const session = await connect(postgres.url, 'qinglan bench');
    await migrate(session, { checkLock: false });
    await session.end();
    const pool = createPool(postgres.url);
    try {
      return [await commitToDurable(pool, join(dir, 'ledger'), true), await commitToDurable(pool, join(dir, 'ledger2'), false)];
    } finally {
      await pool.end();
      await postgres.stop();
    }
  });
}

async function commitToDurable(pool: Pool, dir: string, wake: boolean): Promise<BenchLine> {
  const ledger = await openLedger({ dir, origin: ORIGIN, seed: SEED });
  await pool.query('truncate leaf, deployment');
  await pool.query("insert into deployment (id, mode, origin, ledger_key) values ('bench', 'demo', $1, $2)", [ORIGIN, ledger.vkey]);
  const writer = createLedgerWriter({ pool, ledger, onFault: (fault) => { throw new Error(fault.message); } });
  const committed = new Map<string, number>();
  const waits: number[] = [];
  writer.onDurable((ids) => ids.forEach((id) => waits.push(performance.now() - (committed.get(id) ?? performance.now()))));
  writer.start();
  await atRate(ACTS_PER_SECOND, 3000, async () => {
    const { id, subject, body } = newEntry();
    committed.set(id, performance.now());
    await pool.query("insert into leaf (id, subject, kind, fp, open, body, body_hash, secrets, recorded_at) values ($1, $2, 'act', 'x', true, $3, '', '{}', now())", [id, subject, body]);
    if (wake) writer.wake();
  });
  await writer.stop();
  await ledger.close();
  return line('row to durable at 200/s', { wake: wake ? 'yes' : 'poll only', acts: committed.size, p50ms: quantile(waits, 0.5), p99ms: quantile(waits, 0.99), count: waits.length });
}

async function atRate(perSecond: number, forMs: number, act: () => Promise<void>): Promise<void> {
  const running: Promise<void>[] = [];
  const begin = performance.now();
  while (performance.now() - begin < forMs) {
    const due = ((performance.now() - begin) * perSecond) / 1000;
    while (running.length < due) running.push(act());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(running);
}

async function rateOf(work: (n: number) => Promise<void> | void): Promise<number> {
  const begin = performance.now();
  let count = 0;
  while (performance.now() - begin < RUN_MS) {
    for (let i = 0; i < 50; i += 1) await work(count + i);
    count += 50;
  }
  return (count * 1000) / (performance.now() - begin);
}

/** About 300 bytes, as an act without many fields is. */
function newEntry(): NewEntry {
  const id = randomUUID();
  const subject = `lot:${id.slice(0, 2)}`;
  const price = createHash('sha256').update(id).digest('base64url');
  return { id, subject, body: canonicalJson({ v: 1, id, kind: 'act', fp: 'bid-submit', subject, at: '2026-11-24T05:00:00.000Z', public: {}, commitments: { price }, docs: {}, rulesPassed: [], softFailed: [], moves: [] }) };
}

function line(measure: string, values: Record<string, string | number>): BenchLine {
  const rounded = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toPrecision(4)) : value] as const);
  return { bench: 'ledger', measure, ...Object.fromEntries(rounded) };
}

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'qinglan-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? Number.NaN;
}
