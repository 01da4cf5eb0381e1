import type { z } from 'zod';
import type { Pool } from 'pg';
import type { Limit } from '../../../catalogue/index.ts';
import { calendarQuery, type CalendarRead } from '../../contracts/document-reads.ts';
import type { deadlineItem } from '../../contracts/reads.ts';
import { dateText, dayOf, startOfDay } from '../../kernel/calendar.ts';
import { earliestAt, judgePeriod } from '../../kernel/limits.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { inPrequalification, lotParam, lotParties, openingSlotAfter, roomDayId, type Lot, type RoomDay } from '../project-intake/index.ts';
import { deadlinesOf } from './lot-view.ts';

type Deadline = z.infer<typeof deadlineItem>;

/**
 * GET /lots/{id}/calendar?newBidDeadline=: every statutory date of the lot, and as it would be with another deadline, each with
 * its basis. Shown before a clarification or correction is signed; nothing is written.
 */
export async function calendarRead(db: Pool, { actor, now }: { actor: Actor | null; now: string }, params: { id: string; newBidDeadline: string | undefined }): Promise<CalendarRead> {
  const { newBidDeadline } = calendarQuery.parse(params.newBidDeadline ? { newBidDeadline: params.newBidDeadline } : {});
  const { rows } = await db.query<RecordRow>(`select kind, id, state, lot_id, owner_id, key, version, data from record where kind = 'lot' and id = $1`, [params.id]);
  const lot = rows[0] ? fromRow<Lot>(rows[0]) : null;
  if (!lot || !(lotParties(lot).public || (actor !== null && mayKnow(actor, lotParties(lot))))) throw new Refusal('not-found');
  return {
    lotId: lot.id, now, present: datesOf(lot),
    ...(newBidDeadline === undefined ? {} : { proposed: { newBidDeadline, deadlines: datesOf(withDeadline(lot, newBidDeadline)), checks: [...checksOf(lot, newBidDeadline, now), ...(inPrequalification(lot) ? [] : await roomCheck(db, lot, newBidDeadline))] } }),
  };
}

/** Which deadline runs, and under which stage of the limits. */
function running(lot: Rec<Lot>): { at: string | undefined; stage: 'prequalification' | undefined } {
  return inPrequalification(lot) ? { at: lot.data.prequal?.deadline, stage: 'prequalification' } : { at: lot.data.bidDeadline, stage: undefined };
}

function withDeadline(lot: Rec<Lot>, at: string): Rec<Lot> {
  const { prequal } = lot.data;
  return { ...lot, data: inPrequalification(lot) && prequal ? { ...lot.data, prequal: { ...prequal, deadline: at } } : { ...lot.data, bidDeadline: at } };
}

function datesOf(lot: Rec<Lot>): Deadline[] {
  const { at: deadline, stage } = running(lot);
  if (deadline === undefined || !['noticed', 'prequal-noticed'].includes(lot.state)) return deadlinesOf(lot);
  const last = (row: Limit | null, event: string, zh: string, en: string): Deadline[] => {
    const at = lastInstant(row, deadline);
    return row === null || at === null ? [] : [{ event, at, zh, en, basis: row.basis ?? '平台规则' }];
  };
  const what = stage === undefined ? { zh: '招标文件', en: 'documents' } : { zh: '资格预审文件', en: 'prequalification documents' };
  return [
    ...deadlinesOf(lot), ...last(lotParam(lot.data)('objectionLead', stage ?? 'document'), 'objection-end', `对${what.zh}提出异议截止`, `Objections to the ${what.en} until`),
    ...last(lotParam(lot.data)('clarifyLead', stage), 'clarify-end', '不顺延即可发出实质性澄清的最后期限', 'Material clarifications without moving the deadline until'),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The last instant that leaves a minimum of calendar days before the deadline; other units are told by the checks alone. */
function lastInstant(row: Limit | null, deadline: string): string | null {
  if (row === null || row.value === null || row.unit !== 'd' || row.op !== '>=') return null;
  const days = Number(row.value);
  return days === 0 ? null : new Date(startOfDay(dayOf(Date.parse(deadline)) - days + 1) - 1).toISOString();
}

type Check = NonNullable<CalendarRead['proposed']>['checks'][number];

/** What the act that publishes this deadline would be judged by, were it published now. */
function checksOf(lot: Rec<Lot>, newBidDeadline: string, now: string): Check[] {
  const { at: deadline, stage } = running(lot);
  const checks: Check[] = [];
  if (deadline !== undefined) checks.push({ rule: 'deadline-earlier', zh: '不早于现截止时间', en: 'Not before the present deadline', holds: newBidDeadline >= deadline, earliest: deadline, basis: '平台规则' });
  const lead = lotParam(lot.data)('clarifyLead', stage);
  if (lead !== null) {
    checks.push({
      rule: 'r-clarify-lead-time', zh: '实质性澄清、修改的法定提前期', en: 'Lead time of a material clarification', basis: lead.basis ?? '平台规则',
      holds: judgePeriod(lead, Date.parse(now), Date.parse(newBidDeadline)).holds, earliest: new Date(earliestAt(lead, Date.parse(now)).at).toISOString(),
    });
  }
  return checks;
}

/** The opening moves with the deadline: whether its room is free then. */
async function roomCheck(db: Pool, lot: Rec<Lot>, newBidDeadline: string): Promise<Check[]> {
  const slot = openingSlotAfter(lot.data, lot.data.bidDeadline, newBidDeadline);
  if (!slot) return [];
  const { rows } = await db.query<{ data: RoomDay }>(`select data from record where kind = 'room-day' and id = any ($1)`,
    [[slot.slotStart, slot.slotEnd].map((at) => roomDayId(slot.roomId, dateText(dayOf(Date.parse(at)))))]);
  const taken = rows.some(({ data }) => data.slots.some((one) => one.lotId !== lot.id && one.slotStart < slot.slotEnd && slot.slotStart < one.slotEnd));
  return [{ rule: 'r-slot-free', zh: '开标场地在新的开标时间空闲', en: 'The opening room is free at the new time', holds: !taken, earliest: slot.slotStart, basis: '平台规则' }];
}
