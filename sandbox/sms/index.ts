import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, bodyOf, checkSignature, closed, fault } from '../acs.ts';

/**
 * A stand-in for the SMS provider, for demos and tests: Alibaba Cloud SMS as it answers on the wire. Requests are checked like
 * the real ones (key, time, nonce, signature); messages go to an inbox anybody on this machine may read, and an answer typed
 * there goes back to the platform as SmsUp.
 */
export interface SmsSandboxOptions { port?: number; accessKeyId: string; accessKeySecret: string; /** where answers are posted; may be set later */ upUrl?: string }
export interface InboxMessage { bizId: string; phone: string; signName: string; templateCode: string; params: Record<string, string>; extend: string; outId: string; at: string }
export interface SmsSandbox { url: string; inbox(phone?: string): InboxMessage[]; reply(phone: string, content: string, extend?: string): Promise<number>; setUpUrl(url: string): void; close(): Promise<void> }

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
