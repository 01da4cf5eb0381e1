import type { Rec } from '../../platform/records.ts';

/**
 * A question or objection to the documents by one bidder. Record kind `question`, lotId, ownerId = bidder; `open` until a
 * clarification answers it. Who asked is known to nobody before the deadline; the tenderer reads the text alone.
 */
export interface Question { questionSeq: number; kind: 'question' | 'objection'; text: string; askedAt: string; timely: boolean; answeredBy?: number; answer?: string }

/** Only an objection raised within the legal window holds the deadline back (实施条例 第22条); a late one is answered like a question. */
export function openObjections(questions: readonly Rec<Question>[]): number {
  return questions.filter(({ state, data }) => state === 'open' && data.kind === 'objection' && data.timely).length;
}
