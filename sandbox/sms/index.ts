import { randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canonicalQuery, sha256, signatureOf } from '../../src/platform/sms.ts';

/**
 * A stand-in for the SMS provider, for demos and tests: Alibaba Cloud SMS as it answers on the wire. Requests are checked like
 * the real ones (key, time, nonce, signature); messages go to an inbox anybody on this machine may read, and an answer typed
 * there goes back to the platform as SmsUp.
 */
export interface SmsSandboxOptions { port?: number; accessKeyId: string; accessKeySecret: string; /** where answers are posted; may be set later */ upUrl?: string }
export interface InboxMessage { bizId: string; phone: string; signName: string; templateCode: string; params: Record<string, string>; extend: string; outId: string; at: string }
export interface SmsSandbox { url: string; inbox(phone?: string): InboxMessage[]; reply(phone: string, content: string, extend?: string): Promise<number>; setUpUrl(url: string): void; close(): Promise<void> }

const CLOCK_SKEW_MS = 15 * 60_000;
const INBOX_MAX = 10_000;

export async function startSmsSandbox(options: SmsSandboxOptions): Promise<SmsSandbox> {
  const state: State = { ...options, messages: [], nonces: new Map(), sequence: 0 };
  const server = createServer((request, response) => {
    route(state, request, response).catch((error: unknown) => answer(response, 500, { Code: 'InternalError', Message: String(error) }));
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    inbox: (phone) => inboxOf(state, phone),
    reply: (phone, content, extend) => reply(state, phone, content, extend),
    setUpUrl(url) { state.upUrl = url; },
    close: () => closed(server),
  };
}

interface State extends SmsSandboxOptions { messages: InboxMessage[]; nonces: Map<string, number>; sequence: number }

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const body = await bodyOf(request);
  if (request.method === 'GET' && url.pathname === '/inbox') return answer(response, 200, { items: inboxOf(state, url.searchParams.get('phone') ?? undefined) });
  if (request.method === 'POST' && url.pathname === '/reply') {
    const { phone, content, extend } = JSON.parse(body) as { phone: string; content: string; extend?: string };
    const status = await reply(state, phone, content, extend);
    return answer(response, status === 200 ? 200 : 502, { status });
  }
  if (request.method === 'POST' && url.pathname === '/') return action(state, request, response, url, body);
  return answer(response, 404, fault('InvalidAction.NotFound', 'Specified api is not found.'));
}

function action(state: State, request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
  const refused = checkSignature(state, request, url, body);
  if (refused) return answer(response, refused.Code === 'InvalidAccessKeyId.NotFound' ? 404 : 400, refused);
  if (request.headers['x-acs-action'] !== 'SendSms' || request.headers['x-acs-version'] !== '2017-05-25') return answer(response, 404, fault('InvalidAction.NotFound', 'Specified api is not found.'));
  const p = url.searchParams;
  const missing = ['PhoneNumbers', 'SignName', 'TemplateCode'].find((name) => !p.get(name));
  if (missing) return answer(response, 400, fault(`Missing${missing}`, `${missing} is mandatory for this action.`));
  if (!/^1\d{10}(,1\d{10})*$/.test(p.get('PhoneNumbers') ?? '')) return answer(response, 200, { ...fault('isv.MOBILE_NUMBER_ILLEGAL', '手机号码格式错误') });
  let params: Record<string, string>;
  try { params = JSON.parse(p.get('TemplateParam') ?? '{}') as Record<string, string>; } catch { return answer(response, 200, fault('isv.TEMPLATE_PARAMS_ILLEGAL', '模板变量不合法')); }
  const bizId = `${Date.now()}^${state.sequence += 1}`;
  for (const phone of (p.get('PhoneNumbers') ?? '').split(',')) {
    state.messages.push({ bizId, phone, signName: p.get('SignName') ?? '', templateCode: p.get('TemplateCode') ?? '', params, extend: p.get('SmsUpExtendCode') ?? '', outId: p.get('OutId') ?? '', at: new Date().toISOString() });
  }
  if (state.messages.length > INBOX_MAX) state.messages.splice(0, state.messages.length - INBOX_MAX);
  answer(response, 200, { Message: 'OK', RequestId: randomUUID().toUpperCase(), Code: 'OK', BizId: bizId });
}

/** Key known, time near, nonce new, body as declared, signature right: in the order in which the provider tells of faults. */
function checkSignature(state: State, request: IncomingMessage, url: URL, body: string): ReturnType<typeof fault> | null {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (!match) return fault('MissingSecurityToken', 'Authorization is missing or malformed.');
  const [, key = '', signed = '', signature = ''] = match;
  if (key !== state.accessKeyId) return fault('InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  const header = (name: string): string => String(request.headers[name] ?? '');
  if (!(Math.abs(Date.parse(header('x-acs-date')) - Date.now()) <= CLOCK_SKEW_MS)) return fault('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  const names = signed.split(';');
  for (const needed of ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-version']) {
    if (!names.includes(needed)) return fault('IncompleteSignature', `${needed} must be signed.`);
  }
  if (header('x-acs-content-sha256') !== sha256(body)) return fault('SignatureDoesNotMatch', 'The body does not fit x-acs-content-sha256.');
  const query = canonicalQuery(Object.fromEntries(url.searchParams));
  const headers = Object.fromEntries(names.map((name) => [name, header(name)]));
  const expected = signatureOf(state.accessKeySecret, { method: request.method ?? '', path: url.pathname, query, headers, names, contentSha256: sha256(body) });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return fault('SignatureDoesNotMatch', 'Specified signature is not matched with our calculation.');
  return nonceUsed(state, header('x-acs-signature-nonce')) ? fault('SignatureNonceUsed', 'Specified signature nonce was used already.') : null;
}

function nonceUsed(state: State, nonce: string): boolean {
  const now = Date.now();
  for (const [old, at] of state.nonces) if (now - at > CLOCK_SKEW_MS) state.nonces.delete(old);
  if (state.nonces.has(nonce)) return true;
  state.nonces.set(nonce, now);
  return false;
}

/** Posts the answer of a person to the newest message (or the one with the code given); the platform's HTTP status. */
async function reply(state: State, phone: string, content: string, extend?: string): Promise<number> {
  const message = inboxOf(state, phone).filter((one) => extend === undefined || one.extend === extend).at(-1);
  if (!message || !state.upUrl) return 404;
  const body = JSON.stringify([{
    phone_number: phone, content, dest_code: `1069${message.extend}`, sign_name: message.signName, sequence_id: state.sequence += 1,
    send_time: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
  }]);
  const response = await fetch(state.upUrl, { method: 'POST', headers: { 'content-type': 'application/json;charset=UTF-8' }, body, signal: AbortSignal.timeout(10_000) });
  return response.status;
}

function inboxOf(state: State, phone?: string): InboxMessage[] {
  return state.messages.filter((message) => phone === undefined || message.phone === phone);
}

function fault(code: string, message: string) {
  return { Code: code, Message: message, RequestId: randomUUID().toUpperCase() };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 65_536) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
}
