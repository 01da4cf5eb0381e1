import { expect, test } from 'vitest';
import { asked, nextRound, quotesAwaited, roundMinutes } from './rounds.ts';

const negotiation = { category: 'gov-procurement', kind: 'competitive-negotiation' };
const now = Date.parse('2026-11-24T05:00:00.000Z');
const round = (n: number, more: { isFinal?: boolean; endedAt?: string } = {}) => ({ round: n, openedAt: '2026-11-24T04:00:00.000Z', quoteEnd: '2026-11-24T05:00:00.000Z', isFinal: false, quotes: [], ...more });
const ended = '2026-11-24T04:30:00.000Z';
const chair = { seatNo: 1, chairSeatNo: 1 };

test('quotes are awaited from the end of the review until the final ones are in, where there are rounds', () => {
  expect(quotesAwaited(negotiation, { state: 'detailed' }, [])).toBe(true);
  expect(quotesAwaited(negotiation, { state: 'detailed' }, [round(1, { endedAt: ended })])).toBe(true);
  expect(quotesAwaited(negotiation, { state: 'detailed' }, [round(1, { endedAt: ended }), round(2, { isFinal: true })])).toBe(true);
  expect(quotesAwaited(negotiation, { state: 'detailed' }, [round(1, { isFinal: true, endedAt: ended })])).toBe(false);
  expect(quotesAwaited(negotiation, { state: 'preliminary' }, [])).toBe(false);
  expect(quotesAwaited({ ...negotiation, kind: 'single-source' }, { state: 'detailed' }, [])).toBe(true);
  expect(quotesAwaited({ ...negotiation, kind: 'inquiry' }, { state: 'detailed' }, [])).toBe(false);
  expect(quotesAwaited({ category: 'engineering', kind: 'open-tender' }, { state: 'detailed' }, [])).toBe(false);
});

test('the chair alone opens the next round when none runs, and the last of those planned is the final one', () => {
  expect(nextRound(chair, [], { planned: 2, now })).toEqual({ id: 'do-next-round', step: true, input: { round: 1, quoteEnd: new Date(now + roundMinutes * 60_000).toISOString(), isFinal: false } });
  expect(nextRound(chair, [round(1, { endedAt: ended })], { planned: 2, now })?.input).toMatchObject({ round: 2, isFinal: true });
  expect(nextRound(chair, [], { planned: 1, now })?.input).toMatchObject({ round: 1, isFinal: true });
  // started again with fewer rounds than there have been: the next is the final one
  expect(nextRound(chair, [round(1, { endedAt: ended }), round(2, { endedAt: ended })], { planned: 2, now })?.input).toMatchObject({ round: 3, isFinal: true });
  expect(nextRound(chair, [round(1)], { planned: 2, now })).toBeNull();
  expect(nextRound({ seatNo: 2, chairSeatNo: 1 }, [], { planned: 2, now })).toBeNull();
});

test('who fell out or left is asked no more', () => {
  const bid = (state: string, rejectedFor: string | null = null) => ({ bidId: state, bidSeq: 1, state, ownReview: null, ownSheet: null, objective: null, rejectedFor });
  expect(asked({ bidList: [bid('valid'), bid('valid'), bid('revoked'), bid('valid', 'no response')] })).toBe(2);
});
