import type { AnySpec } from '../../platform/act.ts';
import { custodyProve } from './custody-prove.ts';
import { docClarify } from './doc-clarify.ts';
import { docDownload } from './doc-download.ts';
import { docFairReview } from './doc-fair-review.ts';
import { docIssue } from './doc-issue.ts';
import { docQuestion } from './doc-question.ts';
import { docSeal } from './doc-seal.ts';
import { timerBidDeadline } from './timer-bid-deadline.ts';
import { timerPrequalDeadline } from './timer-prequal-deadline.ts';

export const specs: AnySpec[] = [docSeal, docFairReview, docIssue, docDownload, docQuestion, docClarify, custodyProve, timerBidDeadline, timerPrequalDeadline];

export { lotRead, lotsRead, portalRead, projectsRead } from './lot-queries.ts';
export { deadlinesOf, NOTICE_FROM } from './lot-view.ts';
export { methodZh, stageZh } from './lot-names.ts';
export { clarificationItems } from './clarification.ts';
export { calendarRead } from './calendar.ts';
export { questionsRead } from './question-queries.ts';
export { custodyRequestsRead } from './queries.ts';
