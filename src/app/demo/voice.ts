import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { startVoiceSandbox, type VoiceSandbox } from '../../../sandbox/voice/index.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { VoiceConfig } from '../../platform/voice.ts';

export interface DemoVoice { config: VoiceConfig; sandbox: VoiceSandbox }

/** The stand-in for the voice provider beside the server: same protocol, keys made at every start. */
export async function demoVoice(): Promise<DemoVoice> {
  const [accessKeyId, accessKeySecret] = [randomBytes(8).toString('hex'), randomBytes(24).toString('base64url')];
  const sandbox = await startVoiceSandbox({ accessKeyId, accessKeySecret });
  return { sandbox, config: { baseUrl: sandbox.url, accessKeyId, accessKeySecret, showNumber: '057100000000', templates: { 'expert-call': 'TTS_EXPERT_CALL' }, thanks: 'TTS_THANKS' } };
}

const press = z.strictObject({ phone: z.string().max(20), key: z.string().regex(/^[0-9*#]$/).nullable(), callId: z.string().max(100).optional() });

/** The telephones of the demo's people: which ring, and the key that is pressed (none: it rings in vain). Only on this machine. */
export function voiceRoutes(app: FastifyInstance, { sandbox }: Pick<DemoVoice, 'sandbox'>): void {
  app.get('/sandbox/voice/calls', async (request) => {
    local(request);
    const { phone } = request.query as { phone?: string };
    return { items: sandbox.calls(phone) };
  });
  app.post('/sandbox/voice/press', async (request) => {
    local(request);
    const { phone, key, callId } = press.parse(request.body);
    return { status: key === null ? await sandbox.ring(phone, callId) : await sandbox.press(phone, key, callId) };
  });
}

function local({ ip }: FastifyRequest): void {
  if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip)) throw new Refusal('not-found');
}
