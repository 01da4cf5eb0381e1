import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UPLOAD_BYTES_MAX, UPLOADS_PATH, type UploadRead } from '../../contracts/upload.ts';
import type { Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import type { Checksum, Upload, UploadStore } from '../uploads.ts';
import type { UploadAllowance } from './allowance.ts';
import { readerOf } from './session.ts';

export interface UploadDeps { uploads: UploadStore; identity: Identity; allowance: UploadAllowance; bytesMax?: number }

const version = '1.0.0';
const extensions = 'creation,creation-with-upload,expiration,termination,checksum';
const algorithms = ['sha1', 'sha256', 'sm3'] as const;
const one = `${UPLOADS_PATH}/:id`;

/**
 * Files up to 2 GiB by the tus protocol 1.0: POST announces, PATCH brings the next part, HEAD tells how much has arrived, DELETE
 * gives up. A whole file is the same as one of POST /blobs: acts name it by its digest. Uploading is no act and has no deadline.
 */
export function uploadRoutes(app: FastifyInstance, deps: UploadDeps): void {
  const bytesMax = deps.bytesMax ?? UPLOAD_BYTES_MAX;
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(UPLOADS_PATH)) void reply.headers({ 'tus-resumable': version, 'cache-control': 'no-store' });
  });
  app.options(UPLOADS_PATH, (_request, reply) => tell(reply, bytesMax));
  app.options(one, (_request, reply) => tell(reply, bytesMax));
  app.post(UPLOADS_PATH, { bodyLimit: bytesMax }, (request, reply) => create(deps, bytesMax, request, reply));
  app.patch(one, { bodyLimit: bytesMax }, (request, reply) => append(deps, request, reply));
  app.head(one, async (request, reply) => {
    requireVersion(request, reply);
    const upload = await deps.uploads.settled(idOf(request), await ownerOf(deps.identity, request));
    return reply.code(200).headers({
      ...standing(upload), 'upload-length': String(upload.size), ...(upload.metadata ? { 'upload-metadata': upload.metadata } : {}),
    }).send();
  });
  app.delete(one, async (request, reply) => {
    requireVersion(request, reply);
    const owner = await ownerOf(deps.identity, request);
    const { size, received, doneAt } = await deps.uploads.remove(idOf(request), owner);
    // what was sent was sent: only the rest may be sent again today
    if (doneAt === null) await deps.allowance.giveBack(owner, size - received);
    return reply.code(204).send();
  });
  app.get(UPLOADS_PATH, async (request) => ({ items: (await deps.uploads.list(await ownerOf(deps.identity, request))).map(readOf), nextCursor: null }));
  app.get(one, { exposeHeadRoute: false }, async (request) => {
    const owner = await ownerOf(deps.identity, request);
    const upload = await deps.uploads.of(idOf(request), owner);
    // whoever looks does not disturb who sends; what only wants its end gets it
    return readOf(upload.received === upload.size && upload.doneAt === null ? await deps.uploads.settled(upload.id, owner) : upload);
  });
}

async function create({ uploads, identity, allowance }: UploadDeps, bytesMax: number, request: FastifyRequest, reply: FastifyReply) {
  // a body that is refused is not read to its end: its connection goes with it
  if (hasBody(request)) void reply.header('connection', 'close');
  requireVersion(request, reply);
  const owner = await ownerOf(identity, request);
  const length = numberOf(request, 'upload-length');
  if (length > bytesMax) {
    void reply.header('tus-max-size', String(bytesMax));
    throw new Refusal('body-too-large', { field: 'Upload-Length', zh: '文件超过 2 GiB 上限', en: 'The file is larger than 2 GiB' });
  }
  const metadata = metadataOf(request);
  const settle = await allowance.take(owner, length);
  const upload = await uploads.create(owner, length, metadata).catch((error: unknown) => {
    settle(0);
    throw error;
  });
  void reply.header('location', `${UPLOADS_PATH}/${upload.id}`);
  const after = hasBody(request) && length > 0 ? await take(uploads, upload, 0, request) : upload;
  return reply.code(201).removeHeader('connection').headers(standing(after)).send();
}

async function append({ uploads, identity }: UploadDeps, request: FastifyRequest, reply: FastifyReply) {
  void reply.header('connection', 'close');
  requireVersion(request, reply);
  const owner = await ownerOf(identity, request);
  if (request.headers['content-type'] !== 'application/offset+octet-stream') throw new Refusal('unsupported-media-type');
  const offset = numberOf(request, 'upload-offset');
  const upload = await uploads.of(idOf(request), owner);
  if (offset + Number(request.headers['content-length'] ?? 0) > upload.size) throw new Refusal('body-too-large');
  const after = await take(uploads, upload, offset, request);
  return reply.code(204).removeHeader('connection').headers(standing(after)).send();
}

async function take(uploads: UploadStore, upload: Upload, offset: number, request: FastifyRequest): Promise<Upload> {
  try {
    return await uploads.append(upload, { offset, body: request.raw, checksum: checksumOf(request) });
  } catch (error) {
    // the sender is gone, or another connection of its own has taken over: nobody's fault
    if (!(error instanceof Refusal) && request.raw.destroyed && !isStorage(error)) throw new Refusal('unavailable');
    throw error;
  }
}

function isStorage(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall !== 'read';
}

function tell(reply: FastifyReply, bytesMax: number) {
  return reply.code(204).headers({ 'tus-version': version, 'tus-extension': extensions, 'tus-max-size': String(bytesMax), 'tus-checksum-algorithm': algorithms.join(',') }).send();
}

function requireVersion(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers['tus-resumable'] === version) return;
  void reply.header('tus-version', version);
  throw new Refusal('tus-version');
}

/** Files of an organisation belong to it, those of staff and experts to the person: as with POST /blobs. */
async function ownerOf(identity: Identity, request: FastifyRequest): Promise<string> {
  const actor = await readerOf(request, identity);
  const owner = actor?.entityId ?? actor?.accountId;
  if (!owner) throw new Refusal('not-signed-in');
  return owner;
}

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string };
  if (!z.uuid().safeParse(id).success) throw new Refusal('not-found');
  return id;
}

function numberOf(request: FastifyRequest, name: 'upload-length' | 'upload-offset'): number {
  const text = request.headers[name];
  if (typeof text !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(text)) throw new Refusal('invalid-input', { field: name });
  return Number(text);
}

/** Kept as it came, for the sender alone; a name in it is never used as a path. */
function metadataOf(request: FastifyRequest): string {
  const text = request.headers['upload-metadata'] ?? '';
  if (typeof text !== 'string' || text.length > 2_000 || !/^([!-+\--~]+( [A-Za-z0-9+/]*={0,2})?(, ?(?=[!-~])|$))*$/.test(text)) throw new Refusal('invalid-input', { field: 'upload-metadata' });
  return text;
}

function checksumOf(request: FastifyRequest): Checksum | null {
  const text = request.headers['upload-checksum'];
  if (text === undefined) return null;
  const match = typeof text === 'string' ? /^([a-z0-9]+) ([A-Za-z0-9+/]{20,100}={0,2})$/.exec(text) : null;
  const algorithm = algorithms.find((name) => name === match?.[1]);
  if (algorithm === undefined) throw new Refusal('invalid-input', { field: 'upload-checksum' });
  return { algorithm, digest: Buffer.from(match?.[2] ?? '', 'base64') };
}

function hasBody(request: FastifyRequest): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function standing(upload: Upload): Record<string, string> {
  return { 'upload-offset': String(upload.received), 'upload-expires': new Date(upload.expiresAt).toUTCString() };
}

function readOf({ id, size, received, metadata, createdAt, expiresAt, blob, doneAt }: Upload): UploadRead {
  return { id, size, received, metadata, createdAt, expiresAt, ...(blob && doneAt !== null ? { sha256: blob.sha256, sm3: blob.sm3 } : {}) };
}
