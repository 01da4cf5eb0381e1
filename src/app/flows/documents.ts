import { Readable } from 'node:stream';
import type { Printer } from '../../documents/render/render.ts';
import type { Certificate } from '../../modules/certificate/index.ts';
import { duePapers, dueReceipts, lacksReceipt, paperFacts, paperKey, released, type DuePaper } from '../../modules/disclosure-portal/index.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Pool } from '../../platform/db.ts';
import type { Flow, System } from '../../platform/system.ts';
import { platformSubject } from '../begin.ts';

export interface DocumentDeps { pool: Pool; blobs: BlobStore; printer: Printer; sealed: boolean; origin: string; verifyBase: string }

/** Acts after which a document may be due. */
const ACTS: ReadonlySet<string> = new Set(['not-publish', 'not-change', 'not-abnormal', 'doc-clarify', 'awd-candidate', 'awd-result', 'ctr-sign', 'ctr-change', 'ctr-perform', 'not-plan-publish', 'gpr-intention', 'gpr-single', 'gpr-accept', 'bid-prequal-result']);
/** More documents than one lot can owe at once: beyond it something does not settle. */
const atOnceMax = 50;

/** Documents are printed when their act is done. Each message makes whatever its lot still owes, so none can be lost between two. */
export function documentFlows(deps: DocumentDeps): Flow[] {
  const run: Flow['run'] = (payload, system) => printDue(deps, String(payload['lotId']), system);
  return [
    { topic: 'acted', run: async (payload, system) => { if (ACTS.has(String(payload['fp']))) await run(payload, system); } },
    { topic: 'acted', run: async (payload, system) => { if (payload['fp'] === 'cer-issue') await fileCertificates(deps, String(payload['lotId']), system); } },
    // printing takes its time: whoever comes next in the trade's own line does not wait for it
    ...['lot.issued', 'opening.closed', 'lot.evaluated', 'lot.awarded', 'lot.notified', 'lot.filed'].map((topic): Flow => ({
      topic, run: async ({ lotId }) => { await deps.pool.query(`insert into outbox (topic, payload) values ('papers', $1)`, [{ lotId }]); },
    })),
    { topic: 'papers', run },
  ];
}

async function printDue(deps: DocumentDeps, lotId: string, system: System): Promise<void> {
  await release(deps, lotId, system);
  // read anew after each: the archive index lists the ones before it
  for (let printed = 0; printed < atOnceMax; printed++) {
    const facts = await paperFacts(deps.pool, lotId);
    const [due] = facts ? duePapers(facts, deps) : [];
    if (!due) return;
    await file(deps, lotId, due, system);
  }
  throw new Error(`the documents of lot ${lotId} do not settle`);
}

/** What the tenderer was handed before, everybody may fetch from now on. */
async function release({ pool }: DocumentDeps, lotId: string, system: System): Promise<void> {
  const facts = await paperFacts(pool, lotId);
  for (const { key, data: { paperKind, title, no, at, sha256, contentSha256, size, sealed } } of facts ? released(facts) : []) {
    await system('paper-file', lotId, { paperKind, version: (key ?? '').slice(paperKey(lotId, paperKind, '').length), title, no, at, sha256, contentSha256, size, sealed, ownerId: null });
  }
}

/** A certificate was printed before its act, which witnesses it; here it is filed with the other documents of its lot. */
async function fileCertificates({ pool, sealed }: DocumentDeps, lotId: string, system: System): Promise<void> {
  const { rows } = await pool.query<{ data: Certificate }>(`select data from record where kind = 'certificate' and lot_id = $1`, [lotId]);
  for (const { data: { certificateNo: no, issuedAt: at, fileDigest: sha256, contentDigest: contentSha256, fileSize: size } } of rows) {
    if (contentSha256 !== undefined && size !== undefined) await system('paper-file', lotId, { paperKind: 'certificate', version: no, title: '交易见证书', no, at, sha256, contentSha256, size, sealed, ownerId: null });
  }
}

/**
 * Receipts are printed when their bidder first looks: in the last minutes before a deadline the platform has bids to take. What a
 * receipt says is fixed by the leaf of its submission, so it is the same whenever it is printed.
 */
export async function printReceipts(deps: DocumentDeps, lotId: string, entityId: string, system: System): Promise<void> {
  if (!(await lacksReceipt(deps.pool, lotId, entityId))) return;
  const facts = await paperFacts(deps.pool, lotId, entityId);
  for (const due of facts ? dueReceipts(facts, deps) : []) await file(deps, lotId, due, system);
}

async function file({ printer, blobs, sealed }: DocumentDeps, lotId: string, { kind, version, ownerId, paper }: DuePaper, system: System): Promise<void> {
  const { pdf, contentSha256 } = await printer.print(paper);
  const { sha256, size } = await blobs.put(Readable.from([pdf]), ownerId ?? platformSubject);
  const { documentId } = await system('paper-file', lotId, { paperKind: kind, version, title: paper.title, no: paper.no, at: paper.at, sha256, contentSha256, size, sealed, ownerId });
  if (typeof documentId !== 'string') throw new Error(`the ${kind} of lot ${lotId} was not filed`);
}
