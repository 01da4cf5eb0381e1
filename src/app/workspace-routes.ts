import { z } from 'zod';
import { sha256Hex } from '../contracts/reads.ts';
import { clockInput, clockLeaseInput, clockReleaseInput, sandboxCertificateInput } from './demo-http.ts';
import { sessionInput } from '../platform/http/session.ts';

export interface WorkspaceRoute {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  who: 'public' | 'signed-in' | 'demo, this machine';
  zh: string;
  status: number;
  /** null: a file's bytes */
  body?: z.ZodType | null;
  answer?: z.ZodType | 'bytes' | 'events';
}

const digests = z.strictObject({ sha256: sha256Hex, sm3: sha256Hex, size: z.int() });
const session = z.strictObject({
  token: z.string(), account: z.strictObject({ id: z.uuid(), name: z.string() }), roles: z.array(z.string()), entityId: z.uuid().nullable(),
});

/** Every route that comes from no declaration: sessions, files, the event stream, the demo. A route beside these fails the matrix test. */
export const workspaceRoutes: readonly WorkspaceRoute[] = [
  { method: 'POST', path: '/api/v1/sessions/challenge', who: 'public', zh: '登录挑战', status: 201, answer: z.strictObject({ challenge: z.string(), expiresAt: z.string() }) },
  { method: 'POST', path: '/api/v1/sessions', who: 'public', zh: '证书登录', status: 201, body: sessionInput, answer: session },
  { method: 'DELETE', path: '/api/v1/sessions', who: 'public', zh: '退出登录', status: 204 },
  { method: 'POST', path: '/api/v1/blobs', who: 'signed-in', zh: '上传文件', status: 201, body: null, answer: digests },
  { method: 'GET', path: '/api/v1/blobs/:sha256', who: 'public', zh: '下载文件(公开的或本人的)', status: 200, answer: 'bytes' },
  { method: 'GET', path: '/api/v1/events', who: 'public', zh: '开标直播事件流', status: 200, answer: 'events' },
  { method: 'POST', path: '/api/v1/demo/clock/lease', who: 'demo, this machine', zh: '演示时钟租用', status: 201, body: clockLeaseInput, answer: z.strictObject({ lease: z.string() }) },
  { method: 'POST', path: '/api/v1/demo/clock/release', who: 'demo, this machine', zh: '演示时钟归还', status: 204, body: clockReleaseInput },
  { method: 'POST', path: '/api/v1/demo/clock', who: 'demo, this machine', zh: '拨快或停住演示时钟', status: 200, body: clockInput, answer: z.strictObject({ now: z.string(), offsetMs: z.int(), frozen: z.boolean() }) },
  { method: 'POST', path: '/sandbox/ca/certificates', who: 'demo, this machine', zh: '沙箱证书', status: 201, body: sandboxCertificateInput, answer: z.strictObject({ certificate: z.string(), fingerprint: sha256Hex }) },
];
