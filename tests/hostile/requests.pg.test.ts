import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../../src/app/declarations.ts';
import { blobBytesMax } from '../../src/platform/blobs.ts';
import { company, type Member } from '../support/cast.ts';
import { bearer, eachOf, postJson, refused, send, signedBody, type Answer } from '../support/hostile.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let member: Member;
let auth: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  member = await company(world, ['tenderer', 'bidder']);
  auth = await bearer(world, member.identity);
});
afterAll(() => world.close());

const draft = {
  projectName: '工程', category: 'engineering', kind: 'open-tender', objectType: 'works', industryId: 'housing-municipal', regionCode: '330100', fundSource: '财政', stateFunded: true,
  overview: '概况', contact: '联系人', lots: [{ lotNo: '1', lotName: '标段', estimateFen: 1, duration: '1' }],
};

/** project-draft with an input, rightly signed, and the body bent after signing. */
async function act(input: unknown, bend: (body: Record<string, unknown>) => unknown = (body) => body, headers: Record<string, string> = {}): Promise<Answer> {
  const key = randomUUID();
  const body = await signedBody(world, member.identity, { act: 'project-draft', subject: randomUUID(), input, key });
  return postJson(world, '/api/v1/gov/project-draft', bend(body), { ...auth, 'idempotency-key': key, ...headers });
}

const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

describe('the form of a body', () => {
  it.each<[string, () => Promise<Answer>, string]>([
    ['an unknown field beside the input', () => act(draft, (body) => ({ ...body, isAdmin: true })), 'isAdmin'],
    ['an unknown field in the input', () => act({ ...draft, roles: ['centre-admin'] }), 'roles'],
    ['an unknown field deep in the input', () => act({ ...draft, lots: [{ ...draft.lots[0], state: 'closed' }] }), 'lots.0.state'],
    ['a number for a text', () => act({ ...draft, projectName: 7 }), 'projectName'],
    ['a text for a number', () => act({ ...draft, lots: [{ ...draft.lots[0], estimateFen: '1' }] }), 'lots.0.estimateFen'],
    ['a fraction of a fen', () => act({ ...draft, lots: [{ ...draft.lots[0], estimateFen: 0.5 }] }), 'lots.0.estimateFen'],
    ['a negative sum', () => act({ ...draft, lots: [{ ...draft.lots[0], estimateFen: -1 }] }), 'lots.0.estimateFen'],
    ['a sum beyond whole numbers', () => act({ ...draft, lots: [{ ...draft.lots[0], estimateFen: 1e300 }] }), 'lots.0.estimateFen'],
    ['a list for an object', () => act([draft]), ''],
    ['null for the input\'s lots', () => act({ ...draft, lots: null }), 'lots'],
    ['a text longer than its field', () => act({ ...draft, projectName: '长'.repeat(201) }), 'projectName'],
    ['more items than a list takes', () => act({ ...draft, lots: Array.from({ length: 51 }, (_, i) => ({ ...draft.lots[0], lotNo: String(i) })) }), 'lots'],
    ['the zero character', () => act({ ...draft, projectName: 'a\u0000b' }), ''],
    ['half a surrogate', () => act(draft, (body) => JSON.stringify(body).replace('概况', String.raw`\ud800`)), ''],
    ['depth without end', () => act(draft, (body) => JSON.stringify(body).replace('"概况"', nested(100_000))), ''],
    ['a prototype', () => act(draft, (body) => JSON.stringify(body).replace('"projectName"', '"__proto__":{"projectName":"x"},"projectName"')), ''],
    ['a subject that is no id', () => act(draft, (body) => ({ ...body, subject: '1 or 1=1' })), 'subject'],
    ['a subject that is a path', () => act(draft, (body) => ({ ...body, subject: '../../etc/passwd' })), 'subject'],
  ])('%s is refused by field', async (_what, attempt, field) => {
    const answer = await refused(world, attempt, 400, 'invalid-input');
    if (field !== '') expect(answer.field).toContain(field);
  });

  it.each<[string, () => Promise<Answer>, number, string]>([
    ['broken JSON', () => act(draft, (body) => JSON.stringify(body).slice(0, -1)), 400, 'malformed-json'],
    ['no JSON at all', () => act(draft, () => ''), 400, 'malformed-json'],
    ['a body over the limit', () => act(draft, (body) => ({ ...body, pad: 'x'.repeat(1_100_000) })), 413, 'body-too-large'],
    ['text/plain', () => act(draft, undefined, { 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
    ['a form', () => act(draft, undefined, { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported-media-type'],
    ['no Idempotency-Key', () => act(draft, undefined, { 'idempotency-key': '' }), 400, 'idempotency-key-required'],
    ['an Idempotency-Key that is no UUID', () => act(draft, undefined, { 'idempotency-key': 'again' }), 400, 'idempotency-key-required'],
    ['another method', () => send(world, '/api/v1/gov/project-draft', { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } }), 404, 'not-found'],
    ['an act that does not exist', () => postJson(world, '/api/v1/acts/bid-open-early', {}), 404, 'not-found'],
    ['an act of the platform itself', () => postJson(world, '/api/v1/acts/bid-receipt', {}), 404, 'not-found'],
    ['a timer rung from outside', () => postJson(world, '/api/v1/system/timer:bid-deadline', {}), 404, 'not-found'],
    ['another site\'s page', () => act(draft, undefined, { origin: 'https://elsewhere.example' }), 403, 'origin-refused'],
    ['a page without an origin', () => act(draft, undefined, { origin: 'null' }), 403, 'origin-refused'],
    ['a made-up session', () => act(draft, undefined, { authorization: `Bearer ${'A'.repeat(43)}` }), 401, 'session-expired'],
    ['a session of no form', () => act(draft, undefined, { authorization: 'Basic YTpi' }), 401, 'session-expired'],
    ['no session', () => act(draft, undefined, { authorization: '' }), 401, 'session-expired'],
  ])('%s is refused', (_what, attempt, status, code) => refused(world, attempt, status, code).then(() => undefined));

  it('bytes that are no UTF-8 are refused', async () => {
    const key = randomUUID();
    const text = Buffer.from(JSON.stringify(await signedBody(world, member.identity, { act: 'project-draft', subject: randomUUID(), input: draft, key })));
    const broken = Buffer.from(text);
    broken[text.indexOf('工程')] = 0xff;
    await refused(world, () => send(world, '/api/v1/gov/project-draft', { method: 'POST', body: broken, headers: { 'content-type': 'application/json', 'idempotency-key': key, ...auth } }), 400, 'malformed-utf8');
  });

  it('text that would do harm elsewhere is text here', async () => {
    const projectName = `'); drop table record; -- <script>alert(1)</script> ../../ $(reboot) \${7*7}`;
    const answer = await act({ ...draft, projectName });
    expect(answer.status, answer.text).toBe(201);
    const projectId = String((answer.json['result'] as { projectId: string }).projectId);
    const { rows } = await world.pool.query<{ name: string }>(`select data->>'projectName' as name from record where kind = 'project' and id = $1`, [projectId]);
    expect(rows).toEqual([{ name: projectName }]);
  });
});

describe('reads', () => {
  const nasty = ["' or 1=1 --", '"; drop table leaf; --', '<img src=x onerror=alert(1)>', '../../../etc/passwd', '%00', '\u0000', '9'.repeat(400), '-1', '1e9', 'NaN', '{}', 'ﷺ'.repeat(50), '\ud800'];

  const paths = declarations().reads.map(({ path }) => path);

  it('never break on what stands in an address', async () => {
    const addresses = paths.filter((path) => path.includes(':')).flatMap((path) => nasty.map((word) => path.replaceAll(/:[A-Za-z0-9]+/g, encode(word))));
    await eachOf(addresses, async (address, i) => {
      const answer = await send(world, address, { headers: i % 2 === 0 ? {} : auth });
      expect([200, 400, 401, 403, 404], `${address}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
      expect(answer.text).not.toContain('root:');
    });
  });

  it('never break on what stands in a query', async () => {
    const id = randomUUID();
    const names = ['cursor', 'limit', 'lotId', 'subject', 'q'];
    const addresses = paths.flatMap((path) => names.flatMap((name) => nasty.map((word) => `${path.replaceAll(/:[A-Za-z0-9]+/g, id)}?${name}=${encode(word)}`)));
    await eachOf(addresses, async (address) => {
      const answer = await send(world, address, { headers: auth });
      expect([200, 400, 403, 404], `${address}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    });
  }, 60_000);

  it.each([
    ['/api/v1/ledger/leaves?cursor=' + 'A'.repeat(2_001), 400, 'invalid-input'],
    ['/api/v1/ledger/leaves?cursor=a&cursor=b', 400, 'invalid-input'],
    ['/api/v1/events', 400, 'invalid-input'],
    ['/api/v1/events?channel=ledger:all', 400, 'invalid-input'],
    ['/api/v1/events?channel=opening:../../x', 400, 'invalid-input'],
    [`/api/v1/events?channel=opening:${randomUUID()}`, 404, 'not-found'],
    ['/api/v1/blobs/..%2f..%2f..%2fetc%2fpasswd', 404, 'not-found'],
    [`/api/v1/blobs/${'0'.repeat(64)}`, 404, 'not-found'],
    ['/api/v1/nothing', 404, 'not-found'],
    ['/assets/..%2f..%2fpackage.json', 404, 'not-found'],
  ])('GET %s', (path, status, code) => refused(world, () => send(world, path), status, code).then(() => undefined));

  it('no address leaves the folder of the pages', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/assets/%2e%2e/%2e%2e/package.json', '/.git/config', '/index.html/../../../package.json']) {
      const answer = await send(world, path);
      expect(answer.text, path).not.toMatch(/"dependencies"|\[core\]/);
    }
  });

  it('say nothing to other sites and do not render', async () => {
    const { headers } = await send(world, '/api/v1/platform', { headers: { origin: 'https://elsewhere.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  });
});

describe('the SMS provider\'s callback', () => {
  const path = '/api/v1/callbacks/sms';
  it.each<[string, unknown, string]>([
    ['no list', { phone_number: '1' }, ''], ['a number of no form', [{ phone_number: '13800000000', content: '1', dest_code: "1' or '1'='1" }], 'dest_code'],
    ['an answer without end', [{ phone_number: '13800000000', content: '1'.repeat(501), dest_code: '1' }], 'content'],
    ['too many at once', Array.from({ length: 201 }, () => ({ phone_number: '1', content: '1', dest_code: '1' })), ''],
  ])('%s is refused', async (_what, body, field) => {
    const answer = await refused(world, () => postJson(world, path, body), 400, 'invalid-input');
    expect(answer.field ?? '').toContain(field);
  });
  it('an answer to a number nobody was called from changes nothing and tells nothing', async () => {
    const before = await world.pool.query('select count(*)::int as n from leaf');
    const answer = await postJson(world, path, [{ phone_number: '13800000000', content: '1', dest_code: '106550000000000001' }]);
    expect([answer.status, answer.text]).toEqual([200, '{"code":0,"msg":"成功"}']);
    expect((await world.pool.query('select count(*)::int as n from leaf')).rows).toEqual(before.rows);
  });
});

describe('uploads', () => {
  it('need a session and the type of bytes', async () => {
    await refused(world, () => send(world, '/api/v1/blobs', { method: 'POST', body: 'x', headers: { 'content-type': 'application/octet-stream' } }), 401, 'not-signed-in');
    await refused(world, () => send(world, '/api/v1/blobs', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', ...auth } }), 415, 'unsupported-media-type');
    await refused(world, () => send(world, '/api/v1/blobs', { method: 'POST', body: '<html>', headers: { 'content-type': 'text/html', ...auth } }), 415, 'unsupported-media-type');
  });

  it('end at the limit, also where no length was told', async () => {
    let left = blobBytesMax / 1024 / 1024 + 1;
    const body = new ReadableStream({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const upload = (): Promise<Answer> => send(world, '/api/v1/blobs', { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/octet-stream', ...auth } } as RequestInit);
    await refused(world, upload, 413, 'body-too-large');
    expect(readdirSync(join(world.config.data.blobs, 'incoming'))).toEqual([]);
  });

  it('stay with their owner and come back as attachments', async () => {
    const { sha256 } = await member.client.uploadText('<script>alert(1)</script>');
    await refused(world, () => send(world, `/api/v1/blobs/${sha256}`), 404, 'not-found');
    const other = await company(world, ['bidder']);
    await refused(world, async () => send(world, `/api/v1/blobs/${sha256}`, { headers: await bearer(world, other.identity) }), 404, 'not-found');
    const own = await send(world, `/api/v1/blobs/${sha256}`, { headers: auth });
    expect(own.status).toBe(200);
    expect(own.headers.get('content-disposition')).toContain('attachment');
    expect(own.headers.get('content-security-policy')).toBe('sandbox');
    expect(own.headers.get('content-type')).toBe('application/octet-stream');
  });
});

/** As a program that means harm would: percent signs stand as they are where they already are an escape. */
function encode(word: string): string {
  return word === '%00' ? word : encodeURIComponent(word.toWellFormed());
}
