import type { FastifyInstance } from 'fastify';
import { blobBytesMax, type BlobStore } from '../blobs.ts';
import type { Pool } from '../db.ts';
import type { Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import { UploadAllowance } from './allowance.ts';
import { readerOf } from './session.ts';

/** POST /blobs: a file by its bytes, ≤ 72 MiB, kept for its owner, who has so much a day. GET /blobs/{sha256}: one's own or public, as attachment. */
export function blobRoutes(app: FastifyInstance, deps: { blobs: BlobStore; identity: Identity; db: Pool; uploadBytesADay: number }): void {
  const allowance = new UploadAllowance(deps.db, deps.uploadBytesADay);
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
  app.get('/api/v1/blobs/:sha256', async (request, reply) => {
    const { sha256 } = request.params as { sha256: string };
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Refusal('not-found');
    const actor = await readerOf(request, deps.identity);
    const { rows } = await deps.db.query<{ size: string }>(
      'select size::text from blob where sha256 = $1 and (public or owner_id = $2) limit 1', [sha256, actor?.entityId ?? actor?.accountId ?? null]);
    if (!rows[0]) throw new Refusal('not-found');
    // user files never render in the platform's origin
    return reply.headers({ 'content-type': 'application/octet-stream', 'content-length': rows[0].size, 'content-disposition': `attachment; filename="${sha256}"`, 'content-security-policy': 'sandbox' })
      .send(deps.blobs.stream(sha256));
  });
}
