import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Ledger } from '../../ledger/index.ts';
import { functionPoint, isFunctionPointId } from '../../../catalogue/index.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import type { Certificate } from './model.ts';
import { certificatePdf } from './pdf.ts';

const input = z.strictObject({ certificateType: z.enum(['witness', 'transaction']).default('witness') });

export interface CertificateDeps { ledger: Ledger; blobs: BlobStore; verifyBase: string; leavesOf: (lotId: string) => Promise<{ fp: string; at: string; index: number; hash: string }[]> }

interface Draft { certificateNo: string; digest: string; size: number; leafCount: number; height: number }
interface Facts { lot: Rec<Lot>; certificate: Rec<Certificate> | null; draft: Draft | null }

/**
 * 见证书自助出具: free, without application, once the trade is closed and no remedy is open. The file is made before the
 * decision (its digest is what the leaf witnesses); a second print gives the same file.
 */
export const cerIssue = (deps: CertificateDeps) => defineAct<z.infer<typeof input>, Facts>({
  id: 'cer-issue', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await read.get<Lot>('lot', cmd.subject);
    if (!lot) throw new Refusal('not-found');
    authorise(cmd.id, cmd.actor, lotParties(lot));
    const [certificate = null] = await read.list<Certificate>({ kind: 'certificate', lotId: lot.id });
    const draft = certificate === null && lot.state === 'closed' ? await draftFile(deps, lot, cmd) : null;
    return { lot, certificate, draft };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, certificate: existing, draft }, cmd, work) {
    const facts = { lotState: lot.state, openRemedies: 0, suspended: lot.state === 'suspended' };
    let certificate = existing;
    if (!certificate) {
      if (!draft) throw new Refusal('r-certificate-ready', { rule: 'r-certificate-ready' });
      certificate = work.create<Certificate>('certificate', 'none', {
        certificateNo: draft.certificateNo, certificateType: cmd.input.certificateType, issuedAt: work.now, fileDigest: draft.digest, blockHeight: draft.height, leafCount: draft.leafCount,
      }, { lotId: lot.id, ownerId: lot.data.tendererId, key: draft.certificateNo });
      work.move('certificate', certificate, 'do:eligible', {}, 'system');
      work.publicBlobs.push(draft.digest);
      lot.data.certificateNo = draft.certificateNo;
      work.put(lot);
    }
    work.move('certificate', certificate, 'cer-issue');
    const { certificateNo, certificateType, blockHeight, fileDigest, issuedAt } = certificate.data;
    work.knowGates(lot.id, lot.data.openGates);
    work.act('cer-issue', {
      subject: lot.id, lotId: lot.id,
      public: { certificateNo, lotId: lot.id, issuedAt, blockHeight, verifyUrl: verifyUrl(deps, certificateNo), certificateType },
      docs: { certificateFile: fileDigest },
      facts,
    });
    work.result = { certificateNo, sha256: fileDigest, verifyUrl: verifyUrl(deps, certificateNo) };
  },
});

function verifyUrl(deps: CertificateDeps, no: string): string {
  return `${deps.verifyBase}/verify?certificate=${no}`;
}

/** Steps a certificate names, in order; each is in the ledger by then. */
const NAMED = ['int-submit', 'int-accept', 'not-publish', 'doc-issue', 'bid-submit', 'opn-start', 'opn-list', 'exp-draw-run', 'evl-report', 'awd-candidate', 'awd-decide', 'awd-notice', 'awd-result', 'ctr-sign', 'int-archive'];

async function draftFile(deps: CertificateDeps, lot: Rec<Lot>, cmd: Cmd<unknown>): Promise<Draft> {
  const { data } = lot;
  if (!data.award) throw new Refusal('state', { rule: 'state' });
  const leaves = await deps.leavesOf(lot.id);
  const certificateNo = `QL-JZS-${cmd.chance.uuid().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
  const height = deps.ledger.size;
  const pdf = await certificatePdf({
    certificateNo, projectName: data.projectName, lotCode: data.lotCode, dealCode: data.unifiedDealCode ?? '', tenderer: data.tendererName, winner: data.award.winnerName,
    awardFen: data.award.awardFen, duration: data.award.duration, issuedAt: cmd.now, origin: deps.ledger.origin, size: height, root: Buffer.from(deps.ledger.root(height)).toString('hex'),
    verifyUrl: verifyUrl(deps, certificateNo),
    acts: NAMED.flatMap((fp) => leaves.filter((l) => l.fp === fp).slice(-1)).map((l) => ({ zh: isFunctionPointId(l.fp) ? functionPoint(l.fp).zh : l.fp, at: l.at, index: l.index, hash: l.hash.slice(0, 32) })),
  });
  const { sha256, size } = await deps.blobs.put(Readable.from([pdf]), data.tendererId);
  return { certificateNo, digest: sha256, size, leafCount: leaves.length, height };
}

export async function certificateOf(read: Reader, certificateNo: string): Promise<Rec<Certificate> | null> {
  const [certificate = null] = await read.list<Certificate>({ kind: 'certificate', key: certificateNo });
  return certificate;
}
