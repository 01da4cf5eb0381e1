import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCa } from '../../sandbox/ca/index.ts';
import type { PlatformClock } from '../platform/clock.ts';
import { Refusal } from '../platform/refusal.ts';

export const clockLeaseInput = z.strictObject({ holder: z.string().min(1).max(100) });
export const clockInput = z.strictObject({ lease: z.string().max(100), to: z.iso.datetime({ offset: true }).optional(), freeze: z.boolean().optional() });
export const clockReleaseInput = z.strictObject({ lease: z.string().max(100) });
export const sandboxCertificateInput = z.strictObject({
  subject: z.strictObject({ organizationName: z.string().min(1).max(100).optional(), creditCode: z.string().max(30).optional(), personName: z.string().min(1).max(50).optional(), personNo: z.string().max(50).optional() }),
  usage: z.enum(['sign', 'encrypt']),
  publicKey: z.string().max(1_000).describe('SubjectPublicKeyInfo in base64: the key stays with its holder'),
});

/** Only in demo mode and only from this machine: the clock that can be moved, and the sandbox authority. */
export function demoRoutes(app: FastifyInstance, deps: { clock: PlatformClock; sandbox: SandboxCa; moved: (state: { offsetMs: number; frozenAt: number | null }) => void }): void {
  app.post('/api/v1/demo/clock/lease', async (request, reply) => {
    local(request);
    return reply.code(201).send(await deps.clock.lease(clockLeaseInput.parse(request.body).holder));
  });
  app.post('/api/v1/demo/clock/release', async (request, reply) => {
    local(request);
    await deps.clock.release(clockReleaseInput.parse(request.body).lease);
    return reply.code(204).send();
  });
  app.post('/api/v1/demo/clock', async (request) => {
    local(request);
    const { lease, to, freeze } = clockInput.parse(request.body);
    const state = await deps.clock.move(lease, { ...(to === undefined ? {} : { to: Date.parse(to) }), ...(freeze === undefined ? {} : { freeze }) });
    if (to !== undefined || freeze !== undefined) deps.moved(state);
    return { now: deps.clock.iso(), offsetMs: state.offsetMs, frozen: state.frozenAt !== null };
  });
  app.post('/sandbox/ca/certificates', async (request, reply) => {
    local(request);
    const { subject, usage, publicKey } = sandboxCertificateInput.parse(request.body);
    const name = Object.fromEntries(Object.entries(subject).filter(([, v]) => v !== undefined));
    const issued = await deps.sandbox.issue({ subject: name, usage, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64')) });
    return reply.code(201).send({ certificate: Buffer.from(issued.certificate).toString('base64'), fingerprint: issued.fingerprint });
  });
}

/** From this machine itself: what a proxy passed on came from somewhere else. */
export function local(request: FastifyRequest): void {
  const loopback = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip);
  // a page elsewhere can make its own name point here; what it cannot do is ask for this machine by its own name
  const byName = ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(request.hostname);
  if (!loopback || !byName || request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined) throw new Refusal('not-found');
}
