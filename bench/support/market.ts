import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { Client, sandboxIdentity, type Identity } from '../../cli/lib/client.ts';
import type { BenchServer } from '../bids.ts';

export interface BenchBidder { client: Client; envelope: Uint8Array<ArrayBuffer>; body: unknown; key: string }
export interface Market { bidders: BenchBidder[]; take(n: number): BenchBidder[] }

const IDENTITIES = 64;

/**
 * A lot open for bids and bidders with a sealed bid each, laid into the tables: a bench needs thousands at once. The acts
 * measured afterwards are real. Identities are shared by several entities, since making thousands of keys would be the bench.
 */
export async function prepareMarket(server: BenchServer, count: number): Promise<Market> {
  const pool = new pg.Pool({ connectionString: server.database, max: 4 });
  const lotId = randomUUID();
  await put(pool, 'lot', lotId, 'noticed', null, null, lotOf());
  const people = await Promise.all(Array.from({ length: IDENTITIES }, (_, i) => person(server, pool, i)));
  const bidders: BenchBidder[] = [];
  for (let i = 0; i < count; i++) bidders.push(await bidder(server, pool, lotId, people[i % IDENTITIES] ?? people[0]!));
  await pool.end();
  return { bidders, take: (n) => bidders.splice(0, n) };
}

interface Person { identity: Identity; client: Client; entityId: string }

async function person(server: BenchServer, pool: pg.Pool, i: number): Promise<Person> {
  const identity = await sandboxIdentity(server.url, { organizationName: `企业${i}`, creditCode: `91620100BENCH${String(i).padStart(5, '0')}` });
  const [accountId, entityId] = [randomUUID(), randomUUID()];
  await put(pool, 'account', accountId, 'active', null, entityId, { name: identity.name, roles: ['subject', 'bidder'], entityId, organ: null, regions: [], industries: [] });
  const fingerprint = createHash('sha256').update(identity.sign.certificate).digest('hex');
  await put(pool, 'binding', randomUUID(), 'active', null, accountId, { accountId, entityId, usage: 'sign' }, fingerprint);
  return { identity, client: await new Client(server.url, server.deployment, identity).signIn(), entityId };
}

async function bidder(server: BenchServer, pool: pg.Pool, lotId: string, who: Person): Promise<BenchBidder> {
  const envelope = new Uint8Array(randomBytes(64 * 1024));
  const bidId = randomUUID();
  // each bid of a shared identity is on a lot of its own company, so that "one live bid" holds: the lot is cloned by owner
  const lot = await lotFor(pool, lotId, who.entityId);
  await put(pool, 'bid', bidId, 'sealed', lot, who.entityId, {
    bidSeq: 100_000 + Math.floor(Math.random() * 900_000), bidderId: who.entityId, bidderName: who.identity.name, cipherSha256: createHash('sha256').update(envelope).digest('hex'),
    cipherSm3: '', cipherSize: envelope.length, plainSha256: '0'.repeat(64), cipherSuite: 'qinglan-seal-v1', encryptedAt: new Date().toISOString(),
  });
  const key = randomUUID();
  const body = await who.client.signed('bid-submit', lot, { bidId, replacesBidSeq: null }, key);
  return { client: who.client, envelope, body, key };
}

const lots = new Map<string, string[]>();

/** The k-th bid of a company goes to the k-th lot, which all companies share: 64 bidders a lot, as in a large opening. */
async function lotFor(pool: pg.Pool, first: string, entityId: string): Promise<string> {
  const used = lots.get(entityId) ?? [];
  const shared = lots.get('all') ?? [first];
  lots.set('all', shared);
  const lot = shared[used.length] ?? randomUUID();
  if (shared.length === used.length) {
    shared.push(lot);
    await put(pool, 'lot', lot, 'noticed', null, null, lotOf());
  }
  lots.set(entityId, [...used, lot]);
  return lot;
}

function lotOf() {
  return {
    projectId: randomUUID(), lotNo: '1', lotCode: 'B1', lotName: '基准标段', machine: 'tender-lot', category: 'engineering', kind: 'open-tender', objectType: 'works', industryId: 'housing-municipal',
    regionCode: '620100', projectName: '基准项目', projectCode: 'B', unifiedDealCode: null, fundSource: '', stateFunded: true, tendererId: randomUUID(), tendererName: '招标人', agencyId: null, agencyName: null,
    estimateFen: '1', budgetFen: null, ceilingFen: '100000000', depositFen: null, duration: '', quality: '', openGates: [], slots: [], notices: [{ noticeId: '', noticeType: 'tender', title: '', publishedAt: '', items: {} }],
    openDocumentObjections: 0, bidDeadline: new Date(Date.now() + 86_400_000).toISOString(),
  };
}

async function put(pool: pg.Pool, kind: string, id: string, state: string, lotId: string | null, ownerId: string | null, data: unknown, key: string | null = null): Promise<void> {
  await pool.query('insert into record (kind, id, state, lot_id, owner_id, key, data, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, now(), now())',
    [kind, id, state, lotId, ownerId, key, JSON.stringify(data)]);
}
