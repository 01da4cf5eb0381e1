import { z } from 'zod';
import { PAPER_KINDS } from '../../../documents/index.ts';
import { sha256Hex } from '../../../contracts/reads.ts';
import { defineAct } from '../../../platform/act.ts';
import type { Rec } from '../../../platform/records.ts';
import type { Work } from '../../../platform/work.ts';
import type { Lot } from '../../project-intake/index.ts';
import { GATE_OF, HANDED, OWN_GATE, paperKey, type PaperRecord } from './record.ts';

const input = z.strictObject({
  paperKind: z.enum(PAPER_KINDS), version: z.string().min(1).max(100), title: z.string(), no: z.string(), at: z.string(),
  sha256: sha256Hex, contentSha256: sha256Hex, size: z.int(), sealed: z.boolean(), ownerId: z.uuid().nullable(),
});

interface Facts { lot: Rec<Lot> | null; known: Rec<PaperRecord> | null }

/**
 * A printed document is filed and its digest witnessed. Asked again for the same one, nothing happens: the first file stays. A
 * receipt is its bidder's: before the deadline its leaf waits sealed, like the bid's own, or the log would count the bids. What was
 * handed to the tenderer before its gate is everybody's when it is filed again behind the open gate.
 */
export const paperFile = defineAct<z.infer<typeof input>, Facts>({
  id: 'paper-file', kind: 'system', subjectKind: 'lot', lock: 'shared', input,
  async load(read, cmd) {
    const { paperKind, version } = cmd.input;
    const [known = null] = await read.list<PaperRecord>({ kind: 'document', key: paperKey(cmd.subject, paperKind, version) });
    return { lot: await read.get<Lot>('lot', cmd.subject), known };
  },
  parties: () => ({}),
  decide({ lot, known }, cmd, work) {
    const { paperKind, version, ownerId, ...data } = cmd.input;
    const gate = GATE_OF[paperKind];
    const shut = gate !== undefined && lot?.data.openGates.includes(gate) === false;
    if (known || !lot || (shut && !HANDED.has(paperKind))) {
      if (known && !shut) release(work, known);
      work.result = { documentId: known?.id ?? null };
      return;
    }
    const paper = work.create<PaperRecord>('document', 'issued', { ...data, paperKind, madeAt: work.now, ...(shut ? { until: gate } : {}) }, { lotId: lot.id, ownerId, key: paperKey(lot.id, paperKind, version) });
    if (ownerId === null && !shut) work.publicBlobs.push(data.sha256);
    work.knowGates(lot.id, lot.data.openGates);
    const waits = OWN_GATE[paperKind] ?? (shut ? gate : undefined);
    work.gov('gov-document', {
      subject: lot.id, lotId: lot.id, ...(waits === undefined ? {} : { gate: waits }),
      public: { documentId: paper.id, docKind: paperKind, lotId: lot.id, digest: data.sha256, contentDigest: data.contentSha256 },
    });
    work.result = { documentId: paper.id };
  },
});

function release(work: Work, paper: Rec<PaperRecord>): void {
  if (paper.data.until === undefined) return;
  delete paper.data.until;
  work.put(paper);
  work.publicBlobs.push(paper.data.sha256);
}
