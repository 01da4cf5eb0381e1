import { z } from 'zod';
import { canonicalQuery, signedHeaders } from './sms.ts';

/**
 * Automatic calls with an answer by key, by the protocol of Alibaba Cloud's voice service (dyvmsapi 2017-05-25, IvrCall, signed as
 * SMS are). The sandbox speaks the same protocol, so the real service is a matter of configuration.
 */
export interface VoiceConfig {
  baseUrl: string; accessKeyId: string; accessKeySecret: string;
  /** the number that calls */
  showNumber: string;
  /** text that is read, by the platform's name of the call */
  templates: Readonly<Record<string, string>>;
  /** read after a key, and at the end */
  thanks: string;
}
export interface VoiceCall { id: string; phone: string; template: string; params: Readonly<Record<string, string>>; keys: readonly string[] }
export interface VoiceClient { call(call: VoiceCall): Promise<{ callId: string }> }

const TIMEOUT_MS = 10_000;
const RING_MS = 30_000;

export function voiceConfig(env: Readonly<Record<string, string | undefined>>): VoiceConfig | null {
  const { QINGLAN_VOICE_URL: baseUrl, QINGLAN_VOICE_KEY_ID: accessKeyId, QINGLAN_VOICE_KEY_SECRET: accessKeySecret, QINGLAN_VOICE_NUMBER: showNumber } = env;
  if (!baseUrl || !accessKeyId || !accessKeySecret || !showNumber) return null;
  return { baseUrl, accessKeyId, accessKeySecret, showNumber, templates: { 'expert-call': env.QINGLAN_VOICE_TEMPLATE_EXPERT_CALL || 'TTS_EXPERT_CALL' }, thanks: env.QINGLAN_VOICE_TEMPLATE_THANKS || 'TTS_THANKS' };
}

export function voiceClient(config: VoiceConfig): VoiceClient {
  return {
    async call({ id, phone, template, params, keys }) {
      const startCode = config.templates[template];
      if (startCode === undefined) throw new Error(`no voice template for ${template}`);
      const query = canonicalQuery({
        CalledShowNumber: config.showNumber, CalledNumber: phone, StartCode: startCode, StartTtsParams: JSON.stringify(params), PlayTimes: '2', Timeout: String(RING_MS), ByeCode: config.thanks, OutId: id,
        ...Object.fromEntries(keys.flatMap((key, i) => [[`MenuKeyMap.${i + 1}.Key`, key], [`MenuKeyMap.${i + 1}.Code`, config.thanks]])),
      });
      const response = await fetch(new URL(`/?${query}`, config.baseUrl), { method: 'POST', headers: signedHeaders(config, 'IvrCall', query), signal: AbortSignal.timeout(TIMEOUT_MS) });
      const answer = callAnswer.safeParse(await response.json().catch(() => null));
      if (!answer.success || answer.data.Code !== 'OK') throw new Error(`call not taken: ${response.status} ${answer.data?.Code ?? 'unreadable answer'}`);
      return { callId: answer.data.CallId ?? '' };
    },
  };
}

const callAnswer = z.looseObject({ Code: z.string(), RequestId: z.string(), CallId: z.string().optional() });

/** What the provider posts when a call is over (VoiceReport): an array, to be acknowledged with `{code: 0}`. */
export const voiceReport = z.array(z.looseObject({
  call_id: z.string().max(100), out_id: z.string().max(100), callee: z.string().max(30), status_code: z.string().max(20), dtmf: z.string().max(20).optional(),
})).max(200);
export interface VoiceAnswer { id: string; phone: string; key: string }

/** The keys that were pressed; a call that nobody took, or that ended without a key, answers nothing. */
export function parseVoiceReport(body: unknown): VoiceAnswer[] {
  return voiceReport.parse(body).flatMap(({ out_id: id, callee, status_code: status, dtmf }) => (
    status === ANSWERED && dtmf !== undefined && dtmf !== '' ? [{ id, phone: callee.replace(/^\+?86(?=1\d{10}$)/, ''), key: dtmf.slice(0, 1) }] : []));
}
export const ANSWERED = '200000';
