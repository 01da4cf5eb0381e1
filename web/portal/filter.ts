import { stageGroups, type StageGroup } from '../../src/contracts/stages.ts';

export type HomeFilter = { q?: string; category?: string; stage?: StageGroup; cursor?: string };

export const categoryIds = [
  'engineering', 'gov-procurement', 'land-use-right', 'mining-right', 'state-property', 'rural-property', 'forest-right',
  'environment-right', 'medical-procurement', 'concession', 'confiscated-disposal',
] as const;

/** Reads the filter from the address; what is not understood is left out rather than sent on. */
export function readFilter(search: Record<string, unknown>): HomeFilter {
  const { q, category, stage, cursor } = search;
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.trim().slice(0, 100) } : {}),
    ...(typeof category === 'string' && (categoryIds as readonly string[]).includes(category) ? { category } : {}),
    ...(typeof stage === 'string' && Object.hasOwn(stageGroups, stage) ? { stage: stage as StageGroup } : {}),
    ...(typeof cursor === 'string' && cursor !== '' ? { cursor: cursor.slice(0, 400) } : {}),
  };
}
