import type { FastifyInstance, FastifyRequest } from 'fastify';
import { startMailSandbox, type MailMessageIn, type MailSandbox } from '../../../sandbox/mail/index.ts';
import { mailboxPage, MAILBOX_POLICY } from '../../../sandbox/mail/page.ts';
import type { MailConfig } from '../../platform/mail.ts';
import { Refusal } from '../../platform/refusal.ts';

export interface DemoMail { config: MailConfig; sandbox: MailSandbox }

/** A post office beside the server: SMTP like a real one, a password made at every start, delivers to nobody. */
export async function demoMail(): Promise<DemoMail> {
  const sandbox = await startMailSandbox();
  return { sandbox, config: { url: sandbox.url, from: '清兰公共资源交易平台 <no-reply@qinglan.example>' } };
}

/** What was sent: as a page, and to programs. Only on this machine. */
export function mailRoutes(app: FastifyInstance, { sandbox }: Pick<DemoMail, 'sandbox'>): void {
  app.get('/sandbox/mail', async (request, reply) => {
    local(request);
    return reply.headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': MAILBOX_POLICY, 'referrer-policy': 'same-origin' }).send(mailboxPage(inbox(request)));
  });
  app.get('/sandbox/mail/messages', async (request) => {
    local(request);
    return { items: inbox(request) };
  });
  function inbox(request: FastifyRequest): MailMessageIn[] {
    const { to } = request.query as { to?: string };
    return sandbox.inbox(to || undefined);
  }
}

function local({ ip }: FastifyRequest): void {
  if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip)) throw new Refusal('not-found');
}
