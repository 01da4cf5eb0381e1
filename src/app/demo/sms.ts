import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { startSmsSandbox, type SmsSandbox } from '../../../sandbox/sms/index.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { SmsConfig } from '../../platform/sms.ts';

export interface DemoSms { config: SmsConfig; sandbox: SmsSandbox }

/** The stand-in for the SMS provider beside the server: same protocol, keys made at every start. */
export async function demoSms(): Promise<DemoSms> {
  const [accessKeyId, accessKeySecret] = [randomBytes(8).toString('hex'), randomBytes(24).toString('base64url')];
  const sandbox = await startSmsSandbox({ accessKeyId, accessKeySecret });
  return { sandbox, config: { baseUrl: sandbox.url, accessKeyId, accessKeySecret, signName: '公共资源交易', templates: { 'expert-call': 'SMS_EXPERT_CALL' } } };
}

const reply = z.strictObject({ phone: z.string().max(20), content: z.string().max(200), extend: z.string().max(20).optional() });

/** The phones of the demo's people: what they received, and how they answer. Only on this machine. */
export function smsRoutes(app: FastifyInstance, { sandbox }: DemoSms): void {
  app.get('/sandbox/sms/inbox', async (request) => {
    local(request.ip);
    const { phone } = request.query as { phone?: string };
    return { items: sandbox.inbox(phone) };
  });
  app.post('/sandbox/sms/reply', async (request) => {
    local(request.ip);
    const { phone, content, extend } = reply.parse(request.body);
    return { status: await sandbox.reply(phone, content, extend) };
  });
}

function local(ip: string): void {
  if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip)) throw new Refusal('not-found');
}
