import { dayOf, dateText, msPerDay } from '../../kernel/calendar.ts';
import { limitInteger, mustParam } from '../../kernel/params.ts';
import type { Rec } from '../../platform/records.ts';
import type { AvoidanceFacts, Draw, DrawRequest, Expert, RosterExpert } from './model.ts';
import { avoidanceHits, type AvoidanceCase } from './rules/avoidance.ts';

/** One name for an employer, so that AV-01 and AV-09 compare like with like. */
export function employerKey(expert: Pick<Expert, 'employerUscc' | 'employerName'>): string {
  return expert.employerUscc ?? `name:${expert.employerName}`;
}

export function rosterExpert({ data, state }: Rec<Expert>, evaluationStart: string): RosterExpert {
  const start = Date.parse(evaluationStart);
  const day = dateText(dayOf(start));
  const within = (days: number): number => data.sessions.filter((at) => Math.abs(Date.parse(at) - start) < days * msPerDay).length;
  return {
    expertId: data.expertNo, valid: state === 'active' && data.validFrom <= day && day <= data.validTo, suspended: data.suspended,
    specialties: data.specialties, region: data.regionCode, employerId: employerKey(data), employerRegion: null,
    employers: data.formerEmployers.map(({ uscc, until }) => ({ entityId: uscc, until: dayOf(Date.parse(until)) })),
    offices: [
      ...data.relatedUsccs.map((entityId) => ({ entityId, until: null })),
      ...(data.formerRelations ?? []).map(({ uscc, until }) => ({ entityId: uscc, until: dayOf(Date.parse(until)) })),
    ],
    kinHashes: data.kinshipIds, adviserOf: [], disputesWith: [], punishedUntil: null, authorityStaffAllowed: false,
    sessionsIn7Days: within(7), sessionsInYear: within(365),
  };
}

export function avoidanceCase(draw: Pick<Draw, 'avoidEntityIds' | 'evaluationStart' | 'remote'>, about: AvoidanceFacts): AvoidanceCase {
  const on = dayOf(Date.parse(draw.evaluationStart));
  const lookback = new Date(Date.parse(draw.evaluationStart));
  lookback.setUTCFullYear(lookback.getUTCFullYear() - limitInteger(mustParam('avoidanceYears')));
  return { ...about, on, lookbackFrom: dayOf(lookback.getTime()), avoidEntityIds: draw.avoidEntityIds, remote: draw.remote };
}

export function drawRequest(draw: Draw, about: AvoidanceFacts): DrawRequest {
  return { ...avoidanceCase(draw, about), needs: draw.specialtyNeeds, regions: draw.regions };
}

/** Rules the expert hits now: bidders may have joined since the roster was filtered. */
export function hitsNow(expert: Rec<Expert>, draw: Draw, about: AvoidanceFacts): number {
  return avoidanceHits(rosterExpert(expert, draw.evaluationStart), avoidanceCase(draw, about)).length;
}
