import { disclosureItems, subItems } from '../../../../catalogue/index.ts';
import { time, yuan } from '../../../documents/index.ts';
import { isMoneyKey, publishedWord } from '../../../kernel/published-words.ts';
import { inTrade } from '../../../kernel/trade-words.ts';
import type { Lot } from '../../project-intake/index.ts';
import type { PaperFacts } from './facts.ts';

/** In the words and the order of the sub-item that the act feeds; what is in none of it comes behind, named as elsewhere in the category. */
export function itemsOf({ category }: Lot, fp: string | undefined, items: Readonly<Record<string, unknown>>): [string, string][] {
  const own = new Set(subItems.filter((sub) => sub.category === category && [sub.sourceEvent, ...sub.alsoSourceEvents].some((event) => event === fp)).map(({ id }) => id));
  const rows = disclosureItems.filter((item) => item.category === category && items[item.key] !== undefined);
  const ordered = [...rows.filter((item) => own.has(item.subItem)), ...rows];
  return ordered.filter((item, i) => ordered.findIndex((other) => other.key === item.key) === i).map((item) => [item.zh, itemText(item.type, item.key, items[item.key])]);
}

/** What a notice says beside the items that are disclosed by name: the trade itself, where and how to take part (招标公告和公示信息发布管理办法 第五条). */
export function furtherItems({ lot, project }: Pick<PaperFacts, 'lot' | 'project'>, named: Readonly<Record<string, unknown>>, base: string): [string, string][] {
  const say = (text: string): string => inTrade(text, lot.data.category, 'zh');
  const page = `${base}/lots/${lot.id}`;
  const rows: [string, string | undefined, string?][] = [
    ['项目概况', project?.overview, 'projectOverview'], ['工期/交货期', lot.data.duration], ['质量要求', lot.data.quality], ['资金来源', project?.fundSource, 'fundSource'], [say('招标文件获取方式'), `登录平台，在标段页面下载：${page}`],
    [say('投标文件递交方式'), say('在平台加密后于投标截止时间前在线递交，不接收纸质文件')], ['开标方式', `不见面开标，任何人可在网上开标厅观看：${page}/opening`], ['联系方式', project?.contact, 'contactPerson'],
  ];
  return rows.flatMap(([name, value, item]): [string, string][] => (value === undefined || value === '' || (item !== undefined && named[item] !== undefined) ? [] : [[name, value]]));
}

/** Values as the disclosure has them, in words. */
function itemText(type: string, key: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => itemText('string', key, one)).join('；');
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([name, one]) => itemText(isMoneyKey(name) ? 'money' : 'string', name, one)).join(' ');
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '—';
  if (key === 'depositAmount' && text === '0') return '不收取';
  if (type === 'money' && /^\d{1,20}$/.test(text)) return yuan(text);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? time(text) : publishedWord(key, text)?.zh ?? text;
}
