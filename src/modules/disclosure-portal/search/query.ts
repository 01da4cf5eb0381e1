import type { Pool } from 'pg';
import { z } from 'zod';
import { searchQuery, suggestionsQuery, type SearchFilter, type SearchItem, type SearchRead, type SuggestionsRead } from '../../../contracts/search.ts';
import type { SearchSort } from '../../../contracts/search-words.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { askOf, dropEmpty, RANGES, rangesOf, type Asked } from './asked.ts';
import type { StoredItem } from './documents.ts';
import { facetsOf, fewFit } from './facets.ts';
import { marked } from './words.ts';

interface Ctx { now: string }

/** GET /search */
export async function searchRead(db: Pool, { now }: Ctx, params: Record<string, string | undefined>): Promise<SearchRead> {
  const { sort, cursor, limit = 20, ...filter } = searchQuery.parse(dropEmpty(params));
  const asked = askOf(filter);
  if (!asked) return { items: [], ...await facetsOf(db, null), nextCursor: null };
  const by = sortOf(sort, asked.words.length > 0);
  const open = by === 'deadline' ? now : null;
  const [page, counted] = await Promise.all([pageOf(db, { asked, by, open, after: cursor === undefined ? null : readCursor(cursor, by), limit }), facetsOf(db, { ...asked, open })]);
  return { ...page, ...counted };
}

/** What is newest under the filters, for feeds. */
export async function newest(db: Pool, filter: SearchFilter, limit: number): Promise<StoredItem[]> {
  const asked = askOf(filter);
  if (!asked) return [];
  const rows = await rowsOf(db, { asked, by: 'newest', open: null, after: null, limit });
  return rows.map(({ item }) => item);
}

/** GET /search/suggestions: names and codes that hold what is being typed, those that begin with it first. */
export async function suggestionsRead(db: Pool, params: Record<string, string | undefined>): Promise<SuggestionsRead> {
  const { q } = suggestionsQuery.parse({ q: '', ...dropEmpty(params) });
  const asked = askOf({ q, type: 'lot' });
  if (!asked || asked.words.length === 0) return { items: [] };
  const rows = await rowsOf(db, { asked, by: 'newest', open: null, after: null, limit: 40 });
  const typed = q.trim().toLowerCase();
  const texts = rows.flatMap(({ item }) => [{ text: item.title, of: 'project' as const }, { text: item.tendererName, of: 'tenderer' as const }, { text: item.lotCode, of: 'code' as const }]);
  const fitting = texts.filter(({ text }) => asked.words.every((word) => text.normalize('NFKC').toLowerCase().includes(word)) && text.length <= 100);
  const once = [...new Map(fitting.map((one) => [one.text, one])).values()];
  return { items: once.toSorted((a, b) => Number(b.text.toLowerCase().startsWith(typed)) - Number(a.text.toLowerCase().startsWith(typed))).slice(0, 8) };
}

interface PageAsk { asked: Asked; by: SearchSort; open: string | null; after: Cursor | null; limit: number }
type Row = { id: string; key: string; item: StoredItem };

const MATCH = `($1::tsquery is null or words @@ $1::tsquery) and ${RANGES}`;
const EPOCH = `(extract(epoch from published_at) * 1000)::bigint`;
/** Relevance is judged among the newest that fit. */
const rankedMax = 2_000;

/**
 * Each order with its key: rows are taken where the last page ended, so nothing is skipped or doubled when new ones come. Walking
 * an order until a page is full suits filters that many fit; where few fit, they are gathered from the word index first.
 */
const ORDERS = { walked: ordersOver(`search_document where ${MATCH}`), gathered: ordersOver(`(select * from search_document where ${MATCH} offset 0) fitting where true`) };

function ordersOver(rows: string): Readonly<Record<SearchSort, string>> {
  return {
    newest: `select id, ${EPOCH}::text as key, item from ${rows}
      and ($7::text is null or (published_at, id) < (to_timestamp($7::bigint / 1000.0), $8::text)) order by published_at desc, id desc limit $9`,
    amount: `select id, coalesce(amount, -1)::text as key, item from ${rows}
      and ($7::text is null or (coalesce(amount, -1), id) < ($7::bigint, $8::text)) order by coalesce(amount, -1) desc, id desc limit $9`,
    deadline: `select id, (extract(epoch from deadline) * 1000)::bigint::text as key, item from ${rows}
      and deadline is not null and ($7::text is null or (deadline, id) > (to_timestamp($7::bigint / 1000.0), $8::text)) order by deadline, id limit $9`,
    relevance: `select id, key::text, item from (
        select id, published_at, item, round(ts_rank('{0.05,0.2,0.5,1}', words, $1::tsquery)::numeric * 1000000)::bigint as key from (
          select * from ${rows} order by published_at desc, id desc limit ${rankedMax}) newest) ranked
      where ($7::text is null or (key, id) < ($7::bigint, $8::text)) order by key desc, id desc limit $9`,
  };
}

async function rowsOf(db: Pool, { asked, by, open, after, limit }: PageAsk): Promise<Row[]> {
  const orders = await fewFit(db, asked) ? ORDERS.gathered : ORDERS.walked;
  const { rows } = await db.query<Row>(orders[by], [asked.all, ...rangesOf(asked, open), after?.key ?? null, after?.id ?? null, limit]);
  return rows;
}

async function pageOf(db: Pool, ask: PageAsk): Promise<Pick<SearchRead, 'items' | 'nextCursor'>> {
  const rows = await rowsOf(db, { ...ask, limit: ask.limit + 1 });
  const page = rows.slice(0, ask.limit);
  const last = rows.length > ask.limit ? page.at(-1) : undefined;
  return { items: page.map(({ item }) => itemOf(item, ask.asked.words)), nextCursor: last ? writeCursor({ by: ask.by, key: last.key, id: last.id }) : null };
}

function itemOf({ title, ...item }: StoredItem, words: readonly string[]): SearchItem {
  return { ...item, title: marked(title, words) };
}

/** Without words there is nothing to be relevant to. */
function sortOf(sort: SearchSort | undefined, words: boolean): SearchSort {
  return sort === undefined || (sort === 'relevance' && !words) ? 'newest' : sort;
}

const cursorShape = z.strictObject({ by: z.string(), key: z.string().regex(/^-?\d{1,16}$/), id: z.string().max(120) });
type Cursor = z.infer<typeof cursorShape>;

function writeCursor(cursor: Cursor): string { return Buffer.from(JSON.stringify(cursor)).toString('base64url'); }

function readCursor(text: string, by: SearchSort): Cursor {
  try {
    const cursor = cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (cursor.by === by && !cursor.id.includes('\0')) return cursor;
  } catch { /* told below */ }
  throw new Refusal('invalid-input', { field: 'cursor' });
}
