import { z } from 'zod';
import { recordLine } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import { latestChance, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import { channelOf, loadOpening, openingReads, type OpeningFacts } from './facts.ts';
import { drawItem } from './view.ts';

const input = z.strictObject({ lines: z.array(recordLine).max(2_000), draw: z.boolean(), benchmarkFen: z.number().int().nullable().default(null) });

interface Facts extends OpeningFacts { chance: Rec<ChanceRecord> | null }

/**
 * System: tells the hall what was written to the record, with the leaf of every line (a leaf has its number only when its act
 * is committed), and how a draw stands, and the benchmark price that follows. Changes nothing and leaves no leaf.
 */
export const openingSay = defineAct<z.infer<typeof input>, Facts>({
  id: 'opening-say', kind: 'system', subjectKind: 'lot', input, reads: openingReads,
  async load(read, cmd, prefetched) {
    const facts = await loadOpening(read, cmd, prefetched);
    const chances = cmd.input.draw ? await read.list<ChanceRecord>({ kind: 'chance', lotId: facts.lot.id }) : [];
    return { ...facts, chance: latestChance(chances, 'coefficients') };
  },
  parties: () => ({}),
  decide({ lot, opening, chance }, cmd, work) {
    for (const line of cmd.input.lines) work.say(channelOf(lot), 'record', line);
    const { benchmarkFen } = cmd.input;
    if (chance || benchmarkFen !== null) work.say(channelOf(lot), 'coefficient', { draws: chance ? [drawItem(opening, chance)] : [], ...(benchmarkFen === null ? {} : { benchmarkFen }) });
  },
});
