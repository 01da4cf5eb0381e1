import { z } from 'zod';
import { inputHash } from '../kernel/chance.ts';
import { mustParam, limitInteger } from '../kernel/params.ts';
import { defineAct, type Actor, type AnySpec } from './act.ts';
import { distinctRoles, replayChance, revealFits, SECRET_UNTIL } from '../kernel/chance-replay.ts';
import type { ChanceRecord } from './chance-record.ts';
import type { Reader, Rec } from './records.ts';
import { Refusal } from './refusal.ts';
import { mayKnow } from './authorise.ts';
import type { Work } from './work.ts';

export { distinctRoles, replayChance, replayPick, taggedInputs } from '../kernel/chance-replay.ts';
export type { ChanceRecord, Contribution } from './chance-record.ts';

export const PURPOSES = ['experts', 'coefficients', 'tie'] as const;
export type ChancePurpose = (typeof PURPOSES)[number];

/** lifecycle §7: all contributions are revealed within two minutes after T0. */
export const REVEAL_MS = 120_000;
const REVEAL_END = 'timer:chance-reveal-end';
/** The third draw of one lot and purpose is told to the supervisor (w-draw-redraw). */
const REDRAWS_TOLD = 3;

/** The part of a lot that decides who may contribute; the module's own model holds more. */
interface LotView { tendererId: string; regionCode: string; industryId: string; openGates: string[]; bidDeadline?: string }

/** The newest chance of a purpose, whatever its state. */
export function latestChance(chances: readonly Rec<ChanceRecord>[], purpose: ChancePurpose): Rec<ChanceRecord> | null {
  return chances.filter((c) => c.data.purpose === purpose).sort((a, b) => b.data.round - a.data.round)[0] ?? null;
}

export async function findChance(read: Reader, lotId: string, purpose: ChancePurpose): Promise<Rec<ChanceRecord> | null> {
  return latestChance(await read.list<ChanceRecord>({ kind: 'chance', lotId }), purpose);
}

/** A new pool of contributions. A later draw of the same purpose gives the pool before it, so that rounds are counted. */
export function openChance(work: Work, lotId: string, purpose: ChancePurpose, before: Rec<ChanceRecord> | null = null): Rec<ChanceRecord> {
  const round = (before?.data.round ?? 0) + 1;
  return work.create<ChanceRecord>('chance', 'committing', { purpose, round, inputIds: [], inputHash: null, contributions: [] }, { lotId, key: `chance/${lotId}/${purpose}/${round}` });
}

/** Refuses unless contributions of enough independent roles are in and the list is still open. */
export function requireContributions(chance: Rec<ChanceRecord> | null): asserts chance is Rec<ChanceRecord> {
  if (chance === null || chance.state !== 'committing') throw missing();
  if (distinctRoles(chance.data).length < limitInteger(mustParam('minCommitments'))) throw missing();
}

/**
 * Fixes the list that will be drawn from (T0). The leaf written here forces the beacon: once it is durable, the flow of topic
 * `chance.frozen` brings the root of the tree that ends with it. Of a secret list (rosters, ties) even the digest is committed
 * under salt: with it, or with the seed, whoever knows the roster could try out who was drawn, and for which bidders some were
 * left out. Its reveals wait behind the gate for the same reason.
 */
export function freezeChance(work: Work, chance: Rec<ChanceRecord> | null, inputIds: readonly string[], options: { secret?: boolean } = {}): void {
  requireContributions(chance);
  const { data } = chance;
  Object.assign(data, { inputIds: [...inputIds], inputHash: inputHash(inputIds), t0: work.now, ...(options.secret ? { secretInputs: true } : {}) });
  chance.state = 'frozen';
  work.put(chance);
  const contributions = data.contributions.map(({ party, role, commit }) => ({ party, role, commit }));
  const open = { chanceId: chance.id, purpose: data.purpose, round: data.round, contributions, beaconRule: 'root of the tree that ends with this leaf' };
  const inputs = { inputHash: data.inputHash, inputIds: data.inputIds };
  work.gov('gov-chance-t0', {
    subject: lotOf(chance), lotId: lotOf(chance),
    public: options.secret ? open : { ...open, ...inputs }, salted: options.secret ? inputs : {},
  });
  if (data.round >= REDRAWS_TOLD) work.warn('w-draw-redraw', lotOf(chance), { chanceId: chance.id, purpose: data.purpose, round: data.round }, chance.id);
  work.send('chance.frozen', { chanceId: chance.id, lotId: lotOf(chance) });
}

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const commitInput = z.strictObject({ purpose: z.enum(PURPOSES), commit: hex32.describe('SM3(r ‖ salt), hex') });
const revealInput = z.strictObject({ chanceId: z.uuid(), r: hex32, salt: z.string().regex(/^([0-9a-f]{2}){16,32}$/) });

interface CommitFacts { lot: Rec<LotView>; chance: Rec<ChanceRecord> | null; ownBids: { state: string }[] }

/** One party's contribution, committed before the list is fixed. */
export const chanceCommit = defineAct<z.infer<typeof commitInput>, CommitFacts>({
  id: 'chance-commit', kind: 'gov', subjectKind: 'lot', input: commitInput,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const ownBids = cmd.actor.entityId === null ? [] : await read.list({ kind: 'bid', lotId: lot.id, ownerId: cmd.actor.entityId });
    return { lot, chance: await findChance(read, lot.id, cmd.input.purpose), ownBids };
  },
  parties: () => ({}),
  decide({ lot, chance: found, ownBids }, cmd, work) {
    const role = contributorRole(lot.data, cmd.actor, ownBids);
    const { accountId, entityId } = cmd.actor;
    const party = entityId ?? accountId;
    if (accountId === null || party === null) throw new Refusal('forbidden');
    const chance = found === null || found.state === 'void' ? openChance(work, lot.id, cmd.input.purpose, found) : found;
    if (chance.state !== 'committing') throw tooLate(chance.state);
    if (chance.data.contributions.some((one) => one.party === party)) throw again();
    chance.data.contributions.push({ party, role, accountId, commit: cmd.input.commit, at: work.now });
    work.put(chance);
    cmd.actor.role = role;
    work.gov('gov-chance-commit', {
      subject: lot.id, lotId: lot.id,
      public: { chanceId: chance.id, purpose: chance.data.purpose, round: chance.data.round, party, role, commit: cmd.input.commit },
    });
    work.send('chance.committed', { chanceId: chance.id, lotId: lot.id, purpose: chance.data.purpose });
    work.result = { chanceId: chance.id, round: chance.data.round };
  },
});

interface ChanceFacts { chance: Rec<ChanceRecord>; chances: Rec<ChanceRecord>[]; openGates: readonly string[]; stopped: boolean }

/** Opens one's contribution once the beacon is known. The last one draws. */
export const chanceReveal = defineAct<z.infer<typeof revealInput>, ChanceFacts>({
  id: 'chance-reveal', kind: 'gov', subjectKind: 'lot', input: revealInput,
  load: (read, cmd) => loadChances(read, cmd.subject, cmd.input.chanceId),
  parties: () => ({}),
  decide({ chance, chances, openGates, stopped }, cmd, work) {
    const own = chance.data.contributions.find((one) => one.party === (cmd.actor.entityId ?? cmd.actor.accountId));
    if (!own) throw new Refusal('not-found');
    if (chance.state !== 'revealing' || own.revealedAt !== undefined) throw tooLate(chance.state);
    if (stopped) throw tooLate('suspended');
    if (chance.data.revealBy !== undefined && work.now > chance.data.revealBy) throw tooLate('reveal-over');
    if (!revealFits(own, cmd.input.r, cmd.input.salt)) throw new Refusal('contribution-mismatch', { field: 'r', rule: 'r-seed-committed' });
    Object.assign(own, { r: cmd.input.r, salt: cmd.input.salt, revealedAt: work.now });
    cmd.actor.role = own.role;
    work.put(chance);
    const lotId = lotOf(chance);
    work.knowGates(lotId, openGates);
    work.gov('gov-chance-reveal', {
      subject: lotId, lotId, ...(chance.data.secretInputs ? { gate: SECRET_UNTIL } : {}),
      public: { chanceId: chance.id, party: own.party, role: own.role, r: cmd.input.r, salt: cmd.input.salt },
    });
    if (chance.data.contributions.every((one) => one.r !== undefined)) {
      finish(work, chance);
      armRevealEnd(work, lotId, chances);
    }
    work.result = { state: chance.state };
  },
});

const beaconInput = z.strictObject({ chanceId: z.uuid(), beacon: hex32, t0LeafId: z.uuid().optional() });

/** System: the T0 leaf is durable, its root is the beacon, the two minutes begin. Repeated, it does nothing. */
export const chanceBeacon = defineAct<z.infer<typeof beaconInput>, ChanceFacts>({
  id: 'chance-beacon', kind: 'system', subjectKind: 'lot', input: beaconInput,
  load: (read, cmd) => loadChances(read, cmd.subject, cmd.input.chanceId),
  parties: () => ({}),
  decide({ chance, chances }, cmd, work) {
    if (chance.state !== 'frozen') return;
    chance.state = 'revealing';
    Object.assign(chance.data, { beacon: cmd.input.beacon, revealBy: new Date(work.nowMs + REVEAL_MS).toISOString() });
    if (cmd.input.t0LeafId !== undefined) chance.data.t0LeafId = cmd.input.t0LeafId;
    work.put(chance);
    const lotId = lotOf(chance);
    armRevealEnd(work, lotId, chances);
    work.gov('gov-chance-beacon', {
      subject: lotId, lotId,
      public: { chanceId: chance.id, purpose: chance.data.purpose, beacon: cmd.input.beacon, t0LeafId: cmd.input.t0LeafId ?? null, revealBy: chance.data.revealBy },
    });
    work.send('chance.revealing', { chanceId: chance.id, lotId, purpose: chance.data.purpose });
  },
});

/** System, on the lot: whoever has not revealed in time voids the draw, by name; new commitments start the next round. */
export const timerChanceRevealEnd = defineAct<unknown, { chances: Rec<ChanceRecord>[]; stopped: boolean }>({
  id: REVEAL_END, kind: 'system', subjectKind: 'lot', input: z.unknown(),
  load: async (read, cmd) => ({
    chances: await read.list<ChanceRecord>({ kind: 'chance', lotId: cmd.subject }), stopped: (await read.get('lot', cmd.subject))?.state === STOPPED,
  }),
  parties: () => ({}),
  decide({ chances, stopped }, cmd, work) {
    // nobody's silence counts while the trade stands still; its end arms the timer anew
    if (stopped) return;
    for (const chance of chances) {
      if (chance.state !== 'revealing' || chance.data.revealBy === undefined || chance.data.revealBy > work.now) continue;
      const silent = chance.data.contributions.filter((one) => one.r === undefined);
      chance.state = 'void';
      chance.data.silent = silent.map((one) => one.party);
      work.put(chance);
      work.gov('gov-chance-void', {
        subject: cmd.subject, lotId: cmd.subject,
        public: { chanceId: chance.id, purpose: chance.data.purpose, round: chance.data.round, result: 'void', silent: silent.map(({ party, role }) => ({ party, role })) },
      });
      work.warn('w-draw-redraw', cmd.subject, { chanceId: chance.id, purpose: chance.data.purpose, silent: chance.data.silent }, chance.id);
      work.send('chance.void', { chanceId: chance.id, lotId: cmd.subject, purpose: chance.data.purpose });
    }
    armRevealEnd(work, cmd.subject, chances);
  },
});

export const chanceSpecs: readonly AnySpec[] = [chanceCommit, chanceReveal, chanceBeacon, timerChanceRevealEnd];

function finish(work: Work, chance: Rec<ChanceRecord>): void {
  const lotId = lotOf(chance);
  const { seed, order } = replayChance(lotId, chance.data);
  Object.assign(chance.data, { seed, order });
  chance.state = 'drawn';
  work.send('chance.drawn', { chanceId: chance.id, lotId, purpose: chance.data.purpose });
}

const STOPPED = 'suspended';

/** The trade goes on after a stop: each draw that waits for reveals has what was left of its two minutes, or all of them if its beacon came meanwhile. */
export function resumeReveals(work: Work, lotId: string, chances: readonly Rec<ChanceRecord>[], stoppedAt: string): { chanceId: string; revealBy: string }[] {
  const moved: { chanceId: string; revealBy: string }[] = [];
  for (const chance of chances) {
    const end = Date.parse(chance.data.revealBy ?? '');
    if (chance.state !== 'revealing' || !(end > Date.parse(stoppedAt))) continue;
    const left = end - Math.max(Date.parse(stoppedAt), end - REVEAL_MS);
    chance.data.revealBy = new Date(work.nowMs + left).toISOString();
    work.put(chance);
    moved.push({ chanceId: chance.id, revealBy: chance.data.revealBy });
  }
  if (moved.length > 0) armRevealEnd(work, lotId, chances);
  return moved;
}

/** One timer a lot, at the earliest end among the draws that wait for reveals. */
function armRevealEnd(work: Work, lotId: string, chances: readonly Rec<ChanceRecord>[]): void {
  const ends = chances.filter((c) => c.state === 'revealing').map((c) => c.data.revealBy ?? work.now).sort();
  if (ends[0] === undefined) work.cancelTimer(REVEAL_END, 'lot', lotId, lotId);
  else work.timer({ event: REVEAL_END, subjectKind: 'lot', subjectId: lotId, lotId, dueAt: ends[0] });
}

/** States of a bid whose holder does not take part, or no longer. */
const NOT_BIDDING: readonly string[] = ['drafting', 'sealed', 'submitted', 'replaced', 'withdrawn', 'revoked', 'returned'];

/** Tenderer of the lot, supervisor in scope, discipline organ, or a bidder; the platform and its staff never count. */
function contributorRole(lot: LotView, actor: Actor, ownBids: readonly { state: string }[]): string {
  if (actor.entityId !== null && actor.entityId === lot.tendererId) return 'tenderer';
  const scope = { region: lot.regionCode, industry: lot.industryId };
  for (const role of ['supervisor', 'discipline']) {
    if (actor.roles.includes(role) && mayKnow({ ...actor, roles: [role] }, scope)) return role;
  }
  if (actor.roles.includes('bidder')) {
    // before the deadline even a refusal that tells bidders from others would say who has submitted
    // (and until its documents are out a bidder need not know of the lot at all); its leaf would tie a key to the lot, so there is none
    if (!lot.openGates.includes('bid-deadline')) throw lot.bidDeadline === undefined ? new Refusal('not-found') : new Refusal('state');
    if (ownBids.some((bid) => !NOT_BIDDING.includes(bid.state))) return 'bidder';
  }
  throw new Refusal('forbidden');
}

async function loadLot(read: Reader, lotId: string): Promise<Rec<LotView>> {
  const lot = await read.get<LotView>('lot', lotId);
  if (!lot) throw new Refusal('not-found');
  return lot;
}

async function loadChances(read: Reader, lotId: string, chanceId: string): Promise<ChanceFacts> {
  const chances = await read.list<ChanceRecord>({ kind: 'chance', lotId });
  const chance = chances.find((one) => one.id === chanceId);
  if (!chance) throw new Refusal('not-found');
  const lot = await loadLot(read, lotId);
  return { chance, chances, openGates: lot.data.openGates, stopped: lot.state === STOPPED };
}

function lotOf(chance: Rec<ChanceRecord>): string {
  if (chance.lotId === null) throw new Error('a chance without a lot');
  return chance.lotId;
}

function missing(): Refusal { return new Refusal('contribution-missing', { rule: 'r-seed-committed' }); }
function tooLate(state: string): Refusal {
  return new Refusal('state', { rule: 'state', zh: `随机数当前阶段“${state}”不接受此操作`, en: `The draw is in stage "${state}", which does not take this` });
}
function again(): Refusal {
  return new Refusal('state', { rule: 'state', zh: '本方已提交随机数承诺', en: 'This party has committed already' });
}
