import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Lot } from './model.ts';

const POSTPONEMENTS_TOLD = 3;

/**
 * Sets a later bid deadline, published by whatever act calls. It never becomes earlier: who planned by what was published may
 * rely on it. Called by acts that hold the lot alone. Without a new deadline, or with the present one, nothing moves.
 */
export function moveBidDeadline(work: Work, lot: Rec<Lot>, newBidDeadline: string | null): void {
  const { bidDeadline } = lot.data;
  if (bidDeadline === undefined) throw new Error(`lot ${lot.id} has no deadline to move`);
  // held back by an objection it has not fallen, and only a later one lets bids come in again
  if ((newBidDeadline ?? bidDeadline) <= work.now) throw new Refusal('invalid-input', { field: 'newBidDeadline', zh: '投标截止时间已到，须另定以后的截止时间', en: 'The deadline has come; a later one must be set' });
  if (newBidDeadline === null || newBidDeadline === bidDeadline) return;
  if (newBidDeadline < bidDeadline) throw new Refusal('deadline-earlier', { field: 'newBidDeadline' });
  lot.data.bidDeadline = newBidDeadline;
  work.timer({ event: 'timer:bid-deadline', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: newBidDeadline });
  countPostponement(work, lot);
}

/** The third act that moves a deadline of one lot is told to the supervisor, and every one after it. */
export function countPostponement(work: Work, lot: Rec<Lot>): void {
  lot.data.postponements = (lot.data.postponements ?? 0) + 1;
  if (lot.data.postponements >= POSTPONEMENTS_TOLD) work.warn('w-repeat-change', lot.id, { times: lot.data.postponements });
}
