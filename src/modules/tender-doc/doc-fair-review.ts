import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { sealedHash, loadLot, lotParties, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({
  docId: z.uuid(),
  docHash: sha256Hex.describe('of the version that was read, as doc-seal answered it'),
  result: z.enum(['pass', 'fail']),
  reviewForm: sha256Hex.describe('the signed review, uploaded before'),
});

/** 公平竞争审查 (公平竞争审查条例 第8、14条): of exactly the document that will be issued. */
export const docFairReview = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; form: unknown }>({
  id: 'doc-fair-review', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    return { lot: await loadLot(read, cmd.subject), form: await read.blob(cmd.input.reviewForm, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, form }, cmd, work) {
    const { docId, docHash, result, reviewForm } = cmd.input;
    work.move(lot.data.machine, lot, 'doc-fair-review', { result });
    if (!form) throw new Refusal('blob-missing', { field: 'reviewForm' });
    const { document } = lot.data;
    if (document?.docId !== docId) throw new Refusal('version-conflict', { field: 'docId' });
    // judged here, not by the rule: a review that failed must be of this document as well
    if (docHash !== sealedHash(document)) throw new Refusal('r-doc-hash-match', { rule: 'r-doc-hash-match', field: 'docHash' });
    lot.data.fairReview = { docId, docHash, result, reviewedAt: work.now };
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-fair-review', {
      subject: lot.id, lotId: lot.id, public: { docId, result, reviewedAt: work.now }, docs: { reviewForm },
      facts: { result, hashPairs: [[docHash, document.docHash]] },
    });
    work.result = { docId, result, state: lot.state };
  },
});
