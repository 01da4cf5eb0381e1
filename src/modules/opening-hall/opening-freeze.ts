import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { distinctRoles, latestChance, type ChanceRecord } from '../../platform/chance.ts';
import { limitInteger, mustParam } from '../../kernel/params.ts';
import type { Rec } from '../../platform/records.ts';
import { freezeCoefficients } from './completions.ts';
import { loadOpening, openingReads, type OpeningFacts } from './facts.ts';
import { missingDraws } from './model.ts';

interface Facts extends OpeningFacts { chance: Rec<ChanceRecord> | null }

/** System: a voided draw starts again as soon as enough independent roles have committed anew. Repeated, it does nothing. */
export const openingFreeze = defineAct<unknown, Facts>({
  id: 'opening-freeze', kind: 'system', subjectKind: 'lot', input: z.unknown(), reads: openingReads,
  async load(read, cmd, prefetched) {
    const facts = await loadOpening(read, cmd, prefetched);
    return { ...facts, chance: latestChance(await read.list<ChanceRecord>({ kind: 'chance', lotId: facts.lot.id }), 'coefficients') };
  },
  parties: () => ({}),
  decide(facts, _cmd, work) {
    const { lot, opening, chance } = facts;
    if (lot.state !== 'opening' || opening.state !== 'announced' || missingDraws(opening.data).length === 0) return;
    if (chance?.state !== 'committing' || distinctRoles(chance.data).length < limitInteger(mustParam('minCommitments'))) return;
    freezeCoefficients(work, facts, chance);
  },
});
