import type { AnySpec } from '../../platform/act.ts';
import { custodyProve } from './custody-prove.ts';
import { docDownload } from './doc-download.ts';
import { docFairReview } from './doc-fair-review.ts';
import { docIssue } from './doc-issue.ts';
import { docSeal } from './doc-seal.ts';
import { timerBidDeadline } from './timer-bid-deadline.ts';

export const specs: AnySpec[] = [docSeal, docFairReview, docIssue, docDownload, custodyProve, timerBidDeadline];

export { lotRead, lotsRead, portalRead, projectsRead } from './lot-queries.ts';
export { methodZh, stageZh } from './lot-names.ts';
export { custodyRequestsRead } from './queries.ts';
