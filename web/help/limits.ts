import type { LimitHelp } from '../../src/contracts/help.ts';

/**
 * The limits that bear on this lot: what the law has not set is no limit, and what holds for all other trades is left out where
 * this one has its own. Without a lot (a new project) every trade's own is shown.
 */
export function limitsFor(limits: readonly LimitHelp[], lot: { category: string; kind: string } | undefined): LimitHelp[] {
  const here = limits.filter(({ categories, kinds }) => !lot || ((categories?.includes(lot.category) ?? true) && (kinds?.includes(lot.kind) ?? true)));
  const own = new Set(here.filter(({ categories }) => categories !== null).map(({ param }) => param));
  return here.filter(({ value, categories, param }) => value !== null && value !== 0 && (categories !== null || !own.has(param)));
}
