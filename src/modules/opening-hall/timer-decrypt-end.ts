import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { closeWindow, warnOfFailures } from './completions.ts';
import { loadWithBids, withBidsReads, type WithBids } from './facts.ts';
import { holdWhileStopped } from './periods.ts';

/** The decryption window is over. Nothing to do when the session has gone on or the end was moved. */
export const timerDecryptEnd = defineAct<unknown, WithBids>({
  id: 'timer:decrypt-end', kind: 'system', subjectKind: 'lot', input: z.unknown(), reads: withBidsReads, load: loadWithBids, parties: () => ({}),
  decide(facts, _cmd, work) {
    const { lot, opening } = facts;
    if (!['listed', 'decrypting'].includes(opening.state) || work.now < (opening.data.decryptEnd ?? '')) return;
    if (holdWhileStopped(work, lot, 'decrypt')) return;
    closeWindow(work, { lot, opening }, 'timer:decrypt-end');
    warnOfFailures(work, facts);
  },
});
