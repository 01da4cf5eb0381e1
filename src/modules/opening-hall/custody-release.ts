import { z } from 'zod';
import { checkShare, fromBase64Url, SealError } from '../../seal/index.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Rec, Reader } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import type { CustodianRecord } from '../entity-ca/index.ts';
import { bidBySeq } from './completions.ts';
import { begin, channelOf, loadOpening, openingReads, type OpeningFacts } from './facts.ts';
import type { Release } from './model.ts';
import { headerOf } from './open-bid.ts';

const share = z.strictObject({ bidSeq: z.int().min(100_000).max(999_999), share: z.string().regex(/^[A-Za-z0-9_-]{20,100}$/).describe('base64url') });
const input = z.strictObject({
  custodianId: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/),
  startLeafId: z.uuid().nullable().default(null).describe('the durable opn-start leaf that the agent has verified'),
  shares: z.array(share).min(1).max(2_000),
});
type Input = z.infer<typeof input>;

interface Facts extends OpeningFacts { custodian: Rec<CustodianRecord> | null; released: Rec<Release> | null; invalid: number | null }

/**
 * A custodian gives its shares of the bids of a lot whose opening has begun. Each is checked against the commitment in its
 * envelope: a wrong one is named at once, not when a bid stays closed.
 */
export const custodyRelease = (blobs: BlobStore) => defineAct<Input, Facts>({
  id: 'custody-release', kind: 'gov', subjectKind: 'lot', input, reads: openingReads,
  load: (read, cmd, prefetched) => loadRelease(blobs, read, cmd, prefetched),
  parties: () => ({}),
  decide({ lot, opening, custodian, released, invalid }, cmd, work) {
    const { custodianId, startLeafId, shares } = cmd.input;
    const named = lot.data.document?.custodians.find((one) => one.id === custodianId);
    if (custodian === null || named === undefined) throw new Refusal('forbidden');
    if (opening.data.startedAt === undefined) throw new Refusal('state', { rule: 'r-open-at-deadline', zh: '尚未开标，不接受解密份额', en: 'The opening has not begun: no share is taken' });
    if (invalid !== null) throw new Refusal('share-invalid', { field: `shares[${invalid}]` });
    const fresh: Release = { custodianId, name: named.name, releasedAt: work.now, startLeafId, shares: Object.fromEntries(shares.map((one) => [String(one.bidSeq), one.share])) };
    if (released) {
      released.data = { ...released.data, shares: { ...released.data.shares, ...fresh.shares } };
      work.put(released);
    } else {
      work.create<Release>('custody-release', 'released', fresh, { lotId: lot.id, key: `${lot.id}/${custodianId}` });
      opening.data.custody = [...(opening.data.custody ?? []), { custodianId, name: named.name, releasedAt: work.now }];
      work.put(opening);
      work.say(channelOf(lot), 'custody', { custodian: named.name, releasedAt: work.now });
    }
    cmd.actor.role = custodian.data.role;
    work.gov('gov-custody-release', {
      ...begin(work, lot),
      public: { openingId: opening.id, custodianId, bidCount: shares.length, releasedAt: work.now, startLeafId },
    });
    work.result = { custodianId, released: shares.length };
  },
});

async function loadRelease(blobs: BlobStore, read: Reader, cmd: Cmd<Input>, prefetched: Rec<never>[][]): Promise<Facts> {
  const facts = await loadOpening(read, cmd, prefetched);
  const [custodian] = await read.list<CustodianRecord>({ kind: 'custodian', key: cmd.input.custodianId });
  const own = custodian !== undefined && custodian.data.accountId === cmd.actor.accountId ? custodian : null;
  const [released] = await read.list<Release>({ kind: 'custody-release', key: `${facts.lot.id}/${cmd.input.custodianId}` });
  const started = facts.opening.data.startedAt !== undefined;
  const bids = own && started ? await read.list<Bid>({ kind: 'bid', lotId: facts.lot.id }) : [];
  const invalid = own && started ? await firstInvalid(blobs, bids, cmd.input) : null;
  return { ...facts, custodian: own, released: released ?? null, invalid };
}

async function firstInvalid(blobs: BlobStore, bids: readonly Rec<Bid>[], { custodianId, shares }: Input): Promise<number | null> {
  for (const [index, one] of shares.entries()) {
    const bid = bidBySeq(bids, one.bidSeq);
    const bytes = fromBase64Url(one.share);
    if (!bid || bytes === undefined) return index;
    try {
      checkShare(await headerOf(blobs, bid.data.cipherSha256), { custodianId, share: bytes });
    } catch (error) {
      if (error instanceof SealError) return index;
      throw error;
    }
  }
  return null;
}
