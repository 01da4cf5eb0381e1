import type { AnySpec } from '../../platform/act.ts';
import { guestChecks } from './guest-checks.ts';
import { ledVerify } from './led-verify.ts';

export const specs: AnySpec[] = [ledVerify, guestChecks];
export { digests } from './digests.ts';
export type { TradeEvidence } from './evidence.ts';
export { evidenceDesk, type EvidenceDesk } from './evidence-desk.ts';
export { publicFiles, type PublicFile } from './public-files.ts';
export { checkpoint, entry, leaves, lotLeaves, receipt, tlogProof } from './proofs.ts';
export { knownLot, timeline } from './timeline.ts';
