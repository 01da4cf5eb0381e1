import { randomUUID } from 'node:crypto';
import type { AnySpec } from '../../src/platform/act.ts';
import { routeOf } from '../../src/platform/http/acts.ts';
import { signAct } from '../../src/seal/index.ts';
import type { World } from '../support/world.ts';
import type { Player } from './players.ts';

export interface Answer { status: number; code: string; text: string; json: Record<string, unknown>; replayed: boolean }

/** A request as it went out: what a repetition needs. */
export interface Sent { url: string; payload: string; headers: Record<string, string>; act: string; by: string; subject: string }

/** The platform's HTTP door, reached inside this process: the same routes, hooks and bytes as over a socket. */
export class Door {
  private readonly world: World;
  constructor(world: World) { this.world = world; }

  prepare(spec: AnySpec, by: Player | null, subject: string, input: unknown): Promise<Sent> {
    return this.sign(spec, by, { subject, input, key: randomUUID() });
  }

  async sign(spec: AnySpec, by: Player | null, { subject, input, key }: { subject: string; input: unknown; key: string }): Promise<Sent> {
    const signed = by === null ? { subject, input } : {
      subject, input,
      signature: await signAct({ deployment: this.world.deployment, act: spec.id, subject, input, idempotencyKey: key }, by.identity.sign.certificate, by.identity.sign.privateKey),
    };
    return { url: routeOf(spec), payload: JSON.stringify(signed), headers: { 'idempotency-key': key, ...by?.headers }, act: spec.id, by: by?.name ?? 'guest', subject };
  }

  post({ url, payload, headers }: Pick<Sent, 'url' | 'payload' | 'headers'>): Promise<Answer> {
    return this.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });
  }

  get(url: string, by: Player | null = null): Promise<Answer> {
    return this.inject({ method: 'GET', url, headers: { ...by?.headers } });
  }

  private async inject(ask: { method: 'GET' | 'POST'; url: string; payload?: string; headers: Record<string, string> }): Promise<Answer> {
    const response = await this.world.platform.app.inject({ ...ask, remoteAddress: '127.0.0.1' });
    const text = response.body;
    return { status: response.statusCode, text, json: jsonOf(text), code: String(jsonOf(text)['code'] ?? ''), replayed: response.headers['idempotency-replayed'] === 'true' };
  }
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
  } catch {
    return {};
  }
}
