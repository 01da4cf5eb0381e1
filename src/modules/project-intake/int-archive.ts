import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct, type Actor } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import { loadLot } from './lot.ts';
import { lotParam, lotParties, type Lot } from './model.ts';

export const ARCHIVE_ITEMS = [
  'tender-document', 'fair-review', 'tender-notice', 'opening-record', 'evaluation-report', 'candidate-notice', 'award-notice',
  'result-notice', 'contract', 'acceptance-report', 'failure-notice',
  'prequalification-notice', 'prequalification-report', 'invitation',
] as const;
export type ArchiveItem = (typeof ARCHIVE_ITEMS)[number];

const input = z.strictObject({
  archivePackage: sha256Hex.optional().describe('an archive of the lot, uploaded before; left out, the platform makes it'),
  items: z.array(z.enum(ARCHIVE_ITEMS)).max(ARCHIVE_ITEMS.length),
});
type Input = z.infer<typeof input>;

export interface ArchiveFault { zh: string; en: string }
/** Whoever knows all rooms: it makes the package of a lot (null where the act will refuse anyway), and says what keeps a file from being one. */
export interface ArchiveDesk {
  make: (lotId: string, actor: Actor, items: readonly ArchiveItem[]) => Promise<{ sha256: string; lotVersion: number } | null>;
  faultOf: (lotId: string, actor: Actor, sha256: string) => Promise<ArchiveFault | null>;
}
interface Prepared { made?: { sha256: string; lotVersion: number } | null; fault?: ArchiveFault | null }
interface Facts { lot: Rec<Lot>; sha256: string | undefined; file: unknown; fault: ArchiveFault | null }

/** 项目资料一次性归档: also for failed and terminated lots, which are filed with what they came to. */
export const intArchive = (desk: ArchiveDesk) => defineAct<Input, Facts>({
  id: 'int-archive', kind: 'act', subjectKind: 'lot', input,
  prepare: async ({ subject, actor, input: { archivePackage, items } }): Promise<Prepared> => (archivePackage === undefined ? { made: await desk.make(subject, actor, items) } : { fault: await desk.faultOf(subject, actor, archivePackage) }),
  async load(read, cmd) {
    const { made, fault = null } = (cmd.prepared ?? {}) as Prepared;
    const lot = await loadLot(read, cmd.subject);
    if (made && made.lotVersion !== lot.version) throw new Refusal('version-conflict');
    const sha256 = cmd.input.archivePackage ?? made?.sha256;
    return { lot, sha256, fault, file: sha256 === undefined ? null : await read.blob(sha256, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, sha256, file, fault }, cmd, work) {
    if (sha256 !== undefined && !file) throw new Refusal('blob-missing', { field: 'archivePackage' });
    const archiveMissing = missingItems(lot, cmd.input.items);
    work.move(lot.data.machine, lot, 'int-archive');
    if (fault) throw new Refusal('archive-package', { field: 'archivePackage', ...fault });
    if (sha256 === undefined) throw archiveMissing.length > 0 ? refuseByRule('r-archive-complete', 'items') : new Refusal('version-conflict');
    lot.data.archivedAt = work.now;
    work.knowGates(lot.id, lot.data.openGates);
    work.act('int-archive', {
      subject: lot.id, lotId: lot.id,
      public: { projectId: lot.data.projectId, itemCount: new Set(cmd.input.items).size, archivedAt: work.now },
      docs: { archivePackage: sha256 },
      facts: { archiveMissing, doneAt: doneAtOf(lot.data, work.nowMs), param: lotParam(lot.data) },
    });
    work.send('lot.filed', { lotId: lot.id });
    work.result = { lotId: lot.id, state: lot.state, archivedAt: work.now, archivePackage: sha256 };
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

export function missingItems(lot: Rec<Lot>, given: readonly ArchiveItem[]): string[] {
  return requiredItems(lot).filter((item) => !given.includes(item));
}

function doneAtOf({ doneAt, contract, failure }: Lot, nowMs: number): number {
  const at = doneAt ?? contract?.signedAt ?? failure?.at;
  return at === undefined ? nowMs : Date.parse(at);
}
