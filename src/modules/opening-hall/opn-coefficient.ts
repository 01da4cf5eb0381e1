import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { latestChance, replayChance, replayPick, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { lotParam } from '../project-intake/index.ts';
import { drawsDone } from './completions.ts';
import { begin, channelOf, loadWithBids, partiesOf, refuseUnlessOpening, sayPhase, withBidsReads, type WithBids } from './facts.ts';
import { missingDraws } from './model.ts';
import { drawItem } from './view.ts';

const input = z.strictObject({ coefficientName: z.enum(['x', 'k', 'w']).nullable().default(null).describe('without it, all that are still to be drawn') });

interface Facts extends WithBids { chance: Rec<ChanceRecord> | null }

/**
 * 基准系数抽取: takes the value that the revealed contributions and the beacon give. All coefficients of a lot share one round
 * of commitments; each has a seed of its own (purpose `coefficient-x`, hash of its own published list), so each verifies alone.
 */
export const opnCoefficient = defineAct<z.infer<typeof input>, Facts>({
  id: 'opn-coefficient', kind: 'act', subjectKind: 'lot', input, reads: withBidsReads,
  async load(read, cmd, prefetched) {
    const facts = await loadWithBids(read, cmd, prefetched);
    return { ...facts, chance: latestChance(await read.list<ChanceRecord>({ kind: 'chance', lotId: facts.lot.id }), 'coefficients') };
  },
  parties: partiesOf,
  decide(facts, cmd, work) {
    const { lot, opening, chance } = facts;
    refuseUnlessOpening(lot);
    const missing = missingDraws(opening.data);
    const names = cmd.input.coefficientName === null ? missing : missing.filter((name) => name === cmd.input.coefficientName);
    if (names.length === 0) throw new Refusal('state', { rule: 'state', zh: '没有待抽取的系数', en: 'No such coefficient is left to draw' });
    if (!work.canMove('opening-session', opening, 'opn-coefficient')) throw new Refusal('state', { rule: 'state', zh: '唱标完毕后方可抽取系数', en: 'Coefficients are drawn when all is announced' });
    if (chance?.state !== 'drawn') {
      throw new Refusal('state', { rule: 'r-seed-committed', zh: '随机数尚未全部揭示，或本次抽取已作废须重新承诺', en: 'Not all contributions are revealed, or the draw is void and needs new commitments' });
    }
    for (const name of names) draw(work, facts, chance, name);
    if (missingDraws(opening.data).length === 0) drawsDone(work, facts);
    work.say(channelOf(lot), 'coefficient', { draws: [drawItem(opening, chance)] });
    sayPhase(work, facts);
    work.result = { drawn: Object.fromEntries(names.map((name) => [name, opening.data.coefficients[name]?.drawn ?? ''])), state: opening.state };
  },
});

function draw(work: Work, { lot, opening }: WithBids, chance: Rec<ChanceRecord>, name: string): void {
  const coefficient = opening.data.coefficients[name];
  if (!coefficient) throw new Error(`no coefficient ${name}`);
  work.move('opening-session', opening, 'opn-coefficient');
  const { candidates } = coefficient;
  const { seed, inputHash, value } = replayPick(lot.id, chance.data, `coefficient-${name}`, candidates);
  // the lists frozen at T0 must be the ones drawn from, and the chance must be what its reveals make it
  const frozen = candidates.every((candidate) => chance.data.inputIds.includes(`${name}=${candidate}`));
  const verified = frozen && replayChance(lot.id, chance.data).seed === chance.data.seed && candidates.includes(value);
  Object.assign(coefficient, { drawn: value, drawId: chance.id, at: work.now });
  work.act('opn-coefficient', {
    ...begin(work, lot),
    public: { openingId: opening.id, coefficientName: name, candidates, drawnValue: value, seed, proof: proofOf(chance), inputHash },
    facts: {
      param: lotParam(lot.data), drawVerified: verified, contributorRoles: chance.data.contributions.map((one) => one.role),
      allRevealed: chance.data.contributions.every((one) => one.r !== undefined),
    },
  });
}

/** What a replay needs beside seed and list: purpose is `coefficient-` and the name, lot is the leaf's. */
function proofOf(chance: Rec<ChanceRecord>) {
  const { beacon, t0LeafId, contributions } = chance.data;
  return {
    chanceId: chance.id, beacon: beacon ?? null, t0LeafId: t0LeafId ?? null,
    contributions: contributions.map(({ party, role, commit, r, salt }) => ({ party, role, commit, r: r ?? null, salt: salt ?? null })),
  };
}
