import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, bodyOf, checkSignature, closed, fault } from '../acs.ts';

/**
 * A stand-in for the voice provider, for demos and tests: Alibaba Cloud's IvrCall as it answers on the wire. Requests are checked
 * like the real ones; a call rings until somebody takes it here and presses a key, or lets it ring, and the report goes back.
 */
export interface VoiceSandboxOptions { port?: number; accessKeyId: string; accessKeySecret: string; /** where reports are posted; may be set later */ reportUrl?: string }
export interface RingingCall { callId: string; phone: string; showNumber: string; startCode: string; params: Record<string, string>; keys: string[]; outId: string; at: string; over?: string }
export interface VoiceSandbox {
  url: string;
  calls(phone?: string): RingingCall[];
  /** takes the newest call of this phone (or the one named) and presses the key; the platform's HTTP status */
  press(phone: string, key: string, callId?: string): Promise<number>;
  /** nobody takes the call */
  ring(phone: string, callId?: string): Promise<number>;
  setReportUrl(url: string): void;
  close(): Promise<void>;
}

const CALLS_MAX = 10_000;
const PUSHES = 3;
const PUSH_AGAIN_MS = 500;

export async function startVoiceSandbox(options: VoiceSandboxOptions): Promise<VoiceSandbox> {
  const state: State = { ...options, made: [], nonces: new Map() };
  const server = createServer((request, response) => {
    route(state, request, response).catch((error: unknown) => answer(response, 500, { Code: 'InternalError', Message: String(error) }));
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: (phone) => callsOf(state, phone),
    press: (phone, key, callId) => report(state, phone, { key, callId }),
    ring: (phone, callId) => report(state, phone, { key: null, callId }),
    setReportUrl(url) { state.reportUrl = url; },
    close: () => closed(server),
  };
}

interface State extends VoiceSandboxOptions { made: RingingCall[]; nonces: Map<string, number> }

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const body = await bodyOf(request);
  if (request.method !== 'POST' || url.pathname !== '/') return answer(response, 404, fault('InvalidAction.NotFound', 'Specified api is not found.'));
  const refused = checkSignature(state, request, url, body);
  if (refused) return answer(response, refused.Code === 'InvalidAccessKeyId.NotFound' ? 404 : 400, refused);
  if (request.headers['x-acs-action'] !== 'IvrCall' || request.headers['x-acs-version'] !== '2017-05-25') return answer(response, 404, fault('InvalidAction.NotFound', 'Specified api is not found.'));
  const p = url.searchParams;
  const missing = ['CalledShowNumber', 'CalledNumber', 'StartCode'].find((name) => !p.get(name));
  if (missing) return answer(response, 400, fault(`Missing${missing}`, `${missing} is mandatory for this action.`));
  if (!/^1\d{10}$/.test(p.get('CalledNumber') ?? '')) return answer(response, 200, fault('isv.MOBILE_NUMBER_ILLEGAL', '手机号码格式错误'));
  let params: Record<string, string>;
  try { params = JSON.parse(p.get('StartTtsParams') ?? '{}') as Record<string, string>; } catch { return answer(response, 200, fault('isv.TTS_PARAMS_ILLEGAL', '模板变量不合法')); }
  const callId = `${Date.now()}^${100_000_000 + state.made.length}`;
  const keys = [...p].filter(([name]) => /^MenuKeyMap\.\d+\.Key$/.test(name)).map(([, key]) => key);
  state.made.push({ callId, phone: p.get('CalledNumber') ?? '', showNumber: p.get('CalledShowNumber') ?? '', startCode: p.get('StartCode') ?? '', params, keys, outId: p.get('OutId') ?? '', at: new Date().toISOString() });
  if (state.made.length > CALLS_MAX) state.made.splice(0, state.made.length - CALLS_MAX);
  answer(response, 200, { Message: 'OK', RequestId: randomUUID().toUpperCase(), Code: 'OK', CallId: callId });
}

async function report(state: State, phone: string, { key, callId }: { key: string | null; callId: string | undefined }): Promise<number> {
  const call = callsOf(state, phone).filter((one) => one.over === undefined && (callId === undefined || one.callId === callId)).at(-1);
  if (!call || !state.reportUrl) return 404;
  call.over = key ?? 'unanswered';
  const at = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const body = JSON.stringify([{
    call_id: call.callId, out_id: call.outId, caller: call.showNumber, callee: phone, voice_type: 'ivr', status_code: key === null ? '200005' : '200000', status_msg: key === null ? '用户无法接通' : '用户听完挂断',
    start_time: key === null ? '' : at(Date.now() - 20_000), end_time: at(Date.now()), duration: key === null ? '0' : '20', hangup_direction: '2', ...(key === null ? {} : { dtmf: key }),
  }]);
  const status = await pushed(state.reportUrl, body);
  // what was never taken was never said: the key may be pressed again
  if (status !== 200) delete call.over;
  return status;
}

/** A report that is not acknowledged is pushed again, as the service does. The last status; 0 where nobody answers. */
async function pushed(url: string, body: string): Promise<number> {
  let status = 0;
  for (let tries = 0; tries < PUSHES && status !== 200; tries += 1) {
    if (tries > 0) await new Promise((resolve) => { setTimeout(resolve, PUSH_AGAIN_MS); });
    status = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json;charset=UTF-8' }, body, signal: AbortSignal.timeout(10_000) }).then((response) => response.status, () => 0);
  }
  return status;
}

function callsOf(state: State, phone?: string): RingingCall[] {
  return state.made.filter((call) => phone === undefined || call.phone === phone);
}
