import { afterAll, beforeAll, expect, test } from 'vitest';
import { declarations } from '../../src/app/declarations.ts';
import { WHOLE_LISTS } from '../../src/app/whole-lists.ts';
import { company } from '../support/cast.ts';
import { bearer, send } from '../support/hostile.ts';
import { openLot, stage, type OpenLot } from '../support/open-lot.ts';
import { admin, openWorld, type World } from '../support/world.ts';

/** Lists that page in the database. A read that answers a list and stands neither here nor in WHOLE_LISTS fails. */
const PAGED = new Set([
  '/api/v1/lots', '/api/v1/projects', '/api/v1/search', '/api/v1/disclosures', '/api/v1/disclosure-status', '/api/v1/ledger/leaves', '/api/v1/entities', '/api/v1/experts', '/api/v1/lots/:id/designable', '/api/v1/warnings', '/api/v1/desk', '/api/v1/notifications',
]);
/** Bounded whatever is asked: eight texts, the acts of one lot. */
const SHORT = new Set(['/api/v1/search/suggestions', '/api/v1/lots/:id/actions']);

let world: World;
let lot: OpenLot;
let readers: { name: string; headers: Record<string, string> }[];
beforeAll(async () => {
  world = await openWorld();
  lot = await openLot(await stage(world));
  const member = await company(world, ['tenderer', 'bidder']);
  const administrator = (await admin(world, 1)).who;
  readers = [
    { name: 'a guest', headers: {} }, { name: 'a company', headers: await bearer(world, member.identity) },
    ...(administrator ? [{ name: 'an administrator', headers: await bearer(world, administrator) }] : []),
  ];
}, 120_000);
afterAll(() => world.close());

test('every read that answers a list has a limit and a cursor', async () => {
  const seen = new Set<string>();
  for (const { path, send: other } of declarations().reads.filter(({ path: one }) => one.startsWith('/api/v1/') && !one.replace('/lots/:id', '').includes(':'))) {
    if (other) continue;
    const address = path.replace(':id', lot.lotId);
    for (const { name, headers } of readers) {
      const what = `${path} by ${name}`;
      const { status, json } = await send(world, address, { headers });
      const items = json['items'];
      if (status !== 200 || !Array.isArray(items)) continue;
      seen.add(path);
      expect.soft(PAGED.has(path) || WHOLE_LISTS.has(path) || SHORT.has(path), what).toBe(true);
      if (SHORT.has(path)) continue;
      expect(items.length, what).toBeLessThanOrEqual(100);
      expect.soft(json, what).toHaveProperty('nextCursor');
      for (const wrong of ['limit=0', 'limit=101', 'limit=x', 'cursor=~']) expect.soft(await send(world, `${address}?${wrong}`, { headers }), `${what} ?${wrong}`).toMatchObject({ status: 400, code: 'invalid-input' });
      await walked(address, headers, items, what);
    }
  }
  // the ones that everybody may read were tried, whatever else was
  for (const path of ['/api/v1/lots', '/api/v1/search', '/api/v1/ledger/leaves', '/api/v1/lots/:id/papers', '/api/v1/projects', '/api/v1/lots/:id/bids/mine']) expect([...seen]).toContain(path);
}, 120_000);

/** One by one gives the same as all at once: the log and the search may grow meanwhile, at their ends. */
async function walked(address: string, headers: Record<string, string>, items: readonly unknown[], what: string): Promise<void> {
  const found: unknown[] = [];
  let cursor = '';
  for (let page = 0; page < Math.min(items.length, 5); page++) {
    const { status, json } = await send(world, `${address}?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, { headers });
    expect(status, what).toBe(200);
    const one = json['items'] as unknown[];
    expect(one, what).toHaveLength(1);
    found.push(...one);
    if (typeof json['nextCursor'] !== 'string') break;
    cursor = json['nextCursor'];
  }
  expect(found, what).toEqual(items.slice(0, found.length));
  expect(found.length, what).toBe(Math.min(items.length, 5));
}
