import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { OrderCall } from './order-call.ts';

export const OFFER_END = 'timer:offer-end';

/** One timer a framework: the end of the competition that is over first. An offer at the end itself still counts. */
export function waitForEnd(work: Work, lotId: string, calls: readonly Rec<OrderCall>[]): void {
  const ends = calls.filter(({ state }) => state === 'open').map(({ data }) => Date.parse(data.offerEnd));
  if (ends.length === 0) work.cancelTimer(OFFER_END, 'lot', lotId, lotId);
  else work.timer({ event: OFFER_END, subjectKind: 'lot', subjectId: lotId, lotId, dueAt: new Date(Math.min(...ends) + 1).toISOString() });
}
