import type { BlobStore } from '../../platform/blobs.ts';
import type { Pool } from '../../platform/db.ts';
import { fromRow, type RecordRow } from '../../platform/records.ts';
import type { Flow, System } from '../../platform/system.ts';
import type { Bid } from '../../modules/bidding/index.ts';
import { recordingOf, type GuestCounter } from '../../modules/live-hall/index.ts';
import { openedBenchmark } from '../../modules/evaluation/index.ts';
import { keepFiles, recordLines, type Release } from '../../modules/opening-hall/index.ts';

export interface OpeningFlowDeps { pool: Pool; blobs: BlobStore }

/** What follows an opening outside of its acts: telling the record, sealing the stream, unpacking opened bids, drawing again. */
export function openingFlows({ pool, blobs }: OpeningFlowDeps): Flow[] {
  return [
    { topic: 'opening.recorded', run: (payload, system) => tell(pool, system, named(payload, 'lotId'), false) },
    ...['chance.committed', 'chance.revealing', 'chance.void', 'chance.drawn'].map((topic) => coefficientFlow(pool, topic)),
    {
      topic: 'opening.closed',
      async run(payload, system) {
        const lotId = named(payload, 'lotId');
        await tell(pool, system, lotId, false);
        await system('liv-record', lotId, await recordingOf(pool, lotId));
      },
    },
    {
      topic: 'lot.resumed',
      async run(payload, system) {
        const lotId = named(payload, 'lotId');
        if (await hasOpening(pool, lotId)) await system('opening-resumed', lotId, {});
      },
    },
    { topic: 'bid.opened', run: (payload) => unpack(pool, blobs, payload) },
  ];
}

async function hasOpening(pool: Pool, lotId: string): Promise<boolean> {
  const { rowCount } = await pool.query(`select 1 from record where kind = 'opening' and lot_id = $1`, [lotId]);
  return (rowCount ?? 0) > 0;
}

/** Whoever commits anew after a voided draw sets it going again; every change of the draw is told to the hall. */
function coefficientFlow(pool: Pool, topic: string): Flow {
  return {
    topic,
    async run(payload, system) {
      if (payload['purpose'] !== 'coefficients') return;
      const lotId = named(payload, 'lotId');
      if (!(await hasOpening(pool, lotId))) return;
      if (topic === 'chance.committed') await system('opening-freeze', lotId, {});
      await tell(pool, system, lotId, true);
    },
  };
}

/** Lines of the record that the channel has not said yet. Lines and events have the order of the lot's lock. */
async function tell(pool: Pool, system: System, lotId: string, draw: boolean): Promise<void> {
  const { rows } = await pool.query<{ said: number }>(`select count(*)::int as said from live_event where channel = $1 and type = 'record'`, [`opening:${lotId}`]);
  const lines = (await recordLines(pool, lotId)).slice(rows[0]?.said ?? 0);
  if (lines.length === 0 && !draw) return;
  // the benchmark follows from the last price or the last coefficient
  const benchmarkFen = lines.some(({ fp }) => fp === 'opn-announce' || fp === 'opn-coefficient') ? await openedBenchmark(pool, lotId) : null;
  await system('opening-say', lotId, { lines, draw, benchmarkFen });
}

async function unpack(pool: Pool, blobs: BlobStore, payload: Record<string, unknown>): Promise<void> {
  const { rows } = await pool.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record where (kind = 'bid' and id = $1) or (kind = 'custody-release' and lot_id = $2)`,
    [named(payload, 'bidId'), named(payload, 'lotId')]);
  const bid = rows.filter((row) => row.kind === 'bid').map((row) => fromRow<Bid>(row))[0];
  if (!bid) throw new Error('the opened bid is not there');
  await keepFiles(blobs, bid, named(payload, 'bidderSecret'), rows.filter((row) => row.kind === 'custody-release').map((row) => fromRow<Release>(row)));
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
