import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { scenario } from '../../platform/testing/scenario.ts';
import { disclosures } from './queries.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

it('pages lose nothing that was published in one instant', async () => {
  const lotId = randomUUID();
  const ids = Array.from({ length: 5 }, () => randomUUID());
  const data = { subItemId: 'eng-opening', version: 1, items: {}, digest: '', publishedAt: '2026-03-02T01:00:00.000Z', fp: 'opn-confirm' };
  for (const id of ids) await scenario(database.pool).put({ kind: 'disclosure', id, state: 'published', lotId, ownerId: null, key: null, data });
  const seen: string[] = [];
  for (let cursor: string | undefined; seen.length < 10;) {
    const page = await disclosures(database.pool, { lotId, cursor, limit: '2' });
    seen.push(...page.items.map(({ disclosureId }) => disclosureId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
  await expect(disclosures(database.pool, { lotId, cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: 'invalid-input' });
});
