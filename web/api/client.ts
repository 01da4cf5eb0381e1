import type { ProblemBody } from '../../src/contracts/reads.ts';

/** A refusal of the server (RFC 9457), with its words in both languages. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly body: ProblemBody | null;
  constructor(status: number, body: ProblemBody | null) {
    super(body?.code ?? `HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

export const api = '/api/v1';

export async function readJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, 'application/json', signal);
  return (await response.json()) as T;
}

export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  return (await send(path, 'text/plain', signal)).text();
}

/** The exact bytes: what is hashed must not pass through a parser first. */
export async function readBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  return new Uint8Array(await (await send(path, '*/*', signal)).arrayBuffer());
}

/** The first bytes of a file. */
export async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  return new Uint8Array(await (await send(path, '*/*', undefined, { range: `bytes=0-${bytes - 1}` })).arrayBuffer()).slice(0, bytes);
}

/** What is the same for everybody, asked without saying who one is: a session that ended has no part in it. */
export async function readOpenly<T>(path: string): Promise<T> {
  return (await (await send(path, 'application/json', undefined, {}, 'omit')).json()) as T;
}

/** The same key with the same body asks for the same answer: what was lost on the way can be sent again. */
export async function postJson<T>(path: string, body: unknown, idempotencyKey: string = crypto.randomUUID(), credentials: RequestCredentials = 'same-origin'): Promise<T> {
  const response = await fetch(`${api}${path}`, {
    method: 'POST', body: JSON.stringify(body), credentials,
    headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': idempotencyKey },
  });
  if (!response.ok) throw new ApiProblem(response.status, await problemOf(response));
  return (await response.json()) as T;
}

/** Leaves out what is empty, so an address stays short. */
export function query(params: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(params).filter(([, v]) => v !== undefined && v !== '');
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString()}`;
}

async function send(path: string, accept: string, signal?: AbortSignal, more: Readonly<Record<string, string>> = {}, credentials: RequestCredentials = 'same-origin'): Promise<Response> {
  const response = await fetch(`${api}${path}`, {
    headers: { accept: `${accept}, application/problem+json`, ...more }, credentials, ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new ApiProblem(response.status, await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<ProblemBody | null> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return null;
  }
}
