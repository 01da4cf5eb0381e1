import { createHash } from 'node:crypto';
import { commitment } from '../../../src/kernel/chance.ts';
import { inState, ms, turn, type At, type Generator, type Turn } from '../generator.ts';
import { chanceOf } from '../view.ts';

export const purposes = ['experts', 'coefficients', 'tie'] as const;
const supervisorOf = ({ view: { ref: { plan } } }: At): string => (plan.category === 'engineering' ? 'supervisor-works' : 'supervisor-finance');
/** Two independent roles, as lifecycle §7 asks. */
const parties = (at: At): string[] => [at.view.ref.plan.tenderer, supervisorOf(at)];
const partyOf = (at: At, who: string): string => { const { entityId, accountId } = at.sim.players.get(who); return entityId ?? accountId; };

/** Whether a draw of this purpose is still to be committed to: the newest is missing or void, or collects. */
function collects(at: At, purpose: string): boolean {
  const chance = chanceOf(at.view, purpose);
  if (at.view.ref.plan.terms['coefficients'] === undefined && purpose === 'coefficients') return false;
  return chance === null || chance.state === 'void' || chance.state === 'committing';
}

/** Coefficients and ties are committed to before prices are known, experts when a committee is wanted. */
function commitWeight(at: At, purpose: string): number {
  if (purpose === 'experts') return inState(at, 'opened') ? 1.5 : inState(at, 'deadline-passed', 'opening') ? 0.1 : 0;
  return inState(at, 'deadline-passed', 'opening', 'opened') ? 1.5 : inState(at, 'noticed') ? 0.3 : 0;
}

const committed = (at: At, purpose: string, who: string): boolean => {
  const chance = chanceOf(at.view, purpose);
  return chance !== null && chance.state !== 'void' && chance.data.contributions.some(({ party }) => party === partyOf(at, who));
};
export const ready = (at: At, purpose: string): boolean => { const chance = chanceOf(at.view, purpose); return chance?.state === 'committing' && chance.data.contributions.length >= 2; };

const key = (chanceId: string, who: string): string => `${chanceId} ${who}`;

export const chance: readonly Generator[] = [
  {
    act: 'chance-commit',
    turns: (at) => purposes.flatMap((purpose) => {
      const weight = commitWeight(at, purpose);
      return weight > 0 && collects(at, purpose) ? parties(at).flatMap((who) => (committed(at, purpose, who) ? [] : [turn(who, weight, purpose)])) : [];
    }),
    input: (_at, { who, what }, rng) => {
      const [r, salt] = [bytesOf(`${rng.next()} ${who} r`, 32), bytesOf(`${rng.next()} ${who} salt`, 16)];
      const commit = commitment(r, salt);
      pending.set(commit, { r: r.toString('hex'), salt: salt.toString('hex') });
      return { purpose: what, commit };
    },
    done: ({ sim, view }, { who, what }, { input, result }) => {
      const contribution = pending.get((input as { commit: string }).commit);
      if (!contribution) return;
      sim.memory.contributions.set(key(String(result['chanceId']), who), contribution);
      sim.secrets.contribution(view.ref, what ?? '', { who, ...contribution, chanceId: String(result['chanceId']) });
    },
    wrong: [
      { name: 'twice', codes: ['state'], turns: (at) => purposes.flatMap((purpose) => (commitWeight(at, purpose) > 0 ? parties(at).flatMap((who) => (committed(at, purpose, who) ? [turn(who, 1, purpose)] : [])) : [])), input: (_at, { what }) => ({ purpose: what, commit: 'a'.repeat(64) }) },
      { name: 'by a bidder before the deadline', codes: ['state'], turns: (at) => (inState(at, 'noticed') && at.now < ms(at.view.lot.data.bidDeadline) ? at.view.ref.plan.bidders.map(({ bidder }) => turn(bidder)) : []), input: () => ({ purpose: 'tie', commit: 'a'.repeat(64) }) },
    ],
  },
  {
    act: 'chance-reveal',
    turns: (at) => purposes.flatMap((purpose): Turn[] => {
      const one = chanceOf(at.view, purpose);
      // once in a while somebody keeps silent, and the draw is void
      return one?.state === 'revealing' && at.now <= ms(one.data.revealBy) ? one.data.contributions.flatMap(({ party, r }) => (r === undefined ? [turn(nameOf(at, party), 4, purpose)] : [])) : [];
    }),
    input: (at, { who, what = '' }) => {
      const chanceId = chanceOf(at.view, what)?.id ?? '';
      return { chanceId, ...at.sim.memory.contributions.get(key(chanceId, who)) };
    },
    wrong: [
      { name: 'another number', codes: ['contribution-mismatch'], input: (at, { what = '' }) => ({ chanceId: chanceOf(at.view, what)?.id, r: '0'.repeat(64), salt: '0'.repeat(32) }) },
      { name: 'before the list is fixed', codes: ['state'], turns: (at) => purposes.flatMap((purpose) => (chanceOf(at.view, purpose)?.state === 'committing' ? parties(at).flatMap((who) => (committed(at, purpose, who) ? [turn(who, 1, purpose)] : [])) : [])), input: (at, { who, what = '' }) => { const chanceId = chanceOf(at.view, what)?.id ?? ''; return { chanceId, ...at.sim.memory.contributions.get(key(chanceId, who)) }; } },
    ],
  },
];

const pending = new Map<string, { r: string; salt: string }>();
const bytesOf = (text: string, length: number): Buffer => createHash('sha256').update(text).digest().subarray(0, length);
function nameOf({ sim }: At, party: string): string { return (sim.players.ofEntity(party) ?? sim.players.ofAccount(party))?.name ?? ''; }
