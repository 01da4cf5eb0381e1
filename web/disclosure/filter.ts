import { disclosureStatuses, type DisclosureStatus } from '../../src/contracts/disclosure-words.ts';

/** What stands in the address of the page. */
export type DisclosureFilter = { category?: 'engineering' | 'gov-procurement'; subItem?: string; status?: DisclosureStatus; region?: string; q?: string; cursor?: string };

/** Reads the filter from the address; what is not understood is left out rather than sent on. */
export function readDisclosureFilter(search: Record<string, unknown>): DisclosureFilter {
  const text = (name: string): string => (typeof search[name] === 'string' ? search[name].trim() : '');
  const { category, status } = { category: text('category'), status: disclosureStatuses.find((one) => one === text('status')) };
  return {
    ...(category === 'engineering' || category === 'gov-procurement' ? { category } : {}), ...(status === undefined ? {} : { status }),
    ...(/^(eng|gp)-[a-z-]{2,30}$/.test(text('subItem')) ? { subItem: text('subItem') } : {}), ...(/^\d{2,6}$/.test(text('region')) ? { region: text('region') } : {}),
    ...(text('q') === '' ? {} : { q: text('q').slice(0, 100) }), ...(text('cursor') === '' ? {} : { cursor: text('cursor').slice(0, 400) }),
  };
}

/** The filter with these changes, from its first page; an empty value takes a filter away. */
export function changedFilter({ cursor: _cursor, ...filter }: DisclosureFilter, change: Partial<Record<keyof DisclosureFilter, string>>): DisclosureFilter {
  return readDisclosureFilter({ ...filter, ...change });
}
