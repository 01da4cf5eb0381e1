import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../../cli/lib/client.ts';
import { toBase64Url } from '../../src/seal/index.ts';
import { company, creditCode, type Member } from '../support/cast.ts';
import { bearer, postJson, refused, signedBody, type Answer } from '../support/hostile.ts';
import { openWorld, person, type World } from '../support/world.ts';

let world: World;
let member: Member;
let other: Member;
let auth: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  [member, other] = [await company(world, ['tenderer', 'bidder']), await company(world, ['tenderer'])];
  auth = await bearer(world, member.identity);
});
afterAll(() => world.close());

const draft = (projectName: string) => ({
  projectName, category: 'engineering', kind: 'open-tender', objectType: 'works', industryId: 'housing-municipal', regionCode: '330100', fundSource: '财政', stateFunded: true,
  overview: '概况', contact: '联系人', lots: [{ lotNo: '1', lotName: '标段', estimateFen: 1, duration: '1' }],
});
const path = '/api/v1/gov/project-draft';
const signed = (subject: string, key: string, name = '工程', more: { act?: string; deployment?: string } = {}) => signedBody(world, member.identity, { act: 'project-draft', subject, input: draft(name), key, ...more });
const post = (body: unknown, key: string, headers = auth, to = path): Promise<Answer> => postJson(world, to, body, { ...headers, 'idempotency-key': key });
const projects = async (): Promise<number> => Number((await world.pool.query<{ n: string }>(`select count(*) as n from record where kind = 'project'`)).rows[0]?.n);

describe('the same click twice', () => {
  it('one after the other: the same bytes, told as a replay', async () => {
    const [key, subject] = [randomUUID(), randomUUID()];
    const body = await signed(subject, key);
    const first = await post(body, key);
    const before = await projects();
    const again = await post(body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
    expect(await projects()).toBe(before);
  });

  it('at once, twenty times: done once', async () => {
    const [key, subject] = [randomUUID(), randomUUID()];
    const body = await signed(subject, key);
    const before = await projects();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await projects()).toBe(before + 1);
  });

  it('at once for an act that takes no lock', async () => {
    const { rows } = await world.pool.query<{ id: string }>(`select id from leaf where fp = 'ent-register' limit 1`);
    const [key, subject, input] = [randomUUID(), randomUUID(), { targetTxId: rows[0]?.id }];
    const body = await signedBody(world, member.identity, { act: 'led-verify', subject, input, key });
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(body, key, auth, '/api/v1/acts/led-verify')));
    expect(answers.map(({ status, text }) => `${status} ${text}`).filter((one, i, all) => all.indexOf(one) === i)).toHaveLength(1);
    expect(answers[0]?.status).toBe(201);
  });
});

describe('an Idempotency-Key', () => {
  it('with another body is refused', async () => {
    const [key, subject] = [randomUUID(), randomUUID()];
    expect((await post(await signed(subject, key), key)).status).toBe(201);
    await refused(world, async () => post(await signed(subject, key, '另一工程'), key), 422, 'idempotency-key-reused');
    await refused(world, async () => post(await signed(randomUUID(), key), key), 422, 'idempotency-key-reused');
  });

  it('at once with two subjects: one is done, the other refused', async () => {
    for (let round = 0; round < 5; round++) {
      const key = randomUUID();
      const bodies = await Promise.all([signed(randomUUID(), key), signed(randomUUID(), key)]);
      const answers = await Promise.all(bodies.map((body) => post(body, key)));
      expect(answers.map(({ status, code }) => `${status} ${code}`).sort()).toEqual(['201 ', '422 idempotency-key-reused']);
    }
  });

  it('of another person is another key', async () => {
    const key = randomUUID();
    expect((await post(await signed(randomUUID(), key), key)).status).toBe(201);
    const theirs = await signedBody(world, other.identity, { act: 'project-draft', subject: randomUUID(), input: draft('他人工程'), key });
    const answer = await post(theirs, key, await bearer(world, other.identity));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.headers.get('idempotency-replayed')).toBeNull();
  });

  it('is free again after a refusal', async () => {
    const [key, subject] = [randomUUID(), randomUUID()];
    const bad = await signedBody(world, member.identity, { act: 'project-draft', subject, input: { ...draft('工程'), industryId: 'gov-procurement' }, key });
    await refused(world, () => post(bad, key), 400, 'invalid-input');
    expect((await post(await signed(subject, key), key)).status).toBe(201);
  });
});

describe('a signature', () => {
  it.each<[string, (key: string, subject: string) => Promise<{ body: unknown; key?: string; to?: string }>]>([
    ['of another act', async (key, subject) => ({ body: await signed(subject, key, '工程', { act: 'project-amend' }) })],
    ['taken to another act', async (key, subject) => ({ body: await signed(subject, key), to: '/api/v1/acts/int-submit' })],
    ['of another subject', async (key, subject) => ({ body: { ...await signed(subject, key), subject: randomUUID() } })],
    ['of another input', async (key, subject) => ({ body: { ...await signed(subject, key), input: draft('别的工程') } })],
    ['of another deployment', async (key, subject) => ({ body: await signed(subject, key, '工程', { deployment: 'ql-elsewhere' }) })],
    ['sent again under a new key', async (key, subject) => ({ body: await signed(subject, key), key: randomUUID() })],
    ['of zeros', async (key, subject) => bend(await signed(subject, key), () => new Uint8Array(64))],
    ['with one bit turned', async (key, subject) => bend(await signed(subject, key), (bytes) => { bytes[40] = (bytes[40] ?? 0) ^ 1; return bytes; })],
    ['cut short', async (key, subject) => bend(await signed(subject, key), (bytes) => bytes.slice(0, 63))],
    ['with its tail doubled', async (key, subject) => bend(await signed(subject, key), (bytes) => new Uint8Array([...bytes, ...bytes.slice(32)]))],
  ])('%s is refused', async (_what, make) => {
    const key = randomUUID();
    const made = await make(key, randomUUID());
    await refused(world, () => post(made.body, made.key ?? key, auth, made.to ?? path), 401, 'signature-invalid');
  });

  it('that is missing is refused', async () => {
    const { subject, input } = await signed(randomUUID(), randomUUID());
    await refused(world, () => post({ subject, input }, randomUUID()), 401, 'signature-invalid');
  });

  it('caught on the way does nothing in another session', async () => {
    const key = randomUUID();
    const body = await signed(randomUUID(), key);
    await refused(world, async () => post(body, key, await bearer(world, other.identity)), 403, 'certificate-foreign');
    await refused(world, () => post(body, key, {}), 401, 'not-signed-in');
  });
});

it('two registrations of one credit code at once: one stands', async () => {
  for (let round = 0; round < 3; round++) {
    const uscc = creditCode();
    const who = await person(world, { organizationName: '同一公司', creditCode: uscc });
    const register = () => new Client(world.url, world.deployment, who).act('ent-register', randomUUID(), {
      uscc, entityName: '同一公司', entityType: 'enterprise', regionCode: '330100', roles: ['bidder'], legalRepIdNo: '1', contactPhone: '1', bankAccount: '1', licenceFile: 'a'.repeat(64),
    }).then(() => 'done', (error: { code?: string }) => error.code ?? String(error));
    const answers = await Promise.all([register(), register(), register()]);
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect(answers.filter((answer) => answer !== 'done').every((code) => ['r-identity-unique', 'version-conflict'].includes(code)), String(answers)).toBe(true);
  }
});

function bend(body: Awaited<ReturnType<typeof signedBody>>, change: (bytes: Uint8Array) => Uint8Array): { body: unknown } {
  const value = toBase64Url(change(new Uint8Array(Buffer.from(body.signature.value, 'base64url'))));
  return { body: { ...body, signature: { ...body.signature, value } } };
}
