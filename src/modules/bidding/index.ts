import type { AnySpec } from '../../platform/act.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import { bidConsortium } from './bid-consortium.ts';
import { bidEncrypt } from './bid-encrypt.ts';
import { bidFingerprint } from './bid-fingerprint.ts';
import { bidPrequalApply } from './bid-prequal-apply.ts';
import { bidPrequalResult } from './bid-prequal-result.ts';
import { bidSubmit } from './bid-submit.ts';
import { bidWithdraw } from './bid-withdraw.ts';

export const specs = (deployment: string, blobs: BlobStore): AnySpec[] => [bidPrequalApply(deployment), bidPrequalResult, bidEncrypt(deployment, blobs), bidConsortium(deployment), bidFingerprint, bidSubmit, bidWithdraw];
export { applicationsRead, invitationsRead, inviteesRead, lotFile } from './admission-queries.ts';
export { sidesOf } from './sides.ts';
export { ownBids, type OwnBid } from './queries.ts';
export { LIVE_STATES, priceTextOf, SUBMITTED_STATES, type Bid, type BidForm } from './model.ts';
