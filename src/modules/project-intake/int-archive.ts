import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadLot } from './lot.ts';
import { lotParam, lotParties, type Lot } from './model.ts';

export const ARCHIVE_ITEMS = [
  'tender-document', 'fair-review', 'tender-notice', 'opening-record', 'evaluation-report', 'candidate-notice', 'award-notice',
  'result-notice', 'contract', 'acceptance-report', 'failure-notice',
  'prequalification-notice', 'prequalification-report', 'invitation',
] as const;
export type ArchiveItem = (typeof ARCHIVE_ITEMS)[number];

const input = z.strictObject({
  archivePackage: sha256Hex.describe('the package, uploaded before'),
  items: z.array(z.enum(ARCHIVE_ITEMS)).max(ARCHIVE_ITEMS.length),
});

/** 项目资料一次性归档: also for failed and terminated lots, which are filed with what they came to. */
export const intArchive = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; file: unknown }>({
  id: 'int-archive', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    return { lot: await loadLot(read, cmd.subject), file: await read.blob(cmd.input.archivePackage, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, file }, cmd, work) {
    if (!file) throw new Refusal('blob-missing', { field: 'archivePackage' });
    const archiveMissing = missingOf(lot, cmd.input.items);
    work.move(lot.data.machine, lot, 'int-archive');
    lot.data.archivedAt = work.now;
    work.knowGates(lot.id, lot.data.openGates);
    work.act('int-archive', {
      subject: lot.id, lotId: lot.id,
      public: { projectId: lot.data.projectId, itemCount: new Set(cmd.input.items).size, archivedAt: work.now },
      docs: { archivePackage: cmd.input.archivePackage },
      facts: { archiveMissing, doneAt: doneAtOf(lot.data, work.nowMs), param: lotParam(lot.data) },
    });
    work.send('lot.filed', { lotId: lot.id });
    work.result = { lotId: lot.id, state: lot.state, archivedAt: work.now };
  },
});

/** Papers the package must hold, judged by what the acts of this lot have left, and what a finished trade must have left. */
export function requiredItems(lot: Pick<Rec<Lot>, 'state' | 'data'>): ArchiveItem[] {
  const { data } = lot;
  const ended = lot.state === 'failed' || lot.state === 'terminated';
  const left: Record<ArchiveItem, boolean> = {
    'tender-document': data.document !== undefined, 'fair-review': data.fairReview !== undefined,
    'tender-notice': data.notices.some((notice) => notice.noticeType === 'tender'),
    'opening-record': data.reportAt !== undefined, 'evaluation-report': data.reportAt !== undefined,
    'candidate-notice': data.publicity !== undefined, 'award-notice': data.award?.noticeIssuedAt !== undefined,
    'result-notice': data.award?.resultPublishedAt !== undefined, 'contract': data.contract !== undefined,
    'acceptance-report': data.acceptance !== undefined, 'failure-notice': ended && data.failure !== undefined,
    'prequalification-notice': data.prequal !== undefined, 'prequalification-report': data.prequal?.decidedAt !== undefined, 'invitation': data.invited === true,
  };
  const announced: ArchiveItem = data.invited === true ? 'invitation' : 'tender-notice';
  const always: ArchiveItem[] = ended ? [] : data.order ? ['contract', 'acceptance-report'] : ['tender-document', 'fair-review', announced, 'opening-record', 'evaluation-report', 'award-notice', 'contract'];
  return ARCHIVE_ITEMS.filter((item) => left[item] || always.includes(item));
}

function missingOf(lot: Rec<Lot>, given: readonly ArchiveItem[]): string[] {
  return requiredItems(lot).filter((item) => !given.includes(item));
}

function doneAtOf({ doneAt, contract, failure }: Lot, nowMs: number): number {
  const at = doneAt ?? contract?.signedAt ?? failure?.at;
  return at === undefined ? nowMs : Date.parse(at);
}
