import type { AnySpec } from '../../platform/act.ts';
import { awdCandidate } from './awd-candidate.ts';
import { awdDecide } from './awd-decide.ts';
import { awdNotice } from './awd-notice.ts';
import { awdResult } from './awd-result.ts';
import { ctrChange } from './ctr-change.ts';
import { ctrPerform } from './ctr-perform.ts';
import { ctrSign } from './ctr-sign.ts';
import { doComplete } from './do-complete.ts';
import { doEndContract } from './do-end-contract.ts';
import { doReEvaluate } from './do-re-evaluate.ts';
import { doReportAward } from './do-report-award.ts';
import { doWinnerOut } from './do-winner-out.ts';

export const specs: AnySpec[] = [awdCandidate, awdDecide, doWinnerOut, awdNotice, awdResult, doReportAward, ctrSign, ctrChange, ctrPerform, doEndContract, doComplete, doReEvaluate];
export { hasCandidateSubItem } from './awd-candidate.ts';
export { resultDueAt } from './awd-result.ts';
export { paidFen } from './ctr-perform.ts';
export type { Contract } from './ctr-sign.ts';
