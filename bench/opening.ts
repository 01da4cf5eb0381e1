import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { openCustodianShare, recoverBidderSecret, sealBid, toBase64Url } from '../src/seal/index.ts';
import { vectorCustodians, vectorCustody, vectorKey } from '../src/seal/vectors.ts';
import { each, Market, type Company } from './support/market.ts';
import { withServer, type BenchServer } from './support/server.ts';
import { median, round } from './support/stats.ts';
import { request, Wire } from './support/wire.ts';

const BIDDERS = 62;
const RUNS = 3;
const TARGET_MS = 5_000;
const FILE_BYTES = 56 * 1024;

interface Bid { company: Company; bidSeq: number; secret: string; shares: ReadonlyMap<string, string> }

/** Sixty-two bidders decrypt at once, each with its own key, over HTTP: from the last custodian's share to the announced list. */
export async function* bench(): AsyncGenerator<object> {
  yield await withServer(async (server) => {
    const market = await Market.open(server, BIDDERS);
    try {
      const post = await postsOf(market);
      const [decrypted, announced]: number[][] = [[], []];
      for (let run = 0; run < RUNS; run++) {
        const times = await openLot(server, market, post);
        decrypted?.push(times.decryptedMs);
        announced?.push(times.announcedMs);
      }
      return {
        bench: 'opening', measure: 'last share to announced list', bidders: BIDDERS, envelopeBytes: 64 * 1024, decryptedMs: round(median(decrypted ?? [])), announcedMs: round(median(announced ?? [])), targetMs: TARGET_MS,
      };
    } finally {
      await market.close();
    }
  });
}

interface Posts { host: Company; custodians: ReadonlyMap<string, Company> }

async function postsOf(market: Market): Promise<Posts> {
  const custodians = new Map<string, Company>();
  for (const id of vectorCustodians) {
    const person = await market.staff('auditor');
    custodians.set(id, person);
    await market.put([{ kind: 'custodian', id: randomUUID(), state: 'active', lotId: null, ownerId: person.accountId, key: id, data: {
      custodianId: id, name: id, accountId: person.accountId, role: 'auditor', certificate: '', fingerprint: '', registeredAt: new Date().toISOString(),
    } }]);
  }
  return { host: await market.staff('centre-host'), custodians };
}

async function openLot({ url, deployment }: BenchServer, market: Market, { host, custodians }: Posts): Promise<{ decryptedMs: number; announcedMs: number }> {
  const openingId = randomUUID();
  const lotId = await market.lot(Date.now() - 60_000, 'deadline-passed', { openGates: ['bid-deadline'], openingId });
  await market.put([{ kind: 'opening', id: openingId, state: 'live', lotId, ownerId: null, key: null, data: {
    place: '开标一室', announcedCount: 0, checkins: [], coefficients: {}, viewersPeak: 0, streamStartedAt: new Date().toISOString(),
  } }]);
  const wires = await Promise.all(Array.from({ length: BIDDERS }, () => Wire.open(url)));
  const [wire] = wires;
  if (!wire) throw new Error('no connection');
  const bids: Bid[] = [];
  for (const [i, company] of market.companies.entries()) bids.push(await handIn(market, wire, { lotId, deployment, company, i }));
  await wire.must(await market.act(host, 'opn-start', lotId, {}));
  await wire.must(await market.act(host, 'opn-list', lotId, {}));
  const decrypts = await Promise.all(bids.map(({ company, bidSeq, secret }) => market.act(company, 'opn-decrypt', lotId, { bidSeq, result: 'ok', bidderSecret: secret })));
  const announce = await market.act(host, 'opn-announce', lotId, {});
  for (const id of vectorCustodians.slice(0, 2)) {
    const person = custodians.get(id);
    if (!person) throw new Error(`no custodian ${id}`);
    await wire.must(await market.act(person, 'custody-release', lotId, { custodianId: id, shares: bids.map(({ bidSeq, shares }) => ({ bidSeq, share: shares.get(id) ?? '' })) }, 'gov'));
  }
  const begun = performance.now();
  await each([...decrypts.entries()], BIDDERS, async ([i, decrypt]) => { await wires[i]?.must(decrypt); });
  const decryptedMs = performance.now() - begun;
  const answer = JSON.parse(await wire.must(announce)) as { result: { announced: number } };
  const announcedMs = performance.now() - begun;
  if (answer.result.announced !== BIDDERS) throw new Error(`announced ${answer.result.announced} of ${BIDDERS}`);
  for (const one of wires) one.close();
  return { decryptedMs, announcedMs };
}

/** A really sealed bid, uploaded over HTTP, its record as bid-submit leaves it. */
async function handIn(market: Market, wire: Wire, { lotId, deployment, company, i }: { lotId: string; deployment: string; company: Company; i: number }): Promise<Bid> {
  const [key, bidSeq] = [await vectorKey('bidder'), 100_000 + i];
  const bytes = new Uint8Array(randomBytes(FILE_BYTES));
  const { envelope, header, plainDigest } = await sealBid({
    form: { lotId, priceFen: String(90_000_000 + i), duration: '180日历天', quality: '合格', projectManager: '项目负责人' },
    files: [{ name: '投标文件.pdf', size: bytes.length, bytes }],
    context: { deployment, lotId, bidderId: company.entityId, bidderCertificate: key.certificate, custody: await vectorCustody() },
  });
  await wire.must(request('/api/v1/blobs', company.token, envelope));
  const now = new Date(Date.now() - 120_000).toISOString();
  await market.put([{ kind: 'bid', id: randomUUID(), state: 'receipted', lotId, ownerId: company.entityId, key: `${lotId}/${bidSeq}`, data: {
    bidSeq, bidderId: company.entityId, bidderName: company.identity.name, cipherSha256: createHash('sha256').update(envelope).digest('hex'), cipherSm3: createHash('sm3').update(envelope).digest('hex'),
    cipherSize: envelope.length, plainSha256: plainDigest, cipherSuite: 'qinglan-seal-v1', encryptedAt: now, submittedAt: now, receiptNo: `HZ-${i}`,
  } }]);
  const shares = new Map<string, string>();
  for (const id of vectorCustodians.slice(0, 2)) shares.set(id, toBase64Url((await openCustodianShare(header, id, (await vectorKey(id)).privateKey)).share));
  return { company, bidSeq, secret: toBase64Url(await recoverBidderSecret(header, key.privateKey)), shares };
}
