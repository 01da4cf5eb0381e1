import { facetNames, type FacetName } from '../../../contracts/search-words.ts';
import { RANGES, rangesOf, type Asked } from './asked.ts';
import type { Desk } from './desk.ts';
import type { Cell, Histogram } from './memory.ts';
import { stretchesFrom } from './windows.ts';
import { within } from './words.ts';

/** More is counted as "at least": nobody reads on that far, and counting on would cost every reader. */
export const countedMax = 10_000;

type Asking = Asked & { open: string | null };

const counting = (found: string): string =>
  `select coalesce(array_agg(cell), '{}') as cells, coalesce(array_agg(n), '{}') as counts from (select cell, count(*)::int as n from (${found}) found group by cell) counted`;
const OF_WORDS = counting(`select cell from search_document where words @@ $1::tsquery and ${RANGES} limit ${countedMax + 1}`);
const IN_RANGES = counting(`select cell from search_document where $1::text is null and ${RANGES} order by published_at desc, no desc limit ${countedMax + 1}`);
const KEPT = `select coalesce(array_agg(cell), '{}') as cells, coalesce(array_agg(n::int), '{}') as counts from search_cell where n > 0`;
const WHOLE_OF_WORDS = `select count(*)::int as count from (select 1 from search_document where words @@ $1::tsquery and ${RANGES} limit ${countedMax + 1}) found`;
const WHOLE_OF_CELLS = `select count(*)::int as count from (select 1 from search_document where cell = any ($1::int[]) and ${RANGES} limit ${countedMax + 1}) found`;

interface Row { cells: number[]; counts: number[] }

const KEPT_KEY = 'kept';

/** Documents of each cell that fit the words and the ranges, whatever facets are chosen; `all` unless there are too many to count. */
export function histogramOf(desk: Desk, asked: Asking): Promise<Histogram> {
  const { text } = asked;
  const ranges = rangesOf(asked, asked.open);
  const count = async (sql: string, of: string | null): Promise<Histogram> => histogram((await desk.tx.query<Row>(sql, [of, ...ranges])).rows[0]);
  const keep = text === null && ranges.every((value) => value === null);
  return desk.memory.histogram(keep ? KEPT_KEY : JSON.stringify([text, ranges]), async () => {
    if (text === null) return keep ? kept(desk) : count(IN_RANGES, null);
    const { newest } = await stretchesFrom(desk.tx, null);
    const first = newest === null ? null : await count(OF_WORDS, within(text, newest));
    if (first && !first.all) return first;
    const whole = await count(OF_WORDS, text);
    // which of many were seen is chance: what is newest is seen besides, so that nothing of today is missing
    return whole.all || !first ? whole : { ...whole, counts: greater(whole.counts, first.counts) };
  });
}

/** Without words or ranges the database keeps the counts itself. */
async function kept(desk: Desk): Promise<Histogram> {
  const { rows: [row] } = await desk.tx.query<Row>(KEPT);
  return { ...histogram(row), all: true };
}

function histogram(row: Row | undefined): Histogram {
  const counts = new Map(row?.cells.map((cell, i) => [cell, row.counts[i] ?? 0]));
  const seen = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return { counts, seen, all: seen <= countedMax };
}

/** Two counts of parts of the same: each says "at least". */
function greater(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map(one);
  for (const [cell, n] of other) counts.set(cell, Math.max(n, counts.get(cell) ?? 0));
  return counts;
}

/** The cells of the chosen facets and how many documents they have in all; null where no facet is chosen. */
export async function cellsOf(desk: Desk, { facets }: Pick<Asked, 'facets'>): Promise<{ cells: number[]; n: number } | null> {
  if (facetNames.every((name) => facets[name] === undefined)) return null;
  const { counts } = await desk.memory.histogram(KEPT_KEY, () => kept(desk));
  const names = await desk.memory.namesOf(desk.tx, counts.keys());
  const cells = [...counts.keys()].filter((cell) => missed(names.get(cell), facets).length === 0);
  return { cells, n: cells.reduce((sum, cell) => sum + (counts.get(cell) ?? 0), 0) };
}

/** How many fit all that was asked, where not all could be counted by cell; one more than are counted means more. */
export async function wholeOf(desk: Desk, asked: Asking): Promise<number> {
  const ranges = rangesOf(asked, asked.open);
  const of = asked.text === null ? (await cellsOf(desk, asked))?.cells ?? [] : asked.all;
  const { rows } = await desk.tx.query<{ count: number }>(asked.text === null ? WHOLE_OF_CELLS : WHOLE_OF_WORDS, [of, ...ranges]);
  return rows[0]?.count ?? 0;
}

/** The chosen facets that a cell does not have. */
export function missed(cell: Cell | undefined, chosen: Asked['facets']): FacetName[] {
  return facetNames.filter((name) => {
    const value = chosen[name];
    if (value === undefined) return false;
    return name === 'region' ? !cell?.region.startsWith(value) : cell?.[name] !== value;
  });
}
