import { z } from 'zod';
import type { ParamName, RuleId, WarningId } from '../../../catalogue/index.ts';
import { dueAt } from '../../kernel/limits.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { hasCandidateSubItem, resultDueAt } from '../award-contract/index.ts';
import { loadLot, lotParam, type Lot, type OrderView, type Project } from '../project-intake/index.ts';
import { needsCarryingOut } from './model.ts';

/** What somebody still has to do, until when, and the warning if nobody has by then. */
export interface Due { event: string; at: number; warning: WarningId; rule: RuleId; facts: Record<string, unknown> }

/** States in which a lot may owe something by a date of the law; an order may be owed in any. */
export const OWING: readonly string[] = ['intake-pending', 'evaluated', 'candidate-publicity', 'awarded', 'notified', 'result-published', 'contracted', 'performance-over', 'failed', 'terminated'];
const TIMER = 'timer:overdue';

interface Facts { lot: Rec<Lot>; project: Rec<Project> | null; orders: Rec<OrderView>[]; told: ReadonlySet<string> }

/**
 * A late act is a fact and told when it is done; what is not done at all is told here, once, when its time is over. Repeated, it
 * does nothing. It decides nothing either: what is late may still be done.
 */
export const timerOverdue = defineAct<unknown, Facts>({
  id: TIMER, kind: 'system', subjectKind: 'lot', input: z.unknown(),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const warned = await read.list({ kind: 'warning', lotId: lot.id });
    return {
      lot, project: await read.get<Project>('project', lot.data.projectId), orders: await read.list<OrderView>({ kind: 'order', lotId: lot.id }),
      told: new Set(warned.flatMap(({ key }) => key ?? [])),
    };
  },
  parties: () => ({}),
  decide({ lot, project, orders, told }, cmd, work) {
    // while a lot stands still its periods do too; an order runs on
    const dues = [...(lot.state === 'suspended' ? [] : duesOf(lot, project)), ...ordersDue(orders)];
    for (const due of dues.filter(({ at }) => at < cmd.nowMs)) {
      const about = `overdue/${due.event}`;
      if (!told.has(`warning/${due.warning}/${lot.id}/${about}`)) work.warn(due.warning, lot.id, { ...due.facts, event: due.event, rule: due.rule, dueAt: iso(due.at) }, about);
    }
    const next = dues.map(({ at }) => at).filter((at) => at >= cmd.nowMs).sort((a, b) => a - b)[0];
    if (next === undefined) work.cancelTimer(TIMER, 'lot', lot.id, lot.id);
    else work.timer({ event: TIMER, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: iso(next + 1) });
  },
});

/** The lot's open periods, each with the rule that judges the act when it comes. */
export function duesOf({ data, state }: Rec<Lot>, project: Rec<Project> | null): Due[] {
  const { award, contract, reportAt } = data;
  const limit = (event: string, name: ParamName, from: string | undefined, told: Pick<Due, 'warning' | 'rule'>): Due[] => {
    const row = from === undefined ? null : lotParam(data)(name);
    const end = row && from !== undefined ? dueAt(row, Date.parse(from)) : undefined;
    return end ? [{ event: `${event}/${from}`, at: end.at, ...told, facts: { since: from } }] : [];
  };
  const late = (rule: RuleId): Pick<Due, 'warning' | 'rule'> => ({ warning: 'w-disclosure-late', rule });
  const result = award && award.resultPublishedAt === undefined ? resultDueAt(data, Date.parse(award.decidedAt)) : null;
  return [
    ...(state === 'intake-pending' ? limit('intake', 'intakeAccept', project?.data.submittedAt, { warning: 'w-intake-overdue', rule: 'r-intake-time' }) : []),
    ...(state === 'evaluated' && hasCandidateSubItem(data) ? limit('candidates', 'candidateWithin', reportAt, late('r-candidate-within')) : []),
    ...(state === 'evaluated' || state === 'candidate-publicity' ? limit('decision', 'decideDays', reportAt, late('r-decide-days')) : []),
    ...(result === null || !award ? [] : [{ event: `result/${award.decidedAt}`, at: result, ...late('r-disclose-window'), facts: { since: award.decidedAt } }]),
    ...(award && data.awardReportedAt === undefined && data.category === 'engineering' ? limit('report', 'reportSupervisor', award.decidedAt, late('r-report-supervisor')) : []),
    ...(award && !contract ? limit('contract', 'contractDays', award.noticeIssuedAt, { warning: 'w-contract-overdue', rule: 'r-contract-30d' }) : []),
    ...(data.archivedAt === undefined ? limit('archive', 'archiveDays', data.doneAt ?? data.failure?.at, { warning: 'w-archive-overdue', rule: 'r-archive-days' }) : []),
  ];
}

function ordersDue(orders: readonly Rec<OrderView>[]): Due[] {
  return orders.filter(needsCarryingOut).map(({ id, data }) => ({
    event: `order/${id}`, at: Date.parse(data.dueAt), warning: 'w-order-ignored', rule: 'r-order-carried-out', facts: { orderNo: data.orderNo, orderType: data.orderType },
  }));
}

function iso(at: number): string { return new Date(at).toISOString(); }
