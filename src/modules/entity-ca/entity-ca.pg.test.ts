import { mkdtempSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandboxCa } from '../../../sandbox/ca/index.ts';
import { representativesRead as representativesShape } from '../../contracts/representatives.ts';
import type { Actor } from '../../platform/act.ts';
import { creditCode, guestOf, openMarket, registration, START, type Key, type Market, type Person } from '../../platform/testing/market.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { signActPayload, toBase64 } from '../../seal/index.ts';
import { bindChallenge, custodiansRead, entitiesRead, entityRead, meRead, proposalsRead, representativesRead } from './index.ts';

let database: TestDatabase;
let m: Market;
let admins: [Person, Person];
beforeAll(async () => {
  database = await testDatabase();
  m = await openMarket(database.pool);
  admins = [await m.post(['centre-admin']), await m.post(['centre-admin'])];
});
afterAll(() => database.close());

const strangerOf = (key: Key): Actor => ({ ...guestOf(key), roles: ['guest', 'subject'] });
const person = (name: string): Promise<Key> => m.issue({ personName: name, personNo: randomUUID() }, 'sign');

async function registered(name: string) {
  const uscc = creditCode();
  const [sign, encrypt] = [await m.issue({ organizationName: name, creditCode: uscc }, 'sign'), await m.issue({ organizationName: name, creditCode: uscc }, 'encrypt')];
  const entityId = randomUUID();
  await m.act('ent-register', strangerOf(sign), entityId, registration(uscc, name, ['bidder']), sign);
  return { uscc, sign, encrypt, entityId };
}

async function binding(entityId: string, sign: Key, encrypt: Key, by: Key = sign) {
  return { signCertificate: sign.certificate, encryptCertificate: encrypt.certificate, holderIdNo: 'P-1', challengeSignature: await signActPayload(bindChallenge(entityId, sign.fingerprint), by.privateKey) };
}

test('an entity is pending and unseen until its certificates are bound', async () => {
  const { uscc, sign, encrypt, entityId } = await registered('新设公司');
  await expect(entityRead(m.pool, { actor: null, now: START }, { id: entityId })).rejects.toMatchObject({ code: 'not-found' });
  const bound = await m.act('ent-ca-bind', strangerOf(sign), entityId, await binding(entityId, sign, encrypt));
  expect(bound.result).toMatchObject({ state: 'active', signFingerprint: sign.fingerprint, encryptFingerprint: encrypt.fingerprint });
  expect(await entityRead(m.pool, { actor: null, now: START }, { id: entityId })).toMatchObject({ uscc, name: '新设公司' });
  const me = await meRead(m.pool, { actor: { ...strangerOf(sign), accountId: String(bound.result['accountId']), entityId }, now: START });
  expect(me).toMatchObject({ account: { roles: ['subject', 'bidder'] }, entity: { uscc } });
  expect(me.certificates.map((c) => c.usage)).toEqual(['sign', 'encrypt']);
  // numbers of persons, phones and accounts are commitments only
  const { rows } = await m.pool.query<{ body: string }>('select body from leaf where subject = $1', [entityId]);
  expect(rows.map(({ body }) => JSON.parse(body) as { fp: string; public: object; commitments: object })).toMatchObject([
    { fp: 'ent-register', public: { uscc }, commitments: { legalRepIdNo: expect.any(String), bankAccount: expect.any(String) } },
    { fp: 'ent-ca-bind', public: {}, commitments: { holderIdNo: expect.any(String), certSerial: expect.any(String) } },
  ]);
  expect(await m.refused('ent-ca-bind', strangerOf(sign), entityId, await binding(entityId, sign, encrypt))).toBe('certificate-bound');
});

test('one code registers once, also under another id, and only by a certificate that names it', async () => {
  const { uscc, sign } = await registered('唯一公司');
  expect(await m.refused('ent-register', strangerOf(sign), randomUUID(), registration(uscc, '另一名称', ['bidder']), sign)).toBe('r-identity-unique');
  const { rows } = await m.pool.query<{ n: number }>(`select count(*)::int as n from record where kind = 'warning' and data->>'warning' = 'w-duplicate-identity'`);
  expect(rows[0]?.n).toBe(1);
  expect(await m.refused('ent-register', strangerOf(sign), randomUUID(), registration(creditCode(), '他人', ['bidder']), sign)).toBe('certificate-foreign');
  expect(() => m.specs.get('ent-register')?.input.parse(registration(`${uscc.slice(0, 17)}${uscc.endsWith('0') ? '1' : '0'}`, '错码', ['bidder']))).toThrow();
});

test('binding refuses foreign, untrusted, unfit and unproved certificates', async () => {
  const { uscc, sign, encrypt, entityId } = await registered('待绑公司');
  const other = await m.issue({ organizationName: '别家', creditCode: creditCode() }, 'sign');
  const stranger = strangerOf(sign);
  expect(await m.refused('ent-ca-bind', strangerOf(other), entityId, await binding(entityId, other, encrypt))).toBe('certificate-foreign');
  expect(await m.refused('ent-ca-bind', strangerOf(other), entityId, await binding(entityId, sign, encrypt))).toBe('certificate-foreign');
  expect(await m.refused('ent-ca-bind', stranger, entityId, await binding(entityId, sign, sign))).toBe('certificate-usage');
  expect(await m.refused('ent-ca-bind', stranger, entityId, await binding(entityId, sign, encrypt, other))).toBe('r-key-possession');
  expect(await m.refused('ent-ca-bind', stranger, entityId, { ...(await binding(entityId, sign, encrypt)), challengeSignature: 'AAAA' })).toBe('r-key-possession');
  const rogue = await createSandboxCa({ dir: mkdtempSync(join(tmpdir(), 'qinglan-test-rogue-')), now: new Date(START) });
  const forged = await rogue.issue({ subject: { organizationName: '待绑公司', creditCode: uscc }, usage: 'encrypt', publicKey: 'generate' });
  expect(await m.refused('ent-ca-bind', stranger, entityId, { ...(await binding(entityId, sign, encrypt)), encryptCertificate: toBase64(forged.certificate) })).toBe('certificate-untrusted');
  const old = await m.ca.issue({ subject: { organizationName: '待绑公司', creditCode: uscc }, usage: 'encrypt', publicKey: 'generate', notBefore: new Date('2025-01-01'), notAfter: new Date('2026-01-01') });
  expect(await m.refused('ent-ca-bind', stranger, entityId, { ...(await binding(entityId, sign, encrypt)), encryptCertificate: toBase64(old.certificate) })).toBe('certificate-expired');
  expect((await m.s.get('entity', entityId))?.state).toBe('pending');
  expect(await m.refused('ent-ca-bind', stranger, randomUUID(), await binding(entityId, sign, encrypt))).toBe('not-found');
});

test('posts are given by two administrators, never to themselves', async () => {
  const [one, two] = admins;
  const key = await person('王工');
  const id = randomUUID();
  const proposal = { name: '王工', roles: ['expert'], expertNo: 'E-1', signCertificate: key.certificate };
  expect(await m.refused('account-propose', (await m.post(['centre-a'])).actor, randomUUID(), proposal)).toBe('forbidden');
  await m.act('account-propose', one.actor, id, proposal, one.key);
  expect((await proposalsRead(m.pool, { actor: two.actor, now: START })).items.map((item) => item.id)).toContain(id);
  expect(await m.refused('account-propose', one.actor, id, proposal)).toBe('version-conflict');
  expect(await m.refused('account-confirm', one.actor, id, {}, one.key)).toBe('four-eyes');
  expect((await m.act('account-confirm', two.actor, id, {}, two.key)).result).toEqual({ accountId: id, state: 'active' });
  expect(await m.refused('account-confirm', two.actor, id, {})).toBe('state');
  expect(await m.refused('account-propose', one.actor, randomUUID(), proposal)).toBe('certificate-bound');
  expect(await m.refused('account-propose', one.actor, randomUUID(), { ...proposal, roles: ['centre-a'], signCertificate: one.key.certificate }, one.key)).toBe('four-eyes');
  expect(await m.refused('account-propose', one.actor, randomUUID(), { ...proposal, roles: ['expert', 'centre-a'], signCertificate: (await person('李工')).certificate })).toBe('role-combination');
  for (const roles of [['centre-admin', 'centre-host'], ['supervisor', 'centre-review'], ['centre-admin', 'auditor']]) {
    expect(await m.refused('account-propose', one.actor, randomUUID(), { ...proposal, roles, signCertificate: (await person('李工')).certificate })).toBe('role-combination');
  }
  // the name of an expert and his key stay unknown
  const { rows } = await m.pool.query<{ body: string }>(`select body from leaf where subject = $1 and kind = 'gov'`, [id]);
  expect(rows).toHaveLength(2);
  expect(rows.some(({ body }) => body.includes('王工') || body.includes(key.fingerprint))).toBe(false);
  // of a post the key is known, the name of the person is committed
  const [post, officer] = [randomUUID(), await person('赵主任')];
  await m.act('account-propose', one.actor, post, { name: '赵主任', roles: ['centre-a', 'centre-b'], signCertificate: officer.certificate }, one.key);
  await m.act('account-confirm', two.actor, post, {}, two.key);
  const told = await m.pool.query<{ body: string }>(`select body from leaf where subject = $1 and kind = 'gov'`, [post]);
  expect(told.rows.map(({ body }) => [body.includes('赵主任'), body.includes(officer.fingerprint)])).toEqual([[false, true], [false, true]]);
});

test('two accounts of one person are no four eyes', async () => {
  const [one, two] = admins;
  const [personNo, id] = [randomUUID(), randomUUID()];
  const keys = await Promise.all([1, 2].map(() => m.issue({ personName: '同一人', personNo }, 'sign')));
  const other = await person('另一人');
  await m.act('account-propose', one.actor, id, { name: '钱工', roles: ['centre-a'], signCertificate: (await person('钱工')).certificate }, keys[0]);
  expect(await m.refused('account-confirm', two.actor, id, {}, keys[1])).toBe('four-eyes');
  expect((await m.act('account-confirm', two.actor, id, {}, other)).result).toMatchObject({ state: 'active' });
});

test('an account is suspended by an administrator, not by itself', async () => {
  const [one, two] = admins;
  const post = await m.post(['centre-b']);
  expect(await m.refused('account-suspend', one.actor, one.actor.accountId ?? '', { reasonCode: 'left' })).toBe('four-eyes');
  expect((await m.act('account-suspend', two.actor, post.actor.accountId ?? '', { reasonCode: 'left' })).result).toMatchObject({ state: 'suspended' });
  expect(await m.refused('account-suspend', two.actor, post.actor.accountId ?? '', { reasonCode: 'left' })).toBe('state');
  const bidder = await m.company('投标公司', ['bidder']);
  expect(await m.refused('account-suspend', two.actor, bidder.accountId, { reasonCode: 'left' })).toBe('forbidden');
});

test('a tenderer names its own representative and nobody else’s', async () => {
  const tenderer = await m.company('招标公司', ['tenderer']);
  const input = { name: '代表', certificate: (await person('代表')).certificate };
  const named = await m.act('rep-register', tenderer.actor, tenderer.entityId, input);
  expect((await m.s.get<{ roles: string[]; entityId: null }>('account', String(named.result['accountId'])))?.data).toMatchObject({ roles: ['owner-rep'], entityId: null, representsId: tenderer.entityId });
  expect(await m.refused('rep-register', tenderer.actor, tenderer.entityId, input)).toBe('certificate-bound');
  const bidder = await m.company('投标公司', ['bidder']);
  expect(await m.refused('rep-register', bidder.actor, tenderer.entityId, input)).toBe('not-found');
  expect(await m.refused('rep-register', bidder.actor, bidder.entityId, input)).toBe('forbidden');
  const foreign = await m.issue({ organizationName: '别家', creditCode: creditCode(), personName: '甲', personNo: '1' }, 'sign');
  expect(await m.refused('rep-register', tenderer.actor, tenderer.entityId, { name: '甲', certificate: foreign.certificate })).toBe('certificate-foreign');
});

test('a tenderer reads whom it has named, with their state, and nobody reads another’s', async () => {
  const [[admin], tenderer, other] = [admins, await m.company('招标公司', ['tenderer']), await m.company('另一招标公司', ['tenderer'])];
  const chosen = await person('代表甲');
  const { result } = await m.act('rep-register', tenderer.actor, tenderer.entityId, { name: '代表甲', certificate: chosen.certificate });
  const read = async (actor: Actor | null) => representativesShape.parse(await representativesRead(m.pool, { actor, now: '' })).items;
  expect(await read(tenderer.actor)).toMatchObject([{ accountId: result['accountId'], name: '代表甲', active: true, certificate: { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);
  expect(await read(other.actor)).toEqual([]);
  await m.act('account-suspend', admin.actor, String(result['accountId']), { reasonCode: 'left' });
  expect(await read(tenderer.actor)).toMatchObject([{ active: false }]);
  await expect(read((await m.company('投标公司', ['bidder'])).actor)).rejects.toThrow('forbidden');
  await expect(read(null)).rejects.toThrow('not-signed-in');
});

test('a custodian holds one key under one name', async () => {
  const notary = await m.custodian('notary-1', 'auditor');
  const again = { custodianId: 'notary-2', name: '二', certificate: (await m.issue({ personName: '二', personNo: '2' }, 'encrypt')).certificate };
  expect(await m.refused('custodian-register', notary.actor, notary.actor.accountId ?? '', again)).toBe('version-conflict');
  const other = await m.post(['supervisor']);
  const own = other.actor.accountId ?? '';
  expect(await m.refused('custodian-register', other.actor, own, { ...again, custodianId: 'notary-1' })).toBe('version-conflict');
  expect(await m.refused('custodian-register', other.actor, own, { ...again, certificate: notary.encrypt.certificate })).toBe('certificate-bound');
  expect(await m.refused('custodian-register', other.actor, notary.actor.accountId ?? '', again)).toBe('not-found');
  const officer = await m.post(['centre-a']);
  expect(await m.refused('custodian-register', officer.actor, officer.actor.accountId ?? '', again)).toBe('forbidden');
  expect((await custodiansRead(m.pool)).items.map((item) => item.custodianId)).toContain('notary-1');
});

test('the directory finds active organisations by name, code and role, in pages', async () => {
  const [one, two] = [await m.company('清溪代理甲', ['agency']), await m.company('清溪代理乙', ['agency'])];
  const ctx = { actor: null, now: '' };
  const first = await entitiesRead(m.pool, ctx, { role: 'agency', q: '清溪代理', limit: '1' });
  const second = await entitiesRead(m.pool, ctx, { role: 'agency', q: '清溪代理', limit: '1', cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items].map(({ entityId }) => entityId).sort()).toEqual([one.entityId, two.entityId].sort());
  expect(second.nextCursor).toBeNull();
  expect((await entitiesRead(m.pool, ctx, { role: 'bidder', q: '清溪代理' })).items).toEqual([]);
  const [found] = first.items;
  expect((await entitiesRead(m.pool, ctx, { q: found?.uscc.toLowerCase() })).items.map(({ entityId }) => entityId)).toEqual([found?.entityId]);
});
