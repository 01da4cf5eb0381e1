import type { Ledger } from '../ledger/index.ts';
import type { AnySpec } from '../platform/act.ts';
import type { BlobStore } from '../platform/blobs.ts';
import { chanceSpecs } from '../platform/chance.ts';
import type { PlatformClock } from '../platform/clock.ts';
import type { TrustStore } from '../seal/index.ts';
import { specs as bidding } from '../modules/bidding/index.ts';
import { genesis } from './genesis.ts';
import type { PlatformKeys } from './keys.ts';

export interface SpecDeps { deployment: string; blobs: BlobStore; trust: TrustStore; ledger: Ledger; clock: PlatformClock; keys: PlatformKeys }

/** Every act, step, governance and system declaration of the platform, in the order of a trade. */
export function specsOf({ deployment, blobs }: SpecDeps): AnySpec[] {
  return [genesis, ...chanceSpecs, ...bidding(deployment, blobs)];
}
