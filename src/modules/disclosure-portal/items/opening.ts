import type { Rec } from '../../../platform/records.ts';
import type { Bid } from '../../bidding/index.ts';
import type { DisclosureFacts } from './rule.ts';

// What both categories read from an opening.

export function openedBids(f: DisclosureFacts): readonly Rec<Bid>[] {
  return f.bids.filter((b) => b.data.form !== undefined && b.data.announcedAt !== undefined);
}

export function takingPart(f: DisclosureFacts): readonly Rec<Bid>[] {
  return f.bids.filter((b) => b.data.submittedAt !== undefined && b.state !== 'replaced' && b.state !== 'withdrawn');
}

export function disputes(f: DisclosureFacts): string | undefined {
  const texts = f.bids.flatMap((b) => (b.data.confirmed?.dispute ? [`${b.data.bidderName}：${b.data.confirmed.dispute}`] : []));
  return texts.length > 0 ? texts.join('；') : undefined;
}

/** An opening that is over. */
export function closedOpening({ opening }: DisclosureFacts) {
  return opening && (opening.state === 'closed' || opening.state === 'archived') ? [opening] : [];
}
