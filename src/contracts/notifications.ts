// What people are told of without asking: which act is told to whom, in which words. No validator in the table's way.
import { z } from 'zod';
import { instant, pageOf } from './reads.ts';

export type Audience = 'tenderer' | 'agency' | 'bidders' | 'bid' | 'winner' | 'suppliers';
/** `once`: an act that is done for each bid is told with the first. */
export interface Told { to: readonly Audience[]; zh: string; en: string; once?: true }

const employer: readonly Audience[] = ['tenderer', 'agency'];
const everyone: readonly Audience[] = ['tenderer', 'agency', 'bidders'];

/** By point, step, governance leaf, or the event that followed from one. `bidders` are those who fetched the documents, applied, were invited or bid: each is told alone; `bid` is the bidder of the one bid that the act is about. */
export const told: Readonly<Record<string, Told>> = {
  'int-accept': { to: employer, zh: '进场受理有了结果', en: 'The intake has been decided' },
  'doc-question': { to: employer, zh: '对招标文件有新的提问', en: 'A new question on the documents' },
  'doc-clarify': { to: ['bidders'], zh: '招标文件有澄清或修改，请在递交前阅读', en: 'The documents were clarified or amended: read it before you submit' },
  'not-change': { to: ['bidders'], zh: '公告有变更', en: 'The notice was changed' },
  'not-invite': { to: ['bidders'], zh: '你单位收到投标邀请', en: 'You are invited to bid' },
  'bid-prequal-result': { to: ['tenderer', 'agency', 'bidders'], zh: '资格预审结果已确认', en: 'The prequalification has been decided' },
  'liv-start': { to: ['bidders'], zh: '开标直播已开启，请签到', en: 'The opening is live: please sign in' },
  'opn-list': { to: ['bidders'], zh: '开标已开始，请在时限内解密', en: 'The opening has begun: decrypt in time' },
  'opn-announce': { to: ['bidders'], zh: '已唱标，请确认开标记录', en: 'Bids were announced: please confirm the record', once: true },
  'do:all-confirmed': { to: employer, zh: '开标已结束，可以转入评标', en: 'The opening is over: the evaluation can begin', once: true },
  'timer:confirm-end': { to: employer, zh: '开标已结束，可以转入评标', en: 'The opening is over: the evaluation can begin', once: true },
  'do:seats-filled': { to: employer, zh: '评标委员会席位已满', en: 'The committee is complete', once: true },
  'evl-clarify': { to: ['bid'], zh: '评标委员会就你单位的投标提问，请在时限内答复；答复后可在此查看', en: 'The committee has asked of your bid: answer in time; what you answered is there to be read' },
  'do-next-round': { to: ['bidders'], zh: '新一轮报价已开启', en: 'A new round of quotation is open' },
  'do:all-signed': { to: employer, zh: '评标报告已签署，请继续办理', en: 'The evaluation report is signed: the next step is yours', once: true },
  'awd-candidate': { to: everyone, zh: '中标候选人已公示', en: 'The candidates are public' },
  'awd-notice': { to: everyone, zh: '中标通知书已发出', en: 'The award notice was issued' },
  'awd-result': { to: everyone, zh: '结果已公告', en: 'The result is public' },
  'do-winner-out': { to: everyone, zh: '中标候选人或中标人退出', en: 'A candidate or the winner has fallen out' },
  'do-re-evaluate': { to: everyone, zh: '评标将重新进行', en: 'The evaluation is done again' },
  'ctr-sign': { to: everyone, zh: '合同已签订', en: 'The contract is signed' },
  'not-abnormal': { to: everyone, zh: '交易中止、恢复、终止或流标，请看公告', en: 'The trade was suspended, resumed, terminated or has failed: see the notice' },
  'sup-order': { to: everyone, zh: '监督部门作出指令', en: 'The supervisor gave an order' },
  'gov-order-call': { to: ['suppliers'], zh: '框架协议有新的二次竞价，请在截止前报价', en: 'A new competition under your framework agreement: offer in time' },
  'gpr-framework': { to: ['winner'], zh: '你单位获得框架协议订单', en: 'You were given an order under the framework agreement' },
  'cer-issue': { to: everyone, zh: '见证书已出具', en: 'The certificate was issued' },
};

// GET /api/v1/notifications?unread=&cursor=&limit=
export const notificationItem = z.strictObject({
  id: z.uuid(), at: instant, fp: z.string(), zh: z.string(), en: z.string(), lotId: z.uuid(), lotCode: z.string(), projectName: z.string(), read: z.boolean(),
});
export const notificationsRead = pageOf(notificationItem).extend({ unread: z.int() });

// POST /api/v1/notifications/read: one, or all up to now
export const notificationsMark = z.strictObject({ id: z.uuid().optional() });

// GET, POST, DELETE /api/v1/notifications/mail: the same by mail; null where no address was given
export const notificationMailRead = z.strictObject({ email: z.string().nullable(), confirmed: z.boolean() });
export const notificationMailInput = z.strictObject({ email: z.email().max(254), language: z.enum(['zh', 'en']).default('zh') });

export type NotificationMailRead = z.infer<typeof notificationMailRead>;
export type NotificationItem = z.infer<typeof notificationItem>;
export type NotificationsRead = z.infer<typeof notificationsRead>;
