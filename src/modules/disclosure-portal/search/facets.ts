import { categories } from '../../../../catalogue/index.ts';
import type { FacetValue, SearchRead } from '../../../contracts/search.ts';
import { facetNames, type FacetName } from '../../../contracts/search-words.ts';
import { regionNames } from '../../../kernel/regions.ts';
import type { Asked } from './asked.ts';
import { countedMax, histogramOf, missed, wholeOf } from './counts.ts';
import type { Desk } from './desk.ts';
import { anyKind, industryNames } from './documents.ts';

type Counted = Pick<SearchRead, 'total' | 'facets'>;
type Counts = Record<FacetName, Map<string, number>>;

/** Each facet counted under all filters but its own, and the whole under all of them. */
export async function facetsOf(desk: Desk, asked: (Asked & { open: string | null }) | null): Promise<Counted> {
  if (!asked) return { total: { count: 0, exact: true }, facets: named(empty()) };
  const { counts, all } = await histogramOf(desk, asked);
  const names = await desk.memory.namesOf(desk.tx, counts.keys());
  const [facets, total] = [empty(), { count: 0, exact: true }];
  for (const [cell, n] of counts) {
    const of = names.get(cell);
    const not = missed(of, asked.facets);
    if (of === undefined || not.length > 1) continue;
    for (const name of not.length === 1 ? not : facetNames) facets[name].set(of[name], (facets[name].get(of[name]) ?? 0) + n);
    if (not.length === 0) total.count += n;
  }
  if (all) return { total, facets: named(facets) };
  const count = asked.all === asked.text ? countedMax + 1 : await wholeOf(desk, asked);
  return { total: count > countedMax ? { count: countedMax, exact: false } : { count, exact: true }, facets: named(facets) };
}

function empty(): Counts { return { type: new Map(), category: new Map(), region: new Map(), industry: new Map(), stage: new Map(), kind: new Map() }; }

function named(counts: Counts): Counted['facets'] {
  const facet = (name: FacetName): FacetValue[] => [...counts[name]].filter(([value]) => value !== '')
    .map(([value, count]) => ({ value, ...NAMES[name](value), count }))
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
  category: pick((value) => categories.find(({ id }) => id === value) ?? both(value)), region: regionNames,
};

function both(value: string): { zh: string; en: string } { return { zh: value, en: value }; }
/** Rows of the catalogue hold more than names. */
function pick(of: (value: string) => { zh: string; en: string }): (value: string) => { zh: string; en: string } {
  return (value) => { const { zh, en } = of(value); return { zh, en }; };
}
