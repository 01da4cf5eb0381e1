// What the search of the portal takes and answers. Times, money and strictness as in reads.ts.
import { z } from 'zod';
import { fen, instant } from './reads.ts';
import { searchSorts, searchTypes } from './search-words.ts';
import { stageGroups, type StageGroup } from './stages.ts';

const text = z.string();
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const amount = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const day = z.iso.date();

/** The filters a feed takes as well. `region` is the beginning of a region code; days are UTC+8 and both included; amounts are fen. */
export const searchFilter = z.strictObject({
  q: z.string().max(100).optional(), type: z.enum(searchTypes).optional(), category: slug.optional(), region: z.string().regex(/^\d{2,6}$/).optional(),
  industry: slug.optional(), stage: z.enum(Object.keys(stageGroups) as [StageGroup]).optional(), kind: slug.optional(),
  amountMin: amount.optional(), amountMax: amount.optional(), from: day.optional(), to: day.optional(),
});

// GET /api/v1/search?…filters&sort=&cursor=&limit=
// sort: newest (without it), relevance (with words only), amount (largest first), deadline (soonest first, only what is still open).
export const searchQuery = z.strictObject({
  ...searchFilter.shape, sort: z.enum(searchSorts).optional(), cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const searchItem = z.strictObject({
  id: text, type: z.enum(searchTypes), lotId: z.uuid(), noticeId: text.optional(), title: z.array(z.strictObject({ text, hit: z.boolean() })),
  lotCode: text, lotNo: text, category: text, kind: text, region: text, regionZh: text, regionEn: text.optional(), industry: text, tendererName: text,
  stage: text, stageZh: text, publishedAt: instant, bidDeadline: instant.optional(), amountFen: fen.optional(), amountOf: z.enum(['ceiling', 'budget', 'award']).optional(),
  winnerName: text.optional(),
});
export const facetValue = z.strictObject({ value: text, zh: text, en: text, count: z.int() });

/** Counts beside a filter leave that filter itself out, so the other choices can be seen. Not `exact`: at least as many. */
export const searchRead = z.strictObject({
  items: z.array(searchItem), total: z.strictObject({ count: z.int(), exact: z.boolean() }),
  facets: z.strictObject({
    type: z.array(facetValue), category: z.array(facetValue), region: z.array(facetValue), industry: z.array(facetValue), stage: z.array(facetValue), kind: z.array(facetValue),
  }),
  nextCursor: text.nullable(),
});

// GET /api/v1/search/suggestions?q=: texts to search for, at most eight
export const suggestionsQuery = z.strictObject({ q: z.string().max(100) });
export const suggestionsRead = z.strictObject({ items: z.array(z.strictObject({ text, of: z.enum(['project', 'tenderer', 'code']) })) });

export type SearchFilter = z.infer<typeof searchFilter>;
export type SearchItem = z.infer<typeof searchItem>;
export type SearchRead = z.infer<typeof searchRead>;
export type FacetValue = z.infer<typeof facetValue>;
export type SuggestionsRead = z.infer<typeof suggestionsRead>;
