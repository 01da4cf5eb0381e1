import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { sessionOf, sessionReads } from '../evaluation/index.ts';
import { openRound } from '../project-intake/index.ts';
import { allQuoted, endRound, loadRounds, QUOTE_END, type RoundFacts } from './rounds.ts';

/** 报价时限届满, or all who are still in have quoted because another left. Harmless when it comes twice, too early or while the lot stands still. */
export const timerQuoteEnd = defineAct<unknown, RoundFacts | null>({
  id: QUOTE_END, kind: 'system', subjectKind: 'lot', input: z.unknown(), reads: sessionReads,
  async load(read, cmd, prefetched) {
    if ((prefetched[0]?.[0] as { state?: string } | undefined)?.state !== 'negotiating') return null;
    return { ...sessionOf(prefetched), ...await loadRounds(read, cmd.subject) };
  },
  parties: () => ({}),
  decide(facts, _cmd, work) {
    const round = facts ? openRound(facts.lot) : undefined;
    if (!facts || !round || (work.now < round.quoteEnd && !allQuoted(facts, round))) return;
    work.knowGates(facts.lot.id, facts.lot.data.openGates);
    endRound(work, facts);
  },
});
