import { categories, industries } from '../../../../catalogue/index.ts';
import { localText } from '../../../kernel/calendar.ts';
import { regionNames } from '../../../kernel/regions.ts';
import { formatYuan } from '../../../kernel/money.ts';
import type { MailMessage } from '../../../platform/mail.ts';
import type { StoredItem } from '../search/documents.ts';
import { anyKind } from '../search/documents.ts';
import type { Subscription } from './desk.ts';
import { entriesMax } from './news.ts';

type Letter = Omit<MailMessage, 'id'>;

export interface Place { publicUrl: string }

export const pageUrl = ({ publicUrl }: Place, token: string): string => `${publicUrl.replace(/\/$/, '')}/subscriptions/${token}`;

/** Asks the mailbox whether it was meant. The link opens a page with a button: programs that look into mails press none. */
export function confirmLetter(place: Place, subscription: Subscription): Letter {
  const { email: to, language, token, confirmed } = subscription;
  const url = pageUrl(place, token);
  const filter = filterText(subscription);
  if (language === 'en') {
    return confirmed
      ? { to, subject: 'Your Qinglan subscription is in force', text: `You already receive new entries for:\n${filter}\n\nTo see or end the subscription:\n${url}\n` }
      : { to, subject: 'Please confirm your Qinglan subscription', text: `Someone, probably you, asked for new entries of the Qinglan public resource trading platform to be sent to this address:\n${filter}\n\nTo confirm, open this page and press the button (within 24 hours):\n${url}\n\nIf it was not you, do nothing: the address is deleted after 24 hours.\n` };
  }
  return confirmed
    ? { to, subject: '您的清兰订阅已生效', text: `本邮箱已订阅：\n${filter}\n\n查看或退订：\n${url}\n` }
    : { to, subject: '请确认您的清兰邮件订阅', text: `有人（应为您本人）申请把清兰公共资源交易平台的新信息发送到本邮箱：\n${filter}\n\n请在 24 小时内打开下列页面并按“确认订阅”：\n${url}\n\n如非本人申请，请忽略本邮件，邮箱地址将在 24 小时后删除。\n` };
}

export function newsLetter(place: Place, subscription: Subscription, items: readonly StoredItem[]): Letter {
  const { email: to, language, token } = subscription;
  const shown = items.slice(0, entriesMax);
  const more = items.length > entriesMax;
  const url = pageUrl(place, token);
  const entries = shown.map((item, i) => `${i + 1}. ${item.title}\n   ${facts(item, language)}\n   ${addressOf(place, item)}`).join('\n\n');
  const first = shown[0]?.title ?? '';
  const unsubscribeUrl = `${url}/unsubscribe`;
  if (language === 'en') {
    return { to, unsubscribeUrl, subject: shown.length === 1 ? `[Qinglan] ${first}` : `[Qinglan] ${first} and ${shown.length - 1}${more ? '+' : ''} more`, text: `New for ${filterText(subscription)}:\n\n${entries}\n${more ? '\nThere are more: see the portal.\n' : ''}\n--\nTo see or end this subscription: ${url}\n` };
  }
  return { to, unsubscribeUrl, subject: shown.length === 1 ? `【清兰】${first}` : `【清兰】${first}等 ${shown.length}${more ? ' 条以上' : ' 条'}`, text: `您订阅的“${filterText(subscription)}”有新信息：\n\n${entries}\n${more ? '\n更多内容请到门户查看。\n' : ''}\n--\n查看或退订：${url}\n` };
}

function addressOf({ publicUrl }: Place, { lotId, noticeId }: StoredItem): string {
  return `${publicUrl.replace(/\/$/, '')}${noticeId === undefined ? `/lots/${lotId}` : `/notices/${lotId}/${noticeId}.html`}`;
}

function facts(item: StoredItem, language: Subscription['language']): string {
  const en = language === 'en';
  return [
    item.lotCode, item.tendererName, item.regionZh, localText(Date.parse(item.publishedAt)),
    ...(item.bidDeadline === undefined ? [] : [`${en ? 'bids until' : '投标截止'} ${localText(Date.parse(item.bidDeadline))}`]),
    ...(item.amountFen === undefined ? [] : [`${formatYuan(BigInt(item.amountFen))}${en ? ' yuan' : ' 元'}`]), ...(item.winnerName === undefined ? [] : [`${en ? 'winner' : '中标人'} ${item.winnerName}`]),
  ].filter(Boolean).join(en ? ' · ' : '；');
}

const TYPES = { zh: { lot: '标段', notice: '公告', result: '结果' }, en: { lot: 'lots', notice: 'notices', result: 'results' } } as const;

/** The filter in words, as the reader chose it. */
export function filterText({ filter, language }: Pick<Subscription, 'filter' | 'language'>): string {
  const en = language === 'en';
  const named = <T extends { id: string; zh: string; en: string }>(list: readonly T[], id: string): string => { const found = list.find((one) => one.id === id); return (en ? found?.en : found?.zh) ?? id; };
  const { q, type, category, region, industry, kind, amountMin, amountMax } = filter;
  const parts = [
    ...(q ? [en ? `“${q}”` : `“${q}”`] : []), ...(type ? [TYPES[language][type]] : []), ...(category ? [named(categories, category)] : []), ...(region ? [regionNames(region)[language]] : []),
    ...(industry ? [named(industries, industry)] : []), ...(kind ? [anyKind(kind)[language]] : []),
    ...(amountMin === undefined ? [] : [`≥ ${formatYuan(BigInt(amountMin))}${en ? ' yuan' : ' 元'}`]), ...(amountMax === undefined ? [] : [`≤ ${formatYuan(BigInt(amountMax))}${en ? ' yuan' : ' 元'}`]),
  ];
  return parts.length === 0 ? (en ? 'everything' : '全部信息') : parts.join(en ? ', ' : '、');
}
