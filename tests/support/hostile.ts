import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Identity } from '../../cli/lib/client.ts';
import { signAct, signSessionChallenge, toBase64 } from '../../src/seal/index.ts';
import type { World } from './world.ts';

export interface Answer { status: number; code: string; field: string | undefined; headers: Headers; text: string; json: Record<string, unknown> }

/** A request as a hostile program makes it: any bytes, any headers. */
export async function send(world: Pick<World, 'url'>, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${world.url}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try { json = JSON.parse(text) as Record<string, unknown>; } catch { /* not every answer is JSON */ }
  return { status: response.status, code: String(json['code'] ?? ''), field: json['field'] as string | undefined, headers: response.headers, text, json };
}

export function postJson(world: Pick<World, 'url'>, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return send(world, path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers } });
}

/** A bearer header for a person who is known. */
export async function bearer(world: Pick<World, 'url' | 'deployment'>, who: Identity): Promise<Record<string, string>> {
  const { json: { challenge } } = await send(world, '/api/v1/sessions/challenge', { method: 'POST' });
  const signature = await signSessionChallenge(world.deployment, String(challenge), who.sign.privateKey);
  const session = await postJson(world, '/api/v1/sessions', { certificate: toBase64(who.sign.certificate), challenge, signature });
  expect(session.status, session.text).toBe(201);
  return { authorization: `Bearer ${String(session.json['token'])}` };
}

/** The body of an act, rightly signed, with whatever is bent afterwards. */
export async function signedBody(world: Pick<World, 'deployment'>, who: Identity, facts: { act: string; subject: string; input: unknown; key: string; deployment?: string }) {
  const { act, subject, input, key, deployment = world.deployment } = facts;
  return { subject, input, signature: await signAct({ deployment, act, subject, input, idempotencyKey: key }, who.sign.certificate, who.sign.privateKey) };
}

/** All that an act may change, leaving out refusals (they are what remains of an attempt) and the batches of every second. */
async function fingerprint(world: World): Promise<unknown> {
  await world.platform.outbox.drain();
  const { rows } = await world.pool.query<Record<string, unknown>>(`select
    (select coalesce(md5(string_agg(kind || id || state || version || data::text, ',' order by kind, id)), '') from record where kind <> 'warning') as records,
    (select count(*)::int from leaf where kind not in ('refusal', 'batch')) as leaves,
    (select count(*)::int from idempotency) as idempotency,
    (select count(*)::int from blob) as blobs,
    (select count(*)::int from timer where done_at is null) as timers,
    (select count(*)::int from live_event) as live`);
  return rows[0];
}

/** Runs what must be refused and looks that nothing remains of it. */
export async function refused(world: World, attempt: () => Promise<Answer>, status: number, code: string): Promise<Answer> {
  const before = await fingerprint(world);
  const answer = await attempt();
  expect({ status: answer.status, code: answer.code }, answer.text.slice(0, 300)).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.json).toMatchObject({ type: `urn:qinglan:problem:${code}`, status, detailZh: expect.any(String), detailEn: expect.any(String) });
  expect(await fingerprint(world)).toEqual(before);
  return answer;
}

/** Side by side, sixteen at a time. */
export async function eachOf<T>(items: readonly T[], run: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = [...items.entries()].reverse();
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await run(next[1], next[0]);
  }));
}
