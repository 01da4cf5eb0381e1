import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { documentHash, lotParties, moveShared, type Lot } from '../project-intake/index.ts';
import { docFile } from './doc-seal.ts';

const input = z.strictObject({ docId: z.uuid(), deviceId: z.string().max(100).nullable().default(null) });

/** One fetch of the documents by one bidder. Record kind `download`, lotId, ownerId = bidder; kept from everybody until the deadline. */
interface Download { downloadSeq: number; docId: string; at: string }
interface Facts { lot: Rec<Lot>; own: Rec<Download>[] }

/** 招标文件获取: as often as one likes; the answer holds all that sealing a bid needs. */
export const docDownload = defineAct<z.infer<typeof input>, Facts>({
  id: 'doc-download', kind: 'act', subjectKind: 'lot', lock: 'shared', input,
  reads: ({ subject, entityId }) => [{ kind: 'lot', id: subject }, ...(entityId === null ? [] : [{ kind: 'download', lotId: subject, ownerId: entityId }])],
  async load(_read, _cmd, [lots, own]) {
    const lot = lots?.[0] as Rec<Lot> | undefined;
    if (!lot) throw new Refusal('not-found');
    return { lot, own: (own ?? []) as Rec<Download>[] };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, own }, cmd, work) {
    moveShared(work, lot, 'doc-download');
    const { document, issued } = lot.data;
    if (!document || !issued || document.docId !== cmd.input.docId) throw new Refusal('version-conflict', { field: 'docId' });
    if (work.now < issued.saleStart) throw new Refusal('state', { zh: '招标文件尚未开始发售', en: 'The documents are not on sale yet' });
    const downloadSeq = own.length + 1;
    work.create<Download>('download', 'done', { downloadSeq, docId: document.docId, at: work.now }, { lotId: lot.id, ownerId: cmd.actor.entityId });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-download', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, downloadSeq, downloadedAt: work.now },
      salted: { bidderId: cmd.actor.entityId, ipAddress: cmd.ip, deviceId: cmd.input.deviceId },
      docs: { docFile: docFile(document.files) },
      facts: { hashPairs: [[documentHash(document.files), document.docHash]] },
    });
    work.result = {
      docId: document.docId, version: document.version, downloadSeq, bidDeadline: lot.data.bidDeadline, ceilingFen: lot.data.ceilingFen,
      files: document.files.map(({ sha256, name, size }) => ({ sha256, name, size })), evaluation: document.evaluation,
      custodians: document.custodians.map(({ id, name, certificate, fingerprint }) => ({ id, name, certificate, fingerprint })),
    };
  },
});
