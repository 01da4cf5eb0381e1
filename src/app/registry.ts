import type { Ledger } from '../ledger/index.ts';
import type { AnySpec } from '../platform/act.ts';
import type { BlobStore } from '../platform/blobs.ts';
import { chanceSpecs } from '../platform/chance.ts';
import type { Pool } from '../platform/db.ts';
import type { EqualityKey } from '../platform/records.ts';
import type { TrustStore } from '../seal/index.ts';
import type { Printer } from '../documents/render/render.ts';
import { specs as awardContract } from '../modules/award-contract/index.ts';
import { specs as bidding } from '../modules/bidding/index.ts';
import { specs as certificate } from '../modules/certificate/index.ts';
import { specs as disclosurePortal } from '../modules/disclosure-portal/index.ts';
import { entityCaSpecs } from '../modules/entity-ca/index.ts';
import { specs as evaluation } from '../modules/evaluation/index.ts';
import { specs as expertDraw } from '../modules/expert-draw/index.ts';
import { specs as govProcurement } from '../modules/gov-procurement/index.ts';
import { specs as liveHall, type GuestCounter } from '../modules/live-hall/index.ts';
import { specs as notice } from '../modules/notice/index.ts';
import { specs as openingHall } from '../modules/opening-hall/index.ts';
import { specs as projectIntake, type ArchiveDesk } from '../modules/project-intake/index.ts';
import { specs as supervision } from '../modules/supervision/index.ts';
import { specs as tenderDoc } from '../modules/tender-doc/index.ts';
import { lotLeaves, specs as witnessLedger } from '../modules/witness-ledger/index.ts';
import { genesis } from './genesis.ts';

export interface SpecDeps { deployment: string; pool: Pool; blobs: BlobStore; trust: TrustStore; ledger: Ledger; guests: GuestCounter; publicUrl: string; equalityKey: EqualityKey; print: Printer['print']; archive: ArchiveDesk }

/** Every act, step, governance and system declaration of the platform, in the order of a trade. */
export function specsOf({ deployment, pool, blobs, trust, ledger, guests, publicUrl, equalityKey, print, archive }: SpecDeps): AnySpec[] {
  return [
    genesis, ...entityCaSpecs(trust), ...projectIntake(archive), ...govProcurement, ...notice, ...tenderDoc, ...bidding(deployment, blobs),
    ...liveHall(guests), ...openingHall(pool, blobs), ...chanceSpecs, ...expertDraw(equalityKey), ...evaluation, ...awardContract,
    ...certificate({ pool, ledger, blobs, verifyBase: publicUrl, print, leavesOf: (lotId) => lotLeaves(pool, lotId) }), ...witnessLedger, ...disclosurePortal, ...supervision,
  ];
}
