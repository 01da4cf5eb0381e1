import type { Pool } from 'pg';
import { categories } from '../../../../catalogue/index.ts';
import type { FacetValue, SearchRead } from '../../../contracts/search.ts';
import { facetNames, type FacetName } from '../../../contracts/search-words.ts';
import { anyKind, industryNames } from './documents.ts';
import { RANGES, rangesOf, type Asked } from './asked.ts';
import { regionZh } from './regions.ts';

/** More is counted as "at least": nobody reads on that far, and counting on would cost every reader. */
const countedMax = 5_000;

type Counted = Pick<SearchRead, 'total' | 'facets'>;
interface Row { facet: FacetName | 'total' | 'seen'; value: string; count: string }

const conditions: Readonly<Record<FacetName, string>> = {
  type: '($7::text is null or type = $7)', category: '($8::text is null or category = $8)', region: `($9::text is null or region like $9 || '%')`,
  industry: '($10::text is null or industry = $10)', stage: '($11::text is null or stage = $11)', kind: '($12::text is null or kind = $12)',
};
const others = (name?: FacetName): string => facetNames.filter((one) => one !== name).map((one) => conditions[one]).join(' and ');

/** Each facet counted under all filters but its own, and the whole under all of them, in one statement over `cells`. */
const COUNTS = [
  ...facetNames.map((name) => `select '${name}' as facet, ${name} as value, sum(n)::text as count from cells where ${others(name)} group by 2`),
  `select 'total', '', coalesce(sum(n), 0)::text from cells where ${others()}`,
  `select 'seen', '', coalesce(sum(n), 0)::text from cells`,
].join(' union all ');

/** With words or ranges: the newest that fit, up to the limit. */
const ofText = (rows: string): string => `with cells as materialized (select type, category, region, industry, stage, kind, count(*) as n from (
    select type, category, region, industry, stage, kind from ${rows} order by published_at desc, id desc limit ${countedMax + 1}) newest
  group by 1, 2, 3, 4, 5, 6) ${COUNTS}`;
const FITS = `search_document where ($1::tsquery is null or words @@ $1::tsquery) and ${RANGES}`;
const OF_TEXT = { walked: ofText(FITS), gathered: ofText(`(select type, category, region, industry, stage, kind, published_at, id from ${FITS} offset 0) fitting`) };
/** Without: from the counts that are kept. */
const OF_ALL = `with given as (select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text), cells as materialized (
  select type, category, region, industry, stage, kind, n from search_count, given where n > 0) ${COUNTS}`;
/** The whole under all filters when the newest were not enough. */
const WHOLE = `select count(*)::int as count from (select 1 from search_document where words @@ $1::tsquery and ${RANGES} limit ${countedMax + 1}) counted`;

export async function facetsOf(db: Pool, asked: (Asked & { open: string | null }) | null): Promise<Counted> {
  if (!asked) return { total: { count: 0, exact: true }, facets: named([]) };
  const ranges = rangesOf(asked, asked.open);
  const kept = asked.text === null && ranges.every((value) => value === null);
  const { rows } = await db.query<Row>(kept ? OF_ALL : OF_TEXT[asked.text !== null && !await dense(db, asked.text) ? 'gathered' : 'walked'], [asked.text, ...ranges, ...facetNames.map((name) => asked.facets[name] ?? null)]);
  const of = (facet: Row['facet']): number => Number(rows.find((row) => row.facet === facet)?.count ?? 0);
  const cut = !kept && of('seen') > countedMax;
  const count = cut && asked.all !== null && asked.all !== asked.text ? await whole(db, asked.all, ranges) : of('total');
  return { total: { count: Math.min(count, kept ? count : countedMax), exact: kept || count <= countedMax }, facets: named(rows) };
}

async function whole(db: Pool, all: string, ranges: readonly unknown[]): Promise<number> {
  const { rows } = await db.query<{ count: number }>(WHOLE, [all, ...ranges]);
  return rows[0]?.count ?? 0;
}

/** So few documents have these facets that gathering all of them costs less than walking past the others. */
const fewMax = 20_000;

export async function fewFit(db: Pool, { words, all, facets }: Asked): Promise<boolean> {
  if (words.length > 0 && all !== null) return !await dense(db, all);
  const values = facetNames.map((name) => facets[name] ?? null);
  if (values.every((value) => value === null)) return false;
  const { rows } = await db.query<{ few: boolean }>(`with given as (select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text)
    select coalesce(sum(n), 0) <= ${fewMax} as few from search_count, given where ${others()}`, [null, null, null, null, null, null, ...values]);
  return rows[0]?.few ?? false;
}

/** Does every twentieth of the newest fit? The planner's guess at words that come together is no help: it takes them for strangers. */
async function dense(db: Pool, query: string): Promise<boolean> {
  const { rows } = await db.query<{ dense: boolean }>(
    `select count(*) >= 100 as dense from (select words from search_document order by published_at desc, id desc limit 2000) newest where words @@ $1::tsquery`, [query]);
  return rows[0]?.dense ?? false;
}

function named(rows: readonly Row[]): Counted['facets'] {
  const facet = (name: FacetName): FacetValue[] => rows.filter((row) => row.facet === name && row.value !== '')
    .map(({ value, count }) => ({ value, ...NAMES[name](value), count: Number(count) }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 60);
  return { type: facet('type'), category: facet('category'), region: facet('region'), industry: facet('industry'), stage: facet('stage'), kind: facet('kind') };
}

const TYPES: Readonly<Record<string, { zh: string; en: string }>> = { lot: { zh: '标段', en: 'Lots' }, notice: { zh: '公告公示', en: 'Notices' }, result: { zh: '结果', en: 'Results' } };
const STAGES: Readonly<Record<string, { zh: string; en: string }>> = {
  preparing: { zh: '准备中', en: 'In preparation' }, bidding: { zh: '投标中', en: 'Open for bids' }, opening: { zh: '开标', en: 'Opening' }, evaluation: { zh: '评标', en: 'Evaluation' },
  publicity: { zh: '候选人公示', en: 'Candidates published' }, awarded: { zh: '已定标', en: 'Awarded' }, contract: { zh: '合同', en: 'Contract' }, failed: { zh: '终止或失败', en: 'Ended or failed' },
};
const NAMES: Readonly<Record<FacetName, (value: string) => { zh: string; en: string }>> = {
  type: (value) => TYPES[value] ?? both(value), stage: (value) => STAGES[value] ?? both(value), kind: pick(anyKind), industry: pick(industryNames),
  category: pick((value) => categories.find(({ id }) => id === value) ?? both(value)), region: (value) => ({ zh: regionZh(value), en: value }),
};

function both(value: string): { zh: string; en: string } { return { zh: value, en: value }; }
/** Rows of the catalogue hold more than names. */
function pick(of: (value: string) => { zh: string; en: string }): (value: string) => { zh: string; en: string } {
  return (value) => { const { zh, en } = of(value); return { zh, en }; };
}
