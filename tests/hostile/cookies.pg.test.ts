import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSessionChallenge, toBase64 } from '../../src/seal/index.ts';
import { company, type Member } from '../support/cast.ts';
import { postJson, send, signedBody } from '../support/hostile.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let member: Member;
beforeAll(async () => {
  world = await openWorld();
  member = await company(world, ['tenderer', 'bidder']);
});
afterAll(() => world.close());

async function signIn(): Promise<{ cookie: string; setCookie: string; body: Record<string, unknown> }> {
  const { json: { challenge } } = await send(world, '/api/v1/sessions/challenge', { method: 'POST' });
  const signature = await signSessionChallenge(world.deployment, String(challenge), member.identity.sign.privateKey);
  const answer = await postJson(world, '/api/v1/sessions', { certificate: toBase64(member.identity.sign.certificate), challenge, signature, as: 'cookie' });
  expect(answer.status, answer.text).toBe(201);
  const setCookie = answer.headers.get('set-cookie') ?? '';
  return { cookie: setCookie.split(';')[0] ?? '', setCookie, body: answer.json };
}

const uploads = (headers: Record<string, string>) => send(world, '/api/v1/blobs', { method: 'POST', body: 'bytes', headers: { 'content-type': 'application/octet-stream', ...headers } });

describe('a browser\'s session', () => {
  it('is kept in a cookie no script can read, and the token is not in the answer', async () => {
    const { cookie, setCookie, body } = await signIn();
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(body['token']).toBeUndefined();
    const me = await send(world, '/api/v1/me', { headers: { cookie } });
    expect(me.json['account']).toMatchObject({ id: expect.any(String) });
  });

  it('changes nothing without the Origin of this site', async () => {
    const { cookie } = await signIn();
    expect(await uploads({ cookie })).toMatchObject({ status: 403, code: 'origin-refused' });
    expect(await uploads({ cookie, origin: 'https://elsewhere.example' })).toMatchObject({ status: 403, code: 'origin-refused' });
    expect(await uploads({ cookie, origin: world.url })).toMatchObject({ status: 201 });
  });

  it('signs no act by itself', async () => {
    const { cookie } = await signIn();
    const key = crypto.randomUUID();
    const facts = { act: 'project-draft', subject: crypto.randomUUID(), input: {}, key };
    const { subject, input } = await signedBody(world, member.identity, facts);
    const answer = await postJson(world, '/api/v1/gov/project-draft', { subject, input }, { cookie, origin: world.url, 'idempotency-key': key });
    expect(answer).toMatchObject({ status: 401, code: 'signature-invalid' });
  });

  it('ends when its holder signs out; the cookie of another platform on this machine is none', async () => {
    const { cookie } = await signIn();
    const foreign = cookie.replace(/^qinglan-\d+/, 'qinglan-1');
    expect((await send(world, '/api/v1/me', { headers: { cookie: foreign } })).status).toBe(401);
    const out = await send(world, '/api/v1/sessions', { method: 'DELETE', headers: { cookie, origin: world.url } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await send(world, '/api/v1/me', { headers: { cookie } })).status).toBe(401);
  });
});
