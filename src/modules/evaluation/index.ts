import type { AnySpec } from '../../platform/act.ts';
import { correctionVote, doOrderCorrection } from './do-order-correction.ts';
import { doPause, doResume } from './do-pause.ts';
import { evlAvoid } from './evl-avoid.ts';
import { evlChair } from './evl-chair.ts';
import { evlCheckin } from './evl-checkin.ts';
import { evlClarify } from './evl-clarify.ts';
import { evlPrelim } from './evl-prelim.ts';
import { evlReject, rejectVote } from './evl-reject.ts';
import { evlReport } from './evl-report.ts';
import { evlScore } from './evl-score.ts';
import { evlSettle, evlSummary, timerClarifyEnd } from './evl-settle.ts';
import { expRecheck } from './exp-recheck.ts';
import { memberAbsent } from './member-absent.ts';
import { sessionOpen } from './session-open.ts';

export const specs: AnySpec[] = [
  sessionOpen, evlCheckin, evlAvoid, memberAbsent, evlChair, evlPrelim, rejectVote, evlReject, evlClarify, timerClarifyEnd, evlScore, evlSettle, evlSummary,
  evlReport, correctionVote, doOrderCorrection, doPause, doResume, expRecheck,
];
export { reopenSession, type Reopening } from './re-evaluation.ts';
export { openedBenchmark } from './opened-benchmark.ts';
export { ownClarifications } from './own-clarifications.ts';
export { evaluationOfLot, evaluationsOf, resultsOfLot } from './queries.ts';
export type { Evaluation, EvaluationReport, Member, Tally } from './model.ts';
export { ceilingOf, clarificationOpen, enter, memberOf, openBids, sessionOf, sessionParties, sessionReads, type SessionFacts } from './session.ts';
