import { createHash, randomBytes, randomInt } from 'node:crypto';
import { batchBody, buildSlots, idOfBody, nodeSha256, parseBody, SEALED_BATCH, SEALED_BATCHES, SLOT_COUNT, slotCommitment, toBase64Url } from '../ledger/index.ts';
import { withTransaction, type Pool, type Tx } from './db.ts';

export interface SealedBatcherOptions {
  readonly pool: Pool;
  /** Whether any gate may be pending anywhere: then one batch leaf a second is made, with or without content. */
  readonly active: () => boolean | Promise<boolean>;
  /** Told after each batch is recorded: the ledger writer's wake. */
  readonly onBatch?: () => void;
  readonly onError?: (error: Error) => void;
  readonly intervalMs?: number;
  /** no batch is of an earlier instant */
  readonly floor?: () => string | null;
  /** 32 bytes from the system's generator; a test may let it fail. */
  readonly random?: () => Uint8Array;
}

export interface SealedBatcher {
  start(): void;
  /** One batch now if one is due; answers whether one was made. */
  tick(): Promise<boolean>;
  stop(): Promise<void>;
}

/** More than this wait for the next second; the leaf looks the same. */
const MAX_COMMITMENTS = 4096;

/**
 * Gated bodies stay out of the log until their gate opens, and yet are vouched for from the second they came: each
 * second one leaf of constant length commits to whatever arrived, or to nothing, and no reader can tell which.
 *
 * The batch leaf is itself a row of the outbox, written in one transaction with the places of the rows it covers.
 * A crash before the commit leaves rows without a batch, which the next one takes; a crash after it leaves a pending
 * leaf whose bytes, and so whose root, are fixed, which the ledger writer appends like any other. No state between.
 */
export function createSealedBatcher(options: SealedBatcherOptions): SealedBatcher {
  const interval = options.intervalMs ?? 1000;
  const random = options.random ?? (() => randomBytes(32));
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let wasActive = false;

  async function tick(): Promise<boolean> {
    const active = await options.active();
    // One more after the last gate opens, always: it covers what came in the last second and tells nobody whether any did.
    const due = active || wasActive || (await hasUnbatched(options.pool));
    if (due) {
      await withTransaction(options.pool, (tx) => recordBatch(tx, random, options.floor?.() ?? null));
      options.onBatch?.();
    }
    wasActive = active;
    return due;
  }

  function schedule(): void {
    timer = setTimeout(() => {
      running = tick().catch((error: unknown) => options.onError?.(error instanceof Error ? error : new Error(String(error))))
        .finally(() => { if (!stopped) schedule(); });
    }, interval - (Date.now() % interval));
  }

  return {
    start() {
      stopped = false;
      schedule();
    },
    tick,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

interface Unbatched { readonly ordinal: bigint | string; readonly body: string }

async function hasUnbatched(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ some: boolean }>('select exists (select 1 from leaf where gate is not null and batch is null) as some');
  return rows[0]?.some === true;
}

async function recordBatch(tx: Tx, random: () => Uint8Array, floor: string | null): Promise<void> {
  // Locked rows are another transaction's for the moment: they come with the next batch, and nobody waits in a ring.
  const { rows } = await tx.query<Unbatched>(
    'select ordinal, body from leaf where gate is not null and batch is null order by ordinal limit $1 for update skip locked',
    [MAX_COMMITMENTS],
  );
  const places = placeAtRandom(rows, random);
  const tree = buildSlots(new Map(places.map((place) => [place.slot, place.commitment])), random, nodeSha256);
  const batch = await insertBatch(tx, toBase64Url(tree.root), floor);
  if (places.length === 0) return;
  const written = places.map(({ ordinal, slot, salt }) => ({ ordinal: String(ordinal), slot, salt: toBase64Url(salt), path: tree.path(slot).map(base64Url) }));
  await tx.query(
    `update leaf set batch = $1, slot = p.slot, slot_salt = p.salt,
       slot_path = array(select step from jsonb_array_elements_text(p.path) with ordinality as t (step, n) order by n)
     from jsonb_to_recordset($2::jsonb) as p (ordinal bigint, slot integer, salt text, path jsonb)
     where leaf.ordinal = p.ordinal`,
    [batch, JSON.stringify(written)],
  );
}

/** Node's own spelling of base64url: a rush makes ten thousand of these a second. */
function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

function placeAtRandom(rows: readonly Unbatched[], random: () => Uint8Array) {
  const taken = new Set<number>();
  return rows.map(({ ordinal, body }) => {
    let slot = randomInt(SLOT_COUNT);
    while (taken.has(slot)) slot = randomInt(SLOT_COUNT);
    taken.add(slot);
    const salt = random();
    return { ordinal, slot, salt, commitment: slotCommitment(salt, body, nodeSha256) };
  });
}

/** Returns the batch row's ordinal, by which the covered rows name it until the writer gives it an index. */
async function insertBatch(tx: Tx, root: string, floor: string | null): Promise<string> {
  const { rows: clock } = await tx.query<{ at: Date | string }>('select greatest(platform_now(), $1::timestamptz) as at', [floor]);
  const at = new Date(clock[0]?.at ?? Number.NaN).toISOString();
  const body = batchBody(at, root);
  const { rows } = await tx.query<{ ordinal: bigint | string }>(
    `insert into leaf (id, subject, kind, fp, open, body, body_hash, secrets, recorded_at)
     values ($1, $2, 'batch', $3, true, $4, $5, '{}', $6) returning ordinal`,
    [idOfBody(parseBody(body, SEALED_BATCHES)), SEALED_BATCHES, SEALED_BATCH, body, createHash('sha256').update(body).digest('hex'), at],
  );
  return String(rows[0]?.ordinal);
}
