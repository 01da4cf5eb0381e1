import { z } from 'zod';
import { fen, sha256Hex } from '../../contracts/reads.ts';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { fromBase64, makeTestShare, sha256Hex as hashOf } from '../../seal/index.ts';
import { CUSTODIAN_ROLES, type CustodianRecord } from '../entity-ca/index.ts';
import { inTurn, loadLot, lotParties, sealedHash, type DocumentRef, type EvaluationConfig, type Lot, type PrequalTerms } from '../project-intake/index.ts';
import type { CustodyTest } from './custody-prove.ts';
import { evaluationConfig, evaluationInput } from './evaluation-input.ts';
import { evaluationFaults } from './rules/evaluation-check.ts';

const input = z.strictObject({
  files: z.array(z.strictObject({ sha256: sha256Hex, name: z.string().trim().min(1).max(200) })).min(1).max(20).describe('uploaded before'),
  evaluation: evaluationInput,
  qualification: z.string().trim().min(1).max(8000),
  terms: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/), z.string().max(4000)).default({}),
  custodianIds: z.array(z.string().max(40)).length(3),
  prequalification: z.strictObject({
    files: z.array(z.strictObject({ sha256: sha256Hex, name: z.string().trim().min(1).max(200) })).min(1).max(20),
    method: z.enum(['qualified-all', 'limited']), limit: z.int().min(3).max(100).nullable().default(null).describe('of the limited method: how many pass at most'),
  }).optional().describe('applicants are reviewed first; its document is sealed and reviewed with the tender document and goes out before it'),
  consortium: z.strictObject({ maxMembers: z.int().min(2).max(10) }).nullable().default(null).describe('null: consortia are not taken'),
  ceilingFen: fen.positive().nullable().optional().describe('absent: as drafted'),
});
type Input = z.infer<typeof input>;

type Blobs = ({ sha256: string; sm3: string; size: number } | null)[];

interface Facts {
  lot: Rec<Lot>;
  blobs: Blobs;
  prequalBlobs: Blobs;
  custodians: Rec<CustodianRecord>[];
  tests: { custodianId: string; test: CustodyTest['test']; expected: string }[];
  earlier: Rec<CustodyTest>[];
}

/** 招标文件定稿签章: fixes the files, how bids are judged, and who keeps the shares of the sealing. A new version starts over. */
export const docSeal = defineAct<Input, Facts>({
  id: 'doc-seal', kind: 'act', subjectKind: 'lot', input,
  load: (read, cmd) => load(read, cmd),
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, blobs, prequalBlobs, custodians, tests, earlier }, cmd, work) {
    work.move(lot.data.machine, lot, 'doc-seal');
    requirePublicity(lot.data);
    const files = filesOf(cmd.input.files, blobs, 'files');
    const prequal = prequalOf(lot.data, cmd.input, prequalBlobs);
    const sealed = { files, ...(prequal ? { prequal } : {}) };
    requireIndependent(custodians);
    if (cmd.input.ceilingFen !== undefined) lot.data.ceilingFen = cmd.input.ceilingFen === null ? null : String(cmd.input.ceilingFen);
    const evaluation = evaluationConfig(cmd.input.evaluation);
    const [fault] = evaluationFaults(evaluation, { category: lot.data.category, kind: lot.data.kind, ceilingFen: lot.data.ceilingFen });
    if (fault) throw new Refusal('evaluation-config', fault);
    const document: NonNullable<Lot['document']> = {
      docId: work.uuid(), version: (lot.data.document?.version ?? 0) + 1, ...sealed, docHash: sealedHash(sealed), sealedAt: work.now, evaluation,
      custodians: custodians.map(({ data }) => ({ id: data.custodianId, name: data.name, accountId: data.accountId, role: data.role, certificate: data.certificate, fingerprint: data.fingerprint })),
      qualification: cmd.input.qualification, terms: cmd.input.terms, ...(cmd.input.consortium ? { consortium: cmd.input.consortium } : {}),
    };
    lot.data.document = document;
    delete lot.data.fairReview;
    askForProof(work, lot.id, { custodians, tests, earlier });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-seal', {
      subject: lot.id, lotId: lot.id,
      public: { docId: document.docId, lotIds: [lot.id], version: document.version, sealedAt: work.now },
      salted: { ceilingPriceBeforeDisclosure: lot.data.ceilingFen },
      docs: { docFile: docFile(files), ...(prequal ? { prequalFile: docFile(prequal.files) } : {}), evaluationConfig: configDigest(evaluation) },
      facts: { hashPairs: [...files.map((file, i) => [file.sha256, blobs[i]?.sha256 ?? ''] as const), ...(prequal?.files ?? []).map((file, i) => [file.sha256, prequalBlobs[i]?.sha256 ?? ''] as const)] },
    });
    work.result = { docId: document.docId, version: document.version, docHash: document.docHash, state: lot.state };
  },
});

/** 单一来源: one supplier is asked only after its publicity, unless the purchase may not wait (政府采购法实施条例 第38条). */
function requirePublicity({ kind, single, plan }: Lot): void {
  if (kind !== 'single-source' || single?.outcome === 'none' || plan?.intentionExemptCode === 'urgent') return;
  throw new Refusal('single-publicity', { zh: '单一来源采购须先公示且无异议成立', en: 'Single-source procurement is published first, and no objection may stand' });
}

/** One file is committed by its digest, several by the list of them. */
export function docFile(files: readonly DocumentRef[]): string | string[] {
  const [first] = files;
  return files.length === 1 && first ? first.sha256 : files.map((file) => file.sha256);
}

/** How bids are judged is committed to beside the files: the settings that the formulas take, whatever the text says of them. */
export function configDigest(evaluation: EvaluationConfig): string {
  return hashOf(canonicalBytes(evaluation));
}

async function load(read: Reader, cmd: Cmd<Input>): Promise<Facts> {
  const lot = await loadLot(read, cmd.subject);
  const found = await inTurn(cmd.input.custodianIds, (key) => read.list<CustodianRecord>({ kind: 'custodian', key }));
  const custodians = found.flat().filter(({ state }) => state === 'active');
  // a fresh secret wrapped to each custodian: chance of its own, since it proves a key and never reaches a leaf
  const tests = await Promise.all(custodians.map(async ({ data }) => {
    return { custodianId: data.custodianId, ...(await makeTestShare(fromBase64(data.certificate) ?? new Uint8Array())) };
  }));
  return {
    lot, custodians, tests, earlier: await read.list<CustodyTest>({ kind: 'custody-test', lotId: lot.id }),
    blobs: await inTurn(cmd.input.files, (file) => read.blob(file.sha256, cmd.actor.entityId)),
    prequalBlobs: await inTurn(cmd.input.prequalification?.files ?? [], (file) => read.blob(file.sha256, cmd.actor.entityId)),
  };
}

/** 资格预审 belongs to open tenders on the machine that has its rows; the limited method says how many pass. */
function prequalOf({ machine, kind }: Lot, { prequalification, files }: Input, blobs: Blobs): PrequalTerms | null {
  if (!prequalification) return null;
  const { method, limit } = prequalification;
  const twice = prequalification.files.some(({ sha256 }) => files.some((file) => file.sha256 === sha256));
  if (machine !== 'tender-lot' || kind !== 'open-tender' || (method === 'limited') !== (limit !== null) || twice) throw new Refusal('invalid-input', { field: 'prequalification' });
  return { method, limit, files: filesOf(prequalification.files, blobs, 'prequalification.files') };
}

function filesOf(files: Input['files'], blobs: Blobs, field: string): DocumentRef[] {
  if (new Set(files.map((file) => file.sha256)).size !== files.length) throw new Refusal('invalid-input', { field });
  return files.map((file, i) => {
    const blob = blobs[i];
    if (!blob) throw new Refusal('blob-missing', { field: `${field}.${i}.sha256` });
    return { ...blob, name: file.name };
  });
}

/** Two of three open a bid, so the three must not answer to one another: centre, supervisor, notary. */
function requireIndependent(custodians: readonly Rec<CustodianRecord>[]): void {
  const roles = new Set(custodians.map(({ data }) => data.role));
  const accounts = new Set(custodians.map(({ data }) => data.accountId));
  if (roles.size !== CUSTODIAN_ROLES.length || accounts.size !== CUSTODIAN_ROLES.length) throw new Refusal('custody-set', { field: 'custodianIds' });
}

function askForProof(work: Work, lotId: string, { custodians, tests, earlier }: Pick<Facts, 'custodians' | 'tests' | 'earlier'>): void {
  for (const old of earlier) {
    if (old.state !== 'pending') continue;
    old.state = 'replaced';
    work.put(old);
  }
  for (const { custodianId, test, expected } of tests) {
    const accountId = custodians.find(({ data }) => data.custodianId === custodianId)?.data.accountId ?? null;
    work.create<CustodyTest>('custody-test', 'pending', { custodianId, test, expected, askedAt: work.now }, { lotId, ownerId: accountId });
  }
}
