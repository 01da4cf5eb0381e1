import { createHash } from 'node:crypto';
import type { BlobStore } from '../../platform/blobs.ts';
import { keep } from '../../platform/bounded-map.ts';
import type { Pool } from '../../platform/db.ts';
import { readerOf } from '../../platform/reader.ts';
import type { Rec } from '../../platform/records.ts';
import type { Bid } from '../bidding/index.ts';
import { bidBySeq } from './completions.ts';
import type { Opening, Release } from './model.ts';
import { openBid, type OpenAttempt } from './open-bid.ts';

/** What came of an attempt, and on which envelope it was made: under the lock it counts only for that one. */
export interface Opened { bidId: string; cipherSha256: string; plainSha256: string; attempt: OpenAttempt }
export interface OpenAsk { lotId: string; entityId: string; bidSeq: number; bidderSecret: string }
export type Opener = (ask: OpenAsk) => Promise<Opened | null>;

const keptMost = 64;
/** Reading 2 GiB takes seconds: two at a time leave room for everything else. */
const sideBySide = 2;

/**
 * Opens bids outside of the lot's lock and its transaction, each once: a large bid takes seconds to read, in which nobody else's
 * act may wait. Nothing is decided here; whoever asks for a bid that is not its own, or too early, gets nothing.
 */
export function bidOpener(pool: Pool, blobs: BlobStore): Opener {
  const attempts = new Map<string, Promise<OpenAttempt>>();
  const turn = turns(sideBySide);
  return async ({ lotId, entityId, bidSeq, bidderSecret }) => {
    const read = readerOf(pool);
    const bid = bidBySeq(await read.list<Bid>({ kind: 'bid', lotId, ownerId: entityId }), bidSeq);
    const opening = (await read.list<Opening>({ kind: 'opening', lotId })).at(-1);
    if (!bid || bid.state !== 'receipted' || !opening || !['listed', 'decrypting'].includes(opening.state)) return null;
    const releases = await read.list<Release>({ kind: 'custody-release', lotId });
    const key = keyOf(bid, bidderSecret, releases);
    const known = attempts.get(key);
    const attempt = known ?? turn(() => openBid(blobs, bid, bidderSecret, releases));
    if (!known) {
      keep(attempts, key, attempt, keptMost);
      // a failure is tried again the next time: the fault may have been the disk's
      attempt.then(({ ok }) => { if (!ok) attempts.delete(key); }, () => attempts.delete(key));
    }
    return { bidId: bid.id, cipherSha256: bid.data.cipherSha256, plainSha256: bid.data.plainSha256, attempt: await attempt };
  };
}

function keyOf({ id, data }: Rec<Bid>, bidderSecret: string, releases: readonly Rec<Release>[]): string {
  const shares = releases.map((one) => `${one.data.custodianId} ${one.data.shares[String(data.bidSeq)] ?? ''}`).sort();
  return createHash('sha256').update([id, data.cipherSha256, data.plainSha256, bidderSecret, ...shares].join('\n')).digest('hex');
}

/** At most so many at a time; the others wait their turn. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
