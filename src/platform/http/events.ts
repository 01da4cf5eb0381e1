import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LiveHub, LiveMessage } from '../live.ts';
import { Refusal } from '../refusal.ts';

const channelPattern = /^opening:[0-9a-f-]{36}$/;
const heartbeatMs = 15_000;
/** a watcher that reads too slowly is cut; its browser reconnects where it was */
const bufferBytesMax = 1024 * 1024;

/** GET /api/v1/events?channel=…&after=…: server-sent events; Last-Event-ID resumes without loss or doubling. */
export function eventRoutes(app: FastifyInstance, hub: LiveHub, exists: (channel: string) => Promise<boolean>): void {
  app.get('/api/v1/events', async (request, reply) => {
    const { channel, after } = request.query as { channel?: string; after?: string };
    if (!channel || !channelPattern.test(channel)) throw new Refusal('invalid-input', { field: 'channel' });
    if (!await exists(channel)) throw new Refusal('not-found');
    const cursor = cursorOf(request, after);
    reply.hijack();
    const raw = reply.raw;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff',
    });
    raw.write('retry: 1000\n\n');
    const send = ({ seq, type, data }: LiveMessage): void => {
      if (raw.writableLength > bufferBytesMax) { raw.destroy(); return; }
      raw.write(`${seq === null ? '' : `id: ${seq}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const heartbeat = setInterval(() => raw.write(': \n\n'), heartbeatMs);
    let leave: (() => void) | null = null;
    raw.on('close', () => { clearInterval(heartbeat); leave?.(); });
    leave = await hub.subscribe(channel, { cursor, send });
    if (raw.destroyed) leave();
    send({ seq: null, type: 'viewers', data: { viewers: hub.viewers(channel) } });
  });
}

function cursorOf(request: FastifyRequest, after: string | undefined): number {
  const last = request.headers['last-event-id'] ?? after ?? '0';
  const cursor = Number(last);
  if (!Number.isSafeInteger(cursor) || cursor < 0) throw new Refusal('invalid-input', { field: 'after' });
  return cursor;
}
