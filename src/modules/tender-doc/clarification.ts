import type { Clarification, Lot } from '../project-intake/index.ts';

/** A clarification in the words of its disclosure sub-item. */
export function clarificationItems(lot: Pick<Lot, 'lotCode'>, one: Clarification): Record<string, unknown> {
  const { title, changedItems, originalContent, revisedContent, newBidDeadline, publishedAt } = one;
  return {
    noticeTitle: title, lotCode: lot.lotCode, changedItems, ...(originalContent === undefined ? {} : { originalContent }), revisedContent,
    ...(newBidDeadline === null ? {} : { newBidDeadline }), publishedAt,
  };
}
