import type { Pool } from 'pg';
import { z } from 'zod';
import { searchFilter, searchQuery, suggestionsQuery, type SearchFilter, type SearchItem, type SearchRead, type SuggestionsRead } from '../../../contracts/search.ts';
import type { SearchSort } from '../../../contracts/search-words.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { askOf, dropEmpty, RANGES, rangesOf, type Asked } from './asked.ts';
import type { StoredItem } from './documents.ts';
import { atDesk, type Desk } from './desk.ts';
import { cellsOf, countedMax } from './counts.ts';
import { facetsOf } from './facets.ts';
import { stretchesFrom, type Stretch } from './windows.ts';
import { marked, within } from './words.ts';

interface Ctx { now: string }

/** GET /search */
export async function searchRead(db: Pool, { now }: Ctx, params: Record<string, string | undefined>): Promise<SearchRead> {
  const { sort, cursor, limit = 20, ...filter } = searchQuery.parse(dropEmpty(params));
  const asked = askOf(filter);
  const by = sortOf(sort, (asked?.words.length ?? 0) > 0);
  const after = cursor === undefined ? null : readCursor(cursor, by);
  const open = by === 'deadline' ? now : null;
  return atDesk(db, async (desk) => {
    const counted = await facetsOf(desk, asked && { ...asked, open });
    if (!asked) return { items: [], ...counted, nextCursor: null };
    const { count, exact } = counted.total;
    const page = await pageOf(desk, { asked, by, open, after, limit, many: !exact || count > countedMax });
    return { ...page, ...counted };
  });
}

/** What is newest under the filters, for feeds. */
export async function newest(db: Pool, filter: SearchFilter, limit: number): Promise<StoredItem[]> {
  const asked = askOf(filter);
  if (!asked) return [];
  const rows = await atDesk(db, (desk) => rowsOf(desk, { asked, by: 'newest', open: null, after: null, limit, many: true }));
  return rows.map(({ item }) => item);
}

/** Public lots by words, newest first, for the list of lots. */
export async function foundLots(db: Pool, { cursor, limit, ...filter }: Omit<SearchFilter, 'type'> & { cursor?: string | undefined; limit: number }): Promise<{ lotIds: string[]; nextCursor: string | null }> {
  const asked = askOf(searchFilter.parse({ ...dropEmpty(filter as Record<string, string | undefined>), type: 'lot' }));
  if (!asked) return { lotIds: [], nextCursor: null };
  const after = cursor === undefined ? null : readCursor(cursor, 'newest');
  const { items, nextCursor } = await atDesk(db, (desk) => pageOf(desk, { asked, by: 'newest', open: null, after, limit, many: true }));
  return { lotIds: items.map(({ lotId }) => lotId), nextCursor };
}

/** GET /search/suggestions: names and codes that hold what is being typed, those that begin with it first. */
export async function suggestionsRead(db: Pool, params: Record<string, string | undefined>): Promise<SuggestionsRead> {
  const { q } = suggestionsQuery.parse({ q: '', ...dropEmpty(params) });
  const asked = askOf({ q, type: 'lot' });
  if (!asked || asked.words.length === 0) return { items: [] };
  const rows = await atDesk(db, (desk) => rowsOf(desk, { asked, by: 'newest', open: null, after: null, limit: 40, many: true }));
  const typed = q.trim().toLowerCase();
  const texts = rows.flatMap(({ item }) => [{ text: item.title, of: 'project' as const }, { text: item.tendererName, of: 'tenderer' as const }, { text: item.lotCode, of: 'code' as const }]);
  const fitting = texts.filter(({ text }) => asked.words.every((word) => text.normalize('NFKC').toLowerCase().includes(word)) && text.length <= 100);
  const once = [...new Map(fitting.map((one) => [one.text, one])).values()];
  return { items: once.toSorted((a, b) => Number(b.text.toLowerCase().startsWith(typed)) - Number(a.text.toLowerCase().startsWith(typed))).slice(0, 8) };
}

/** `many`: more than a few thousand fit, or nobody has counted. */
interface PageAsk { asked: Asked; by: SearchSort; open: string | null; after: Cursor | null; limit: number; many: boolean }
/** Named otherwise than the columns: an order by name would sort their text. */
interface Row { row: string; at: string; item: StoredItem }

/** Of the cells of a filter: what an index can give at once. */
const gatheredOfCellsMax = 20_000;
/** An order is walked so far in the hope that a page fills from what many documents have; then they are gathered after all. */
const walkedMax = 2_000;
/** The newest have few rows to spare: so many are walked before the word index is asked for a stretch of time. */
const strolledMax = 300;
/** Relevance is judged among the newest that fit. */
const rankedMax = 500;

interface Order { sort: string; key: string; by: string; after: string }
const ORDERS: Readonly<Record<Exclude<SearchSort, 'relevance'>, Order>> = {
  newest: { sort: 'published_at', key: '(extract(epoch from published_at) * 1000)::bigint', by: 'published_at desc, no desc', after: '($7::bigint is null or (published_at, no) < (to_timestamp($7::bigint / 1000.0), $8::bigint))' },
  amount: { sort: 'coalesce(amount, -1)', key: 'coalesce(amount, -1)', by: 'coalesce(amount, -1) desc, no desc', after: '($7::bigint is null or (coalesce(amount, -1), no) < ($7::bigint, $8::bigint))' },
  deadline: { sort: 'deadline', key: '(extract(epoch from deadline) * 1000)::bigint', by: 'deadline, no', after: 'deadline is not null and ($7::bigint is null or (deadline, no) > (to_timestamp($7::bigint / 1000.0), $8::bigint))' },
};
const OF_WORDS = 'words @@ $1::tsquery';
const OF_CELLS = '($1::int[] is null or cell = any ($1::int[]))';

// Each order with its key: rows are taken where the last page ended, so nothing is skipped or doubled when new ones come.
/** All that fit, then the page of them: the narrow rows are sorted, the items of one page are read. */
const gather = (match: string, { sort, key, by, after }: Order): string => `with hits as materialized (select no, ${sort} as sort from search_document where ${match} and ${RANGES} and ${after}),
  page as (select no from hits order by sort ${by.includes('desc') ? 'desc' : 'asc'}, ${by.includes('desc') ? 'no desc' : 'no'} limit $9)
  select no::text as "row", (${key})::text as at, item from page join search_document using (no) order by ${by}`;
/** In the index's order until a page is full. */
const walk = (match: string, { key, by, after }: Order): string => `select no::text as "row", (${key})::text as at, item from search_document where ${match} and ${RANGES} and ${after} order by ${by} limit $9`;
const walkSome = (match: string, { key, by, after }: Order, most: number): string => `select no::text as "row", (${key})::text as at, item from (select * from search_document where ${after} order by ${by} limit ${most}) walked
  where ${match} and ${RANGES} order by ${by} limit $9`;
const RANKED = `with hits as materialized (select no, published_at from search_document where ${OF_WORDS} and ${RANGES}),
  newest as (select no from hits order by published_at desc, no desc limit ${rankedMax}),
  ranked as (select no, round(ts_rank('{0.05,0.2,0.5,1}', words, $1::tsquery)::numeric * 1000000)::bigint as key from newest join search_document using (no)),
  page as (select no, key from ranked where ($7::bigint is null or (key, no) < ($7::bigint, $8::bigint)) order by key desc, no desc limit $9)
  select no::text as "row", key::text as at, item from page join search_document using (no) order by key desc, no desc`;

async function rowsOf(desk: Desk, ask: PageAsk): Promise<Row[]> {
  const { asked, by, open, after, limit } = ask;
  const rows = async (sql: string, match: unknown): Promise<Row[]> => (await desk.tx.query<Row>(sql, [match, ...rangesOf(asked, open), after?.key ?? null, after?.no ?? null, limit])).rows;
  if (asked.words.length > 0) return rowsOfWords(desk.tx, ask, rows);
  const order = ORDERS[by === 'relevance' ? 'newest' : by];
  const of = await cellsOf(desk, asked);
  if (of?.n === 0) return [];
  const few = !ask.many || (of !== null && of.n <= gatheredOfCellsMax);
  return rows((few ? gather : walk)(OF_CELLS, order), of?.cells ?? null);
}

async function rowsOfWords(tx: Desk['tx'], { asked, by, open, after, limit, many }: PageAsk, rows: (sql: string, match: string) => Promise<Row[]>): Promise<Row[]> {
  const query = asked.all ?? '';
  if (by === 'relevance') return rows(RANKED, many ? await newestWith(tx, { asked, open, query }) : query);
  if (!many) return rows(gather(OF_WORDS, ORDERS[by]), query);
  if (by === 'newest') {
    const strolled = await rows(walkSome(OF_WORDS, ORDERS.newest, strolledMax), query);
    if (strolled.length === limit) return strolled;
    const { newest, further } = await stretchesFrom(tx, after === null ? null : new Date(Number(after.key)).toISOString());
    const found = await rows(gather(OF_WORDS, ORDERS.newest), within(query, newest));
    if (newest === null || found.length === limit) return found;
    const all: Row[] = [];
    for (const stretch of further) {
      all.push(...await rows(gather(OF_WORDS, ORDERS.newest), within(query, stretch)));
      if (all.length >= limit) break;
    }
    return all.slice(0, limit);
  }
  const walked = await rows(walkSome(OF_WORDS, ORDERS[by], walkedMax), query);
  return walked.length === limit ? walked : rows(gather(OF_WORDS, ORDERS[by]), query);
}

/** The query within the newest stretch of time that holds enough to be ranked. */
async function newestWith(tx: Desk['tx'], { asked, open, query }: { asked: Asked; open: string | null; query: string }): Promise<string> {
  const { newest, further } = await stretchesFrom(tx, null);
  if (newest === null) return query;
  const count = async (stretch: Stretch): Promise<number> => {
    const { rows } = await tx.query<{ n: number }>(`select count(*)::int as n from (select 1 from search_document where ${OF_WORDS} and ${RANGES} limit ${rankedMax}) found`, [within(query, stretch), ...rangesOf(asked, open)]);
    return rows[0]?.n ?? 0;
  };
  if (await count(newest) === rankedMax) return within(query, newest);
  const quarters: string[] = [];
  let found = 0;
  for (const stretch of further) {
    quarters.push(...stretch ?? []);
    found += await count(stretch);
    if (found >= rankedMax) break;
  }
  return within(query, quarters);
}

async function pageOf(desk: Desk, ask: PageAsk): Promise<Pick<SearchRead, 'items' | 'nextCursor'>> {
  const rows = await rowsOf(desk, { ...ask, limit: ask.limit + 1 });
  const page = rows.slice(0, ask.limit);
  const last = rows.length > ask.limit ? page.at(-1) : undefined;
  return { items: page.map(({ item }) => itemOf(item, ask.asked.words)), nextCursor: last ? writeCursor({ by: ask.by, key: last.at, no: last.row }) : null };
}

function itemOf({ title, ...item }: StoredItem, words: readonly string[]): SearchItem {
  return { ...item, title: marked(title, words) };
}

/** Without words there is nothing to be relevant to. */
function sortOf(sort: SearchSort | undefined, words: boolean): SearchSort {
  return sort === undefined || (sort === 'relevance' && !words) ? 'newest' : sort;
}

const cursorShape = z.strictObject({ by: z.string(), key: z.string().regex(/^-?\d{1,16}$/), no: z.string().regex(/^\d{1,18}$/) });
type Cursor = z.infer<typeof cursorShape>;

function writeCursor(cursor: Cursor): string { return Buffer.from(JSON.stringify(cursor)).toString('base64url'); }

function readCursor(text: string, by: SearchSort): Cursor {
  try {
    const cursor = cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (cursor.by === by) return cursor;
  } catch { /* told below */ }
  throw new Refusal('invalid-input', { field: 'cursor' });
}
