import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../act.ts';
import type { Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import { AddressAllowance } from './allowance.ts';

export const sessionInput = z.strictObject({
  certificate: z.string().max(12_000), challenge: z.string().max(100), signature: z.string().max(200),
  as: z.enum(['bearer', 'cookie']).default('bearer').describe('cookie: a browser that must not hold the token itself'),
});

/** POST /sessions/challenge, POST /sessions, DELETE /sessions: workspace, no leaf. */
export function sessionRoutes(app: FastifyInstance, identity: Identity, challengesAMinute: number): void {
  const challenges = new AddressAllowance(challengesAMinute);
  app.post('/api/v1/sessions/challenge', async (request, reply) => {
    challenges.take(request.ip);
    return reply.code(201).send(await identity.challenge());
  });
  app.post('/api/v1/sessions', async (request, reply) => {
    const { as, ...claim } = sessionInput.parse(request.body);
    const { token, account } = await identity.signIn(claim);
    const answer = { account: { id: account.id, name: account.name }, roles: account.roles, entityId: account.entityId };
    if (as === 'bearer') return reply.code(201).send({ token, ...answer });
    return reply.header('set-cookie', cookieOf(request, token, sessionMaxSeconds)).code(201).send(answer);
  });
  app.delete('/api/v1/sessions', async (request, reply) => {
    const token = tokenOf(request);
    if (token !== null) await identity.signOut(token);
    if (cookieToken(request) !== null) void reply.header('set-cookie', cookieOf(request, '', 0));
    return reply.code(204).send();
  });
}

/**
 * The token of a tool (Bearer) or of a browser (cookie). A cookie travels by itself, so with whatever changes something it counts
 * only together with the Origin of this very site, which no other page can send; the server refuses a foreign Origin before.
 */
export function tokenOf(request: FastifyRequest): string | null {
  if (request.headers.authorization !== undefined) return bearerOf(request.headers.authorization);
  const token = cookieToken(request);
  if (token !== null && request.method !== 'GET' && request.method !== 'HEAD' && request.headers.origin === undefined) throw new Refusal('origin-refused');
  return token;
}

function bearerOf(header: string): string {
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(header)?.[1];
  if (token === undefined) throw new Refusal('session-expired');
  return token;
}

/** Who reads: the account of the token, or null for a guest. */
export async function readerOf(request: FastifyRequest, identity: Identity): Promise<Actor | null> {
  const token = tokenOf(request);
  return token === null ? null : identity.actor(await identity.accountOfToken(token), '');
}

const sessionMaxSeconds = 12 * 3_600;

/** `__Host-` binds the cookie to this host over TLS; on loopback without TLS the port keeps two platforms of one machine apart. */
function cookieName(request: FastifyRequest): string {
  return request.protocol === 'https' ? '__Host-qinglan' : `qinglan-${request.host.split(':')[1] ?? '80'}`;
}

function cookieOf(request: FastifyRequest, token: string, maxAge: number): string {
  return `${cookieName(request)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${request.protocol === 'https' ? '; Secure' : ''}`;
}

function cookieToken(request: FastifyRequest): string | null {
  const name = `${cookieName(request)}=`;
  const pair = request.headers.cookie?.split(/; */).find((part) => part.startsWith(name));
  return /^[A-Za-z0-9_-]{20,100}$/.exec(pair?.slice(name.length) ?? '')?.[0] ?? null;
}
