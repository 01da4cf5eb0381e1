// The opening as this page knows it: a snapshot plus the events after it. Pure: the same events give the same board,
// whatever was received twice; a hole in the numbers asks for a fresh snapshot instead of a guess.
import type { BidderRow, DrawItem, LiveEvent, OpeningRead } from '../../src/contracts/reads.ts';

export type Numbered = LiveEvent & { seq: number | null };
export type Applied = { opening: OpeningRead; outcome: 'applied' | 'repeat' | 'gap' };

export function applyEvent(opening: OpeningRead, event: Numbered): Applied {
  if (event.seq === null) return { opening: change(opening, event), outcome: 'applied' };
  if (event.seq <= opening.lastEventId) return { opening, outcome: 'repeat' };
  if (event.seq > opening.lastEventId + 1) return { opening, outcome: 'gap' };
  return { opening: { ...change(opening, event), lastEventId: event.seq }, outcome: 'applied' };
}

/** How many of these one drawing may show together: up to where a bid would move a second time. */
export function drawable(events: readonly Numbered[]): number {
  const moved = new Set<number>();
  const second = events.findIndex((event) => {
    if (event.type !== 'decrypt' && event.type !== 'announce' && event.type !== 'confirm') return false;
    if (moved.has(event.data.bidSeq)) return true;
    moved.add(event.data.bidSeq);
    return false;
  });
  return second === -1 ? events.length : second;
}

function change(opening: OpeningRead, event: LiveEvent): OpeningRead {
  switch (event.type) {
    case 'phase': return { ...opening, ...event.data };
    case 'list': return { ...opening, bidders: event.data.bidders };
    case 'decrypt': case 'confirm': return { ...opening, bidders: patch(opening.bidders, event.data) };
    case 'announce': return { ...opening, bidders: patch(opening.bidders, event.data) };
    case 'coefficient': return { ...opening, ...event.data, draws: merge(opening.draws, event.data.draws) };
    case 'record': return opening.record.some((line) => line.leafId === event.data.leafId)
      ? opening : { ...opening, record: [...opening.record, event.data] };
    case 'custody': return {
      ...opening,
      custodians: (opening.custodians ?? []).map((one) => ([one.id, one.zh].includes(event.data.custodian) ? { ...one, releasedAt: event.data.releasedAt } : one)),
    };
    case 'round': return { ...opening, rounds: [...(opening.rounds ?? []).filter((one) => one.round !== event.data.round), event.data] };
    case 'viewers': return { ...opening, viewers: event.data.viewers };
    case 'clock': return opening;
  }
}

function patch(bidders: BidderRow[], data: Pick<BidderRow, 'bidSeq' | 'status'> & Partial<BidderRow>): BidderRow[] {
  return bidders.map((row) => {
    if (row.bidSeq !== data.bidSeq) return row;
    // an earlier reason (a decryption that failed at first) does not outlive the status it explained
    const { reasonZh: _earlier, ...kept } = row;
    return { ...kept, ...data };
  });
}

/** A draw that has moved on takes its own place; a new round stands at the end. */
function merge(draws: DrawItem[], changed: DrawItem[]): DrawItem[] {
  const known = draws.map((draw) => changed.find((one) => one.drawId === draw.drawId) ?? draw);
  return [...known, ...changed.filter((one) => !draws.some((draw) => draw.drawId === one.drawId))];
}
