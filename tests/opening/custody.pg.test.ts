import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run as runCustodian } from '../../cli/custodian.ts';
import { compose, type Platform } from '../../src/app/compose.ts';
import { begin } from '../../src/app/begin.ts';
import { openDeployment } from '../../src/app/genesis.ts';
import { openKeys } from '../../src/app/keys.ts';
import { openTrust, type Trust } from '../../src/app/trust.ts';
import { liveEvents } from '../../src/contracts/reads.ts';
import { canonical } from '../../src/kernel/canonical.ts';
import { encodeVkey, openLedger, signerOf, type Ledger } from '../../src/ledger/index.ts';
import { at, commitInput, deadline, decryptInput, hall, revealInput, type Hall, type TestLot } from '../../src/modules/opening-hall/testing.ts';
import { chanceCommit, chanceReveal, type ChanceRecord } from '../../src/platform/chance.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createLogger } from '../../src/platform/log.ts';
import { testDatabase, type TestDatabase } from '../../src/platform/testing/pg.ts';
import { Client, type Identity } from '../../src/play/client.ts';
import { CustodianAgent } from '../../src/play/custodian.ts';
import { importPrivateKey, pemOf } from '../../src/seal/index.ts';
import keyVectors from '../../src/seal/vectors/keys.json' with { type: 'json' };
import { vectorKey } from '../../src/seal/vectors.ts';

// The whole platform on one database, with its ledger, its flows and its HTTP, and the agents of custodians beside it.

let folder: string;
let database: TestDatabase;
let ledger: Ledger;
let trust: Trust;
let platform: Platform;
let deployment: string;
let url: string;
let room: Hall;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'custody-'));
  const config = readConfig({ QINGLAN_DATA: folder, DATABASE_URL: database.url, QINGLAN_MODE: 'demo', PORT: '0' });
  await database.pool.query('update clock set frozen_at = $1', [at(-60)]);
  const start = new Date('2026-01-01T00:00:00.000Z');
  const keys = await openKeys(join(folder, 'keys'));
  trust = await openTrust(config, start);
  const made = await openDeployment(database.pool, 'demo', (origin) => encodeVkey(signerOf(origin, keys.ledgerSeed).key), start);
  deployment = made.id;
  ledger = await openLedger({ dir: config.data.ledger, origin: made.origin, seed: keys.ledgerSeed });
  platform = await compose({ config, pool: database.pool, ledger, keys, trust, deployment: made, sms: null, publicUrl: 'http://127.0.0.1', log: createLogger({ level: 'error' }) });
  await begin(platform, { deployment: made, ledger, keys, trust, config });
  await platform.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(platform.app.server.address() as AddressInfo).port}`;
  room = await hall(database, platform.blobs);
});
afterAll(async () => {
  await platform.close();
  await ledger.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** The account of a custodian of the lot gets a certificate of its own to sign with; its share key is the published one. */
async function signerOfCustodian(lot: TestLot, id: 'centre' | 'notary' | 'supervisor') {
  const accountId = lot.custodianActors[id]?.accountId ?? '';
  const issued = await trust.sandbox?.issue({ subject: { personName: id, personNo: `NO-${id}` }, usage: 'sign', publicKey: 'generate' });
  if (!issued?.privateKey) throw new Error('no certificate');
  await room.play.put({ kind: 'account', id: accountId, state: 'active', lotId: null, ownerId: null, key: null, data: { name: id, roles: ['auditor'], entityId: null, organ: 'notary', regions: [], industries: [] } });
  await room.play.put({ kind: 'binding', id: randomUUID(), state: 'active', lotId: null, ownerId: accountId, key: issued.fingerprint, data: { accountId, entityId: null, usage: 'sign' } });
  return { ...issued, privateKey: issued.privateKey };
}

async function agentOf(lot: TestLot, id: 'centre' | 'notary', problems: string[]): Promise<CustodianAgent> {
  const issued = await signerOfCustodian(lot, id);
  const who: Identity = { name: id, sign: { privateKey: await importPrivateKey('sign', issued.privateKey), certificate: issued.certificate }, encrypt: await vectorKey(id) };
  return new CustodianAgent(await new Client(url, deployment, who).signIn(), ledger.vkey, { failed: (_lot, error) => problems.push(String(error)) });
}

/** The same as people run it: keys in a folder, one look. */
async function agentOnCommandLine(lot: TestLot, id: 'supervisor'): Promise<{ code: number; pinned: string }> {
  const place = join(folder, id);
  await mkdir(place);
  const issued = await signerOfCustodian(lot, id);
  const { privateKey, certificate } = keyVectors.keys[id];
  await writeFile(join(place, 'sign.key.pem'), pemOf('PRIVATE KEY', issued.privateKey));
  await writeFile(join(place, 'sign.crt.pem'), issued.pem);
  await writeFile(join(place, 'encrypt.key.pem'), pemOf('PRIVATE KEY', Buffer.from(privateKey, 'base64')));
  await writeFile(join(place, 'encrypt.crt.pem'), pemOf('CERTIFICATE', Buffer.from(certificate, 'base64')));
  const code = await runCustodian(['--url', url, '--keys', place, '--once']);
  return { code, pinned: (await readFile(join(place, 'ledger.vkey'), 'utf8')).trim() };
}

/** The tenderer's documents name the deadline on the record. */
async function published(lotId: string): Promise<void> {
  const id = randomUUID();
  const body = canonical({ v: 1, id, kind: 'act', fp: 'doc-issue', actorRole: 'tenderer', actorKey: 'test', subject: lotId, lotId, at: at(-999), public: { bidDeadline: deadline }, commitments: {}, docs: {}, moves: [] });
  await database.pool.query(`insert into leaf (id, subject, lot_id, kind, fp, open, body, body_hash, secrets, recorded_at) values ($1, $2, $3, 'act', 'doc-issue', true, $4, $5, '{}', platform_now())`,
    [id, lotId, lotId, body, randomBytes(32).toString('hex')]);
}

async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function chance(lotId: string, state: string) {
  const { rows } = await database.pool.query<{ id: string; data: ChanceRecord }>(`select id, data from record where kind = 'chance' and lot_id = $1 and state = $2`, [lotId, state]);
  return rows[0];
}

it('opens with shares that agents release for themselves, draws on the root of T0, and tells the hall each line with its leaf', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'], files: true, deployment, coefficients: { k: { candidates: ['0.95', '0.96', '0.97'] } } });
  const problems: string[] = [];
  const [centre, notary] = [await agentOf(lot, 'centre', problems), await agentOf(lot, 'notary', problems)];
  await published(lot.lotId);
  for (const one of [lot.tenderer, lot.supervisor]) await room.play.act(chanceCommit, one.actor, lot.lotId, commitInput(one));
  expect(await centre.tick()).toBe(0);
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  const impostor = new CustodianAgent(centre['client'], encodeVkey(signerOf(ledger.origin, new Uint8Array(randomBytes(32))).key), { failed: (_lot, error) => problems.push(String(error)) });
  await until('the impostor key to be refused', async () => { await impostor.tick(); return problems.length > 0; });
  expect(problems.splice(0)[0]).toContain('no trusted key');
  for (const agent of [centre, notary]) await until('a release', async () => (await agent.tick()) > 0 && (await database.pool.query(`select 1 from record where kind = 'custody-release' and lot_id = $1`, [lot.lotId])).rowCount);
  expect(problems).toEqual([]);
  expect(await agentOnCommandLine(lot, 'supervisor')).toEqual({ code: 0, pinned: ledger.vkey });
  expect((await database.pool.query(`select 1 from record where kind = 'custody-release' and lot_id = $1`, [lot.lotId])).rowCount).toBe(3);
  expect(await centre.tick()).toBe(0);

  for (const bid of lot.bids) await room.act('opn-decrypt', bid.bidder, lot.lotId, decryptInput(bid));
  await room.act('opn-announce', lot.host, lot.lotId);
  const revealing = await until('the beacon', () => chance(lot.lotId, 'revealing'));
  const { rows: [t0] } = await database.pool.query<{ idx: string }>(`select idx::text from leaf where lot_id = $1 and fp = 'gov-chance-t0'`, [lot.lotId]);
  expect(revealing.data.beacon).toBe(Buffer.from(ledger.root(Number(t0?.idx) + 1)).toString('hex'));
  for (const one of [lot.tenderer, lot.supervisor]) await room.play.act(chanceReveal, one.actor, lot.lotId, revealInput(one, revealing.id));
  await room.act('opn-coefficient', lot.host, lot.lotId);
  for (const bid of lot.bids) await room.act('opn-confirm', bid.bidder, lot.lotId);
  await until('the sealed stream', async () => (await room.play.get('opening', lot.openingId))?.state === 'archived');

  const read = () => new Client(url, deployment, null).get<{ record: { leafId: string; fp: string }[]; bidders: unknown[] }>(`/api/v1/lots/${lot.lotId}/opening`);
  const said = () => database.pool.query<{ leaf: string }>(`select data->>'leafId' as leaf from live_event where channel = $1 and type = 'record' order by seq`, [`opening:${lot.lotId}`]);
  const told = await until('the last line', async () => ((await said()).rowCount === (await read()).record.length ? said() : null));
  expect(told.rows.map((row) => row.leaf)).toEqual((await read()).record.map((line) => line.leafId));
  expect((await read()).record.map((line) => line.fp)).toContain('gov-custody-release');
  // who keeps a share is told by its number: a person's name in clear would stay in the log for good
  const { rows: releases } = await database.pool.query<{ body: string }>(`select body from leaf where lot_id = $1 and fp = 'gov-custody-release'`, [lot.lotId]);
  const { rows: custodians } = await database.pool.query<{ name: string }>(`select data->>'name' as name from record where kind = 'custody-release' and lot_id = $1`, [lot.lotId]);
  expect(releases.length).toBeGreaterThan(0);
  for (const { name } of custodians) expect(releases.map(({ body }) => body).join()).not.toContain(name);
  const { rows: events } = await database.pool.query<{ type: keyof typeof liveEvents; data: unknown }>('select type, data from live_event where channel = $1 order by seq', [`opening:${lot.lotId}`]);
  for (const { type, data } of events) liveEvents[type].parse(data);
  expect([...new Set(events.map((event) => event.type))].toSorted()).toEqual(['announce', 'coefficient', 'confirm', 'custody', 'decrypt', 'list', 'phase', 'record']);
  const bids = await Promise.all(lot.bids.map((bid) => room.play.get<{ form: { files: { sha256: string }[] }; bidderId: string }>('bid', bid.bidId)));
  for (const bid of bids) {
    const sha256 = bid?.data.form.files[0]?.sha256 ?? '';
    await until('the plain file', async () => (await database.pool.query('select 1 from blob where sha256 = $1 and owner_id = $2', [sha256, bid?.data.bidderId])).rowCount);
  }
}, 60_000);
