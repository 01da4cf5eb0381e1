import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../act.ts';
import type { Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import { AddressAllowance } from './allowance.ts';

export const sessionInput = z.strictObject({ certificate: z.string().max(12_000), challenge: z.string().max(100), signature: z.string().max(200) });

/** POST /sessions/challenge, POST /sessions, DELETE /sessions: workspace, no leaf. */
export function sessionRoutes(app: FastifyInstance, identity: Identity, challengesAMinute: number): void {
  const challenges = new AddressAllowance(challengesAMinute);
  app.post('/api/v1/sessions/challenge', async (request, reply) => {
    challenges.take(request.ip);
    return reply.code(201).send(await identity.challenge());
  });
  app.post('/api/v1/sessions', async (request, reply) => {
    const { token, account } = await identity.signIn(sessionInput.parse(request.body));
    return reply.code(201).send({ token, account: { id: account.id, name: account.name }, roles: account.roles, entityId: account.entityId });
  });
  app.delete('/api/v1/sessions', async (request, reply) => {
    const token = bearerOf(request);
    if (token !== null) await identity.signOut(token);
    return reply.code(204).send();
  });
}

export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(header)?.[1];
  if (token === undefined) throw new Refusal('session-expired');
  return token;
}

/** Who reads: the account of the token, or null for a guest. */
export async function readerOf(request: FastifyRequest, identity: Identity): Promise<Actor | null> {
  const token = bearerOf(request);
  return token === null ? null : identity.actor(await identity.accountOfToken(token), '');
}
