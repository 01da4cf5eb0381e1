import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Ledger } from '../../ledger/index.ts';
import { functionPoint, isFunctionPointId } from '../../../catalogue/index.ts';
import { certificate as certificatePaper, type Evidence, type Paper } from '../../documents/index.ts';
import { inTrade } from '../../kernel/trade-words.ts';
import { defineAct, type Actor, type Chance } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Pool } from '../../platform/db.ts';
import { fromRow, type Reader, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadRemedies, lotParties, type Lot, type Remedies } from '../project-intake/index.ts';
import type { Certificate } from './model.ts';

const input = z.strictObject({ certificateType: z.enum(['witness', 'transaction']).default('witness') });

export interface CertificateDeps {
  pool: Pool; ledger: Ledger; blobs: BlobStore; verifyBase: string; leavesOf: (lotId: string) => Promise<{ id: string; fp: string; at: string; index: number; hash: string }[]>;
  /** prints and seals: the same paper, the same file */
  print: (paper: Paper) => Promise<{ pdf: Uint8Array; contentSha256: string }>;
}

/** A file made for the lot as it stood then; `issuedAt` is what it says. */
interface Draft { certificateNo: string; digest: string; contentDigest: string; size: number; leafCount: number; height: number; issuedAt: string; lotVersion: number }
interface Facts { lot: Rec<Lot>; remedies: Remedies; certificate: Rec<Certificate> | null; draft: Draft | null }

/**
 * 见证书自助出具: free, without application, once the trade is closed and no remedy is open. The file is made before the act's
 * transaction (its digest is what the leaf witnesses) and taken only if the lot is still what it tells; a second print gives the
 * same file.
 */
export const cerIssue = (deps: CertificateDeps) => defineAct<z.infer<typeof input>, Facts>({
  id: 'cer-issue', kind: 'act', subjectKind: 'lot', input,
  prepare: ({ id, subject, actor, chance }) => draftFor(deps, { id, lotId: subject, actor, chance }),
  async load(read, cmd) {
    const lot = await read.get<Lot>('lot', cmd.subject);
    if (!lot) throw new Refusal('not-found');
    authorise(cmd.id, cmd.actor, lotParties(lot));
    const [certificate = null] = await read.list<Certificate>({ kind: 'certificate', lotId: lot.id });
    const wanted = certificate === null && lot.state === 'closed';
    if (wanted && !lot.data.award) throw new Refusal('state', { rule: 'state' });
    const draft = wanted ? cmd.prepared as Draft | null : null;
    if (draft !== null && draft.lotVersion !== lot.version) throw new Refusal('version-conflict');
    return { lot, certificate, draft, remedies: await loadRemedies(read, lot.id) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, certificate: existing, draft, remedies }, cmd, work) {
    const facts = { lotState: lot.state, openRemedies: remedies.openRemedies, suspended: lot.state === 'suspended' };
    let certificate = existing;
    if (!certificate) {
      if (!draft) throw new Refusal('r-certificate-ready', { rule: 'r-certificate-ready' });
      certificate = work.create<Certificate>('certificate', 'none', {
        certificateNo: draft.certificateNo, certificateType: cmd.input.certificateType, issuedAt: draft.issuedAt, fileDigest: draft.digest, contentDigest: draft.contentDigest, fileSize: draft.size, blockHeight: draft.height, leafCount: draft.leafCount,
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

interface Ask { id: string; lotId: string; actor: Actor; chance: Chance }

/** A draft where there will be an act that takes it; who may not act, or comes too early or again, is answered by the act itself. */
async function draftFor(deps: CertificateDeps, { id, lotId, actor, chance }: Ask): Promise<Draft | null> {
  const { rows } = await deps.pool.query<RecordRow & { now: string }>(
    `select kind, id, state, lot_id, owner_id, key, version, data, platform_now() as now from record r where kind = 'lot' and id = $1 and state = 'closed'
       and not exists (select 1 from record c where c.kind = 'certificate' and c.lot_id = r.id)`, [lotId]);
  const [row] = rows;
  if (!row) return null;
  const lot = fromRow<Lot>(row);
  try {
    authorise(id, actor, lotParties(lot));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
  return lot.data.award ? draftFile(deps, lot, { award: lot.data.award, issuedAt: row.now, chance }) : null;
}

interface Drafting { award: NonNullable<Lot['award']>; issuedAt: string; chance: Chance }

async function draftFile(deps: CertificateDeps, lot: Rec<Lot>, { award, issuedAt, chance }: Drafting): Promise<Draft> {
  const { data } = lot;
  const leaves = await deps.leavesOf(lot.id);
  const certificateNo = `QL-JZS-${chance.uuid().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
  const height = deps.ledger.size;
  const named = NAMED.flatMap((fp) => leaves.filter((l) => l.fp === fp).slice(-1));
  const { projectName, projectCode, lotCode, lotName, unifiedDealCode: dealCode, category, tendererName: tenderer, agencyName: agency } = data;
  const { pdf, contentSha256 } = await deps.print(certificatePaper({
    typeZh: '交易见证书', winner: award.winnerName, awardFen: award.awardFen, duration: award.duration, issuedAt, ledgerSize: height, ledgerRoot: Buffer.from(deps.ledger.root(height)).toString('hex'),
    steps: named.map((l) => ({ zh: nameOf(l.fp, category), at: l.at, index: l.index, hash: l.hash })),
  }, {
    no: certificateNo, at: issuedAt, origin: deps.ledger.origin, verifyBase: deps.verifyBase, trade: { projectName, projectCode, lotCode, lotName, dealCode, category, tenderer, agency },
    evidence: named.slice(-1).map((l): Evidence => ({ zh: nameOf(l.fp, category), leafId: l.id, hash: l.hash, at: l.at })),
  }));
  const { sha256, size } = await deps.blobs.put(Readable.from([pdf]), data.tendererId);
  return { certificateNo, digest: sha256, contentDigest: contentSha256, size, leafCount: leaves.length, height, issuedAt, lotVersion: lot.version };
}

function nameOf(fp: string, category: string): string { return isFunctionPointId(fp) ? inTrade(functionPoint(fp).zh, category, 'zh') : fp; }

export async function certificateOf(read: Reader, certificateNo: string): Promise<Rec<Certificate> | null> {
  const [certificate = null] = await read.list<Certificate>({ kind: 'certificate', key: certificateNo });
  return certificate;
}
