import type { AnySpec } from '../../platform/act.ts';
import type { EqualityKey } from '../../platform/records.ts';
import { doCancel } from './do-cancel.ts';
import { drawMoved } from './draw-moved.ts';
import { drawResumed } from './draw-resumed.ts';
import { doDesignate } from './do-designate.ts';
import { expAssess } from './exp-assess.ts';
import { expChange } from './exp-change.ts';
import { expDrawFreeze, expDrawRun } from './exp-draw-run.ts';
import { expDrawRequest } from './exp-draw-request.ts';
import { expEnroll } from './exp-enroll.ts';
import { expNotify, expReply, timerNotifyEnd } from './exp-notify.ts';
import { expReplace } from './exp-replace.ts';
import { expUnseal, timerEvaluationStart } from './exp-unseal.ts';

export const specs = (equalityKey: EqualityKey): AnySpec[] => [
  expEnroll(equalityKey), expDrawRequest, expDrawRun, expDrawFreeze, expNotify, expReply, timerNotifyEnd, expReplace, expUnseal, timerEvaluationStart, doDesignate, doCancel, expChange, expAssess, drawMoved, drawResumed,
];
export { avoidanceFacts, committeeParam, currentDraw, formDigest, loadDraw, loadLot, mustDraw, type DrawFacts } from './facts.ts';
export { standingOf } from './exp-assess.ts';
export { designable } from './designable.ts';
export { expertsOf, expertsRead, ownExpert, ownExpertRead } from './expert-queries.ts';
export type { Draw, Expert, Seat } from './model.ts';
export { drawOfLot, type DrawCounts } from './queries.ts';
export { hitsNow } from './roster.ts';
export { replaceConflicted, REPLACE_REASONS, replaceOnSeat, settleSeats, type Drawing, type ReplaceReason } from './seats.ts';
