import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { canonicalQuery, sha256, signatureOf } from '../src/platform/sms.ts';

/** What the stand-ins for Alibaba Cloud's services share: keys, ACS3 signatures, faults as the provider tells them. */
export interface AcsKeys { accessKeyId: string; accessKeySecret: string; nonces: Map<string, number> }

const CLOCK_SKEW_MS = 15 * 60_000;

/** Key known, time near, nonce new, body as declared, signature right: in the order in which the provider tells of faults. */
export function checkSignature(state: AcsKeys, request: IncomingMessage, url: URL, body: string): ReturnType<typeof fault> | null {
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

function nonceUsed(state: AcsKeys, nonce: string): boolean {
  const now = Date.now();
  for (const [old, at] of state.nonces) if (now - at > CLOCK_SKEW_MS) state.nonces.delete(old);
  if (state.nonces.has(nonce)) return true;
  state.nonces.set(nonce, now);
  return false;
}

export function fault(code: string, message: string) {
  return { Code: code, Message: message, RequestId: randomUUID().toUpperCase() };
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 65_536) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
}
