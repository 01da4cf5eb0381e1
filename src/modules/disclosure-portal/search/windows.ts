import type { Queryable } from '../../../platform/db.ts';

// A frequent word stands in hundreds of thousands of documents, and most readers want the newest. When a document was published
// stands among its words, by week and by quarter, so that the word index itself can look at a stretch of time. A stretch is few
// lexemes: of many alternatives the index would read every one to its end.

const newestDocuments = 25_000;
const quarterDocuments = 100_000;
const weekMs = 7 * 86_400_000;
const weeksOfQuarter = 13;
const weeksMax = 2_000;

/** Facets of a document's time; null: all there is. */
export type Stretch = readonly string[] | null;

export function timeFacets(publishedAt: string): { week: string; quarter: string } {
  const week = weekOf(publishedAt);
  return { week: String(week), quarter: String(quarterOf(week)) };
}

/** Weeks since 1970, as `search_week_of` has them. */
export function weekOf(publishedAt: string): number { return Math.floor(Date.parse(publishedAt) / weekMs); }
function quarterOf(week: number): number { return Math.floor(week / weeksOfQuarter); }

/** The newest weeks up to an instant, and the quarters that contain them and reach back to the oldest, without a gap. */
export interface Stretches { newest: Stretch; further: Stretch[] }

export async function stretchesFrom(db: Pick<Queryable, 'query'>, until: string | null): Promise<Stretches> {
  const { rows } = await db.query<{ week: number; n: number }>(
    'select week, n::int as n from search_week where ($1::int is null or week <= $1) and n > 0 order by week desc limit $2', [until === null ? null : weekOf(until), weeksMax]);
  return stretches(rows);
}

export function stretches(counts: readonly { week: number; n: number }[]): Stretches {
  if (counts.reduce((sum, { n }) => sum + n, 0) <= newestDocuments * 2) return { newest: null, further: [] };
  const quarters = new Map<number, number>();
  for (const { week, n } of counts) quarters.set(quarterOf(week), (quarters.get(quarterOf(week)) ?? 0) + n);
  const [newest = []] = grouped(counts.map(({ week, n }) => [`week=${week}`, n]), newestDocuments);
  return { newest, further: grouped([...quarters].map(([quarter, n]) => [`quarter=${quarter}`, n]), quarterDocuments) };
}

/** One after the other until so many documents are together. */
function grouped(counts: readonly (readonly [string, number])[], enough: number): string[][] {
  const groups: string[][] = [];
  let [group, documents]: [string[], number] = [[], 0];
  for (const [name, n] of counts) {
    group.push(name);
    documents += n;
    if (documents < enough) continue;
    groups.push(group);
    [group, documents] = [[], 0];
  }
  return group.length > 0 ? [...groups, group] : groups;
}
