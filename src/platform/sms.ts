import { createHash, createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';

/**
 * Short messages by the protocol of Alibaba Cloud SMS (dysmsapi 2017-05-25, RPC style, ACS3-HMAC-SHA256). The sandbox speaks
 * the same protocol, so the real service is a matter of configuration.
 */
export interface SmsConfig {
  baseUrl: string;
  accessKeyId: string;
  accessKeySecret: string;
  signName: string;
  /** templates of the provider by the platform's name of the message */
  templates: Readonly<Record<string, string>>;
}
export interface SmsMessage { id: string; phone: string; template: string; params: Readonly<Record<string, string>>; extend?: string }
export interface SmsSent { bizId: string; requestId: string }
export interface SmsClient { send(message: SmsMessage): Promise<SmsSent> }

const ALGORITHM = 'ACS3-HMAC-SHA256';
const VERSION = '2017-05-25';
const TIMEOUT_MS = 10_000;

/** The environment's settings; without them there is no gateway and the caller says so. */
export function smsConfig(env: Readonly<Record<string, string | undefined>>): SmsConfig | null {
  const { QINGLAN_SMS_URL: baseUrl, QINGLAN_SMS_KEY_ID: accessKeyId, QINGLAN_SMS_KEY_SECRET: accessKeySecret } = env;
  if (!baseUrl || !accessKeyId || !accessKeySecret) return null;
  return { baseUrl, accessKeyId, accessKeySecret, signName: env.QINGLAN_SMS_SIGN_NAME || '公共资源交易', templates: { 'expert-call': env.QINGLAN_SMS_TEMPLATE_EXPERT_CALL || 'SMS_EXPERT_CALL' } };
}

export function smsClient(config: SmsConfig): SmsClient {
  return {
    async send(message) {
      const templateCode = config.templates[message.template];
      if (templateCode === undefined) throw new Error(`no SMS template for ${message.template}`);
      const query = canonicalQuery({
        PhoneNumbers: message.phone, SignName: config.signName, TemplateCode: templateCode, TemplateParam: JSON.stringify(message.params),
        OutId: message.id, ...(message.extend === undefined ? {} : { SmsUpExtendCode: message.extend }),
      });
      const headers = signedHeaders(config, 'SendSms', query);
      const response = await fetch(new URL(`/?${query}`, config.baseUrl), { method: 'POST', headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const answer = sendAnswer.safeParse(await response.json().catch(() => null));
      if (!answer.success || answer.data.Code !== 'OK') throw new Error(`SMS not taken: ${response.status} ${answer.data?.Code ?? 'unreadable answer'}`);
      return { bizId: answer.data.BizId ?? '', requestId: answer.data.RequestId };
    },
  };
}

const sendAnswer = z.looseObject({ Code: z.string(), RequestId: z.string(), BizId: z.string().optional() });

/** What the provider posts when a person answers (SmsUp): an array, to be acknowledged with `{code: 0}`. */
export const smsUp = z.array(z.looseObject({
  phone_number: z.string().max(20), content: z.string().max(500), dest_code: z.string().regex(/^\d{1,30}$/), send_time: z.string().max(40).optional(),
})).max(200);
export interface SmsReply { phone: string; content: string; extend: string }

export function parseSmsUp(body: unknown): SmsReply[] {
  // the extension code stands at the end of the number that was answered
  return smsUp.parse(body).map((one) => ({ phone: one.phone_number.replace(/^\+?86(?=1\d{10}$)/, ''), content: one.content, extend: one.dest_code.slice(-EXTEND_DIGITS) }));
}
export const EXTEND_DIGITS = 12;

/** The headers of a signed request; SMS and voice are of one version. */
export function signedHeaders(config: Pick<SmsConfig, 'baseUrl' | 'accessKeyId' | 'accessKeySecret'>, action: string, query: string): Record<string, string> {
  const headers: Record<string, string> = {
    host: new URL(config.baseUrl).host, 'x-acs-action': action, 'x-acs-version': VERSION, 'x-acs-signature-nonce': randomUUID(),
    'x-acs-date': new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'), 'x-acs-content-sha256': sha256(''),
  };
  const names = Object.keys(headers).sort();
  const signature = signatureOf(config.accessKeySecret, { method: 'POST', path: '/', query, headers, names, contentSha256: sha256('') });
  const { host: _host, ...sent } = headers;
  return { ...sent, authorization: `${ALGORITHM} Credential=${config.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}` };
}

export interface Signable { method: string; path: string; query: string; headers: Readonly<Record<string, string>>; names: readonly string[]; contentSha256: string }

/** ACS3-HMAC-SHA256 over the canonical request. The sandbox checks with the same words, read from the provider's specification. */
export function signatureOf(secret: string, request: Signable): string {
  const lines = request.names.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`).join('');
  const canonical = [request.method, request.path, request.query, lines, request.names.join(';'), request.contentSha256].join('\n');
  return createHmac('sha256', secret).update(`${ALGORITHM}\n${sha256(canonical)}`).digest('hex');
}

/** Sorted by name, RFC 3986 percent-encoding. */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters).sort().map((name) => `${encode(name)}=${encode(parameters[name] ?? '')}`).join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
