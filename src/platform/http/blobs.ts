import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { blobBytesMax, type BlobStore } from '../blobs.ts';
import type { Pool } from '../db.ts';
import type { Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import type { UploadAllowance } from './allowance.ts';
import { rangeOf } from './range.ts';
import { readerOf } from './session.ts';

export interface BlobDeps { blobs: BlobStore; identity: Identity; db: Pool; allowance: UploadAllowance }

/**
 * POST /blobs: a file by its bytes, ≤ 72 MiB, kept for its owner, who has so much a day; larger ones come by /uploads.
 * GET /blobs/{sha256}: one's own or public, as attachment, from any byte on.
 */
export function blobRoutes(app: FastifyInstance, deps: BlobDeps): void {
  const { allowance } = deps;
  app.post('/api/v1/blobs', { bodyLimit: blobBytesMax }, async (request, reply) => {
    // what is refused before its end is not read to its end: the connection goes with it, or the next request on it would wait
    void reply.header('connection', 'close');
    const actor = await readerOf(request, deps.identity);
    const owner = actor?.entityId ?? actor?.accountId;
    if (!owner) throw new Refusal('not-signed-in');
    if (request.headers['content-type'] !== 'application/octet-stream') throw new Refusal('unsupported-media-type');
    const expected = Number(request.headers['content-length'] ?? blobBytesMax);
    if (expected > blobBytesMax) throw new Refusal('body-too-large');
    const settle = await allowance.take(owner, expected);
    const stored = await deps.blobs.put(request.raw, owner).catch((error: unknown) => {
      settle(0);
      throw error;
    });
    settle(stored.size);
    return reply.code(201).removeHeader('connection').send(stored);
  });
  app.get('/api/v1/blobs/:sha256', { exposeHeadRoute: false }, async (request, reply) => {
    const { sha256, size } = await readable(deps, request);
    const range = rangeOf(request.headers, `"${sha256}"`, size);
    if (range === null) {
      void reply.header('content-range', `bytes */${size}`);
      throw new Refusal('range-invalid');
    }
    attachment(reply, sha256, range.end - range.start + 1);
    if (range.part) void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
    return reply.send(size === 0 ? '' : deps.blobs.stream(sha256, { start: range.start, end: range.end }));
  });
  app.head('/api/v1/blobs/:sha256', async (request, reply) => {
    const { sha256, size } = await readable(deps, request);
    return attachment(reply, sha256, size).send();
  });
}

async function readable({ identity, db }: BlobDeps, request: FastifyRequest): Promise<{ sha256: string; size: number }> {
  const { sha256 } = request.params as { sha256: string };
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Refusal('not-found');
  const actor = await readerOf(request, identity);
  const { rows } = await db.query<{ size: string }>(
    'select size::text from blob where sha256 = $1 and (public or owner_id = $2) limit 1', [sha256, actor?.entityId ?? actor?.accountId ?? null]);
  if (!rows[0]) throw new Refusal('not-found');
  return { sha256, size: Number(rows[0].size) };
}

/** User files never render in the platform's origin. */
function attachment(reply: FastifyReply, sha256: string, length: number): FastifyReply {
  return reply.headers({
    'content-type': 'application/octet-stream', 'content-length': String(length), 'content-disposition': 'attachment',
    'content-security-policy': 'sandbox', 'accept-ranges': 'bytes', 'etag': `"${sha256}"`,
  });
}
