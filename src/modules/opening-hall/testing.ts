import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { commitment } from '../../kernel/chance.ts';
import type { Actor, AnySpec } from '../../platform/act.ts';
import { openBlobStore, type BlobStore } from '../../platform/blobs.ts';
import { SYSTEM_ACTOR } from '../../platform/system.ts';
import { actorOf, scenario } from '../../platform/testing/scenario.ts';
import type { TestDatabase } from '../../platform/testing/pg.ts';
import { openCustodianShare, recoverBidderSecret, sealBid, toBase64Url, type SealHeader } from '../../seal/index.ts';
import { vectorCustodians, vectorCustody, vectorKey } from '../../seal/vectors.ts';
import type { Bid } from '../bidding/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { specs } from './index.ts';
import type { Coefficient, Opening } from './model.ts';

// A lot at its opening, with real envelopes, for the tests of this room. The keys are the published ones of the vectors.

export const deadline = '2026-03-02T01:00:00.000Z';
export const at = (seconds: number): string => new Date(Date.parse(deadline) + seconds * 1_000).toISOString();

export interface TestBid { bidId: string; bidSeq: number; bidder: Actor; secret: string; header: SealHeader; name: string; priceFen: string }
interface Contribution { actor: Actor; r: Buffer; salt: Buffer }

export async function hall(database: TestDatabase, store?: BlobStore) {
  const folder = await mkdtemp(join(tmpdir(), 'opening-hall-'));
  const blobs = store ?? await openBlobStore(folder, database.pool);
  const play = scenario(database.pool);
  const registry = new Map<string, AnySpec>(specs(database.pool, blobs).map((spec) => [spec.id, spec]));
  const spec = (id: string): AnySpec => {
    const found = registry.get(id);
    if (!found) throw new Error(`no spec ${id}`);
    return found;
  };
  return {
    blobs, play, spec, database,
    act: (id: string, actor: Actor, lotId: string, input: unknown = {}) => play.act(spec(id), actor, lotId, input),
    refused: (id: string, actor: Actor, lotId: string, input: unknown = {}) => play.refused(spec(id), actor, lotId, input),
    timer: (id: string, lotId: string) => play.act(spec(id), SYSTEM_ACTOR, lotId, {}),
    lot: (options: LotOptions) => makeLot({ blobs, play, database }, options),
    async close() { await rm(folder, { recursive: true, force: true }); },
  };
}

export type Hall = Awaited<ReturnType<typeof hall>>;

export interface LotOptions { prices: string[]; coefficients?: Record<string, Coefficient>; state?: 'live' | 'scheduled'; files?: boolean; deployment?: string }
type Ground = { blobs: BlobStore; play: ReturnType<typeof scenario>; database: TestDatabase };

export async function makeLot(ground: Ground, { prices, coefficients = {}, state = 'live', files = false, deployment = 'ql-test' }: LotOptions) {
  const { play } = ground;
  const [lotId, openingId, tendererId] = [randomUUID(), randomUUID(), randomUUID()];
  const custody = await vectorCustody();
  const custodians = custody.map(({ id, certificate }) => ({ id, name: `托管人 ${id}`, accountId: '', role: 'auditor', certificate: Buffer.from(certificate).toString('base64'), fingerprint: id }));
  const data: Partial<Lot> = {
    lotNo: '1', lotCode: `LOT-${lotId.slice(0, 8)}`, lotName: '测试标段', machine: 'tender-lot', category: 'engineering', kind: 'open-tender', objectType: 'works',
    industryId: 'housing-construction', regionCode: '330100', projectName: '测试项目', tendererId, tendererName: '招标人', agencyId: null, agencyName: null,
    ceilingFen: null, openGates: ['bid-deadline'], notices: [], openDocumentObjections: 0, bidDeadline: deadline, openingId,
    document: { docId: 'd', docHash: '', version: 1, files: [], sealedAt: at(-99_999), custodians, evaluation: { method: 'comprehensive', prelimItems: [] }, qualification: '', terms: {} },
  };
  await play.put({ kind: 'lot', id: lotId, state: 'deadline-passed', lotId: null, ownerId: tendererId, key: data.lotCode ?? null, data });
  const opening: Opening = { place: '开标一室', announcedCount: 0, checkins: [], coefficients, viewersPeak: 0, streamStartedAt: at(-60) };
  await play.put({ kind: 'opening', id: openingId, state, lotId, ownerId: null, key: null, data: opening });
  const custodianActors = await registerCustodians(ground);
  await play.setNow(at(0));
  const bids: TestBid[] = [];
  for (const [i, priceFen] of prices.entries()) bids.push(await makeBid(ground, lotId, { name: `投标人${String(i + 1)}`, priceFen, files, deployment }));
  return {
    lotId, openingId, bids, custodianActors, host: actorOf(['centre-host']),
    tenderer: contributor(actorOf(['tenderer'], { entityId: tendererId })), supervisor: contributor(actorOf(['supervisor'])),
  };
}

export type TestLot = Awaited<ReturnType<typeof makeLot>>;

/** The three of the vectors are registered once a database, each with an account of its own. */
async function registerCustodians({ play, database }: Ground): Promise<Record<string, Actor>> {
  const { rows } = await database.pool.query<{ key: string; owner_id: string }>(`select key, owner_id from record where kind = 'custodian'`);
  const actors: Record<string, Actor> = {};
  for (const id of vectorCustodians) {
    const known = rows.find((row) => row.key === id)?.owner_id;
    const actor = actorOf(['auditor'], known === undefined ? {} : { accountId: known });
    if (known === undefined) {
      await play.put({ kind: 'custodian', id: randomUUID(), state: 'active', lotId: null, ownerId: actor.accountId, key: id, data: { custodianId: id, name: id, accountId: actor.accountId, role: 'auditor', certificate: '', fingerprint: '', registeredAt: deadline } });
    }
    actors[id] = actor;
  }
  return actors;
}

export async function makeBid({ blobs, play }: Ground, lotId: string, { name, priceFen, files, deployment }: { name: string; priceFen: string; files: boolean; deployment: string }): Promise<TestBid> {
  const [bidId, bidderId, bidSeq] = [randomUUID(), randomUUID(), 100_000 + randomBytes(4).readUInt32BE() % 900_000];
  const key = await vectorKey('bidder');
  const bytes = new Uint8Array(randomBytes(300));
  const sealed = await sealBid({
    form: { lotId, priceFen, duration: '180 日历天', quality: '合格', objective: { credit: 9.5 } },
    files: files ? [{ name: '技术标.pdf', size: bytes.length, bytes }] : [],
    context: { deployment, lotId, bidderId, custody: await vectorCustody(), bidderCertificate: key.certificate },
  });
  const blob = await blobs.put(Readable.from([Buffer.from(sealed.envelope)]), bidderId);
  const bid: Bid = {
    bidSeq, bidderId, bidderName: name, cipherSha256: blob.sha256, cipherSm3: blob.sm3, cipherSize: blob.size, plainSha256: sealed.plainDigest,
    cipherSuite: 'qinglan-seal-v1', encryptedAt: at(-500), submittedAt: at(-400), receiptNo: 'HZ-1',
  };
  await play.put({ kind: 'bid', id: bidId, state: 'receipted', lotId, ownerId: bidderId, key: `${lotId}/${String(bidSeq)}`, data: bid });
  const secret = toBase64Url(await recoverBidderSecret(sealed.header, key.privateKey));
  return { bidId, bidSeq, bidder: actorOf(['bidder'], { entityId: bidderId }), secret, header: sealed.header, name, priceFen };
}

/** What a custodian's agent posts: its share of every bid of the lot. */
export async function sharesOf(custodianId: (typeof vectorCustodians)[number], bids: readonly TestBid[]) {
  const { privateKey } = await vectorKey(custodianId);
  return {
    custodianId,
    shares: await Promise.all(bids.map(async ({ bidSeq, header }) => ({ bidSeq, share: toBase64Url((await openCustodianShare(header, custodianId, privateKey)).share) }))),
  };
}

export async function release(hallOf: Hall, lot: TestLot, ids: readonly (typeof vectorCustodians)[number][] = ['centre', 'notary']): Promise<void> {
  for (const id of ids) {
    const actor = lot.custodianActors[id];
    if (!actor) throw new Error(`no custodian ${id}`);
    await hallOf.act('custody-release', actor, lot.lotId, await sharesOf(id, lot.bids));
  }
}

export function decryptInput(bid: TestBid) {
  return { bidSeq: bid.bidSeq, result: 'ok', bidderSecret: bid.secret };
}

function contributor(actor: Actor): Contribution { return { actor, r: randomBytes(32), salt: randomBytes(16) }; }
export const commitInput = ({ r, salt }: Contribution) => ({ purpose: 'coefficients', commit: commitment(r, salt) });
export const revealInput = ({ r, salt }: Contribution, chanceId: string) => ({ chanceId, r: r.toString('hex'), salt: salt.toString('hex') });
