import type { AnySpec } from '../../platform/act.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import { bidEncrypt } from './bid-encrypt.ts';
import { bidFingerprint } from './bid-fingerprint.ts';
import { bidSubmit } from './bid-submit.ts';
import { bidWithdraw } from './bid-withdraw.ts';

export const specs = (deployment: string, blobs: BlobStore): AnySpec[] => [bidEncrypt(deployment, blobs), bidFingerprint, bidSubmit, bidWithdraw];
export { ownBids, type OwnBid } from './queries.ts';
export { LIVE_STATES, SUBMITTED_STATES, type Bid, type BidForm } from './model.ts';
