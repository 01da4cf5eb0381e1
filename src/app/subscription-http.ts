import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { subscriptionInput } from '../contracts/subscriptions.ts';
import { AddressAllowance } from '../platform/http/allowance.ts';
import type { Pool } from '../platform/db.ts';
import { Refusal } from '../platform/refusal.ts';
import type { WorkspaceRoute } from './workspace-routes.ts';

/** What these routes ask of the portal; the composition gives it. */
export interface SubscriptionDesk<S> {
  subscribe(db: Pool, input: z.infer<typeof subscriptionInput>): Promise<void>;
  byToken(db: Pool, token: string): Promise<S | null>;
  confirm(db: Pool, token: string): Promise<S>;
  end(db: Pool, token: string): Promise<void>;
  page(subscription: S | null, now: 'asked' | 'confirmed' | 'ended'): string;
  policy: string;
}

const asksAMinute = 6;
const token = z.strictObject({ token: z.string().regex(/^[\w-]{20,64}$/) });

/**
 * E-mail subscription: no act, nobody is named in the ledger. Opening a link changes nothing; a button or the one-click POST of
 * a mail program (RFC 8058) does.
 */
export function subscriptionRoutes<S>(app: FastifyInstance, { db, desk, mail }: { db: Pool; desk: SubscriptionDesk<S>; mail: boolean }): void {
  const allowance = new AddressAllowance(asksAMinute);
  app.post('/api/v1/subscriptions', async (request, reply) => {
    if (!mail) throw new Refusal('mail-missing');
    allowance.take(request.ip);
    await desk.subscribe(db, subscriptionInput.parse(request.body));
    return reply.code(202).send({});
  });
  const show = (reply: FastifyReply, subscription: S | null, now: 'asked' | 'confirmed' | 'ended'): FastifyReply => reply.code(subscription === null && now !== 'ended' ? 404 : 200).headers({
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': desk.policy,
    // a form of this page tells where it comes from; the address with its token goes to no other site
    'referrer-policy': 'same-origin',
  }).send(desk.page(subscription, now));
  const tokenOf = (params: unknown): string => {
    const read = token.safeParse(params);
    if (!read.success) throw new Refusal('not-found');
    return read.data.token;
  };
  app.register(async (scope) => {
    // mail programs and forms send a form; nothing in it is needed
    scope.addContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data'], { parseAs: 'string', bodyLimit: 4_096 }, (_request, _body, done) => { done(null, {}); });
    scope.get('/subscriptions/:token', async (request, reply) => show(reply, await desk.byToken(db, tokenOf(request.params)), 'asked'));
    scope.post('/subscriptions/:token/confirm', async (request, reply) => show(reply, await desk.confirm(db, tokenOf(request.params)), 'confirmed'));
    scope.post('/subscriptions/:token/unsubscribe', async (request, reply) => {
      await desk.end(db, tokenOf(request.params));
      return show(reply, null, 'ended');
    });
  });
}

export const subscriptionRouteList: readonly WorkspaceRoute[] = [
  { method: 'POST', path: '/api/v1/subscriptions', who: 'public', zh: '邮件订阅', status: 202, body: subscriptionInput, answer: z.strictObject({}) },
  { method: 'GET', path: '/subscriptions/:token', who: 'public', zh: '订阅页面', status: 200, answer: 'bytes' },
  { method: 'POST', path: '/subscriptions/:token/confirm', who: 'public', zh: '确认订阅', status: 200, answer: 'bytes' },
  { method: 'POST', path: '/subscriptions/:token/unsubscribe', who: 'public', zh: '退订(RFC 8058)', status: 200, answer: 'bytes' },
];
