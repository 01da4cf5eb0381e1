import type { AnySpec } from '../../platform/act.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Pool } from '../../platform/db.ts';
import { custodyRelease } from './custody-release.ts';
import { disputeAnswer } from './dispute-answer.ts';
import { doAdjourn } from './do-adjourn.ts';
import { doExtend } from './do-extend.ts';
import { doReconvene } from './do-reconvene.ts';
import { doTooFew } from './do-too-few.ts';
import { bidOpener } from './opener.ts';
import { openingFreeze } from './opening-freeze.ts';
import { openingResumed } from './opening-resumed.ts';
import { openingSay } from './opening-say.ts';
import { opnAnnounce } from './opn-announce.ts';
import { opnCheckin } from './opn-checkin.ts';
import { opnCoefficient } from './opn-coefficient.ts';
import { opnConfirm } from './opn-confirm.ts';
import { opnDecrypt } from './opn-decrypt.ts';
import { opnList } from './opn-list.ts';
import { opnStart } from './opn-start.ts';
import { timerConfirmEnd } from './timer-confirm-end.ts';
import { timerDecryptEnd } from './timer-decrypt-end.ts';

export const specs = (pool: Pool, blobs: BlobStore): AnySpec[] => [
  opnStart, opnCheckin, opnList, opnDecrypt(bidOpener(pool, blobs)), opnAnnounce, opnCoefficient, opnConfirm,
  doTooFew, doAdjourn, doReconvene, doExtend, timerDecryptEnd, timerConfirmEnd, openingFreeze, openingResumed, openingSay, custodyRelease(blobs), disputeAnswer,
];

export { begin, loadOpening, openingReads, partiesOf, sayPhase, type OpeningFacts } from './facts.ts';
export { bidsOfOpening, openingForm, openingRecord, openingRecordDigest, type Checkin, type Opening, type Release } from './model.ts';
export { keepFiles } from './open-bid.ts';
export { custodyReleases, openingRecordView, openingView, recordLines } from './queries.ts';
export { phaseEvent, stateZh } from './view.ts';
