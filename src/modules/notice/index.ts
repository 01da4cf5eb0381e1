import type { AnySpec } from '../../platform/act.ts';
import { abnormalKnown, abnormalSubItem, notAbnormal } from './not-abnormal.ts';
import { notChange } from './not-change.ts';
import { notInvite } from './not-invite.ts';
import { notPlanPublish, planKnown } from './not-plan-publish.ts';
import { notPublish } from './not-publish.ts';
import { timerGateAfterFailure } from './timer-gate-after-failure.ts';

export const specs: AnySpec[] = [notPlanPublish, notPublish, notInvite, notChange, notAbnormal, timerGateAfterFailure];

export { fillItems, itemsInput, type Items } from './items.ts';
export { announcedDeadline, changeSubItem } from './not-change.ts';
export { incomplete, reviewFacts } from './not-publish.ts';
export { abnormalKnown, abnormalSubItem, planKnown };
export { issuedItems, knownItems, noticeSubItem, prequalMethodZh, type NoticeType } from './tender-notice.ts';
