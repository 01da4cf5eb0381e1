export { confirmSubscription, endSubscription, mailboxRefused, mailboxTook, subscribe, subscriptionById, subscriptionByToken, type Subscription } from './desk.ts';
export { confirmLetter, newsLetter } from './letters.ts';
export { entriesMax, newsFor, tellNews } from './news.ts';
export { SUBSCRIPTION_POLICY, subscriptionPage } from './page.ts';
