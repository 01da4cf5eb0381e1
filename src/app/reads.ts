import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../platform/act.ts';
import type { Pool } from '../platform/db.ts';
import type { Identity } from '../platform/identity.ts';
import { isPlainText } from '../platform/http/json.ts';
import { readerOf } from '../platform/http/session.ts';
import { isLeafId, isUuid } from '../kernel/ids.ts';
import { Refusal } from '../platform/refusal.ts';
import { pageOfWhole, WHOLE_LISTS } from './whole-lists.ts';

export interface ReadContext { actor: Actor | null; now: string }
export type Params = Record<string, string | undefined>;

/**
 * One read: its address, who may ask, and the query. `who` is checked here, the object in the query: a guest gets what is
 * public, a party what concerns it, and an id of somebody else's object is not found.
 */
export interface Read {
  path: string;
  who: 'public' | 'signed-in';
  zh: string;
  query: (db: Pool, context: ReadContext, params: Params) => Promise<unknown>;
  /** for answers that are not JSON */
  send?: (reply: FastifyReply, answer: unknown) => unknown;
}

export function readRoutes(app: FastifyInstance, reads: readonly Read[], deps: { db: Pool; identity: Identity; now: () => string }): void {
  for (const read of reads) {
    app.get(read.path, async (request, reply) => {
      const actor = await readerOf(request, deps.identity);
      if (read.who === 'signed-in' && !actor) throw new Refusal('not-signed-in');
      const params = paramsOf(request);
      const made = await read.query(deps.db, { actor, now: deps.now() }, params);
      const answer = WHOLE_LISTS.has(read.path) ? pageOfWhole(made, params) : made;
      void reply.header('cache-control', 'no-store');
      return read.send ? read.send(reply, answer) : answer;
    });
  }
}

const IDS = /^(id|lotId|leafId|chanceId)$/;

/** Path and query parameters as text; ids in the path must be ids. */
function paramsOf(request: FastifyRequest): Params {
  const path = request.params as Record<string, string>;
  const query = request.query as Record<string, string | string[]>;
  for (const [name, value] of Object.entries(path)) {
    if ((IDS.test(name) && !isId(name, value)) || !isPlainText(value)) throw new Refusal('not-found');
  }
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value) || value.length > 2_000 || !isPlainText(value)) throw new Refusal('invalid-input', { field: name });
    if (IDS.test(name) && !isId(name, value)) throw new Refusal('invalid-input', { field: name });
    // every list takes from one to a hundred at a time
    if (name === 'limit' && value !== '' && !/^([1-9]\d?|100)$/.test(value)) throw new Refusal('invalid-input', { field: name });
  }
  return { ...(query as Record<string, string>), ...path };
}

function isId(name: string, value: string): boolean { return name === 'leafId' ? isLeafId(value) : isUuid(value); }
