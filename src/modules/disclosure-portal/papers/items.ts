import { disclosureItems, subItems } from '../../../../catalogue/index.ts';
import { time, yuan } from '../../../documents/index.ts';
import { isMoneyKey, publishedWord } from '../../../kernel/published-words.ts';
import type { Lot } from '../../project-intake/index.ts';

/** In the words and the order of the sub-item that the act feeds; what is in none of it comes behind, named as elsewhere in the category. */
export function itemsOf({ category }: Lot, fp: string | undefined, items: Readonly<Record<string, unknown>>): [string, string][] {
  const own = new Set(subItems.filter((sub) => sub.category === category && [sub.sourceEvent, ...sub.alsoSourceEvents].some((event) => event === fp)).map(({ id }) => id));
  const rows = disclosureItems.filter((item) => item.category === category && items[item.key] !== undefined);
  const ordered = [...rows.filter((item) => own.has(item.subItem)), ...rows];
  return ordered.filter((item, i) => ordered.findIndex((other) => other.key === item.key) === i).map((item) => [item.zh, itemText(item.type, item.key, items[item.key])]);
}

/** Values as the disclosure has them, in words. */
function itemText(type: string, key: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => itemText('string', key, one)).join('；');
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([name, one]) => itemText(isMoneyKey(name) ? 'money' : 'string', name, one)).join(' ');
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '—';
  if (type === 'money' && /^\d{1,20}$/.test(text)) return yuan(text);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? time(text) : publishedWord(key, text)?.zh ?? text;
}
