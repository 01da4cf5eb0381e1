import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import type { ProblemCode } from '../../contracts/problems.ts';
import { isAway, isFull } from '../db.ts';
import type { Logger } from '../log.ts';
import { problemOf, Refusal } from '../refusal.ts';

/** Errors become problems here and nowhere else. What is no refusal is ours: it is logged and told without its insides. */
export function problemHandler(log: Logger) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = asRefusal(error);
    if (refusal.code === 'internal' || refusal.code === 'storage-full') log.error('request failed', { path: request.url.split('?')[0], error: error.stack ?? String(error) });
    const problem = problemOf(refusal);
    if ([429, 503, 507].includes(problem.status)) void reply.header('retry-after', String(refusal.detail.retryAfterS ?? retryAfterS));
    void reply.code(problem.status).type('application/problem+json').send(problem);
  };
}

/** Where the refusal names no time: a seat in the hall or a connection of the database is soon free again. */
const retryAfterS = 3;

const FASTIFY_CODES: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large', FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type', FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-json', FST_ERR_BAD_URL: 'not-found', FST_ERR_MAX_PARAM_LENGTH: 'not-found', FST_ERR_NOT_FOUND: 'not-found',
};

function asRefusal(error: FastifyError | Error): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ZodError) return inputRefusal(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = FASTIFY_CODES[code];
  if (known) return new Refusal(known);
  if (code === '40001' || code === '23505') return new Refusal('version-conflict');
  if (isFull(error)) return new Refusal('storage-full');
  if (isAway(error)) return new Refusal('unavailable');
  // what the server's own parts refuse (a path that climbs out of the folder, a malformed header) is the sender's fault
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 503) return new Refusal('unavailable');
  return new Refusal(status === 403 || status === 404 ? 'not-found' : status < 500 ? 'invalid-input' : 'internal');
}

/** The first field that does not fit, named as the sender named it. */
export function inputRefusal(error: ZodError): Refusal {
  const issue = error.issues[0];
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : null;
  const field = [...(issue?.path ?? []), ...(unknownKeys ? [unknownKeys] : [])].join('.');
  return new Refusal('invalid-input', {
    ...(field ? { field } : {}),
    zh: unknownKeys ? `不认识的字段：${unknownKeys}` : `“${field || '请求内容'}”不符合要求：${issue ? inChinese(issue) : ''}`,
    en: unknownKeys ? `Unknown field: ${unknownKeys}` : `"${field || 'body'}": ${issue?.message ?? ''}`,
  });
}

/** The library's own words said in Chinese, as people fill in forms; what a contract says in its own stays as it is. */
function inChinese(issue: ZodError['issues'][number]): string {
  if (!/^(Invalid|Too) /.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') return issue.message.endsWith('received undefined') ? '须填写' : '内容的类型不对';
  if (issue.code === 'invalid_format') return '格式不正确';
  if (issue.code === 'invalid_value') return `只能是 ${issue.values.map(String).join('、')}`;
  if (issue.code === 'too_small') return atLeast(issue.origin, String(issue.minimum));
  return issue.code === 'too_big' ? atMost(issue.origin, String(issue.maximum)) : issue.message;
}

function atLeast(origin: string, n: string): string { return origin === 'string' ? `至少 ${n} 个字` : origin === 'array' ? `至少 ${n} 项` : `不得小于 ${n}`; }
function atMost(origin: string, n: string): string { return origin === 'string' ? `最多 ${n} 个字` : origin === 'array' ? `最多 ${n} 项` : `不得大于 ${n}`; }
