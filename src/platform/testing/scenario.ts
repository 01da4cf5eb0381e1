import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor, AnySpec } from '../act.ts';
import { perform, requestHash, type Receipt } from '../perform.ts';
import { fromRow, type Rec, type RecordRow } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { Move } from '../work.ts';

/** Plays acts through perform on a real database, without HTTP and without signatures (those are the edge's tests). */
export function scenario(pool: Pool) {
  const chance = { uuid: () => randomUUID(), bytes: (n: number) => new Uint8Array(randomBytes(n)) };
  const deps = { pool, chance, sign: (hash: string) => `test-${hash}`, committed: () => undefined, runDue: async () => undefined };
  return {
    async act(spec: AnySpec, actor: Actor, subject: string, input: unknown, idempotencyKey: string = randomUUID()) {
      const parsed = spec.input.parse(input);
      const outcome = await perform(deps, {
        spec, subject, input: parsed, actor, idempotencyKey, bodyHash: requestHash(spec.id, subject, input),
        signature: { certificate: actor.key, value: 'unsigned-in-this-test', inputDigest: requestHash('', '', input), idempotencyKey, act: spec.id, subject }, certificate: null, ip: '127.0.0.1',
      });
      return JSON.parse(outcome.body) as { receipt: Receipt | null; events: Move[]; result: Record<string, unknown> };
    },
    /** The code an act is refused with; fails when it is not refused. */
    async refused(spec: AnySpec, actor: Actor, subject: string, input: unknown): Promise<string> {
      try {
        await this.act(spec, actor, subject, input);
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw error;
      }
      throw new Error(`${spec.id} was not refused`);
    },
    async get<T>(kind: string, id: string): Promise<Rec<T> | null> {
      const { rows } = await pool.query<RecordRow>('select kind, id, state, lot_id, owner_id, key, version, data from record where kind = $1 and id = $2', [kind, id]);
      return rows[0] ? fromRow<T>(rows[0]) : null;
    },
    async setNow(iso: string): Promise<void> {
      await pool.query('update clock set frozen_at = $1', [iso]);
    },
    async put<T>(rec: Omit<Rec<T>, 'version'>): Promise<void> {
      await pool.query('insert into record (kind, id, state, lot_id, owner_id, key, data, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, now(), now())',
        [rec.kind, rec.id, rec.state, rec.lotId, rec.ownerId, rec.key, JSON.stringify(rec.data)]);
    },
  };
}

export function actorOf(roles: string[], ids: { accountId?: string; entityId?: string | null; key?: string } = {}): Actor {
  return {
    accountId: ids.accountId ?? randomUUID(), entityId: ids.entityId ?? null, roles, role: '', key: ids.key ?? randomBytes(32).toString('hex'),
    regions: [], industries: [], name: 'test', certificateValid: true,
  };
}
