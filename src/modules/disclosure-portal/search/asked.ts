import type { SearchFilter } from '../../../contracts/search.ts';
import { parseDay, startOfDay } from '../../../kernel/calendar.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { askedWords, queryText } from './words.ts';

/** What was asked, ready for SQL. */
export interface Asked {
  words: readonly string[];
  /** the words alone, and words with every facet; null when there are none */
  text: string | null;
  all: string | null;
  facets: Readonly<Record<string, string | undefined>>;
  from: string | null; before: string | null; amountMin: number | null; amountMax: number | null;
}

/** Null: something was asked that no text can hold. */
export function askOf({ q, from, to, amountMin, amountMax, ...facets }: SearchFilter): Asked | null {
  const words = q === undefined || q.trim() === '' ? [] : askedWords(q);
  if (words === null) return null;
  return {
    words, text: queryText(words) || null, all: queryText(words, facets) || null, facets,
    from: from === undefined ? null : dayStart(from), before: to === undefined ? null : dayStart(to, 1),
    amountMin: amountMin ?? null, amountMax: amountMax ?? null,
  };
}

/** The conditions that are no lexemes; parameters $2 to $6. Amounts as their index has them. */
export const RANGES = `($2::timestamptz is null or published_at >= $2) and ($3::timestamptz is null or published_at < $3)
  and ($4::bigint is null or coalesce(amount, -1) >= $4) and ($5::bigint is null or (amount is not null and coalesce(amount, -1) <= $5)) and ($6::timestamptz is null or deadline >= $6)`;
export function rangesOf(asked: Asked, open: string | null): unknown[] {
  return [asked.from, asked.before, asked.amountMin, asked.amountMax, open];
}

/** A filter left empty in a form is no filter. */
export function dropEmpty(params: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}

/** The first instant of a day (UTC+8), or of one some days later. */
function dayStart(text: string, later = 0): string {
  const day = parseDay(text);
  if (day === undefined) throw new Refusal('invalid-input', { field: 'from' });
  return new Date(startOfDay(day + later)).toISOString();
}
