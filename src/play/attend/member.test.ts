import { expect, test } from 'vitest';
import { memberTurn, type MemberView } from './member.ts';

const bid = { bidId: 'b1', bidSeq: 1, state: 'decrypted', ownReview: null, ownSheet: null, objective: null, rejectedFor: null };
const view = (more: Partial<MemberView>): MemberView => ({
  state: 'ready', seatNo: 2, chairSeatNo: null, committeeSize: 5, ownDeclared: null, ownVote: null, ownSigned: null, prelimItems: [{ code: 'form' }, { code: 'competition' }],
  members: [{ seatNo: 1, role: 'representative', checkedIn: false, out: null }, { seatNo: 2, role: 'expert', checkedIn: false, out: null }, { seatNo: 3, role: 'expert', checkedIn: false, out: null }],
  criteria: [{ id: 'tech', max: 40, subjective: true }, { id: 'years', max: '10', subjective: false }], bidList: [bid], ...more,
});

test('a member does what is its turn, once', () => {
  expect(memberTurn(view({}))?.id).toBe('evl-checkin');
  expect(memberTurn(view({ members: [{ seatNo: 2, role: 'expert', checkedIn: true, out: null }] }))).toBeNull();
  expect(memberTurn(view({ state: 'checking-in' }))?.id).toBe('evl-avoid');
  expect(memberTurn(view({ state: 'checking-in', ownDeclared: 'clear' }))).toBeNull();
  expect(memberTurn(view({ state: 'declared' }))?.input).toEqual({ votedSeatNo: 2 });
  expect(memberTurn(view({ state: 'chaired' }))?.id).toBe('evl-prelim');
  expect(memberTurn(view({ state: 'preliminary' }))?.input).toMatchObject({ bidId: 'b1', items: [{ code: 'form', result: 'pass' }] });
  expect(memberTurn(view({ state: 'preliminary', bidList: [{ ...bid, rejectedFor: 'over the ceiling' }] }))).toBeNull();
  expect(memberTurn(view({ state: 'tallied' }))).toBeNull();
  expect(memberTurn(view({ state: 'tallied', report: { digest: 'd' } }))?.input).toEqual({ position: 'agree', reportDigest: 'd' });
  expect(memberTurn(view({ state: 'paused' }))).toBeNull();
});

test('points stay within the maximum, and only the chair enters what is the same for all', () => {
  const of = (more: Partial<MemberView>) => memberTurn(view({ state: 'detailed', ...more }))?.input as { scores: Record<string, string>; objective?: Record<string, string> } | undefined;
  expect(Object.keys(of({})?.scores ?? {})).toEqual(['tech']);
  expect(Number(of({})?.scores['tech'])).toBeGreaterThan(25);
  expect(Number(of({})?.scores['tech'])).toBeLessThanOrEqual(40);
  expect(of({})?.objective).toBeUndefined();
  expect(Object.keys(of({ chairSeatNo: 2 })?.objective ?? {})).toEqual(['years']);
  // a method that scores nothing asks the chair alone, or nobody
  expect(of({ criteria: [] })).toBeUndefined();
  expect(of({ bidList: [{ ...bid, ownSheet: {} }] })).toBeUndefined();
});
