import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { begin, loadOpening, openingReads, type OpeningFacts } from '../opening-hall/index.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { GuestCounter } from './guests.ts';

const input = z.strictObject({ visitorKey: z.string().min(8).max(100).nullable().default(null).describe('random, kept by the browser: the same visitor is counted once') });

/** 游客列席登记: needs no account and leaves no leaf of its own; the minute's count does. */
export const livGuest = (counter: GuestCounter) => defineAct<z.infer<typeof input>, OpeningFacts & { counted: number }>({
  id: 'liv-guest', kind: 'act', subjectKind: 'lot', input, open: true, lock: 'none', reads: openingReads,
  async load(read, cmd, prefetched) {
    const facts = await loadOpening(read, cmd, prefetched);
    if (!OPEN.includes(facts.opening.state)) throw new Refusal('state', { rule: 'state', zh: '直播未开启或已结束', en: 'The live session is not open' });
    return { ...facts, counted: counter.seen(facts.lot.id, cmd.input.visitorKey ?? `ip:${cmd.ip}`) };
  },
  parties: () => ({ public: true }),
  decide({ opening, counted }, _cmd, work) {
    work.result = { sessionId: opening.id, guestsThisMinute: counted };
  },
});

export const OPEN: readonly string[] = ['live', 'started', 'listed', 'decrypting', 'decrypted', 'announced', 'confirming', 'adjourned'];

const minute = z.strictObject({ guestCount: z.int().min(0), visitorDigest: z.string() });

/** System, once a minute and session: how many guests were there. The row of the machine speaks of the time before the start. */
export const livGuestMinute = defineAct<z.infer<typeof minute>, OpeningFacts>({
  id: 'liv-guest-minute', kind: 'system', subjectKind: 'lot', input: minute, reads: openingReads, load: loadOpening, parties: () => ({}),
  decide({ lot, opening }, cmd, work) {
    if (!OPEN.includes(opening.state)) return;
    const { guestCount, visitorDigest } = cmd.input;
    if (work.canMove('opening-session', opening, 'liv-guest')) work.move('opening-session', opening, 'liv-guest', {}, 'system');
    opening.data.viewersPeak = Math.max(opening.data.viewersPeak, guestCount);
    work.put(opening);
    work.systemAct('liv-guest', {
      ...begin(work, lot),
      public: { sessionId: opening.id, guestCount, peakCount: opening.data.viewersPeak, countedAt: work.now },
      salted: { visitorKey: visitorDigest }, facts: {},
    });
  },
});
