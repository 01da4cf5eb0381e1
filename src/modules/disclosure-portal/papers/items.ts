import { disclosureItems, subItems } from '../../../../catalogue/index.ts';
import { furtherRows, furtherZh } from '../../../documents/notice-rows.ts';
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

/** What the notice says besides, in the words of the trade. */
export function furtherItems({ lot, project }: Pick<PaperFacts, 'lot' | 'project'>, named: Readonly<Record<string, unknown>>, base: string): [string, string][] {
  const { duration, quality, category } = lot.data;
  const own = new Set([furtherZh.overview, furtherZh.duration, furtherZh.quality, furtherZh.fund, furtherZh.contact]);
  const say = (text: string): string => inTrade(text, category, 'zh');
  // what people wrote stays as it was written
  return furtherRows({ lotId: lot.id, duration, quality, ...project }, furtherZh, base, new Set(Object.keys(named))).map(([name, value]) => [say(name), own.has(name) ? value : say(value)]);
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
