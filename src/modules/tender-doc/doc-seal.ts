import { z } from 'zod';
import { fen, sha256Hex } from '../../contracts/reads.ts';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { fromBase64, makeTestShare, sha256Hex as hashOf } from '../../seal/index.ts';
import { CUSTODIAN_ROLES, type CustodianRecord } from '../entity-ca/index.ts';
import { documentHash, inTurn, loadLot, lotParties, type DocumentRef, type EvaluationConfig, type Lot } from '../project-intake/index.ts';
import type { CustodyTest } from './custody-prove.ts';
import { evaluationConfig, evaluationInput } from './evaluation-input.ts';
import { evaluationFaults } from './rules/evaluation-check.ts';

const input = z.strictObject({
  files: z.array(z.strictObject({ sha256: sha256Hex, name: z.string().trim().min(1).max(200) })).min(1).max(20).describe('uploaded before'),
  evaluation: evaluationInput,
  qualification: z.string().trim().min(1).max(8000),
  terms: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/), z.string().max(4000)).default({}),
  custodianIds: z.array(z.string().max(40)).length(3),
  ceilingFen: fen.positive().nullable().optional().describe('absent: as drafted'),
});
type Input = z.infer<typeof input>;

interface Facts {
  lot: Rec<Lot>;
  blobs: ({ sha256: string; sm3: string; size: number } | null)[];
  custodians: Rec<CustodianRecord>[];
  tests: { custodianId: string; test: CustodyTest['test']; expected: string }[];
  earlier: Rec<CustodyTest>[];
}

/** 招标文件定稿签章: fixes the files, how bids are judged, and who keeps the shares of the sealing. A new version starts over. */
export const docSeal = defineAct<Input, Facts>({
  id: 'doc-seal', kind: 'act', subjectKind: 'lot', input,
  load: (read, cmd) => load(read, cmd),
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, blobs, custodians, tests, earlier }, cmd, work) {
    work.move(lot.data.machine, lot, 'doc-seal');
    const files = filesOf(cmd.input, blobs);
    requireIndependent(custodians);
    if (cmd.input.ceilingFen !== undefined) lot.data.ceilingFen = cmd.input.ceilingFen === null ? null : String(cmd.input.ceilingFen);
    const evaluation = evaluationConfig(cmd.input.evaluation);
    const [fault] = evaluationFaults(evaluation, { category: lot.data.category, ceilingFen: lot.data.ceilingFen });
    if (fault) throw new Refusal('evaluation-config', fault);
    const document: NonNullable<Lot['document']> = {
      docId: work.uuid(), version: (lot.data.document?.version ?? 0) + 1, files, docHash: documentHash(files), sealedAt: work.now, evaluation,
      custodians: custodians.map(({ data }) => ({ id: data.custodianId, name: data.name, accountId: data.accountId, role: data.role, certificate: data.certificate, fingerprint: data.fingerprint })),
      qualification: cmd.input.qualification, terms: cmd.input.terms,
    };
    lot.data.document = document;
    delete lot.data.fairReview;
    askForProof(work, lot.id, { custodians, tests, earlier });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-seal', {
      subject: lot.id, lotId: lot.id,
      public: { docId: document.docId, lotIds: [lot.id], version: document.version, sealedAt: work.now },
      salted: { ceilingPriceBeforeDisclosure: lot.data.ceilingFen },
      docs: { docFile: docFile(files), evaluationConfig: configDigest(evaluation) },
      facts: { hashPairs: files.map((file, i) => [file.sha256, blobs[i]?.sha256 ?? ''] as const) },
    });
    work.result = { docId: document.docId, version: document.version, docHash: document.docHash, state: lot.state };
  },
});

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
  };
}

function filesOf({ files }: Input, blobs: Facts['blobs']): DocumentRef[] {
  if (new Set(files.map((file) => file.sha256)).size !== files.length) throw new Refusal('invalid-input', { field: 'files' });
  return files.map((file, i) => {
    const blob = blobs[i];
    if (!blob) throw new Refusal('blob-missing', { field: `files.${i}.sha256` });
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
