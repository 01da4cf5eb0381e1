import { limitInteger } from '../../kernel/params.ts';
import { freezeChance, taggedInputs, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { lotParam } from '../project-intake/index.ts';
import { begin, channelOf, sayPhase, type OpeningFacts, type WithBids } from './facts.ts';
import { bidsOfOpening, listsToDraw, missingDraws, openingRecordDigest } from './model.ts';
import { armPeriod, disarm, minutesMs } from './periods.ts';
import { failureZh } from './view.ts';

// Completion rows (lifecycle §0.3.6): the system closes a state once everyone named has acted.

/** The window closes: all are decrypted, or its time is up. Only from here on prices may be read out. */
export function closeWindow(work: Work, facts: OpeningFacts, event: 'do:all-decrypted' | 'timer:decrypt-end'): void {
  const { lot, opening } = facts;
  work.move('opening-session', opening, event, {}, 'system');
  Object.assign(opening.data, { decryptedAt: work.now, ...(event === 'do:all-decrypted' ? { pendingDecrypt: 0 } : {}) });
  disarm(work, lot, 'decrypt');
  work.moved('opn-decrypt', { ...begin(work, lot), public: { openingId: opening.id, decryptedAt: work.now } });
  sayPhase(work, facts);
}

/** Share of failed decryptions from which the centre is told (w-decrypt-failure: over 10 percent). */
export function warnOfFailures(work: Work, { lot, opening, bids }: WithBids): void {
  const all = bidsOfOpening(bids);
  const failed = all.filter((bid) => bid.state === 'receipted');
  for (const bid of failed) work.say(channelOf(lot), 'decrypt', { bidSeq: bid.data.bidSeq, status: 'failed', reasonZh: failureZh(opening, bid) });
  if (failed.length * 10 > all.length) work.warn('w-decrypt-failure', lot.id, { failed: failed.length, of: all.length });
}

/** All decrypted bids are announced and every other one has its cause: the draws, or the confirmation, begin. */
export function announcedAll(work: Work, facts: WithBids, coefficients: Rec<ChanceRecord> | null): boolean {
  const { lot, opening, bids } = facts;
  if (bids.some((bid) => bid.state === 'receipted' || (bid.state === 'decrypted' && bid.data.announcedAt === undefined))) return false;
  work.move('opening-session', opening, 'do:all-announced', {}, 'system');
  opening.data.announcedAt = work.now;
  const fixed: Record<string, string> = {};
  for (const [name, coefficient] of Object.entries(opening.data.coefficients)) {
    const [only] = coefficient.candidates;
    if (coefficient.candidates.length !== 1 || only === undefined) continue;
    coefficient.drawn ??= only;
    fixed[name] = only;
  }
  // a list of one leaves nothing to chance: it is noted here, without a draw
  work.moved('opn-announce', { ...begin(work, lot), public: { openingId: opening.id, announcedAt: work.now, fixedCoefficients: fixed } });
  if (missingDraws(opening.data).length > 0) freezeCoefficients(work, facts, coefficients);
  else drawsDone(work, facts);
  sayPhase(work, facts);
  return true;
}

/** T0 of the coefficients: only now, when the prices are known to all and can be chosen by nobody. */
export function freezeCoefficients(work: Work, { lot, opening }: OpeningFacts, chance: Rec<ChanceRecord> | null): void {
  begin(work, lot);
  freezeChance(work, chance, taggedInputs(listsToDraw(opening.data)));
}

/** The record is complete: the bidders have the objection period to confirm it or to object. */
export function drawsDone(work: Work, { lot, opening, bids }: WithBids): void {
  const period = lotParam(lot.data)('openingObjection');
  if (period === null) throw new Error('the catalogue has a period for objections at every opening');
  Object.assign(opening.data, { drawsDoneAt: work.now, recordDigest: openingRecordDigest(lot.id, opening, bids) });
  armPeriod(work, lot, opening, 'confirm', new Date(work.nowMs + minutesMs(limitInteger(period), period.unit)).toISOString());
}

export function closeOpening(work: Work, facts: OpeningFacts, event: 'do:all-confirmed' | 'timer:confirm-end'): void {
  const { lot, opening } = facts;
  work.move('opening-session', opening, event, {}, 'system');
  work.move(lot.data.machine, lot, event, {}, 'system');
  opening.data.endedAt = work.now;
  disarm(work, lot, 'confirm');
  const { confirmedCount = 0, disputedCount = 0 } = opening.data;
  work.moved('opn-confirm', {
    ...begin(work, lot), public: { openingId: opening.id, confirmedCount, disputedCount, endedAt: work.now },
    facts: { missingDraws: missingDraws(opening.data).length },
  });
  sayPhase(work, facts);
  work.send('opening.closed', { lotId: lot.id, openingId: opening.id });
}

/** The bid the act names by its number. */
export function bidBySeq(bids: readonly Rec<Bid>[], bidSeq: number): Rec<Bid> | null {
  return bidsOfOpening(bids).find((bid) => bid.data.bidSeq === bidSeq) ?? null;
}
