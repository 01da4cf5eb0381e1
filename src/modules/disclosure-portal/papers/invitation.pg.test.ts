import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBlobStore } from '../../../platform/blobs.ts';
import { SYSTEM_ACTOR } from '../../../platform/system.ts';
import { openMarket, players, playLot, START, type Company, type Market, type Players } from '../../../platform/testing/market.ts';
import { testDatabase, type TestDatabase } from '../../../platform/testing/pg.ts';
import { specs as bidding } from '../../bidding/index.ts';
import { specs } from '../index.ts';
import { duePapers, dueReceipts } from './due.ts';
import { paperFacts } from './facts.ts';
import { lacksReceipt } from './queries.ts';

let database: TestDatabase;
let m: Market;
let p: Players;
let firms: Company[];
let lotId = '';
beforeAll(async () => {
  database = await testDatabase();
  const blobs = await openBlobStore(mkdtempSync(join(tmpdir(), 'qinglan-invitation-')), database.pool);
  m = await openMarket(database.pool, [...bidding('ql-test', blobs), ...specs]);
  p = await players(m);
  firms = [await m.company('受邀甲', ['bidder']), await m.company('受邀乙', ['bidder']), await m.company('受邀丙', ['bidder'])];
  ({ lotId } = await playLot(m, p, { category: 'engineering', kind: 'invited-tender' }, 'reviewed'));
  const bidDeadline = new Date(Date.parse(START) + 30 * 86_400_000).toISOString();
  await m.act('not-invite', p.tenderer.actor, lotId, { inviteeIds: firms.map(({ entityId }) => entityId), invitationFile: await m.blob(p.tenderer.entityId), bidDeadline });
});
afterAll(() => database.close());

const place = { origin: 'qinglan.example/test', verifyBase: 'https://trade.example' };
const own = async (firm: Company | undefined) => {
  const facts = await paperFacts(m.pool, lotId, firm?.entityId ?? '');
  return facts ? dueReceipts(facts, place) : [];
};

it('each of those invited has an invitation of its own, which names nobody else and whose leaf waits for the deadline', async () => {
  const [first] = await own(firms[0]);
  expect(first).toMatchObject({ kind: 'invitation', ownerId: firms[0]?.entityId, paper: { title: '投标邀请书' } });
  expect(JSON.stringify(first?.paper.blocks)).toContain('受邀甲');
  for (const other of ['受邀乙', '受邀丙']) expect(JSON.stringify(first)).not.toContain(other);
  const everybody = await paperFacts(m.pool, lotId);
  expect(everybody && duePapers(everybody, place).map(({ kind }) => kind)).not.toContain('invitation');
  expect(await lacksReceipt(m.pool, lotId, firms[0]?.entityId ?? '')).toBe(true);
  const { paper, kind, version, ownerId } = first ?? expect.fail('no invitation');
  const filed = { paperKind: kind, version, title: paper.title, no: paper.no, at: paper.at, sha256: 'a'.repeat(64), contentSha256: 'b'.repeat(64), size: 1, sealed: true, ownerId };
  await m.act('paper-file', SYSTEM_ACTOR, lotId, filed);
  expect(await lacksReceipt(m.pool, lotId, firms[0]?.entityId ?? '')).toBe(false);
  expect(await lacksReceipt(m.pool, lotId, p.tenderer.entityId)).toBe(false);
  expect(await own(firms[0])).toEqual([]);
  const { rows } = await m.pool.query<{ gate: string; open: boolean }>(`select gate, open from leaf where lot_id = $1 and fp = 'gov-document' and (body::jsonb)->'public'->>'docKind' = 'invitation'`, [lotId]);
  expect(rows).toEqual([{ gate: 'bid-deadline', open: false }]);
});
