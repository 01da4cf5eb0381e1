import { searchSorts, searchTypes, type SearchSort, type SearchType } from '../../src/contracts/search-words.ts';
import { stageGroups, type StageGroup } from '../../src/contracts/stages.ts';

/** What stands in the address of the home page. Sums are in yuan there, as people type them; days are UTC+8. */
export type HomeFilter = {
  q?: string; type?: SearchType; category?: string; region?: string; industry?: string; stage?: StageGroup; kind?: string;
  min?: string; max?: string; from?: string; to?: string; sort?: SearchSort; cursor?: string;
};

export const categoryIds = [
  'engineering', 'gov-procurement', 'land-use-right', 'mining-right', 'state-property', 'rural-property', 'forest-right',
  'environment-right', 'medical-procurement', 'concession', 'confiscated-disposal',
] as const;

const SLUG = /^[a-z][a-z0-9-]{0,39}$/;
const SUM = /^\d{1,12}$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Reads the filter from the address; what is not understood is left out rather than sent on. */
export function readFilter(search: Record<string, unknown>): HomeFilter {
  const text = (name: string): string => (typeof search[name] === 'string' ? search[name].trim() : '');
  const fits = (name: string, pattern: RegExp): Record<string, string> => (pattern.test(text(name)) ? { [name]: text(name) } : {});
  const oneOf = (name: string, list: readonly string[]): Record<string, string> => (list.includes(text(name)) ? { [name]: text(name) } : {});
  return {
    ...(text('q') === '' ? {} : { q: text('q').slice(0, 100) }),
    ...oneOf('type', searchTypes), ...oneOf('category', categoryIds), ...fits('region', /^\d{2,6}$/), ...fits('industry', SLUG), ...oneOf('stage', Object.keys(stageGroups)), ...fits('kind', SLUG),
    ...fits('min', SUM), ...fits('max', SUM), ...fits('from', DAY), ...fits('to', DAY), ...oneOf('sort', searchSorts),
    ...(text('cursor') === '' ? {} : { cursor: text('cursor').slice(0, 400) }),
  };
}

/** The filter as the search takes it: sums in fen. Without a type the page shows lots. */
export function searchParams({ min, max, type, ...rest }: HomeFilter): Record<string, string | undefined> {
  return { ...rest, type: type ?? 'lot', amountMin: min && `${min}00`, amountMax: max && `${max}00` };
}

/** What a feed of the same filter is asked with. */
export function feedParams(filter: HomeFilter): Record<string, string | undefined> {
  const { cursor: _cursor, sort: _sort, ...rest } = searchParams(filter);
  return rest;
}

/** Everything that narrows the list (order and type do not). */
export function narrowed({ cursor: _cursor, sort: _sort, type: _type, ...rest }: HomeFilter): boolean {
  return Object.keys(rest).length > 0;
}

/** The filter with these changes, from its first page; an empty value takes a filter away. */
export function changed({ cursor: _cursor, ...filter }: HomeFilter, change: { [K in keyof HomeFilter]?: HomeFilter[K] | undefined }): HomeFilter {
  return readFilter({ ...filter, ...change });
}
