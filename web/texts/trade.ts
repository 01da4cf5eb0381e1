// Texts are written once, in the words of a tender; where a purchase calls a thing otherwise they are put into its words.
import { hasOwnWords, inTrade } from '../../src/kernel/trade-words.ts';
import type { Language } from './index.tsx';

const known = new WeakMap<object, Map<string, unknown>>();

/** The same texts in the words of the trade. What a text is made from (names, numbers) is left as it is. */
export function textsInTrade<T extends object>(texts: T, trade: string | undefined, language: Language): T {
  if (trade === undefined || !hasOwnWords(trade)) return texts;
  const of = known.get(texts) ?? new Map<string, unknown>();
  known.set(texts, of);
  const key = `${trade} ${language}`;
  if (!of.has(key)) of.set(key, put(texts, (text) => inTrade(text, trade, language)));
  return of.get(key) as T;
}

type Put = (text: string) => string;

function put(value: unknown, say: Put): unknown {
  if (typeof value === 'string') return say(value);
  if (typeof value === 'function') return (...args: unknown[]) => put((value as (...all: unknown[]) => unknown)(...args), around(args, say));
  if (Array.isArray(value)) return value.map((one) => put(one, say));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one, say)])) : value;
}

/** Says the text and leaves what was given to it. */
function around(given: readonly unknown[], say: Put): Put {
  const own = given.filter((one): one is string => typeof one === 'string' && one !== '');
  return own.reduceRight<Put>((then, one) => (text) => text.split(one).map(then).join(one), say);
}
