import { randomUUID } from 'node:crypto';
import {
  exportPrivateKey, exportPublicKey, fromBase64, generateKeyPair, importPrivateKey, signAct, signSessionChallenge, toBase64, type KeyUse,
} from '../seal/index.ts';
import type { ProblemBody } from '../contracts/problems.ts';
import type { UploadPlace } from '../contracts/upload.ts';
import { patiently } from './patience.ts';

export interface KeyAndCertificate { privateKey: CryptoKey; certificate: Uint8Array<ArrayBuffer> }
/** A person or an organisation at the platform: a signing key and, where something is sealed to it, an encryption key. */
export interface Identity { name: string; sign: KeyAndCertificate; encrypt: KeyAndCertificate }
export interface Receipt { leafId: string; bodyHash: string; platformSignature: string; at: string }
export interface Move { machine: string; subject: string; event: string; from: string; to: string; row: string }
export interface Acted<R = Record<string, unknown>> { receipt: Receipt | null; events: Move[]; result: R }

/** A refusal as the platform told it: `code` is what callers branch on. */
export class ProblemError extends Error {
  readonly problem: ProblemBody;
  readonly status: number;
  constructor(problem: ProblemBody, what: string) {
    super(`${what}: ${problem.code}${problem.field ? ` (${problem.field})` : ''}: ${problem.detailZh}`);
    this.problem = problem;
    this.status = problem.status;
  }
  get code(): string { return this.problem.code; }
}

const timeoutMs = 120_000;

/** The public HTTP API as one person sees it: every act is signed with that person's key. */
export class Client {
  readonly url: string;
  readonly deployment: string;
  readonly who: Identity | null;
  accountId: string | null = null;
  entityId: string | null = null;
  private token: string | null = null;

  constructor(url: string, deployment: string, who: Identity | null) {
    this.url = url.replace(/\/$/, '');
    this.deployment = deployment;
    this.who = who;
  }

  async signIn(): Promise<this> {
    const who = this.identity();
    const { challenge } = await this.post<{ challenge: string }>('/api/v1/sessions/challenge', {});
    const signature = await signSessionChallenge(this.deployment, challenge, who.sign.privateKey);
    const session = await this.post<{ token: string; account: { id: string }; entityId: string | null }>('/api/v1/sessions', { certificate: toBase64(who.sign.certificate), challenge, signature });
    this.token = session.token;
    this.accountId = session.account.id;
    this.entityId = session.entityId;
    return this;
  }

  act<R = Record<string, unknown>>(id: string, subject: string, input: unknown, key: string = randomUUID()): Promise<Acted<R>> { return this.perform('acts', id, subject, input, key); }
  step<R = Record<string, unknown>>(id: string, subject: string, input: unknown, key: string = randomUUID()): Promise<Acted<R>> { return this.perform('steps', id, subject, input, key); }
  gov<R = Record<string, unknown>>(id: string, subject: string, input: unknown, key: string = randomUUID()): Promise<Acted<R>> { return this.perform('gov', id, subject, input, key); }

  async get<T>(path: string): Promise<T> {
    const response = await this.ask(path);
    return this.answer<T>(response, path);
  }

  async getText(path: string): Promise<string> {
    const response = await this.ask(path);
    if (!response.ok) return this.answer<never>(response, path);
    return response.text();
  }

  async getBytes(path: string): Promise<Uint8Array> {
    const response = await this.ask(path);
    if (!response.ok) return this.answer<never>(response, path);
    return new Uint8Array(await response.arrayBuffer());
  }

  async post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await this.ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    return this.answer<T>(response, path);
  }

  /** Uploads a file; its digest is how acts name it. */
  async upload(bytes: Uint8Array<ArrayBuffer>): Promise<{ sha256: string; sm3: string; size: number }> {
    const response = await this.ask('/api/v1/blobs', { method: 'POST', body: bytes, headers: { 'content-type': 'application/octet-stream' } });
    return this.answer(response, '/api/v1/blobs');
  }

  async uploadText(text: string): Promise<{ sha256: string; sm3: string; size: number }> {
    return this.upload(new TextEncoder().encode(text));
  }

  /** An answer to be read as it comes: files of any length. */
  async open(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.ask(path, { headers });
    return response.ok ? response : this.answer<never>(response, path);
  }

  /** Where `upload` of contracts/upload.ts brings files of this person. */
  uploadPlace(): UploadPlace { return { base: this.url, headers: () => this.auth(), renew: () => this.signIn() }; }

  /** The signed body of an act, for those who want to send it twice or bend it. */
  async signed(id: string, subject: string, input: unknown, idempotencyKey: string) {
    const who = this.identity();
    const signature = await signAct({ deployment: this.deployment, act: id, subject, input, idempotencyKey }, who.sign.certificate, who.sign.privateKey);
    return { subject, input, signature };
  }

  private async perform<R>(group: string, id: string, subject: string, input: unknown, key: string): Promise<Acted<R>> {
    const body = this.who === null ? { subject, input } : await this.signed(id, subject, input, key);
    return this.post<Acted<R>>(`/api/v1/${group}/${id}`, body, { 'idempotency-key': key });
  }

  private identity(): Identity {
    if (this.who === null) throw new Error('a guest signs nothing');
    return this.who;
  }

  private ask(path: string, { headers, ...init }: { method?: string; body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> } = {}): Promise<Response> {
    return patiently(() => fetch(`${this.url}${path}`, { ...init, headers: { ...headers, ...this.auth() }, signal: AbortSignal.timeout(timeoutMs) }));
  }

  private auth(): Record<string, string> { return this.token === null ? {} : { authorization: `Bearer ${this.token}` }; }

  private async answer<T>(response: Response, what: string): Promise<T> {
    if (response.status === 204) return undefined as T;
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return body as T;
    throw new ProblemError(isProblem(body) ? body : { type: 'about:blank', title: '', status: response.status, code: 'internal', detailZh: `HTTP ${response.status}`, detailEn: `HTTP ${response.status}` }, what);
  }
}

function isProblem(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value;
}

export interface CertificateSubject { organizationName?: string; creditCode?: string; personName?: string; personNo?: string }

/** Fresh keys with certificates of the platform's sandbox authority (demo mode only); the private keys never leave here. */
export async function sandboxIdentity(url: string, subject: CertificateSubject): Promise<Identity> {
  const [sign, encrypt] = await Promise.all([certified(url, subject, 'sign'), certified(url, subject, 'encrypt')]);
  return { name: subject.organizationName ?? subject.personName ?? '', sign, encrypt };
}

/** For one to whom nothing is sealed: the signing key stands in both places. */
export async function signingIdentity(url: string, subject: CertificateSubject): Promise<Identity> {
  const sign = await certified(url, subject, 'sign');
  return { name: subject.personName ?? subject.organizationName ?? '', sign, encrypt: sign };
}

async function certified(url: string, subject: CertificateSubject, usage: KeyUse): Promise<KeyAndCertificate> {
  const pair = await generateKeyPair(usage, true);
  const asked = JSON.stringify({ subject, usage, publicKey: toBase64(await exportPublicKey(pair.publicKey)) });
  const response = await patiently(() => fetch(`${url.replace(/\/$/, '')}/sandbox/ca/certificates`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(timeoutMs), body: asked,
  }));
  const body = await response.json() as { certificate?: string };
  const certificate = body.certificate === undefined ? undefined : fromBase64(body.certificate);
  if (!certificate) throw new Error(`the sandbox authority refused: ${JSON.stringify(body)}`);
  return { privateKey: pair.privateKey, certificate };
}

/** Keys as they are kept in a file: PKCS#8 and DER in base64. */
export interface StoredIdentity { name: string; sign: { key: string; certificate: string }; encrypt: { key: string; certificate: string } }

export async function storeIdentity(identity: Identity): Promise<StoredIdentity> {
  const keep = async ({ privateKey, certificate }: KeyAndCertificate) => ({ key: toBase64(await exportPrivateKey(privateKey)), certificate: toBase64(certificate) });
  return { name: identity.name, sign: await keep(identity.sign), encrypt: await keep(identity.encrypt) };
}

export async function loadIdentity(stored: StoredIdentity): Promise<Identity> {
  const load = async (use: KeyUse, kept: { key: string; certificate: string }): Promise<KeyAndCertificate> => {
    const [key, certificate] = [fromBase64(kept.key), fromBase64(kept.certificate)];
    if (!key || !certificate) throw new Error(`the keys of ${stored.name} cannot be read`);
    return { privateKey: await importPrivateKey(use, key), certificate };
  };
  return { name: stored.name, sign: await load('sign', stored.sign), encrypt: await load('encrypt', stored.encrypt) };
}
