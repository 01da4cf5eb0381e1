import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LiveHub, LiveMessage } from '../live.ts';
import { Refusal } from '../refusal.ts';

const channelPattern = /^opening:[0-9a-f-]{36}$/;
const heartbeatMs = 15_000;
/** a watcher that reads too slowly is cut; its browser reconnects where it was */
const bufferBytesMax = 1024 * 1024;
/** One household or office behind an address, not one program that takes every place of the hall. */
const streamsOfAddressMax = 500;
const streamsMax = 10_000;
/** what a sequence number can be in the database */
const cursorMax = 2 ** 31 - 1;

/** GET /api/v1/events?channel=…&after=…: server-sent events; Last-Event-ID resumes without loss or doubling. */
export function eventRoutes(app: FastifyInstance, hub: LiveHub, exists: (channel: string) => Promise<boolean>, limits = { streamsOfAddressMax, streamsMax }): void {
  const seats = new Seats(limits);
  app.get('/api/v1/events', async (request, reply) => {
    const { channel, after } = request.query as { channel?: string; after?: string };
    if (!channel || !channelPattern.test(channel)) throw new Refusal('invalid-input', { field: 'channel' });
    if (!await exists(channel)) throw new Refusal('not-found');
    const cursor = cursorOf(request, after);
    const stand = seats.take(request.ip);
    reply.hijack();
    const raw = reply.raw;
    raw.on('close', stand);
    if (raw.destroyed) { stand(); return; }
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
    leave = await hub.subscribe(channel, { cursor, send, cut: () => { raw.destroy(); } });
    if (raw.destroyed) leave();
    send({ seq: null, type: 'viewers', data: { viewers: hub.viewers(channel) } });
  });
}

function cursorOf(request: FastifyRequest, after: string | undefined): number {
  const last = request.headers['last-event-id'] ?? after ?? '0';
  const cursor = Number(last);
  if (!Number.isSafeInteger(cursor) || cursor < 0 || cursor > cursorMax) throw new Refusal('invalid-input', { field: 'after' });
  return cursor;
}

/** Open streams by address. A stream that may not open is refused before anything is kept for it. */
class Seats {
  private readonly byAddress = new Map<string, number>();
  private all = 0;
  private readonly limits: { streamsOfAddressMax: number; streamsMax: number };

  constructor(limits: { streamsOfAddressMax: number; streamsMax: number }) { this.limits = limits; }

  take(address: string): () => void {
    const taken = this.byAddress.get(address) ?? 0;
    if (taken >= this.limits.streamsOfAddressMax || this.all >= this.limits.streamsMax) throw new Refusal('too-many-streams');
    this.byAddress.set(address, taken + 1);
    this.all += 1;
    let seated = true;
    return () => {
      if (!seated) return;
      seated = false;
      this.all -= 1;
      const left = (this.byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.byAddress.set(address, left);
      else this.byAddress.delete(address);
    };
  }
}
