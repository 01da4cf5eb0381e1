import type { SmsSandbox } from '../../sandbox/sms/index.ts';
import { Client, ProblemError } from '../../src/play/client.ts';
import { Gate } from './gate.ts';

/** An act that was answered 201: what was sent, and the answer to the byte. */
export interface Acknowledged { path: string; headers: Record<string, string>; body: string; text: string; ms: number; at: number }
interface Receipt { leafId: string; bodyHash: string; platformSignature: string; at: string }

const againAfterMs = 80;
const acts = /^\/api\/v1\/(acts|steps|gov)\//;

/**
 * The wire between the people and the platform, as a stubborn client has it: whoever gets no answer, or is told to come again, sends the
 * same bytes with the same Idempotency-Key until there is one. Everything acknowledged is kept, to be held against the platform.
 */
export class Wire {
  readonly gate = new Gate();
  readonly acknowledged: Acknowledged[] = [];
  /** answers that were neither refusal nor success, by status */
  readonly turnedAway = new Map<number, number>();
  /** requests whose connection broke */
  broken = 0;
  readonly #base: string;
  readonly #sms: SmsSandbox;
  /** which lot a token's owner is the agency of: it sees the calls of its own draw alone */
  readonly #entities = new Map<string, string>();
  readonly #phones: (entityId: string | undefined, extend: string) => Promise<boolean>;
  readonly #fetch = globalThis.fetch;
  readonly #signIn = Reflect.get(Client.prototype, 'signIn') as (this: Client) => Promise<Client>;
  #closed = false;

  constructor(base: string, sms: SmsSandbox, phones: (entityId: string | undefined, extend: string) => Promise<boolean>) {
    this.#base = base;
    this.#sms = sms;
    this.#phones = phones;
    globalThis.fetch = (input, init) => this.#route(input, init);
    const again = this.#signIn;
    // a challenge whose use was not answered is gone: one asks for another
    Reflect.set(Client.prototype, 'signIn', async function signIn(this: Client) {
      return again.call(this).catch((error: unknown) => {
        if (error instanceof ProblemError && error.code === 'challenge-invalid') return again.call(this);
        throw error;
      });
    });
  }

  close(): void {
    this.#closed = true;
    this.gate.open();
    globalThis.fetch = this.#fetch;
    Reflect.set(Client.prototype, 'signIn', this.#signIn);
  }

  /** Straight to the platform: no second try, nothing kept. */
  ask(path: string, init: RequestInit = {}): Promise<Response> { return this.#fetch(`${this.#base}${path}`, { signal: AbortSignal.timeout(30_000), ...init }); }

  /** The acts acknowledged from one on: what does not stand by what was answered then, in words. */
  async dishonoured(from: number, resend: number): Promise<string[]> {
    const found: string[] = [];
    const since = this.acknowledged.slice(from);
    for (const one of since) {
      const { receipt } = JSON.parse(one.text) as { receipt: Receipt | null };
      if (receipt === null) continue;
      const told = await (await this.ask(`/api/v1/receipts/${receipt.leafId}`)).json() as { bodyHash?: string };
      if (told.bodyHash !== receipt.bodyHash) found.push(`${one.path}: leaf ${receipt.leafId} had hash ${receipt.bodyHash}, now ${told.bodyHash ?? 'none'}`);
    }
    for (const one of since.slice(-resend)) {
      const again = await this.ask(one.path, { method: 'POST', headers: one.headers, body: one.body });
      const text = await again.text();
      if (again.status !== 201 || text !== one.text) found.push(`${one.path}: sent again with its key it was answered ${again.status} ${text.slice(0, 200)}`);
    }
    return found;
  }

  async #route(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(this.#base)) return this.#fetch(input, init);
    const path = url.slice(this.#base.length);
    if (path.startsWith('/sandbox/sms/')) return this.#phone(path, init);
    const isAct = init.method === 'POST' && acts.test(path);
    if (isAct || path === '/api/v1/blobs') await this.gate.pass();
    const begun = performance.now();
    const response = await this.#insist(path, init);
    const bytes = await response.arrayBuffer();
    const answer = new Response(response.status === 204 ? null : bytes, { status: response.status, headers: response.headers });
    if (isAct && response.status === 201) this.#keep(path, init, { text: Buffer.from(bytes).toString(), ms: performance.now() - begun });
    if (path === '/api/v1/sessions' && response.status === 201) this.#remember(Buffer.from(bytes).toString());
    // the clock is there already: moved for another trade of the same day, or by a try whose answer was lost
    if (path === '/api/v1/demo/clock' && response.status === 422) return new Response('{}', { status: 200 });
    return answer;
  }

  async #insist(path: string, init: RequestInit): Promise<Response> {
    for (;;) {
      try {
        const response = await this.ask(path, { ...init, signal: AbortSignal.timeout(60_000) });
        if (![502, 503, 507].includes(response.status) || this.#closed) return response;
        this.turnedAway.set(response.status, (this.turnedAway.get(response.status) ?? 0) + 1);
        if (response.headers.get('retry-after') === null) throw new Error(`${path}: ${response.status} without Retry-After`);
        await response.arrayBuffer();
      } catch (error) {
        if (this.#closed || !(error instanceof TypeError)) throw error;
        this.broken += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, againAfterMs));
    }
  }

  #keep(path: string, init: RequestInit, { text, ms }: { text: string; ms: number }): void {
    this.acknowledged.push({ path, headers: init.headers as Record<string, string>, body: String(init.body), text, ms, at: Date.now() });
  }

  #remember(session: string): void {
    const { token, entityId } = JSON.parse(session) as { token: string; entityId: string | null };
    if (entityId !== null) this.#entities.set(`Bearer ${token}`, entityId);
  }

  /** The people's phones outlive the server: what was sent to them is not lost with it. */
  async #phone(path: string, init: RequestInit): Promise<Response> {
    if (path.startsWith('/sandbox/sms/inbox')) {
      const entity = this.#entities.get((init.headers as Record<string, string>)['authorization'] ?? '');
      const items = [];
      for (const message of this.#sms.inbox()) if (await this.#phones(entity, message.extend)) items.push(message);
      return Response.json({ items });
    }
    const { phone, content, extend } = JSON.parse(String(init.body)) as { phone: string; content: string; extend?: string };
    for (;;) {
      const status = await this.#sms.reply(phone, content, extend).catch(() => 0);
      if (status === 200 || status === 404 || this.#closed) return Response.json({ status });
      await new Promise((resolve) => setTimeout(resolve, againAfterMs));
    }
  }
}
