import { z } from 'zod';
import { industries, type MachineId, type SubItemId } from '../../../catalogue/index.ts';
import { sha256Hex } from '../../contracts/reads.ts';
import { earliestAt } from '../../kernel/limits.ts';
import { mustParam } from '../../kernel/params.ts';
import { abnormalTitle } from '../../kernel/title.ts';
import { defineAct } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { inTurn, loadLot, loadRunning, lotParam, lotParties, resumeLot, resumeRunning, stopDeadlines, stopLot, tellMoved, type Lot, type MovedBeside, type MovedPeriods, type Project, type Running } from '../project-intake/index.ts';
import { GATE_TIMER } from './timer-gate-after-failure.ts';
import { fillItems, itemsInput, type Items } from './items.ts';
import { incomplete } from './not-publish.ts';

const TYPES = { suspend: '中止', resume: '恢复', terminate: '终止', fail: '流标' } as const;

const input = z.strictObject({
  abnormalType: z.enum(['suspend', 'resume', 'terminate', 'fail']),
  reasonCode: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/),
  reason: z.string().trim().min(1).max(2000),
  noticeFile: sha256Hex.describe('the notice as signed, uploaded before; public from now on'),
  title: z.string().trim().max(200).optional(),
  items: itemsInput,
});
type Input = z.infer<typeof input>;

/** What ends with the lot: machine by kind of record. Known by name only, since their modules come later. */
const HEARERS: readonly { kind: string; machine: MachineId }[] = [
  { kind: 'bid', machine: 'bid' }, { kind: 'opening', machine: 'opening-session' },
  { kind: 'draw', machine: 'expert-draw' }, { kind: 'evaluation', machine: 'evaluation-session' },
];
interface Hearer { machine: MachineId; rec: Rec<{ previousState?: string }> }
interface Facts { lot: Rec<Lot>; project: Rec<Project>; file: unknown; hearers: Hearer[]; running: Running | null }

/** 终止、中止、流标公告: stops a trade, lifts the stop, or ends it; bids go back, sessions and draws end with it. */
export const notAbnormal = defineAct<Input, Facts>({
  id: 'not-abnormal', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const project = await read.get<Project>('project', lot.data.projectId);
    if (!project) throw new Refusal('not-found');
    return { lot, project, file: await read.blob(cmd.input.noticeFile, cmd.actor.entityId), hearers: await loadHearers(read, lot.id), running: lot.data.suspension ? await loadRunning(read, lot, cmd.nowMs) : null };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, project, file, hearers, running }, cmd, work) {
    const { abnormalType, reasonCode, noticeFile } = cmd.input;
    const { suspension } = lot.data;
    work.move(lot.data.machine, lot, 'not-abnormal', { abnormalType });
    if (!file) throw new Refusal('blob-missing', { field: 'noticeFile' });
    const { items, missing } = abnormalItems(lot.data, project.data, cmd.input, work.now);
    if (missing.length > 0) throw incomplete(missing);
    if (abnormalType === 'suspend') stopLot(work, lot, { organ: organOf(lot.data), until: null });
    const moved: MovedPeriods & MovedBeside = abnormalType !== 'resume' ? {} : {
      ...resumeLot(work, lot, hearers.find(({ rec }) => rec.id === lot.data.openingId)?.rec ?? null), ...(suspension && running ? resumeRunning(work, lot, running, suspension.at) : {}),
    };
    if (abnormalType === 'terminate' || abnormalType === 'fail') end(work, lot, hearers, cmd.input);
    const noticeId = work.uuid();
    const title = cmd.input.title ?? abnormalTitle(lot.data.projectName, lot.data.lotName, TYPES[abnormalType]);
    lot.data.notices.push({ noticeId, noticeType: abnormalType, title, publishedAt: work.now, items });
    work.publicBlobs.push(noticeFile);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('not-abnormal', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, abnormalType, reasonCode, publishedAt: work.now, ...movedDeadline(lot.data, abnormalType, work.now) }, docs: { noticeFile },
      facts: {
        missingItems: missing, param: lotParam(lot.data), organ: organOf(lot.data),
        ...(suspension ? { suspendedBy: suspension.organ, suspendedUntil: suspension.until === null ? null : Date.parse(suspension.until) } : {}),
      },
    });
    // the notice says the deadline itself
    const { newBidDeadline: _said, ...beside } = moved;
    if (Object.keys(beside).length > 0) tellMoved(work, lot, beside);
    work.result = { noticeId, state: lot.state, ...moved, ...(lot.data.bidDeadline ? { bidDeadline: lot.data.bidDeadline } : {}) };
  },
});

async function loadHearers(read: Reader, lotId: string): Promise<Hearer[]> {
  const lists = await inTurn(HEARERS, async ({ kind, machine }) => (await read.list<{ previousState?: string }>({ kind, lotId })).map((rec) => ({ machine, rec })));
  return lists.flat();
}

/**
 * Ends the round. How many bids went back is told at once: the leaf lists their moves. Who they were from is not: leaf bodies
 * name their signers, so the gates this round has not passed stay shut until the round that follows it passes them, or until
 * `gateAfterFailure` is over.
 */
function end(work: Work, lot: Rec<Lot>, hearers: readonly Hearer[], { abnormalType, reasonCode }: Input): void {
  if (lot.data.failure || lot.data.formerLotId) work.warn('w-repeat-failure', lot.id);
  const bidCount = hearers.filter(({ rec }) => rec.kind === 'bid' && rec.state === 'receipted').length;
  for (const { machine, rec } of hearers) {
    if (work.canMove(machine, rec, 'not-abnormal', { abnormalType })) work.move(machine, rec, 'not-abnormal', { abnormalType });
  }
  lot.data.failure = { abnormalType, reasonCode, at: work.now, bidCount };
  delete lot.data.suspension;
  stopDeadlines(work, lot);
  const wait = earliestAt(mustParam('gateAfterFailure', { category: lot.data.category, kind: lot.data.kind }), work.nowMs);
  work.timer({ event: GATE_TIMER, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: new Date(wait.at).toISOString() });
}

/** A stop or its end has no sub-item of its own; its reason and file are the notice. */
function abnormalItems(lot: Lot, project: Project, { abnormalType, reason, items }: Input, now: string): { items: Items; missing: string[] } {
  if (abnormalType === 'suspend' || abnormalType === 'resume') return { items: { reason }, missing: [] };
  return fillItems(abnormalSubItem(lot), abnormalKnown(lot, project, { abnormalType: TYPES[abnormalType], reason, publishedAt: now }), items);
}

export function abnormalSubItem({ category }: Pick<Lot, 'category'>): SubItemId { return category === 'gov-procurement' ? 'gp-termination' : 'eng-abnormal'; }

/** What the platform knows of an end; `said` comes with the act. */
export function abnormalKnown(lot: Lot, { industryId, contact }: Project, said: Items = {}): Items {
  return { lotCode: lot.lotCode, ...said, supervisorDept: industries.find(({ id }) => id === industryId)?.complaintToZh, projectCode: lot.projectCode, projectName: lot.projectName, contactPerson: contact };
}

/** A deadline that the stop has moved stands on the ledger like any other: custodians and verifiers go by it. */
function movedDeadline({ bidDeadline, prequal }: Lot, abnormalType: Input['abnormalType'], now: string): { newBidDeadline?: string; newPrequalDeadline?: string } {
  if (abnormalType !== 'resume') return {};
  const running = prequal && prequal.deadline > now ? { newPrequalDeadline: prequal.deadline } : {};
  return bidDeadline !== undefined && bidDeadline > now ? { ...running, newBidDeadline: bidDeadline } : running;
}

/** The agency acts for the tenderer: one organ. */
function organOf(lot: Lot): string { return `tenderer:${lot.tendererId}`; }
