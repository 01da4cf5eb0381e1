// The sealed batches: before its gate an entry lies in the ledger only as a salted digest at one place of a batch.
// Whoever holds the place can show that this very content was there, and when, without anyone having read it.
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { LeafEntry } from '../../src/contracts/reads.ts';
import { leafHash, sameBytes, walkPath, type PathWalk } from '../../src/kernel/merkle.ts';
import { fromBase64Url } from './tlog.ts';

const slots = 65_536n;

export type SealedPlace = { batch: number; slot: number; salt: string; path: readonly string[] };
export type SealedCheck = SealedPlace & { good: boolean; at: string; commitment: Uint8Array; walk: PathWalk | null };

/** `bodyHash` is the hex SHA-256 of the body; `batchBytes` the entry at index `place.batch`, exactly as served. */
export function checkSealed(bodyHash: string, place: SealedPlace, batchBytes: Uint8Array): SealedCheck {
  const { body } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(batchBytes)) as LeafEntry;
  const root = fromBase64Url(typeof body['root'] === 'string' ? body['root'] : '');
  const commitment = leafHash(concatBytes(fromBase64Url(place.salt), hexToBytes(bodyHash)));
  const walk = walkPath(BigInt(place.slot), slots, commitment, place.path.map(fromBase64Url));
  const good = body.fp === 'sealed-batch' && walk !== null && sameBytes(walk.root, root);
  return { ...place, good, at: body.at, commitment, walk };
}
