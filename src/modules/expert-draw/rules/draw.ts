/** The expert draw, lifecycle §6: filter first, then a seeded shuffle that anyone can rerun. */
import { evaluationDefaults } from '../../../../catalogue/evaluation-defaults.ts';
import { limitInteger, mustParam } from '../../../kernel/params.ts';
import { inputHash, shuffle, sortedBytewise } from '../../../kernel/chance.ts';
import { assert } from '../../../kernel/result.ts';
import { avoidanceHits } from './avoidance.ts';
import type { AvoidanceCase, AvoidanceId, RosterExpert } from './avoidance.ts';

export type { AvoidanceCase, AvoidanceId, RosterExpert, Tie } from './avoidance.ts';
export type SpecialtyNeed = { readonly specialty: string; readonly headcount: number };
export type DrawRequest = AvoidanceCase & {
  readonly needs: readonly SpecialtyNeed[];
  /** Regions the request admits; empty admits all. */
  readonly regions: readonly string[];
};
export type FilterCause = AvoidanceId | 'not-valid' | 'suspended' | 'specialty' | 'region' | 'workload';
export type Eligible = {
  /** Sorted bytewise: the list the commitments and the seed bind. */
  readonly expertIds: readonly string[];
  readonly inputHash: string;
  /** How many fell to each cause; an expert counts once for each. Counts are all that staff may see. */
  readonly filtered: Readonly<Partial<Record<FilterCause, number>>>;
};
export type Seat = { readonly expertId: string; readonly specialty: string };
export type Draw = {
  readonly order: readonly string[];
  readonly called: readonly Seat[];
  readonly backups: readonly Seat[];
  /** Needs the roster could not fill: `do:roster-exhausted`. */
  readonly lacking: readonly SpecialtyNeed[];
  /** Specialties with fewer backups than `backupCount` asks for; r-backups is soft. */
  readonly fewBackups: readonly string[];
};

export function eligible(roster: readonly RosterExpert[], request: DrawRequest): Eligible {
  const filtered: Partial<Record<FilterCause, number>> = {};
  const expertIds: string[] = [];
  for (const expert of roster) {
    const causes = causesAgainst(expert, request);
    if (causes.length === 0) expertIds.push(expert.expertId);
    for (const cause of causes) filtered[cause] = (filtered[cause] ?? 0) + 1;
  }
  const sorted = sortedBytewise(expertIds);
  assert(new Set(sorted).size === sorted.length, 'every expert once in the roster');
  return { expertIds: sorted, inputHash: inputHash(sorted), filtered };
}

/**
 * Fills the needs in their order from the shuffled list: the first N are called, the next ones are backups. Nobody sits
 * twice, and AV-09 lets in at most one member of an employer among those called.
 */
export function draw(roster: readonly RosterExpert[], request: DrawRequest, seed: Uint8Array): Draw {
  const byId = new Map(roster.map((expert) => [expert.expertId, expert]));
  const order = shuffle(eligible(roster, request).expertIds, seed);
  const shuffled = order.flatMap((id) => byId.get(id) ?? []);
  const taken = new Set<string>();
  const employers = new Set<string>();
  const called: Seat[] = [];
  const lacking: SpecialtyNeed[] = [];
  for (const need of request.needs) {
    const seats = fill(shuffled, need, taken, employers);
    called.push(...seats);
    if (seats.length < need.headcount) lacking.push({ ...need, headcount: need.headcount - seats.length });
  }
  return { order, called, lacking, ...backupsFor(shuffled, request, taken, employers) };
}

function fill(
  shuffled: readonly RosterExpert[], need: SpecialtyNeed, taken: Set<string>, employers: Set<string>,
): readonly Seat[] {
  const seats: Seat[] = [];
  for (const expert of shuffled) {
    if (seats.length === need.headcount) break;
    if (!expert.specialties.includes(need.specialty) || taken.has(expert.expertId)) continue;
    if (expert.employerId !== null && employers.has(expert.employerId)) continue;
    taken.add(expert.expertId);
    if (expert.employerId !== null) employers.add(expert.employerId);
    seats.push({ expertId: expert.expertId, specialty: need.specialty });
  }
  return seats;
}

/** Backups stand in one by one, so two of one employer may wait; only those called already exclude theirs. */
function backupsFor(
  shuffled: readonly RosterExpert[], request: DrawRequest, taken: ReadonlySet<string>, employers: ReadonlySet<string>,
): Pick<Draw, 'backups' | 'fewBackups'> {
  const least = limitInteger(mustParam('backupCount'));
  const waiting = new Set<string>(taken);
  const backups: Seat[] = [];
  const fewBackups: string[] = [];
  for (const { specialty } of request.needs) {
    const free = shuffled.filter((expert) => expert.specialties.includes(specialty) && !waiting.has(expert.expertId)
      && (expert.employerId === null || !employers.has(expert.employerId)));
    const chosen = free.slice(0, least);
    chosen.forEach(({ expertId }) => waiting.add(expertId));
    backups.push(...chosen.map(({ expertId }) => ({ expertId, specialty })));
    if (chosen.length < least) fewBackups.push(specialty);
  }
  return { backups, fewBackups };
}

function causesAgainst(expert: RosterExpert, request: DrawRequest): readonly FilterCause[] {
  const caps = evaluationDefaults.expertDraw;
  const plain: [FilterCause, boolean][] = [
    ['not-valid', !expert.valid],
    ['suspended', expert.suspended],
    ['specialty', !request.needs.some((need) => expert.specialties.includes(need.specialty))],
    ['region', request.regions.length > 0 && !request.regions.includes(expert.region)],
    ['workload', expert.sessionsIn7Days >= caps.sessionsIn7Days || expert.sessionsInYear >= caps.sessionsInYear],
  ];
  return [...plain.filter(([, hit]) => hit).map(([cause]) => cause), ...avoidanceHits(expert, request)];
}
