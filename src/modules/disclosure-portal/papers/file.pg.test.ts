import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PaperKind } from '../../../documents/index.ts';
import { SYSTEM_ACTOR } from '../../../platform/system.ts';
import { testDatabase, type TestDatabase } from '../../../platform/testing/pg.ts';
import { scenario } from '../../../platform/testing/scenario.ts';
import { paperFile } from './file.ts';
import { GATE_OF, HANDED } from './record.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

async function lotWith(openGates: string[]): Promise<string> {
  const id = randomUUID();
  await scenario(database.pool).put({ kind: 'lot', id, state: 'noticed', lotId: null, ownerId: null, key: null, data: { openGates } });
  return id;
}

async function filed(lotId: string, paperKind: PaperKind, sha256 = 'a'.repeat(64)): Promise<unknown> {
  const { result } = await scenario(database.pool).act(paperFile, SYSTEM_ACTOR, lotId, {
    paperKind, version: '1', title: 'x', no: 'x', at: '2026-03-02T01:00:00.000Z', sha256, contentSha256: 'b'.repeat(64), size: 1, sealed: true, ownerId: null,
  });
  return result['documentId'];
}

const leaves = async (lotId: string) => (await database.pool.query<{ gate: string | null; open: boolean }>(`select gate, open from leaf where lot_id = $1 and fp = 'gov-document'`, [lotId])).rows;

it('files nothing that is gated before its gate, and leaves no leaf of the attempt', async () => {
  const lotId = await lotWith([]);
  const gated = (Object.keys(GATE_OF) as PaperKind[]).filter((kind) => !HANDED.has(kind));
  expect(gated).toEqual(expect.arrayContaining(['draw-record', 'quotation-record', 'award-notice']));
  for (const kind of gated) expect(await filed(lotId, kind)).toBeNull();
  expect(await leaves(lotId)).toEqual([]);
});

it('files a document once: the first file stays, whatever is printed later', async () => {
  const lotId = await lotWith(['bid-deadline', 'candidate-publicity', 'award-decided']);
  const first = await filed(lotId, 'evaluation-report');
  expect(first).toEqual(expect.any(String));
  expect(await filed(lotId, 'evaluation-report', 'c'.repeat(64))).toBe(first);
  expect(await leaves(lotId)).toEqual([{ gate: null, open: true }]);
});

it('keeps the leaf of a receipt out of the log until the deadline', async () => {
  const lotId = await lotWith([]);
  await filed(lotId, 'bid-receipt');
  expect(await leaves(lotId)).toEqual([{ gate: 'bid-deadline', open: false }]);
});
