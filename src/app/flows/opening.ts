import type { BlobStore } from '../../platform/blobs.ts';
import type { Pool } from '../../platform/db.ts';
import { fromRow, type RecordRow } from '../../platform/records.ts';
import type { Flow, System } from '../../platform/system.ts';
import type { Bid } from '../../modules/bidding/index.ts';
import { recordingOf, type GuestCounter } from '../../modules/live-hall/index.ts';
import { keepFiles, type Release } from '../../modules/opening-hall/index.ts';

export interface OpeningFlowDeps { pool: Pool; blobs: BlobStore }

/** What follows an opening outside of its acts: sealing the stream, unpacking opened bids, freezing a draw again. */
export function openingFlows({ pool, blobs }: OpeningFlowDeps): Flow[] {
  return [
    {
      topic: 'opening.closed',
      async run(payload, system) {
        const lotId = named(payload, 'lotId');
        await system('liv-record', lotId, await recordingOf(pool, lotId));
      },
    },
    {
      topic: 'bid.opened',
      async run(payload) {
        const [bidId, lotId, bidderSecret] = [named(payload, 'bidId'), named(payload, 'lotId'), named(payload, 'bidderSecret')];
        const { rows } = await pool.query<RecordRow>(
          `select kind, id, state, lot_id, owner_id, key, version, data from record where (kind = 'bid' and id = $1) or (kind = 'custody-release' and lot_id = $2)`, [bidId, lotId]);
        const bid = rows.filter((row) => row.kind === 'bid').map((row) => fromRow<Bid>(row))[0];
        if (!bid) throw new Error(`no bid ${bidId}`);
        await keepFiles(blobs, bid, bidderSecret, rows.filter((row) => row.kind === 'custody-release').map((row) => fromRow<Release>(row)));
      },
    },
    ...['chance.committed'].map((topic): Flow => ({
      topic,
      async run(payload, system) {
        if (payload['purpose'] === 'coefficients') await system('opening-freeze', named(payload, 'lotId'), {});
      },
    })),
  ];
}

/** Once a minute: one leaf for each session that guests have visited. Returns how to stop. */
export function guestTicker(counter: GuestCounter, system: System, failed: (error: unknown) => void, everyMs = 60_000): () => void {
  const timer = setInterval(() => {
    for (const { lotId, ...minute } of counter.take()) system('liv-guest-minute', lotId, minute).catch(failed);
  }, everyMs);
  return () => clearInterval(timer);
}

function named(payload: Record<string, unknown>, key: string): string {
  const value = payload[key];
  if (typeof value !== 'string') throw new Error(`the message names no ${key}`);
  return value;
}
