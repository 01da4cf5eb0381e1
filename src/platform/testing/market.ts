import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll } from 'vitest';
import { createSandboxCa, type CertificateName } from '../../../sandbox/ca/index.ts';
import { bindChallenge, entityCaSpecs, type Account } from '../../modules/entity-ca/index.ts';
import { checkSign } from '../../contracts/credit-code.ts';
import { specs as procurementSpecs } from '../../modules/gov-procurement/index.ts';
import { specs as noticeSpecs } from '../../modules/notice/index.ts';
import { specs as intakeSpecs, type ArchiveDesk, type Lot } from '../../modules/project-intake/index.ts';
import { specs as documentSpecs } from '../../modules/tender-doc/index.ts';
import { answerTestShare, createTrustStore, importPrivateKey, signActPayload, toBase64, type KeyUse } from '../../seal/index.ts';
import type { Actor, AnySpec } from '../act.ts';
import { perform, requestHash, type Receipt } from '../perform.ts';
import { Refusal } from '../refusal.ts';
import { SYSTEM_ACTOR } from '../system.ts';
import type { Move } from '../work.ts';
import { testDatabase, type TestDatabase } from './pg.ts';
import { scenario } from './scenario.ts';

/** A market for tests on a real database: real certificates of a sandbox authority, acts through perform, no HTTP. */
export interface Key { certificate: string; der: Uint8Array<ArrayBuffer>; fingerprint: string; privateKey: CryptoKey }
export interface Person { actor: Actor; key: Key }
export interface Company extends Person { entityId: string; accountId: string; encrypt: Key; name: string }
export interface Played { receipt: Receipt | null; events: Move[]; result: Record<string, unknown> }

/** Packages are made and looked through by who knows all rooms; here are some of them alone. */
export const anyPackage: ArchiveDesk = { make: () => Promise.resolve(null), faultOf: () => Promise.resolve(null) };

export const START = '2026-03-02T01:00:00.000Z';
const DAY_MS = 86_400_000;

export async function openMarket(pool: Pool, more: readonly AnySpec[] = []) {
  const s = scenario(pool);
  await s.setNow(START);
  const ca = await createSandboxCa({ dir: mkdtempSync(join(tmpdir(), 'qinglan-test-ca-')), now: new Date(START) });
  const trust = await createTrustStore(ca.trust());
  const specs = new Map([...entityCaSpecs(trust), ...intakeSpecs(anyPackage), ...noticeSpecs, ...documentSpecs, ...procurementSpecs, ...more].map((spec) => [spec.id, spec]));
  const chance = { uuid: () => randomUUID() as string, bytes: (n: number) => new Uint8Array(randomBytes(n)) };
  const deps = { pool, chance, sign: (hash: string) => `test-${hash}`, committed: () => undefined, runDue };

  /** What is due on a lot happens before an act sees it, as in the server. */
  async function runDue(lotId: string): Promise<void> {
    const { rows } = await pool.query<{ id: string; event: string; subject_id: string }>('select id, event, subject_id from timer where done_at is null and due_at <= platform_now() and lot_id = $1', [lotId]);
    for (const row of rows) {
      await act(row.event, SYSTEM_ACTOR, row.subject_id, {});
      await pool.query('update timer set done_at = platform_now() where id = $1', [row.id]);
    }
  }

  async function act(id: string, actor: Actor, subject: string, input: unknown, key?: Key): Promise<Played> {
    const spec = specs.get(id);
    if (!spec) throw new Error(`no spec ${id}`);
    const idempotencyKey = randomUUID();
    const outcome = await perform(deps, {
      spec, subject, input: spec.input.parse(input), actor, idempotencyKey: spec.kind === 'system' ? null : idempotencyKey, bodyHash: requestHash(id, subject, input),
      signature: spec.kind === 'system' ? null : { certificate: actor.key, value: 'unsigned-in-this-test', inputDigest: requestHash('', '', input), idempotencyKey, act: spec.id, subject },
      certificate: key?.der ?? null, ip: '127.0.0.1',
    });
    return JSON.parse(outcome.body) as Played;
  }

  /** The code an act is refused with. */
  async function refused(id: string, actor: Actor, subject: string, input: unknown, key?: Key): Promise<string> {
    try {
      await act(id, actor, subject, input, key);
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
    throw new Error(`${id} was not refused`);
  }

  async function issue(subject: CertificateName, usage: KeyUse): Promise<Key> {
    const { certificate, fingerprint, privateKey } = await ca.issue({ subject, usage, publicKey: 'generate' });
    if (!privateKey) throw new Error('no key');
    return { certificate: toBase64(certificate), der: certificate, fingerprint, privateKey: await importPrivateKey(usage, privateKey) };
  }

  /** A file of this owner, as if uploaded; returns its digest. */
  async function blob(ownerId: string, content: string = randomUUID()): Promise<string> {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $3, $4) on conflict do nothing', [sha256, ownerId, createHash('sha512').update(content).digest('hex').slice(0, 64), content.length]);
    return sha256;
  }

  async function company(name: string, roles: string[], uscc: string = creditCode()): Promise<Company> {
    const key = await issue({ organizationName: name, creditCode: uscc }, 'sign');
    const encrypt = await issue({ organizationName: name, creditCode: uscc }, 'encrypt');
    const entityId = randomUUID();
    const stranger: Actor = { ...guestOf(key), roles: ['guest', 'subject'] };
    await act('ent-register', stranger, entityId, registration(uscc, name, roles), key);
    const challengeSignature = await signActPayload(bindChallenge(entityId, key.fingerprint), key.privateKey);
    const bound = await act('ent-ca-bind', stranger, entityId, { signCertificate: key.certificate, encryptCertificate: encrypt.certificate, challengeSignature, holderIdNo: 'P-1' }, key);
    const accountId = String(bound.result['accountId']);
    return { name, key, encrypt, entityId, accountId, actor: { ...guestOf(key), accountId, entityId, roles: ['subject', ...roles], name, certificateValid: true } };
  }

  /** A post, put there without its two administrators (they have their own test). */
  async function post(roles: string[]): Promise<Person> {
    const key = await issue({ personName: roles.join(), personNo: randomBytes(6).toString('hex') }, 'sign');
    const accountId = randomUUID();
    await s.put<Account>({ kind: 'account', id: accountId, state: 'active', lotId: null, ownerId: null, key: null, data: { name: roles.join(), roles, entityId: null, organ: null, regions: [], industries: [] } });
    return { key, actor: { ...guestOf(key), accountId, roles, name: roles.join(), certificateValid: true } };
  }

  async function custodian(custodianId: string, role: string): Promise<Person & { custodianId: string; encrypt: Key }> {
    const person = await post([role]);
    const encrypt = await issue({ personName: custodianId, personNo: randomBytes(6).toString('hex') }, 'encrypt');
    await act('custodian-register', person.actor, person.actor.accountId ?? '', { custodianId, name: custodianId, certificate: encrypt.certificate });
    return { ...person, custodianId, encrypt };
  }

  return { s, pool, ca, trust, specs, act, refused, issue, blob, company, post, custodian, system: (id: string, subject: string) => act(id, SYSTEM_ACTOR, subject, {}) };
}

export type Market = Awaited<ReturnType<typeof openMarket>>;
export interface Players { tenderer: Company; centre: Person; custodians: Awaited<ReturnType<Market['custodian']>>[] }

/** A database, the market in it, and its people, for the one file that asks: closed when its tests are done. */
export async function testMarket(more: (pool: Pool) => Promise<readonly AnySpec[]> = async () => []): Promise<{ database: TestDatabase; m: Market; p: Players }> {
  const database = await testDatabase();
  afterAll(() => database.close());
  const m = await openMarket(database.pool, await more(database.pool));
  return { database, m, p: await players(m) };
}

export async function players(m: Market): Promise<Players> {
  return {
    tenderer: await m.company('青山城市建设有限公司', ['tenderer']), centre: await m.post(['centre-a']),
    custodians: [await m.custodian('centre', 'centre-review'), await m.custodian('supervisor', 'supervisor'), await m.custodian('notary', 'auditor')],
  };
}

export interface Trade { projectId: string; lotId: string; docId: string; openingId: string; bidDeadline: string }
export interface Terms { category: 'engineering' | 'gov-procurement'; evaluation?: Record<string, unknown>; ceilingFen?: number; budgetFen?: number; objectType?: string; kind?: string; /** of the sealing, beside what it has by itself */ seal?: Record<string, unknown> }

/** Plays a lot up to `until`; documents are issued by default. */
export async function playLot(m: Market, p: Players, terms: Terms, until: 'drafted' | 'submitted' | 'accepted' | 'sealed' | 'reviewed' | 'announced' | 'issued' = 'issued'): Promise<Trade> {
  const { tenderer, centre } = p;
  const procurement = terms.category === 'gov-procurement';
  const projectId = randomUUID();
  const drafted = await m.act('project-draft', tenderer.actor, projectId, draftOf(terms));
  const lotId = (drafted.result['lots'] as { lotId: string }[])[0]?.lotId ?? '';
  const trade: Trade = { projectId, lotId, docId: '', openingId: '', bidDeadline: '' };
  const file = () => m.blob(tenderer.entityId);
  if (until === 'drafted') return trade;
  if (procurement) {
    await m.act('gpr-intention', tenderer.actor, projectId, { plannedMonth: '2026-05', smeReserved: false, intentionFile: await file() });
    await m.act('gpr-plan', tenderer.actor, projectId, { planNo: 'P2026-1', method: terms.kind ?? 'open-tender', approvalFile: await file() });
  }
  await m.act('int-submit', tenderer.actor, projectId, { approvalFile: await file() });
  if (until === 'submitted') return trade;
  await m.act('int-promise', tenderer.actor, projectId, { promiseVersion: '2026', promiseFile: await file(), signerIdNo: 'P-1' });
  await m.act('int-accept', centre.actor, projectId, { decisionCode: 'accept', intakeForm: await m.blob(centre.actor.accountId ?? '') });
  if (until === 'accepted') return trade;
  const sealed = await m.act('doc-seal', tenderer.actor, lotId, await sealOf(m, p, terms));
  trade.docId = String(sealed.result['docId']);
  if (until === 'sealed') return trade;
  await m.act('doc-fair-review', tenderer.actor, lotId, { docId: trade.docId, docHash: sealed.result['docHash'], result: 'pass', reviewForm: await file() });
  if (until === 'reviewed') return trade;
  trade.bidDeadline = new Date(Date.parse(await nowOf(m)) + 30 * DAY_MS).toISOString();
  await m.act('not-publish', tenderer.actor, lotId, { noticeType: 'tender', title: '招标公告', noticeFile: await file(), bidDeadline: trade.bidDeadline });
  if (until === 'announced') return trade;
  await proveAll(m, p, lotId);
  const issued = await m.act('doc-issue', tenderer.actor, lotId, { saleEnd: new Date(Date.parse(await nowOf(m)) + 10 * DAY_MS).toISOString(), bidValidDays: 90, depositFen: 100_000_00 });
  return { ...trade, openingId: String(issued.result['openingId']) };
}

export async function proveAll(m: Market, p: Players, lotId: string): Promise<void> {
  for (const custodian of p.custodians) {
    const { rows } = await m.pool.query<{ data: { test: Parameters<typeof answerTestShare>[0] } }>(
      `select data from record where kind = 'custody-test' and lot_id = $1 and owner_id = $2 and state = 'pending'`, [lotId, custodian.actor.accountId]);
    const test = rows[0]?.data.test;
    if (!test) throw new Error('no test share');
    await m.act('custody-prove', custodian.actor, lotId, { custodianId: custodian.custodianId, answer: await answerTestShare(test, custodian.encrypt.privateKey) });
  }
}

export function draftOf(terms: Terms) {
  const procurement = terms.category === 'gov-procurement';
  return {
    projectName: procurement ? '体育馆扩声系统采购' : '中岭大楼装修改造', category: terms.category, kind: terms.kind ?? 'open-tender', objectType: terms.objectType ?? (procurement ? 'goods' : 'works'),
    industryId: procurement ? 'gov-procurement' : 'housing-municipal', regionCode: '420100', fundSource: '财政资金', stateFunded: true, overview: '概况', contact: '联系人 027-1',
    lots: [{ lotNo: '1', lotName: '第一标段', duration: '120日', quality: '合格', ceilingFen: terms.ceilingFen ?? 12_865_400_00, ...(procurement ? { budgetFen: terms.budgetFen ?? 13_000_000_00 } : { estimateFen: 12_865_400_00 }) }],
  };
}

export async function sealOf(m: Market, p: Players, terms: Terms) {
  const procurement = terms.category === 'gov-procurement';
  const evaluation = terms.evaluation ?? {
    method: procurement ? 'gp-comprehensive' : 'comprehensive', priceMax: procurement ? 30 : 60,
    criteria: [{ id: 'technical', zh: '技术', max: procurement ? 45 : 30, subjective: true }, { id: 'credit', zh: '信用', max: procurement ? 25 : 10, subjective: false }],
  };
  return {
    files: [{ sha256: await m.blob(p.tenderer.entityId), name: '招标文件.pdf' }], evaluation, qualification: '具备相应资质',
    terms: { consortiumAllowed: '否', policyRequirements: '支持中小企业' }, custodianIds: p.custodians.map((c) => c.custodianId), ...terms.seal,
  };
}

export async function lotOf(m: Market, lotId: string) {
  const lot = await m.s.get<Lot>('lot', lotId);
  if (!lot) throw new Error(`no lot ${lotId}`);
  return lot;
}

export async function nowOf(m: Market): Promise<string> {
  const { rows } = await m.pool.query<{ now: string }>(`select to_char(platform_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`);
  return rows[0]?.now ?? '';
}

export function registration(uscc: string, entityName: string, roles: string[]) {
  return { uscc, entityName, entityType: 'enterprise', regionCode: '420100', roles, legalRepIdNo: 'P-1', contactPhone: '027-1', bankAccount: '1', licenceFile: '0'.repeat(64) };
}

let sequence = 0;
/** A credit code nobody has; its check sign is right. */
export function creditCode(): string {
  sequence += 1;
  const body = `91420100MA${String(sequence).padStart(6, '0')}X`;
  return body + checkSign(body);
}

export function guestOf(key: Pick<Key, 'fingerprint'>): Actor {
  return { accountId: null, entityId: null, roles: ['guest'], role: 'guest', key: key.fingerprint, regions: [], industries: [], name: '', certificateValid: false };
}
