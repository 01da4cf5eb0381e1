import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { certificateFingerprint, checkEnvelope, SealError, type Custodian, type EnvelopeContext } from '../../seal/index.ts';
import { defineAct } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Binding } from '../entity-ca/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { bidParties, bidReads, deadlineOf, loadBidFacts, refuseUnlessOpen, requireAdmitted, type BidFacts } from './bid-facts.ts';
import type { Bid } from './model.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const input = z.strictObject({
  envelope: digest.describe('sha256 of the sealed envelope, uploaded before'),
  plainSha256: digest.describe('digest of the plain container as the sealing client computed it'),
  cipherSuite: z.literal('qinglan-seal-v1'),
});

interface Facts extends BidFacts { blob: { sha256: string; sm3: string; size: number } }

/** 投标文件加密封装: takes a sealed envelope in. Without any key the platform checks lot, bidder, custodians and length. */
export const bidEncrypt = (deployment: string, blobs: BlobStore) => defineAct<z.infer<typeof input>, Facts>({
  id: 'bid-encrypt', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: bidReads,
  async load(read, cmd, prefetched) {
    const facts = await loadBidFacts(read, cmd, prefetched);
    authorise(cmd.id, cmd.actor, bidParties(facts, cmd));
    requireAdmitted(facts);
    const blob = await read.blob(cmd.input.envelope, cmd.actor.entityId);
    if (!blob) throw new Refusal('blob-missing', { field: 'envelope' });
    const bindings = await read.list<Binding>({ kind: 'binding', ownerId: cmd.actor.accountId ?? cmd.subject });
    const own = bindings.filter((b) => b.data.usage === 'encrypt' && b.state === 'active').map((b) => b.data.certificate);
    const expected = { deployment, lotId: cmd.subject, bidderId: cmd.actor.entityId ?? '', custody: custodyOf(facts.lot.data) };
    checkHead({ head: await headOf(blobs.pathOf(blob.sha256)), size: blob.size }, expected, own);
    return { ...facts, blob };
  },
  parties: bidParties,
  decide({ lot, blob }, cmd, work) {
    refuseUnlessOpen(lot, cmd.nowMs);
    if (cmd.nowMs >= (deadlineOf(lot, cmd.nowMs) ?? 0)) throw new Refusal('r-before-deadline', { rule: 'r-before-deadline' });
    const bidSeq = randomSeq(work.uuid());
    const bid = work.create<Bid>('bid', 'drafting', {
      bidSeq, bidderId: cmd.actor.entityId ?? '', bidderName: cmd.actor.name, cipherSha256: blob.sha256, cipherSm3: blob.sm3, cipherSize: blob.size,
      plainSha256: cmd.input.plainSha256, cipherSuite: cmd.input.cipherSuite, encryptedAt: work.now,
    }, { lotId: lot.id, ownerId: cmd.actor.entityId, key: `${lot.id}/${bidSeq}` });
    work.move('bid', bid, 'bid-encrypt');
    work.knowGates(lot.id, lot.data.openGates);
    work.act('bid-encrypt', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, bidSeq, cipherSuite: cmd.input.cipherSuite, encryptedAt: work.now },
      salted: { bidderId: cmd.actor.entityId },
      docs: { plainFile: cmd.input.plainSha256, cipherFile: blob.sha256 },
      facts: { hashPairs: [[cmd.input.envelope, blob.sha256]], signerValid: cmd.actor.certificateValid },
    });
    work.result = { bidId: bid.id, bidSeq, cipherSha256: blob.sha256 };
  },
});

/** Numbers of bids must not count them: six digits drawn from a fresh id. A clash is refused by the unique key and retried. */
export function randomSeq(uuid: string): number {
  return 100_000 + (Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16) % 900_000);
}

const headBytesMax = 64 * 1024;

async function headOf(path: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: headBytesMax - 1 })) parts.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}

/** The sealed document's custodians with their certificates: a wrong point in the header is found too, not only a wrong name. */
function custodyOf(lot: Lot): Custodian[] {
  return (lot.document?.custodians ?? []).map(({ id, certificate }) => ({ id, certificate: new Uint8Array(Buffer.from(certificate, 'base64')) }));
}

function checkHead({ head, size }: { head: Uint8Array; size: number }, expected: EnvelopeContext, ownCertificates: readonly string[]): void {
  try {
    const { header } = checkEnvelope(head, expected, size);
    if (!ownCertificates.some((c) => fingerprintOf(c) === header.bidderSecret.certificate)) throw new Refusal('certificate-foreign', { field: 'envelope' });
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new Refusal(error.code.startsWith('seal.wrong_') ? 'envelope-foreign' : 'envelope-invalid', { field: 'envelope', en: error.message });
  }
}

function fingerprintOf(base64: string): string {
  return certificateFingerprint(new Uint8Array(Buffer.from(base64, 'base64')));
}
