/** Who may not sit: the avoidance rules AV-01 to AV-12 of lifecycle §6, each one line over given data. */
import type { Day } from '../../../kernel/calendar.ts';

export type AvoidanceId =
  | 'AV-01' | 'AV-02' | 'AV-03' | 'AV-04' | 'AV-05' | 'AV-06' | 'AV-07' | 'AV-08' | 'AV-09' | 'AV-10' | 'AV-11' | 'AV-12';

/** A tie to an entity; `until` is the last day of it, null while it lasts. */
export type Tie = { readonly entityId: string; readonly until: Day | null };

export type RosterExpert = {
  readonly expertId: string;
  readonly valid: boolean;
  readonly suspended: boolean;
  readonly specialties: readonly string[];
  readonly region: string;
  /** Present employer; null for those without one, who share no employer with anybody. */
  readonly employerId: string | null;
  readonly employerRegion: string | null;
  readonly employers: readonly Tie[];
  /** Director, supervisor, shareholder or controller. */
  readonly offices: readonly Tie[];
  /** Keyed hashes of the persons declared as kin. */
  readonly kinHashes: readonly string[];
  readonly adviserOf: readonly string[];
  readonly disputesWith: readonly string[];
  readonly punishedUntil: Day | null;
  /** May sit although the employer is the project authority or the supervisor, where the law allows roster experts to. */
  readonly authorityStaffAllowed: boolean;
  readonly sessionsIn7Days: number;
  readonly sessionsInYear: number;
};

export type AvoidanceCase = {
  readonly on: Day;
  /** First day that still counts: `avoidanceYears` before `on`. */
  readonly lookbackFrom: Day;
  readonly tendererId: string;
  readonly agencyId: string | null;
  /** Sealed until the deadline: read inside the platform, never shown, only counted. */
  readonly bidderIds: readonly string[];
  readonly bidderRegions: readonly string[];
  /** Keyed hashes of the heads of the bidders and of the tenderer. */
  readonly headHashes: readonly string[];
  readonly authorityIds: readonly string[];
  /** Experts who took part in drafting, consulting or design. */
  readonly draftedByIds: readonly string[];
  /** Experts who sat on the failed earlier round of the lot. */
  readonly earlierRoundIds: readonly string[];
  readonly avoidEntityIds: readonly string[];
  readonly remote: boolean;
};

type Test = (expert: RosterExpert, about: AvoidanceCase) => boolean;

/** AV-09 depends on who else is drawn and is applied while drawing. */
const tests: readonly (readonly [AvoidanceId, Test])[] = [
  ['AV-01', (expert, about) => tied(expert.employers, parties(about), about) || isOne(expert.employerId, parties(about))],
  ['AV-02', (expert, about) => tied(expert.offices, about.bidderIds, about)],
  ['AV-03', (expert, about) => expert.kinHashes.some((hash) => about.headHashes.includes(hash))],
  ['AV-04', (expert, about) => !expert.authorityStaffAllowed && isOne(expert.employerId, about.authorityIds)],
  ['AV-05', (expert, about) => about.draftedByIds.includes(expert.expertId)],
  ['AV-06', (expert, about) => expert.adviserOf.some((id) => about.bidderIds.includes(id))],
  ['AV-07', (expert, about) => expert.punishedUntil !== null && expert.punishedUntil >= about.on],
  ['AV-08', (expert, about) => expert.disputesWith.some((id) => about.bidderIds.includes(id))],
  ['AV-10', (expert, about) => about.earlierRoundIds.includes(expert.expertId)],
  ['AV-11', (expert, about) => everTied(expert, about.avoidEntityIds)],
  ['AV-12', (expert, about) => about.remote && sameRegion(expert, about.bidderRegions)],
];

/** Every rule the expert falls under, in the order of the list; empty for one who may sit. */
export function avoidanceHits(expert: RosterExpert, about: AvoidanceCase): readonly AvoidanceId[] {
  return tests.filter(([, hit]) => hit(expert, about)).map(([id]) => id);
}

function parties(about: AvoidanceCase): readonly string[] {
  return [about.tendererId, ...(about.agencyId === null ? [] : [about.agencyId]), ...about.bidderIds];
}

function tied(ties: readonly Tie[], entityIds: readonly string[], about: AvoidanceCase): boolean {
  return ties.some((tie) => {
    return entityIds.includes(tie.entityId) && (tie.until === null || tie.until >= about.lookbackFrom);
  });
}

/** An entity the tenderer lists is avoided whatever the tie and however old. */
function everTied(expert: RosterExpert, entityIds: readonly string[]): boolean {
  const ties = [...expert.employers, ...expert.offices].map((tie) => tie.entityId);
  const all = [...ties, ...expert.adviserOf, ...expert.disputesWith];
  return isOne(expert.employerId, entityIds) || all.some((id) => entityIds.includes(id));
}

/** In a draw elsewhere, neither the expert nor the employer may be of a bidder's region. */
function sameRegion(expert: RosterExpert, regions: readonly string[]): boolean {
  return regions.includes(expert.region) || isOne(expert.employerRegion, regions);
}

function isOne(id: string | null, ids: readonly string[]): boolean {
  return id !== null && ids.includes(id);
}
