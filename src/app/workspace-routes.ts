import { z } from 'zod';
import { notificationsMark } from '../contracts/notifications.ts';
import { instant, sha256Hex } from '../contracts/reads.ts';
import { demoAccountsAnswer, demoKeysAnswer, demoKeysInput } from './demo/accounts.ts';
import { clockInput, clockLeaseInput, clockReleaseInput, sandboxCertificateInput } from './demo-http.ts';
import { sessionInput } from '../platform/http/session.ts';
import { notificationMailRouteList } from './desk/notification-mail.ts';
import { smsUp } from '../platform/sms.ts';
import { voiceReport } from '../platform/voice.ts';
import { subscriptionRouteList } from './subscription-http.ts';

export interface WorkspaceRoute {
  method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH' | 'OPTIONS';
  path: string;
  who: 'public' | 'signed-in' | 'demo, this machine';
  zh: string;
  status: number;
  /** null: a file's bytes */
  body?: z.ZodType | null;
  answer?: z.ZodType | 'bytes' | 'events';
}

const digests = z.strictObject({ sha256: sha256Hex, sm3: sha256Hex, size: z.int() });
const upload = z.strictObject({ id: z.uuid(), size: z.int(), received: z.int(), metadata: z.string(), createdAt: instant, expiresAt: instant, sha256: sha256Hex.optional(), sm3: sha256Hex.optional() });
const session = z.strictObject({
  token: z.string().optional().describe('absent where a cookie keeps it'), account: z.strictObject({ id: z.uuid(), name: z.string() }), roles: z.array(z.string()), entityId: z.uuid().nullable(),
});

/** Every route that comes from no declaration: sessions, files, the event stream, the SMS provider's callback, the demo. A route beside these fails the matrix test. */
export const workspaceRoutes: readonly WorkspaceRoute[] = [
  { method: 'POST', path: '/api/v1/sessions/challenge', who: 'public', zh: '登录挑战', status: 201, answer: z.strictObject({ challenge: z.string(), expiresAt: z.string() }) },
  { method: 'POST', path: '/api/v1/sessions', who: 'public', zh: '证书登录', status: 201, body: sessionInput, answer: session },
  { method: 'DELETE', path: '/api/v1/sessions', who: 'public', zh: '退出登录', status: 204 },
  { method: 'POST', path: '/api/v1/notifications/read', who: 'signed-in', zh: '通知已读', status: 204, body: notificationsMark },
  { method: 'POST', path: '/api/v1/blobs', who: 'signed-in', zh: '上传文件', status: 201, body: null, answer: digests },
  { method: 'GET', path: '/api/v1/blobs/:sha256', who: 'public', zh: '下载文件(公开的或本人的)', status: 200, answer: 'bytes' },
  // tus 1.0 (https://tus.io): files to 2 GiB in parts, named by their digest like any other once they are whole
  { method: 'OPTIONS', path: '/api/v1/uploads', who: 'public', zh: '断点续传：服务能力(tus)', status: 204 },
  { method: 'OPTIONS', path: '/api/v1/uploads/:id', who: 'public', zh: '断点续传：服务能力(tus)', status: 204 },
  { method: 'POST', path: '/api/v1/uploads', who: 'signed-in', zh: '断点续传：开始', status: 201 },
  { method: 'GET', path: '/api/v1/uploads', who: 'signed-in', zh: '断点续传：本单位的上传', status: 200, answer: z.strictObject({ items: z.array(upload), nextCursor: z.null() }) },
  { method: 'GET', path: '/api/v1/uploads/:id', who: 'signed-in', zh: '断点续传：进度与摘要', status: 200, answer: upload },
  { method: 'HEAD', path: '/api/v1/uploads/:id', who: 'signed-in', zh: '断点续传：已收到多少(tus)', status: 200 },
  { method: 'PATCH', path: '/api/v1/uploads/:id', who: 'signed-in', zh: '断点续传：传送下一段(tus)', status: 204, body: null },
  { method: 'DELETE', path: '/api/v1/uploads/:id', who: 'signed-in', zh: '断点续传：放弃(tus)', status: 204 },
  { method: 'GET', path: '/api/v1/events', who: 'public', zh: '开标直播事件流', status: 200, answer: 'events' },
  { method: 'POST', path: '/api/v1/demo/clock/lease', who: 'demo, this machine', zh: '演示时钟租用', status: 201, body: clockLeaseInput, answer: z.strictObject({ lease: z.string() }) },
  { method: 'POST', path: '/api/v1/demo/clock/release', who: 'demo, this machine', zh: '演示时钟归还', status: 204, body: clockReleaseInput },
  { method: 'POST', path: '/api/v1/demo/clock', who: 'demo, this machine', zh: '拨快或停住演示时钟', status: 200, body: clockInput, answer: z.strictObject({ now: z.string(), offsetMs: z.int(), frozen: z.boolean() }) },
  // the extension number in it, twelve digits of chance that only the provider and the phone have seen, is what is believed
  { method: 'POST', path: '/api/v1/callbacks/sms', who: 'public', zh: '短信上行回调', status: 200, body: smsUp, answer: z.strictObject({ code: z.literal(0), msg: z.string() }) },
  // the call's id, an uuid that only the provider has seen, and the number that was called are what is believed
  { method: 'POST', path: '/api/v1/callbacks/voice', who: 'public', zh: '语音呼叫回执回调', status: 200, body: voiceReport, answer: z.strictObject({ code: z.literal(0), msg: z.string() }) },
  { method: 'GET', path: '/sandbox/voice/calls', who: 'demo, this machine', zh: '沙箱语音来电', status: 200, answer: z.strictObject({ items: z.array(z.unknown()) }) },
  { method: 'POST', path: '/sandbox/voice/press', who: 'demo, this machine', zh: '沙箱语音按键', status: 200, body: z.strictObject({ phone: z.string().max(20), key: z.string().regex(/^[0-9*#]$/).nullable(), callId: z.string().max(100).optional() }), answer: z.strictObject({ status: z.int() }) },
  { method: 'GET', path: '/sandbox/sms/inbox', who: 'demo, this machine', zh: '沙箱短信收件箱', status: 200, answer: z.strictObject({ items: z.array(z.unknown()) }) },
  { method: 'POST', path: '/sandbox/sms/reply', who: 'demo, this machine', zh: '沙箱短信回复', status: 200, body: z.strictObject({ phone: z.string().max(20), content: z.string().max(200), extend: z.string().max(20).optional() }) },
  { method: 'GET', path: '/sandbox/accounts', who: 'demo, this machine', zh: '演示账户', status: 200, answer: demoAccountsAnswer },
  { method: 'POST', path: '/sandbox/accounts/keys', who: 'demo, this machine', zh: '演示账户的密钥', status: 201, body: demoKeysInput, answer: demoKeysAnswer },
  ...subscriptionRouteList,
  ...notificationMailRouteList,
  { method: 'GET', path: '/sandbox/mail', who: 'demo, this machine', zh: '沙箱邮箱页面', status: 200, answer: 'bytes' },
  { method: 'GET', path: '/sandbox/mail/messages', who: 'demo, this machine', zh: '沙箱邮箱', status: 200, answer: z.strictObject({ items: z.array(z.unknown()) }) },
  { method: 'POST', path: '/sandbox/ca/certificates', who: 'demo, this machine', zh: '沙箱证书', status: 201, body: sandboxCertificateInput, answer: z.strictObject({ certificate: z.string(), fingerprint: sha256Hex }) },
];
