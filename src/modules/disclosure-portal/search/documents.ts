import { categories, industries, type CategoryId } from '../../../../catalogue/index.ts';
import type { DisclosuresRead, LotRead } from '../../../contracts/reads.ts';
import { saidByNotices } from '../../../contracts/said-by-notices.ts';
import type { SearchItem } from '../../../contracts/search.ts';
import { stageGroupOf } from '../../../contracts/stages.ts';
import { regionNames } from '../../../kernel/regions.ts';
import { titled } from '../../../kernel/title.ts';
import { timeFacets } from './windows.ts';
import { vectorText } from './words.ts';

/** A row of search_document; `item` is what the search answers, but for the title's marks. */
export interface SearchDocument {
  id: string; lotId: string; type: SearchItem['type']; category: string; region: string; industry: string; stage: string; kind: string;
  amount: number | null; publishedAt: string; deadline: string | null; words: string; item: StoredItem;
}
export type StoredItem = Omit<SearchItem, 'title'> & { title: string };

const RESULTS = new Set(['eng-candidate', 'eng-award', 'gp-result']);

/** What can be found of a lot, made from nothing but what a guest may read: a lot that is not listed gives nothing. */
export function documentsOf(lot: LotRead, disclosures: DisclosuresRead['items']): SearchDocument[] {
  const { publishedAt } = lot;
  if (publishedAt === undefined) return [];
  const name = nameOf(lot.projectName, lot.lotName);
  const told = [...lot.notices.map((n) => ({ id: n.noticeId, type: 'notice' as const, title: n.title, at: n.publishedAt, items: n.items })), ...published(lot, disclosures)];
  return [
    document(lot, { id: lot.lotId, type: 'lot', title: name, at: publishedAt, body: [lot.project.content ?? '', ...lot.documents.map((d) => d.name)].join('\n') }),
    ...told.map(({ id, type, title, at, items }) => document(lot, { id: `${lot.lotId}/${id}`, noticeId: id, type, title, at, body: textOf(items.map((item) => item.value)) })),
  ];
}

/** The last version of each sub-item that no notice has told. */
function published(lot: LotRead, disclosures: DisclosuresRead['items']) {
  const last = new Map(disclosures.toReversed().map((d) => [d.subItemId, d]));
  return [...last.values()].filter((d) => !saidByNotices.has(d.subItemId)).map((d) => ({
    id: d.disclosureId, type: RESULTS.has(d.subItemId) ? 'result' as const : 'notice' as const, title: titled(lot.projectName, d.zh), at: d.publishedAt, items: d.items,
  }));
}

interface Told { id: string; noticeId?: string; type: SearchItem['type']; title: string; at: string; body: string }

function document(lot: LotRead, { id, noticeId, type, title, at, body }: Told): SearchDocument {
  const { lotId, category, kind, tendererName, agencyName, bidDeadline } = lot;
  const [region, industry, stage] = [lot.region ?? '', lot.industry ?? '', stageGroupOf(lot.stage) ?? 'preparing'];
  const amount = amountOf(lot, type);
  const facets = { type, category, industry, stage, kind, region: [2, 4, 6].map((n) => region.slice(0, n)), ...timeFacets(at) };
  const winner = type === 'result' ? lot.result?.winnerName : undefined;
  const names = [lot.lotCode, tendererName, agencyName ?? '', winner ?? '', type === 'lot' ? '' : lot.projectName];
  const catalogueWords = [kindNames(category, kind).zh, industryNames(industry).zh, regionNames(region).zh].join('\n');
  return {
    id, lotId, type, category, region, industry, stage, kind, amount: amount?.amountFen ?? null, publishedAt: at, deadline: bidDeadline ?? null,
    words: vectorText({ title, names, body: `${catalogueWords}\n${body}`, facets }),
    item: {
      id, type, lotId, ...(noticeId === undefined ? {} : { noticeId }), title, lotCode: lot.lotCode, lotNo: lot.lotNo, category, kind, region, regionZh: regionNames(region).zh, regionEn: regionNames(region).en, industry,
      tendererName, stage: lot.stage, stageZh: lot.stageZh, publishedAt: at, ...(bidDeadline === undefined ? {} : { bidDeadline }), ...amount, ...(winner === undefined ? {} : { winnerName: winner }),
    },
  };
}

function amountOf(lot: LotRead, type: SearchItem['type']): { amountFen: number; amountOf: 'award' | 'ceiling' | 'budget' } | undefined {
  if (type === 'result' && lot.result?.awardFen !== undefined) return { amountFen: lot.result.awardFen, amountOf: 'award' };
  if (lot.ceilingFen !== undefined) return { amountFen: lot.ceilingFen, amountOf: 'ceiling' };
  return lot.budgetFen === undefined ? undefined : { amountFen: lot.budgetFen, amountOf: 'budget' };
}

/** The words in the values of a notice; digests, instants and numbers are no words. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return /^([0-9a-f]{32,}|\d{4}-\d\d-\d\dT.*|[\d.]+)$/.test(value) ? '' : value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textOf).filter(Boolean).join('\n');
}

function kindNames(category: string, kind: string): { zh: string; en: string } {
  return categories.find(({ id }) => id === (category as CategoryId))?.kinds.find(({ id }) => id === kind) ?? anyKind(kind);
}

export function anyKind(kind: string): { zh: string; en: string } {
  return categories.flatMap(({ kinds }) => kinds).find(({ id }) => id === kind) ?? { zh: kind, en: kind };
}

export function industryNames(id: string): { zh: string; en: string } {
  return industries.find((one) => one.id === id) ?? { zh: id, en: id };
}

/** A lot is often named after its project: then it is said once. */
function nameOf(project: string, lot: string | undefined): string {
  if (!lot || project.includes(lot)) return project;
  return lot.includes(project) ? lot : `${project} ${lot}`;
}
