import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canonical } from '../kernel/canonical.ts';
import { openLedger, type Ledger } from '../ledger/index.ts';
import { openingProof, type Evidence } from './opening-proof.ts';

let dir: string;
let ledger: Ledger;
const lotId = randomUUID();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'opening-proof-'));
  ledger = await openLedger({ dir, origin: 'ledger.example/main', seed: new Uint8Array(randomBytes(32)) });
});
afterEach(async () => {
  await ledger.close();
  rmSync(dir, { recursive: true });
});

async function durable(body: Record<string, unknown>, lot: string = lotId): Promise<Evidence> {
  const id = randomUUID();
  const text = canonical({ v: 1, id, kind: 'act', subject: lot, lotId: lot, at: '2026-03-02T01:00:00.000Z', public: {}, ...body });
  const [done] = await ledger.append([{ id, subject: lot, body: text }]);
  const index = done?.index ?? 0;
  return { entry: ledger.entry(index).leaf, proof: ledger.tlogProof(index) };
}
const start = { fp: 'opn-start', at: '2026-03-02T01:00:00.500Z' };
const issue = { fp: 'doc-issue', public: { bidDeadline: '2026-03-02T00:58:00.000Z' } };

it('believes a durable start after the published deadline, and takes the latest deadline', async () => {
  const evidence = [await durable(issue), await durable({ fp: 'doc-clarify', public: { newBidDeadline: '2026-03-02T00:59:00.000Z' } }), await durable({ fp: 'doc-clarify', public: { newBidDeadline: null } })];
  const proof = await openingProof(lotId, 'ql-test', ledger.vkey, await durable(start), evidence);
  const moved = await openingProof(lotId, 'ql-test', ledger.vkey, await durable(start), [...evidence, await durable({ fp: 'not-abnormal', public: { newBidDeadline: '2026-03-02T00:59:30.000Z' } })]);
  expect(moved.bidDeadline).toBe(Date.parse('2026-03-02T00:59:30.000Z'));
  const ended = { kind: 'gov', fp: 'gov-periods-moved', public: { newBidDeadline: '2026-03-02T00:59:40.000Z' } };
  const earlier = { kind: 'gov', fp: 'gov-periods-moved', public: { newBidDeadline: '2026-02-02T00:00:00.000Z' } };
  const resumed = await openingProof(lotId, 'ql-test', ledger.vkey, await durable(start), [...evidence, await durable(ended), await durable(earlier)]);
  expect(resumed.bidDeadline).toBe(Date.parse('2026-03-02T00:59:40.000Z'));
  expect(proof).toMatchObject({ deployment: 'ql-test', lotId, fp: 'opn-start', state: 'durable', at: Date.parse(start.at), bidDeadline: Date.parse('2026-03-02T00:59:00.000Z') });
});

it('believes nothing else', async () => {
  const documents = [await durable(issue)];
  const good = await durable(start);
  const ask = (evidence: Evidence, papers: readonly Evidence[] = documents, vkey = ledger.vkey) => openingProof(lotId, 'ql-test', vkey, evidence, papers);
  await expect(ask(good)).resolves.toBeDefined();
  await expect(ask({ ...good, entry: good.entry.replace('01:00:00.500Z', '01:00:00.501Z') })).rejects.toThrow('not in the log');
  await expect(ask({ ...good, proof: documents[0]?.proof ?? '' })).rejects.toThrow('not in the log');
  await expect(ask(await durable(start, randomUUID()))).rejects.toThrow('this lot');
  await expect(ask(await durable({ ...start, kind: 'refusal' }))).rejects.toThrow('this lot');
  await expect(ask(await durable({ fp: 'opn-list' }))).rejects.toThrow('this lot');
  await expect(ask(good, [])).rejects.toThrow('no deadline');
  await expect(ask(good, [await durable(issue, randomUUID())])).rejects.toThrow('no deadline');
  const otherDir = mkdtempSync(join(tmpdir(), 'opening-proof-'));
  const other = await openLedger({ dir: otherDir, origin: 'ledger.example/main', seed: new Uint8Array(randomBytes(32)) });
  await expect(ask(good, documents, other.vkey)).rejects.toThrow('no trusted key');
  await other.close();
  rmSync(otherDir, { recursive: true });
});
