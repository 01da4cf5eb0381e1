import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson, decodeLeaf, fromBase64Url, isObject, LedgerRefusal, openLedger, slotCommitment, verifySlot, type Ledger } from '../ledger/index.ts';
import { checkLedgerBelongs, createLedgerWriter, type LedgerFault, type LedgerWriter } from './ledger-writer.ts';
import { createSealedBatcher } from './sealed-batch.ts';
import { testDatabase, type TestDatabase } from './testing/pg.ts';

const ORIGIN = 'ledger.example/main';
const SEED = new Uint8Array(32).fill(3);
let database: TestDatabase;
let dir: string;
let ledger: Ledger;
let writer: LedgerWriter;
let faults: LedgerFault[];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qinglan-ledger-'));
  ledger = await openLedger({ dir, origin: ORIGIN, seed: SEED });
  await database.pool.query('truncate leaf, deployment restart identity');
  await database.pool.query("insert into deployment (id, mode, origin, ledger_key) values ('d', 'demo', $1, $2)", [ORIGIN, ledger.vkey]);
  faults = [];
  writer = newWriter();
});
afterEach(async () => {
  await writer.stop();
  await ledger.close();
  rmSync(dir, { recursive: true, force: true });
});

function newWriter(): LedgerWriter {
  return createLedgerWriter({ pool: database.pool, ledger, onFault: (fault) => faults.push(fault), pollMs: 10 });
}

interface Draft { subject?: string; gate?: string | null; open?: boolean; body?: string }

async function record(draft: Draft = {}): Promise<string> {
  const id = randomUUID();
  const { subject = 'lot:1', gate = null } = draft;
  const body = draft.body ?? canonicalJson({ v: 1, id, kind: 'act', fp: 'bid-submit', subject, public: {} });
  await database.pool.query(
    `insert into leaf (id, subject, kind, fp, gate, open, body, body_hash, secrets, recorded_at) values ($1, $2, 'act', 'bid-submit', $3, $4, $5, $6, '{}', now())`,
    [id, subject, gate, draft.open ?? gate === null, body, createHash('sha256').update(body).digest('hex')],
  );
  return id;
}

async function stateOf(id: string) {
  const { rows } = await database.pool.query<{ idx: bigint | null; seq: number | null; batch: bigint | null; slot: number | null }>('select idx, seq, batch, slot from leaf where id = $1', [id]);
  const row = rows[0];
  const number = (value: bigint | null | undefined) => (value === null || value === undefined ? null : Number(value));
  return { idx: number(row?.idx), seq: row?.seq ?? null, batch: number(row?.batch), slot: row?.slot ?? null };
}

/** Lets a writer take all there is. */
async function drain(): Promise<void> {
  writer.start();
  await writer.stop();
}

async function ledgerSize(): Promise<number> {
  const { rows } = await database.pool.query<{ ledger_size: bigint }>('select ledger_size from deployment');
  return Number(rows[0]?.ledger_size);
}

const batcher = (active: () => boolean, random?: () => Uint8Array) => createSealedBatcher({ pool: database.pool, active, ...(random === undefined ? {} : { random }) });
const codeOf = (action: Promise<unknown>) => action.then(() => 'accepted', (error: unknown) => (error instanceof LedgerRefusal ? error.code : Promise.reject(error)));

describe('ledger writer', () => {
  it('appends in order of ordinal and writes index, seq and size back', async () => {
    const ids = [await record(), await record({ subject: 'lot:2' }), await record()];
    const told: string[] = [];
    writer.onDurable((batch) => told.push(...batch));
    await drain();
    expect(await Promise.all(ids.map(stateOf))).toMatchObject([{ idx: 0, seq: 0 }, { idx: 1, seq: 0 }, { idx: 2, seq: 1 }]);
    expect(await ledgerSize()).toBe(3);
    expect(told).toEqual(ids);
  });

  it('takes a row that commits after a later number was appended', async () => {
    const late = await database.pool.connect();
    await late.query('begin');
    const id = randomUUID();
    const body = canonicalJson({ v: 1, id, kind: 'act', fp: 'bid-submit', subject: 'lot:9', public: {} });
    await late.query("insert into leaf (id, subject, kind, fp, open, body, body_hash, secrets, recorded_at) values ($1, 'lot:9', 'act', 'x', true, $2, '', '{}', now())", [id, body]);
    const early = await record();
    await drain();
    expect((await stateOf(early)).idx).toBe(0);
    await late.query('commit');
    late.release();
    await drain();
    expect((await stateOf(id)).idx).toBe(1);
  });

  it('wakes at once and polls without being woken', async () => {
    writer.start();
    const durable = new Promise((resolve) => writer.onDurable(resolve));
    await record();
    await durable;
    expect(ledger.size).toBe(1);
  });

  it('after a crash between append and write-back fills the same index in, and nothing twice', async () => {
    const ids = [await record(), await record()];
    const { rows } = await database.pool.query<{ id: string; subject: string; body: string }>('select id, subject, body from leaf order by ordinal');
    await ledger.append(rows);
    expect(await stateOf(ids[0] ?? '')).toMatchObject({ idx: null });
    await checkLedgerBelongs(database.pool, ledger);
    await drain();
    expect(await Promise.all(ids.map(stateOf))).toMatchObject([{ idx: 0, seq: 0 }, { idx: 1, seq: 1 }]);
    expect(ledger.size).toBe(2);
  });

  it('an entry that cannot be appended stops its subject, loudly, and no other', async () => {
    const before = await record({ subject: 'lot:bad' });
    const broken = await record({ subject: 'lot:bad', body: '{"not": "canonical"}' });
    const after = await record({ subject: 'lot:bad' });
    const other = await record({ subject: 'lot:good' });
    await drain();
    expect(faults).toMatchObject([{ subject: 'lot:bad', id: broken, code: 'not-canonical' }]);
    expect(await Promise.all([before, broken, after, other].map(stateOf))).toMatchObject([{ idx: 0 }, { idx: null }, { idx: null }, { idx: 1 }]);
    await drain();
    expect((await stateOf(after)).idx).toBe(null);
    expect(writer.faults().length).toBe(1);
  });

  it('an id that the ledger holds with another body stops its subject, and no other', async () => {
    const conflicting = await record({ subject: 'lot:bad' });
    const other = await record({ subject: 'lot:good' });
    await ledger.append([{ id: conflicting, subject: 'lot:bad', body: canonicalJson({ v: 1, id: conflicting, subject: 'lot:bad', other: true }) }]);
    await drain();
    expect(faults).toMatchObject([{ subject: 'lot:bad', code: 'id-conflict' }]);
    expect((await stateOf(other)).idx).toBe(1);
  });

  it('survives a database that does not answer for a while', async () => {
    const errors: string[] = [];
    writer = createLedgerWriter({ pool: database.pool, ledger, onFault: (fault) => faults.push(fault), onError: (error) => errors.push(error.message), pollMs: 10 });
    await database.pool.query('alter table leaf rename to leaf_away');
    writer.start();
    while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await database.pool.query('alter table leaf_away rename to leaf');
    const id = await record();
    await drain();
    expect((await stateOf(id)).idx).toBe(0);
  });
});

describe('sealed batches', () => {
  it('makes one leaf a tick while active, one more after, then none; full and empty ones have one length', async () => {
    let active = true;
    const batches = batcher(() => active);
    expect(await batches.tick()).toBe(true);
    for (let n = 0; n < 60; n += 1) await record({ gate: 'opening', subject: `bid:${n}` });
    expect(await batches.tick()).toBe(true);
    active = false;
    expect(await batches.tick()).toBe(true);
    expect(await batches.tick()).toBe(false);
    await drain();
    const leaves = [0, 1, 2].map((index) => ledger.entry(index).leaf);
    expect(ledger.size).toBe(3);
    expect(new Set(leaves.map((leaf) => JSON.stringify(decodeLeaf(leaf).body).length)).size).toBe(1);
    expect(new Set(leaves.map((leaf) => String(decodeLeaf(leaf).body['root']))).size).toBe(3);
  });

  it('an observer sees the same bytes and counts whether three bids come in or sixty', async () => {
    const seen: unknown[] = [];
    for (const bids of [3, 60]) {
      const folder = mkdtempSync(join(tmpdir(), 'qinglan-observed-'));
      const observed = await openLedger({ dir: folder, origin: ORIGIN, seed: SEED });
      await database.pool.query('truncate leaf restart identity');
      const batches = batcher(() => true);
      for (let second = 0; second < 3; second += 1) {
        for (let n = 0; n < bids / 3; n += 1) await record({ gate: 'opening', subject: `bid:${second}:${n}` });
        await batches.tick();
      }
      const one = createLedgerWriter({ pool: database.pool, ledger: observed, onFault: (fault) => faults.push(fault) });
      one.start();
      await one.stop();
      const entries = Array.from({ length: observed.size }, (_, index) => observed.entry(index).leaf.length);
      seen.push({ size: observed.size, entries, checkpoint: observed.checkpoint().length, log: statSync(join(folder, 'ledger.wal')).size });
      await observed.close();
      rmSync(folder, { recursive: true, force: true });
    }
    expect(seen[0]).toMatchObject({ size: 3 });
    expect(seen[1]).toEqual(seen[0]);
  });

  it('keeps gated bodies out of the log until the gate opens, then appends them with a path that holds', async () => {
    const ids = await Promise.all([1, 2, 3].map((n) => record({ gate: 'opening', subject: `bid:${n}` })));
    await batcher(() => true).tick();
    await drain();
    expect(ledger.size).toBe(1);
    await database.pool.query("update leaf set open = true where gate = 'opening'");
    await drain();
    for (const id of ids) expectPathHolds(id);
  });

  it('a row whose gate opens before its batch waits for the batch', async () => {
    const id = await record({ gate: 'opening', open: true });
    await drain();
    expect((await stateOf(id)).idx).toBe(null);
    expect(await batcher(() => false).tick()).toBe(true);
    await drain();
    expectPathHolds(id);
  });

  it('what was recorded after a row that waits for its batch does not go ahead of it on its subject', async () => {
    const bid = await record({ gate: 'bid-deadline', open: true });
    const opening = await record();
    const elsewhere = await record({ subject: 'lot:2' });
    await drain();
    expect([(await stateOf(bid)).idx, (await stateOf(opening)).idx, (await stateOf(elsewhere)).idx]).toEqual([null, null, 0]);
    await batcher(() => true).tick();
    await drain();
    expect([(await stateOf(bid)).idx, (await stateOf(opening)).idx]).toEqual([2, 3]);
  });

  it('a crash before the commit leaves the rows for the next batch', async () => {
    const id = await record({ gate: 'opening' });
    let calls = 0;
    const failing = batcher(() => true, () => {
      calls += 1;
      if (calls > 3) throw new Error('crash');
      return new Uint8Array(32);
    });
    await expect(failing.tick()).rejects.toThrow('crash');
    expect(await stateOf(id)).toMatchObject({ batch: null, slot: null });
    await database.pool.query('update leaf set open = true');
    await batcher(() => true).tick();
    await drain();
    expectPathHolds(id);
  });

  it('a crash after the commit, before or after the append, keeps the one root', async () => {
    const id = await record({ gate: 'opening' });
    await batcher(() => true).tick();
    const { rows } = await database.pool.query<{ id: string; subject: string; body: string }>("select id, subject, body from leaf where fp = 'sealed-batch'");
    await ledger.append(rows); // appended, not written back: the process ends here
    await ledger.close();
    ledger = await openLedger({ dir, origin: ORIGIN, seed: SEED });
    writer = newWriter();
    await database.pool.query('update leaf set open = true');
    await drain();
    expect(ledger.size).toBe(2);
    expectPathHolds(id);
  });

  function expectPathHolds(id: string): void {
    const found = ledger.findById(id);
    if (found === null) throw new Error('not in the ledger');
    const { body, sealed } = decodeLeaf(found.leaf);
    if (sealed === undefined) throw new Error('no sealed place');
    const batch = decodeLeaf(ledger.entry(sealed.batch).leaf).body;
    expect(isObject(batch) && batch['fp']).toBe('sealed-batch');
    const commitment = slotCommitment(fromBase64Url(sealed.salt), canonicalJson(body));
    expect(verifySlot({ slot: sealed.slot, commitment, path: sealed.path.map((step) => fromBase64Url(step)), root: fromBase64Url(String(batch['root'])) })).toBe(true);
  }
});

describe('belonging together', () => {
  it('accepts its own ledger, also one that is ahead by entries it knows', async () => {
    await record();
    await drain();
    expect(await codeOf(checkLedgerBelongs(database.pool, ledger))).toBe('accepted');
  });

  it('refuses an older ledger, an older database, another key and another log', async () => {
    await record();
    await drain();
    await database.pool.query('update deployment set ledger_size = 2');
    expect(await codeOf(checkLedgerBelongs(database.pool, ledger))).toBe('ledger-older');
    await database.pool.query('update deployment set ledger_size = 0');
    await database.pool.query('delete from leaf');
    expect(await codeOf(checkLedgerBelongs(database.pool, ledger))).toBe('database-older');
    await database.pool.query("update deployment set ledger_key = 'other'");
    expect(await codeOf(checkLedgerBelongs(database.pool, ledger))).toBe('ledger-foreign');
    await database.pool.query("update deployment set origin = 'other', ledger_key = $1", [ledger.vkey]);
    expect(await codeOf(checkLedgerBelongs(database.pool, ledger))).toBe('ledger-foreign');
  });
});
