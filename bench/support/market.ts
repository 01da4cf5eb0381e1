import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { sandboxIdentity, signingIdentity, type Identity } from '../../src/play/client.ts';
import { sealBid, signAct } from '../../src/seal/index.ts';
import { vectorCustody } from '../../src/seal/vectors.ts';
import type { BenchServer } from './server.ts';
import { request } from './wire.ts';

export interface Company { identity: Identity; token: string; accountId: string; entityId: string }
/** A bidder with everything said and signed before the clock runs. */
export interface Submission { company: Company; upload: Buffer; submit: Buffer; envelope: Uint8Array }
export interface Envelope { company: Company; upload: Buffer; sha256: string; plainDigest: string }

export const ENVELOPE_BYTES = 64 * 1024;

/**
 * Companies with certificates and sessions, and lots open for their bids, laid into the tables: a bench needs thousands at
 * once. The acts measured afterwards are real. Every lot has as many bidders as there are companies, one bid each.
 */
export class Market {
  private readonly server: BenchServer;
  private readonly pool: pg.Pool;
  private readonly encryption: Identity;
  readonly companies: Company[] = [];

  private constructor(server: BenchServer, pool: pg.Pool, encryption: Identity) {
    this.server = server;
    this.pool = pool;
    this.encryption = encryption;
  }

  static async open(server: BenchServer, count: number): Promise<Market> {
    const pool = new pg.Pool({ connectionString: server.database, max: 4 });
    const market = new Market(server, pool, await sandboxIdentity(server.url, { organizationName: '密钥', creditCode: '91620100BENCH0ENCR' }));
    await each(Array.from({ length: count }, (_, i) => i), 16, async (i) => { market.companies.push(await market.company(i)); });
    return market;
  }

  /** A lot whose bids are uploaded and sealed in name only: what is timed is their submission. */
  async submissions(deadline: number): Promise<Submission[]> {
    const lotId = await this.lot(deadline);
    const made = this.companies.map((company) => ({ company, bidId: randomUUID(), envelope: new Uint8Array(randomBytes(ENVELOPE_BYTES)) }));
    await this.put(made.map(({ company, bidId, envelope }, i) => ({
      kind: 'bid', id: bidId, state: 'sealed', lotId, ownerId: company.entityId, key: `${lotId}/${100_000 + i}`, data: {
        bidSeq: 100_000 + i, bidderId: company.entityId, bidderName: company.identity.name, cipherSha256: createHash('sha256').update(envelope).digest('hex'),
        cipherSm3: createHash('sm3').update(envelope).digest('hex'), cipherSize: envelope.length, plainSha256: '0'.repeat(64), cipherSuite: 'qinglan-seal-v1', encryptedAt: new Date().toISOString(),
      },
    })));
    return Promise.all(made.map(async ({ company, bidId, envelope }) => ({
      company, envelope, upload: request('/api/v1/blobs', company.token, envelope),
      submit: await this.act(company, 'bid-submit', lotId, { bidId, replacesBidSeq: null }),
    })));
  }

  /** A lot with really sealed envelopes, not yet uploaded. */
  async envelopes(count: number): Promise<{ lotId: string; envelopes: Envelope[] }> {
    const lotId = await this.lot(Date.now() + 86_400_000);
    const custody = await vectorCustody();
    const envelopes = await Promise.all(this.companies.slice(0, count).map(async (company) => {
      const bytes = new Uint8Array(randomBytes(ENVELOPE_BYTES - 8 * 1024));
      const { envelope, plainDigest } = await sealBid({
        form: { lotId, priceFen: '90000000', duration: '180日历天', quality: '合格', projectManager: '项目负责人' },
        files: [{ name: '投标文件.pdf', size: bytes.length, bytes }],
        context: { deployment: this.server.deployment, lotId, bidderId: company.entityId, bidderCertificate: this.encryption.encrypt.certificate, custody },
      });
      return { company, upload: request('/api/v1/blobs', company.token, envelope), sha256: createHash('sha256').update(envelope).digest('hex'), plainDigest };
    }));
    return { lotId, envelopes };
  }

  /** A signed request of an act. */
  async act({ identity, token }: Pick<Company, 'identity' | 'token'>, act: string, subject: string, input: unknown, group = 'acts'): Promise<Buffer> {
    const idempotencyKey = randomUUID();
    const signature = await signAct({ deployment: this.server.deployment, act, subject, input, idempotencyKey }, identity.sign.certificate, identity.sign.privateKey);
    return request(`/api/v1/${group}/${act}`, token, JSON.stringify({ subject, input, signature }), { 'idempotency-key': idempotencyKey });
  }

  async close(): Promise<void> { await this.pool.end(); }

  /** Somebody on a post. */
  async staff(role: string): Promise<Company> {
    return this.account(await signingIdentity(this.server.url, { personName: role, personNo: `BENCH-${role}-${randomUUID().slice(0, 8)}` }), [role], null);
  }

  private async company(i: number): Promise<Company> {
    const identity = await signingIdentity(this.server.url, { organizationName: `企业${i}`, creditCode: `91620100BENCH${String(i).padStart(5, '0')}` });
    return this.account(identity, ['subject', 'bidder'], randomUUID());
  }

  private async account(identity: Identity, roles: string[], entity: string | null): Promise<Company> {
    const [accountId, token] = [randomUUID(), randomBytes(32).toString('base64url')];
    const entityId = entity ?? accountId;
    const binding = (usage: string, certificate: Uint8Array, key: string | null) => ({
      kind: 'binding', id: randomUUID(), state: 'active', lotId: null, ownerId: accountId, key, data: { accountId, entityId: entity, usage, certificate: Buffer.from(certificate).toString('base64') },
    });
    await this.put([
      { kind: 'account', id: accountId, state: 'active', lotId: null, ownerId: entity, key: null, data: { name: identity.name, roles, entityId: entity, organ: null, regions: [], industries: [] } },
      binding('sign', identity.sign.certificate, createHash('sha256').update(identity.sign.certificate).digest('hex')),
      binding('encrypt', this.encryption.encrypt.certificate, null),
    ]);
    await this.pool.query(`insert into session (token_hash, account_id, expires_at) values ($1, $2, now() + interval '6 hours')`, [createHash('sha256').update(token).digest('hex'), accountId]);
    return { identity, token, accountId, entityId };
  }

  /** A lot that takes bids until its deadline; a later state may be laid over it. */
  async lot(deadline: number, state = 'noticed', more: object = {}): Promise<string> {
    const id = randomUUID();
    const custodians = (await vectorCustody()).map(({ id: custodian, certificate }) => ({
      id: custodian, name: `托管人${custodian}`, accountId: '', role: 'auditor', certificate: Buffer.from(certificate).toString('base64'), fingerprint: custodian,
    }));
    await this.put([{ kind: 'lot', id, state, lotId: null, ownerId: null, key: null, data: {
      projectId: randomUUID(), lotNo: '1', lotCode: `B-${id.slice(0, 8)}`, lotName: '基准标段', machine: 'tender-lot', category: 'engineering', kind: 'open-tender', objectType: 'works',
      industryId: 'housing-municipal', regionCode: '620100', projectName: '基准项目', projectCode: 'B', unifiedDealCode: null, fundSource: '', stateFunded: true, tendererId: randomUUID(), tendererName: '招标人',
      agencyId: null, agencyName: null, estimateFen: '1', budgetFen: null, ceilingFen: '100000000', depositFen: null, duration: '', quality: '', openGates: [], slots: [],
      notices: [{ noticeId: randomUUID(), noticeType: 'tender', title: '基准公告', publishedAt: new Date().toISOString(), items: {} }], openDocumentObjections: 0, bidDeadline: new Date(deadline).toISOString(),
      document: { docId: randomUUID(), docHash: '', version: 1, files: [], sealedAt: new Date().toISOString(), custodians, evaluation: { method: 'comprehensive', prelimItems: [] }, qualification: '', terms: {} },
      ...more,
    } }]);
    return id;
  }

  async put(records: readonly object[]): Promise<void> {
    await this.pool.query(`insert into record (kind, id, state, lot_id, owner_id, key, data, created_at, updated_at)
      select kind, id, state, "lotId", "ownerId", key, data, now(), now()
      from jsonb_to_recordset($1) as x (kind text, id uuid, state text, "lotId" uuid, "ownerId" uuid, key text, data jsonb)`, [JSON.stringify(records)]);
  }
}

/** `work` for every item, `width` at a time. */
export async function each<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(Array.from({ length: width }, async () => { for (const item of queue) await work(item); }));
}
