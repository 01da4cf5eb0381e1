import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { admissionOf, inPrequalification, lotParties, moveShared, sealedHash, type Admission, type Lot } from '../project-intake/index.ts';
import { docFile } from './doc-seal.ts';

const input = z.strictObject({ docId: z.uuid(), deviceId: z.string().max(100).nullable().default(null) });

/** One fetch of the documents by one bidder. Record kind `download`, lotId, ownerId = bidder; kept from everybody until the deadline. */
interface Download { downloadSeq: number; docId: string; at: string }
interface Facts { lot: Rec<Lot>; own: Rec<Download>[]; admission: Admission }

/** 招标文件获取: as often as one likes; the answer holds all that sealing a bid needs. */
export const docDownload = defineAct<z.infer<typeof input>, Facts>({
  id: 'doc-download', kind: 'act', subjectKind: 'lot', lock: 'shared', input,
  reads: ({ subject, entityId }) => [{ kind: 'lot', id: subject }, ...(entityId === null ? [] : [{ kind: 'download', lotId: subject, ownerId: entityId }])],
  async load(read, cmd, [lots, own]) {
    const lot = lots?.[0] as Rec<Lot> | undefined;
    if (!lot) throw new Refusal('not-found');
    return { lot, own: (own ?? []) as Rec<Download>[], admission: await admissionOf(read, lot, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, own, admission }, cmd, work) {
    moveShared(work, lot, 'doc-download');
    if (!admission.invited) throw new Refusal('not-invited');
    const { document } = lot.data;
    const onSale = inPrequalification(lot) ? lot.data.prequal?.issued : lot.data.issued;
    if (!document || !onSale || document.docId !== cmd.input.docId) throw new Refusal('version-conflict', { field: 'docId' });
    if (work.now < onSale.saleStart) throw new Refusal('state', { zh: '招标文件尚未开始发售', en: 'The documents are not on sale yet' });
    const downloadSeq = own.length + 1;
    const files = inPrequalification(lot) ? document.prequal?.files ?? [] : document.files;
    work.create<Download>('download', 'done', { downloadSeq, docId: document.docId, at: work.now }, { lotId: lot.id, ownerId: cmd.actor.entityId });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-download', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, downloadSeq, downloadedAt: work.now },
      salted: { bidderId: cmd.actor.entityId, ipAddress: cmd.ip, deviceId: cmd.input.deviceId },
      docs: { docFile: docFile(files) },
      facts: { hashPairs: [[sealedHash(document), document.docHash]] },
    });
    const told = { docId: document.docId, version: document.version, downloadSeq, files: files.map(({ sha256, name, size }) => ({ sha256, name, size })) };
    work.result = inPrequalification(lot) ? { ...told, prequalDeadline: lot.data.prequal?.deadline } : { ...told, ...termsOf(lot.data, document) };
  },
});

/** All that sealing a bid needs. */
function termsOf({ bidDeadline, ceilingFen }: Lot, { evaluation, consortium, custodians, terms }: NonNullable<Lot['document']>) {
  // what bidders hand in, one a line
  const checklist = [...new Set((terms['checklist'] ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== ''))];
  return { bidDeadline, checklist, ceilingFen, evaluation, consortium: consortium ?? null, custodians: custodians.map(({ id, name, certificate, fingerprint }) => ({ id, name, certificate, fingerprint })) };
}
