import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { appendFile, readdir, rename, stat, symlink, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Upload as TusUpload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelUpload, upload, UPLOADS_PATH, type UploadPlace } from '../../src/contracts/upload.ts';
import { UploadStore } from '../../src/platform/uploads.ts';
import { company, type Member } from '../support/cast.ts';
import { bearer, refused, send, type Answer } from '../support/hostile.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let owner: Member;
let auth: Record<string, string>;
let foreign: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  owner = await company(world, ['bidder']);
  auth = await bearer(world, owner.identity);
  foreign = await bearer(world, (await company(world, ['bidder'])).identity);
});
afterAll(() => world.close());

const MiB = 1024 ** 2;
const tus = { 'tus-resumable': '1.0.0' };
const digest = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');
const place = (): UploadPlace => ({ base: world.url, headers: () => auth });
const sliced = (bytes: Uint8Array, name?: string) => ({ size: bytes.length, ...(name ? { name } : {}), slice: async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)) });
const folder = (): string => join(world.config.data.blobs, 'uploads');

async function begun(size: number, headers = auth): Promise<string> {
  const { status, headers: told, text } = await send(world, UPLOADS_PATH, { method: 'POST', headers: { ...tus, ...headers, 'upload-length': String(size) } });
  expect(status, text).toBe(201);
  return told.get('location') ?? '';
}
function patch(address: string, offset: number, bytes: Uint8Array, headers: Record<string, string> = auth): Promise<Answer> {
  return send(world, address, { method: 'PATCH', body: new Uint8Array(bytes), headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers } });
}
async function offsetOf(address: string): Promise<number> {
  const { status, headers } = await send(world, address, { method: 'HEAD', headers: { ...tus, ...auth } });
  expect(status).toBe(200);
  return Number(headers.get('upload-offset'));
}
async function stored(address: string, bytes: Uint8Array): Promise<void> {
  const { json } = await send(world, address, { headers: auth });
  expect(json).toMatchObject({ size: bytes.length, received: bytes.length, sha256: digest('sha256', bytes), sm3: digest('sm3', bytes) });
  const back = await fetch(`${world.url}/api/v1/blobs/${String(json['sha256'])}`, { headers: auth });
  expect(digest('sha256', new Uint8Array(await back.arrayBuffer()))).toBe(json['sha256']);
}

describe('a tus client of others', () => {
  const tusUpload = (bytes: Buffer, options: ConstructorParameters<typeof TusUpload>[1] = {}): { done: Promise<string>; it: TusUpload } => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const it = new TusUpload(bytes, { endpoint: `${world.url}${UPLOADS_PATH}`, headers: auth, retryDelays: [0, 50, 100], metadata: { filename: '投标文件.zip' }, onError: reject, onSuccess: () => resolve(it.url ?? ''), ...options });
    return { done: promise, it };
  };

  it('uploads whole, in parts, and nothing at all', async () => {
    for (const [size, chunkSize] of [[3 * MiB + 7, Infinity], [3 * MiB + 7, MiB], [0, Infinity]] as const) {
      const bytes = randomBytes(size);
      const { it: tusClient, done } = tusUpload(bytes, { chunkSize });
      tusClient.start();
      await stored(new URL(await done).pathname, bytes);
    }
    expect(await readdir(folder())).toEqual([]);
  });

  it('goes on where it was cut, with another connection', async () => {
    const bytes = randomBytes(6 * MiB);
    const cut = Promise.withResolvers<string>();
    const first = tusUpload(bytes, { chunkSize: 2 * MiB, onChunkComplete: (_size, sent) => { if (sent >= 2 * MiB) void first.it.abort().then(() => cut.resolve(first.it.url ?? '')); } });
    first.it.start();
    const uploadUrl = await cut.promise;
    expect(await offsetOf(new URL(uploadUrl).pathname)).toBeGreaterThanOrEqual(2 * MiB);
    let from = -1;
    const second = tusUpload(bytes, { uploadUrl, onProgress: (sent) => { if (from < 0) from = sent; } });
    second.it.start();
    await stored(new URL(await second.done).pathname, bytes);
    expect(from).toBeGreaterThanOrEqual(2 * MiB);
  });

  it('gives up what it began', async () => {
    const first = tusUpload(randomBytes(MiB), { chunkSize: MiB / 4, onChunkComplete: () => void first.it.abort(true).then(() => gone.resolve(null)) });
    const gone = Promise.withResolvers<null>();
    first.it.start();
    await gone.promise;
    const { json } = await send(world, UPLOADS_PATH, { headers: auth });
    expect((json['items'] as { sha256?: string }[]).filter(({ sha256 }) => sha256 === undefined)).toEqual([]);
    expect(await readdir(folder())).toEqual([]);
  });
});

describe('our client', () => {
  it('pauses, goes on from its address, and tells its progress', async () => {
    const bytes = randomBytes(5 * MiB + 3);
    const stop = new AbortController();
    let address = '';
    const seen: number[] = [];
    const options = { chunkBytes: MiB, begun: (at: string) => { address = at; }, progress: (sent: number) => { seen.push(sent); if (sent === 2 * MiB) stop.abort(); } };
    await expect(upload(place(), sliced(bytes, 'a.zip'), { ...options, signal: stop.signal })).rejects.toThrow(/abort/);
    const after = await upload(place(), sliced(bytes), { address, progress: (sent) => seen.push(sent) });
    expect(after).toEqual({ sha256: digest('sha256', bytes), sm3: digest('sm3', bytes), size: bytes.length, address });
    expect(seen).toEqual([0, MiB, 2 * MiB, 2 * MiB, bytes.length]);
    await stored(address, bytes);
  });

  it('begins anew where its address is of another file or gone, and says what no waiting mends', async () => {
    const address = await begun(10);
    const bytes = randomBytes(11);
    expect((await upload(place(), sliced(bytes), { address })).address).not.toBe(address);
    await cancelUpload(place(), address);
    expect((await upload(place(), sliced(bytes), { address })).sha256).toBe(digest('sha256', bytes));
    await expect(upload({ base: world.url }, sliced(bytes))).rejects.toMatchObject({ status: 401, code: 'not-signed-in' });
    await expect(upload({ base: 'http://127.0.0.1:9' }, sliced(bytes), { patienceMs: 300 })).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('signs in anew when its session has ended in the middle', async () => {
    let [headers, renewed] = [{ authorization: 'Bearer ended-session-0000000000000' } as Record<string, string>, 0];
    const bytes = randomBytes(100);
    const done = await upload({ base: world.url, headers: () => headers, renew: async () => { renewed += 1; headers = auth; } }, sliced(bytes));
    expect([done.sha256, renewed]).toEqual([digest('sha256', bytes), 1]);
  });
});

describe('hostile senders', () => {
  it('another account finds nothing, a guest is asked to sign in', async () => {
    const address = await begun(100);
    for (const method of ['HEAD', 'GET', 'DELETE']) expect((await send(world, address, { method, headers: { ...tus, ...foreign } })).status, method).toBe(404);
    await refused(world, () => patch(address, 0, randomBytes(10), foreign), 404, 'not-found');
    await refused(world, () => patch(address, 0, randomBytes(10), {}), 401, 'not-signed-in');
    await refused(world, () => send(world, UPLOADS_PATH, { method: 'POST', headers: { ...tus, 'upload-length': '1' } }), 401, 'not-signed-in');
    await refused(world, () => send(world, UPLOADS_PATH), 401, 'not-signed-in');
    expect((await send(world, UPLOADS_PATH, { headers: foreign })).json).toEqual({ items: [], nextCursor: null });
    expect(await offsetOf(address)).toBe(0);
    await cancelUpload(place(), address);
  });

  it('a wrong offset, a part sent twice, a wrong checksum and too much change nothing', async () => {
    const bytes = randomBytes(3_000);
    const address = await begun(bytes.length);
    const sum = (part: Uint8Array): string => `sha256 ${createHash('sha256').update(part).digest('base64')}`;
    expect((await patch(address, 0, bytes.subarray(0, 1_000))).status).toBe(204);
    for (const offset of [0, 999, 1_001]) await refused(world, () => patch(address, offset, bytes.subarray(offset, offset + 1_000)), 409, 'upload-offset');
    await refused(world, () => patch(address, 1_000, bytes.subarray(1_000, 2_000), { ...auth, 'upload-checksum': sum(bytes) }), 460, 'checksum-mismatch');
    for (const bad of ['md5 1B2M2Y8AsgTpgAmY7PhCfg==', 'sha256', 'sha256 !!!', '__proto__ 1B2M2Y8AsgTpgAmY7PhCfg==']) await refused(world, () => patch(address, 1_000, bytes.subarray(1_000, 2_000), { ...auth, 'upload-checksum': bad }), 400, 'invalid-input');
    await refused(world, () => patch(address, 1_000, randomBytes(2_001)), 413, 'body-too-large');
    expect(await offsetOf(address)).toBe(1_000);
    expect((await patch(address, 1_000, bytes.subarray(1_000, 2_000), { ...auth, 'upload-checksum': sum(bytes.subarray(1_000, 2_000)) })).status).toBe(204);
    // without a length the end is seen only when it is passed
    const endless = new ReadableStream({ start(c) { c.enqueue(randomBytes(2_000)); c.close(); } });
    const answer = await send(world, address, { method: 'PATCH', body: endless, duplex: 'half', headers: { ...tus, ...auth, 'content-type': 'application/offset+octet-stream', 'upload-offset': '2000' } } as RequestInit);
    expect([answer.status, answer.code]).toEqual([413, 'body-too-large']);
    expect((await patch(address, 2_000, bytes.subarray(2_000))).status).toBe(204);
    await stored(address, bytes);
    // whole is whole
    await refused(world, () => patch(address, 3_000, randomBytes(1)), 413, 'body-too-large');
    await refused(world, () => patch(address, 0, bytes), 409, 'upload-offset');
  });

  it('headers of no form are refused', async () => {
    const create = (headers: Record<string, string>) => send(world, UPLOADS_PATH, { method: 'POST', headers: { ...tus, ...auth, ...headers } });
    for (const length of ['', '-1', '1e3', '0x10', '1.5', '99999999999999999999', '1, 1']) await refused(world, () => create({ 'upload-length': length }), 400, 'invalid-input');
    await refused(world, () => create({ 'upload-defer-length': '1' }), 400, 'invalid-input');
    await refused(world, () => create({ 'upload-length': String(3 * 1024 ** 3) }), 413, 'body-too-large');
    for (const metadata of ['a'.repeat(2_001), 'name not!base64', ',', 'a b c']) await refused(world, () => create({ 'upload-length': '1', 'upload-metadata': metadata }), 400, 'invalid-input');
    const old = await refused(world, () => create({ 'upload-length': '1', 'tus-resumable': '0.2.2' }), 412, 'tus-version');
    expect(old.headers.get('tus-version')).toBe('1.0.0');
    const address = await begun(10);
    await refused(world, () => patch(address, 0, randomBytes(1), { ...auth, 'content-type': 'application/octet-stream' }), 415, 'unsupported-media-type');
    for (const id of [randomUUID(), '..%2f..%2fblobs', 'x', '0'.repeat(150)]) await refused(world, () => patch(`${UPLOADS_PATH}/${id}`, 0, randomBytes(1)), 404, 'not-found');
    await refused(world, () => create({ 'upload-length': '1', origin: 'https://elsewhere.example' }), 403, 'origin-refused');
    const { status, headers } = await send(world, UPLOADS_PATH, { method: 'OPTIONS' });
    expect([status, headers.get('tus-extension'), headers.get('tus-max-size')]).toEqual([204, 'creation,creation-with-upload,expiration,termination,checksum', String(2 * 1024 ** 3 + 128 * MiB)]);
    await cancelUpload(place(), address);
  });

  it('no account opens more than its share, at once or one by one', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => send(world, UPLOADS_PATH, { method: 'POST', headers: { ...tus, ...foreign, 'upload-length': '5' } })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(32);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ code, headers }) => `${code} ${headers.has('retry-after')}`))).toEqual(new Set(['too-many-uploads true']));
    for (const { headers } of answers) if (headers.has('location')) await send(world, headers.get('location') ?? '', { method: 'DELETE', headers: { ...tus, ...foreign } });
  });

  it('the newest of two senders has its way; a connection that hangs holds nothing up', async () => {
    const bytes = randomBytes(200_000);
    const address = await begun(bytes.length);
    const { port, hostname } = new URL(world.url);
    const dangling = connect(Number(port), hostname);
    dangling.write(`PATCH ${address} HTTP/1.1\r\nhost: x\r\n${Object.entries({ ...tus, ...auth, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0', 'content-length': String(bytes.length) }).map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`);
    dangling.write(bytes.subarray(0, 50_000));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const offset = await offsetOf(address);
    expect(offset).toBe(50_000);
    expect((await patch(address, offset, bytes.subarray(offset))).status).toBe(204);
    await stored(address, bytes);
    dangling.destroy();
  });
});

describe('what may happen to the platform', () => {
  it('a restart forgets no byte that was answered and believes none that was not', async () => {
    const bytes = randomBytes(500_000);
    const address = await begun(bytes.length);
    expect((await patch(address, 0, bytes.subarray(0, 300_000))).status).toBe(204);
    const id = address.split('/').at(-1) ?? '';
    await appendFile(join(folder(), id), randomBytes(50_000));
    const restarted = await UploadStore.open(folder(), world.pool, world.platform.blobs);
    const { Readable } = await import('node:stream');
    const after = await restarted.append({ id, ownerId: owner.id }, { offset: 300_000, body: Readable.from([bytes.subarray(300_000)]), checksum: null });
    expect(after.blob).toEqual({ sha256: digest('sha256', bytes), sm3: digest('sm3', bytes), size: bytes.length });
    await stored(address, bytes);
  });

  it('a crash between the last byte and the row of the file is made good when one asks', async () => {
    for (const moved of [false, true]) {
      const bytes = randomBytes(70_000);
      const address = await begun(bytes.length);
      const id = address.split('/').at(-1) ?? '';
      expect((await patch(address, 0, bytes.subarray(0, 60_000))).status).toBe(204);
      await appendFile(join(folder(), id), bytes.subarray(60_000));
      await world.pool.query('update upload set received = size, sha256 = $2, sm3 = $3 where id = $1', [id, moved ? digest('sha256', bytes) : null, moved ? digest('sm3', bytes) : null]);
      if (moved) await rename(join(folder(), id), world.platform.blobs.pathOf(digest('sha256', bytes)));
      await stored(address, bytes);
    }
  });

  it('a full disk is told, loses nothing that was answered, and the upload goes on when there is room', async () => {
    const bytes = randomBytes(90_000);
    const address = await begun(bytes.length);
    expect((await patch(address, 0, bytes.subarray(0, 40_000))).status).toBe(204);
    const path = join(folder(), address.split('/').at(-1) ?? '');
    await rename(path, `${path}.kept`);
    // a real device of the system on which every write fails as on a full disk
    await symlink('/dev/full', path);
    await refused(world, () => patch(address, 40_000, bytes.subarray(40_000)), 507, 'storage-full');
    await unlink(path);
    await rename(`${path}.kept`, path);
    expect(await offsetOf(address)).toBe(40_000);
    expect((await patch(address, 40_000, bytes.subarray(40_000))).status).toBe(204);
    await stored(address, bytes);
  });

  it('what expired is swept with its file, and finished files stay in the store', async () => {
    const open = await begun(10);
    const whole = await begun(3);
    await patch(whole, 0, randomBytes(3));
    const { json: { sha256 } } = await send(world, whole, { headers: auth });
    await world.pool.query(`update upload set expires_at = clock_timestamp() - interval '1 second' where id = any ($1)`, [[open, whole].map((address) => address.split('/').at(-1))]);
    const store = await UploadStore.open(folder(), world.pool, world.platform.blobs);
    expect(await store.sweep()).toBe(0);
    for (const address of [open, whole]) await refused(world, () => patch(address, 0, randomBytes(1)), 404, 'not-found');
    expect(await readdir(folder())).toEqual([]);
    expect((await stat(world.platform.blobs.pathOf(String(sha256)))).size).toBe(3);
  });
});

describe('downloads', () => {
  it('give any range of a file', async () => {
    const bytes = randomBytes(1_000);
    const { sha256 } = await upload(place(), sliced(bytes));
    const path = `/api/v1/blobs/${sha256}`;
    const get = async (range: string, more: Record<string, string> = {}) => {
      const response = await fetch(world.url + path, { headers: { ...auth, range, ...more } });
      return { status: response.status, at: response.headers.get('content-range'), bytes: Buffer.from(await response.arrayBuffer()) };
    };
    for (const [range, start, end] of [['bytes=0-9', 0, 9], ['bytes=990-', 990, 999], ['bytes=-5', 995, 999], ['bytes=500-5000', 500, 999]] as const) {
      expect(await get(range)).toEqual({ status: 206, at: `bytes ${start}-${end}/1000`, bytes: bytes.subarray(start, end + 1) });
    }
    for (const range of ['bytes=1-0', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-']) expect(await get(range)).toMatchObject({ status: 200, at: null, bytes });
    expect(await get('bytes=0-9', { 'if-range': '"another"' })).toMatchObject({ status: 200, bytes });
    expect(await get('bytes=0-9', { 'if-range': `"${sha256}"` })).toMatchObject({ status: 206 });
    const outside = await send(world, path, { headers: { ...auth, range: 'bytes=1000-' } });
    expect([outside.status, outside.code, outside.headers.get('content-range')]).toEqual([416, 'range-invalid', 'bytes */1000']);
    const head = await send(world, path, { method: 'HEAD', headers: auth });
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([200, '1000', 'bytes']);
    expect((await send(world, path, { method: 'HEAD', headers: foreign })).status).toBe(404);
    expect((await send(world, path, { headers: { ...foreign, range: 'bytes=0-9' } })).status).toBe(404);
  });
});
