// The names of the search's choices, for the pages too: no zod here, so the home page loads no validator.
export const searchTypes = ['lot', 'notice', 'result'] as const;
export const searchSorts = ['newest', 'relevance', 'amount', 'deadline'] as const;
export const facetNames = ['type', 'category', 'region', 'industry', 'stage', 'kind'] as const;

export type SearchType = (typeof searchTypes)[number];
export type SearchSort = (typeof searchSorts)[number];
export type FacetName = (typeof facetNames)[number];
