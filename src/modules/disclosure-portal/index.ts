import type { AnySpec } from '../../platform/act.ts';
import { paperFile } from './papers/file.ts';
import { pubDisclose } from './pub-disclose.ts';

export const specs: AnySpec[] = [pubDisclose, paperFile];
export { duePapers, dueReceipts, released, type DuePaper } from './papers/due.ts';
export { paperFacts } from './papers/facts.ts';
export { lacksReceipt, paperOfReader, papersOfLot } from './papers/queries.ts';
export { paperKey } from './papers/record.ts';
export { disclosureCsv, disclosureStatus, keepState, lotDisclosures } from './completeness/index.ts';
export { disclosures } from './queries.ts';
export { feed } from './search/feed.ts';
export { indexLot } from './search/index-lot.ts';
export { NOTICE_POLICY, noticePage } from './search/notice-page.ts';
export { foundLots, searchRead, suggestionsRead } from './search/query.ts';
export {
  confirmLetter, confirmSubscription, endSubscription, entriesMax, mailboxRefused, mailboxTook, newsFor, newsLetter, subscribe, subscriptionById, subscriptionByToken, SUBSCRIPTION_POLICY, subscriptionPage, tellNews,
} from './subscriptions/index.ts';
