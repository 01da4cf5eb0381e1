import { randomUUID } from 'node:crypto';
import type { Client } from '../../cli/lib/client.ts';
import { answerTestShare, fromBase64, sealBid, type SealedBid, type TestShare } from '../../src/seal/index.ts';
import { company, custodians, post, type Custodians, type Member } from './cast.ts';
import type { Place } from './world.ts';

export interface Stage { place: Place; tenderer: Member; officer: Member; host: Member; custody: Custodians }
export interface OpenLot { lotId: string; projectId: string; docId: string; openingId: string; bidDeadline: string; custody: { id: string; certificate: Uint8Array<ArrayBuffer> }[] }

/** Everybody who is needed before the first bid. */
export async function stage(place: Place): Promise<Stage> {
  const [officer, host] = [await post(place, ['centre-a']), await post(place, ['centre-host'])];
  return { place, officer, host, custody: await custodians(place), tenderer: await company(place, ['tenderer']) };
}

const day = 86_400_000;

/** An engineering lot from the draft until its documents are out and it takes bids, all by acts. */
export async function openLot({ tenderer, officer, custody }: Stage, options: { bidDays?: number; agency?: Member; files?: { name: string; bytes: Uint8Array<ArrayBuffer> }[]; /** waits for what follows the notice, before the documents go out */ settle?: () => Promise<void> } = {}): Promise<OpenLot> {
  const { client } = tenderer;
  const projectId = randomUUID();
  const drafted = await client.gov<{ lots: { lotId: string }[] }>('project-draft', projectId, { ...project(), ...(options.agency ? await appointed(client, options.agency) : {}) });
  const lotId = drafted.result.lots[0]?.lotId ?? '';
  await client.act('int-submit', projectId, { approvalFile: (await client.uploadText(`approval ${projectId}`)).sha256 });
  await client.act('int-promise', projectId, { promiseVersion: '1', promiseFile: (await client.uploadText(`promise ${projectId}`)).sha256, signerIdNo: '330100199001010000' });
  await officer.client.act('int-accept', projectId, { decisionCode: 'accept', intakeForm: (await officer.client.uploadText(`intake ${projectId}`)).sha256 });
  const { docId, bidDeadline } = await document({ client, lotId, custody, bidDays: options.bidDays ?? 21, more: options.files ?? [] });
  await options.settle?.();
  await proveCustody(custody, lotId);
  const now = await nowOf(client);
  const issued = await client.act<{ openingId: string }>('doc-issue', lotId, { saleEnd: iso(now + 10 * day), bidValidDays: 90, bidDeadline });
  return { lotId, projectId, docId, bidDeadline, openingId: issued.result.openingId, custody: custodySet(custody) };
}

async function document({ client, lotId, custody, bidDays, more }: { client: Client; lotId: string; custody: Custodians; bidDays: number; more: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[] }) {
  const file = await client.uploadText(`tender document ${lotId}`);
  const others = [];
  for (const { name, bytes } of more) others.push({ sha256: (await client.upload(bytes)).sha256, name });
  const sealed = await client.act<{ docId: string; docHash: string }>('doc-seal', lotId, {
    files: [{ sha256: file.sha256, name: '招标文件.pdf' }, ...others], qualification: '建筑工程施工总承包三级及以上', terms: { consortiumAllowed: '不接受' }, custodianIds: custody.ids,
    evaluation: { method: 'reasonable-low', benchmark: 'bm-mean', priceFormula: 'ps-deviation', priceMax: '100', E1: '2', E2: '1', prelimItems: [{ code: 'form', zh: '形式评审' }] },
  });
  const { docId, docHash } = sealed.result;
  await client.act('doc-fair-review', lotId, { docId, docHash, result: 'pass', reviewForm: (await client.uploadText(`review ${lotId}`)).sha256 });
  const bidDeadline = iso(await nowOf(client) + bidDays * day);
  await client.act('not-publish', lotId, { noticeType: 'tender', title: `测试工程招标公告`, noticeFile: (await client.uploadText(`notice ${lotId}`)).sha256, bidDeadline, items: {} });
  return { docId, bidDeadline };
}

async function proveCustody(custody: Custodians, lotId: string): Promise<void> {
  for (const member of [custody.centre, custody.supervisor, custody.notary]) {
    const { items } = await member.client.get<{ items: { lotId: string; custodianId: string; test: TestShare }[] }>('/api/v1/custody/requests');
    for (const item of items.filter((one) => one.lotId === lotId)) {
      const answer = await answerTestShare(item.test, member.identity.encrypt.privateKey);
      await member.client.gov('custody-prove', lotId, { custodianId: item.custodianId, answer });
    }
  }
}

function custodySet(custody: Custodians): OpenLot['custody'] {
  return [custody.centre, custody.supervisor, custody.notary].map((member, i) => ({ id: custody.ids[i] ?? '', certificate: member.identity.encrypt.certificate }));
}

async function appointed(client: Client, agency: Member) {
  return { agencyId: agency.id, agencyAgreement: (await client.uploadText(`agreement with ${agency.id}`)).sha256 };
}

export interface Offer { priceFen?: string; duration?: string; file?: string }

/** A bid sealed for a lot; nothing of it is sent. */
export function seal(place: Place, lot: Pick<OpenLot, 'lotId' | 'custody'>, bidder: Member, offer: Offer = {}): Promise<SealedBid> {
  const text = new TextEncoder().encode(offer.file ?? 'technical proposal');
  return sealBid({
    form: { lotId: lot.lotId, priceFen: offer.priceFen ?? '123456700', duration: offer.duration ?? '180 days' },
    files: [{ name: 'bid.pdf', size: text.length, stream: () => new Blob([text]).stream() }],
    context: { deployment: place.deployment, lotId: lot.lotId, bidderId: bidder.id, custody: lot.custody, bidderCertificate: bidder.identity.encrypt.certificate },
  });
}

/** Sealed, uploaded, registered: ready for the one act that counts. */
export async function prepared(place: Place, lot: OpenLot, bidder: Member, offer: Offer = {}): Promise<{ bidId: string; bidSeq: number; sealed: SealedBid }> {
  const sealed = await seal(place, lot, bidder, offer);
  const { sha256 } = await bidder.client.upload(sealed.envelope);
  const encrypted = await bidder.client.act<{ bidId: string; bidSeq: number }>('bid-encrypt', lot.lotId, { envelope: sha256, plainSha256: sealed.plainDigest, cipherSuite: 'qinglan-seal-v1' });
  const { bidId, bidSeq } = encrypted.result;
  await bidder.client.act('bid-fingerprint', lot.lotId, { bidId, clientKind: 'cli', fileMetadata: 'b'.repeat(64) });
  return { bidId, bidSeq, sealed };
}

/** The documents fetched, a bid sealed and handed in. */
export async function submitted(place: Place, lot: OpenLot, bidder: Member, offer: Offer = {}) {
  await bidder.client.act('doc-download', lot.lotId, { docId: lot.docId });
  const bid = await prepared(place, lot, bidder, offer);
  const acted = await bidder.client.act('bid-submit', lot.lotId, { bidId: bid.bidId });
  return { ...bid, receipt: acted.receipt, result: acted.result };
}

export async function nowOf(client: Client): Promise<number> {
  return Date.parse((await client.get<{ now: string }>('/api/v1/platform')).now);
}

export const iso = (ms: number): string => new Date(ms).toISOString();
export const fileOf = (base64: string): Uint8Array => fromBase64(base64) ?? new Uint8Array();

export function project() {
  return {
    projectName: '测试道路工程', category: 'engineering', kind: 'open-tender', objectType: 'works', industryId: 'housing-municipal', regionCode: '330100', fundSource: '财政资金', stateFunded: true,
    overview: '道路一条', contact: '张三 13800000000',
    lots: [{ lotNo: '1', lotName: '一标段', estimateFen: 200_000_000, budgetFen: 200_000_000, ceilingFen: 200_000_000, duration: '180', quality: '合格' }],
  };
}
