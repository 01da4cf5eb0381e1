import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Lot } from '../project-intake/index.ts';
import { certificateOf } from './cer-issue.ts';
import type { Certificate } from './model.ts';

const input = z.strictObject({
  certificateNo: z.string().min(1).max(64),
  action: z.enum(['verify', 'revoke']).default('verify'),
  fileDigest: z.string().regex(/^[0-9a-f]{64}$/).optional().describe('sha256 of the file at hand: a match says it is the file that was issued'),
  reason: z.string().min(1).max(500).optional(),
});

interface Facts { certificate: Rec<Certificate>; lot: Rec<Lot>; reviewer: Person }

/** Who signs: the account, and the person behind it where the authority numbers persons. */
interface Person { accountId: string | null; personNo: string | null }

/** 见证书查验与作废. The subject is the lot of the certificate (GET /certificates/{no} names it). Voiding takes two reviewers. */
export const cerVerify = defineAct<z.infer<typeof input>, Facts>({
  id: 'cer-verify', kind: 'act', subjectKind: 'lot', input, open: true,
  async load(read, cmd) {
    const certificate = await certificateOf(read, cmd.input.certificateNo);
    const lot = certificate?.lotId === cmd.subject ? await read.get<Lot>('lot', cmd.subject) : null;
    if (!certificate || !lot) throw new Refusal('not-found', { field: 'certificateNo' });
    const account = cmd.actor.accountId === null ? null : await read.get<{ personNo?: string }>('account', cmd.actor.accountId);
    return { certificate, lot, reviewer: { accountId: cmd.actor.accountId, personNo: account?.data.personNo ?? null } };
  },
  parties: ({ lot }) => ({ public: true, region: lot.data.regionCode, industry: lot.data.industryId }),
  decide({ certificate, lot, reviewer }, cmd, work) {
    const { action, fileDigest, certificateNo } = cmd.input;
    const matches = fileDigest === undefined || fileDigest === certificate.data.fileDigest;
    const result = !matches ? 'mismatch' : certificate.state === 'revoked' ? 'revoked' : 'valid';
    work.result = { certificateNo, result, state: certificate.state, issuedAt: certificate.data.issuedAt, sha256: certificate.data.fileDigest };
    if (action === 'verify' && cmd.actor.accountId === null) {
      // guests' checks are counted and written once a minute, so that nobody can flood the ledger (lifecycle §0.4)
      work.count('cer-verify');
      return;
    }
    if (action === 'revoke' && !proposedByAnother(certificate, reviewer, work.now, cmd.input.reason ?? '')) {
      if (cmd.actor.role !== 'centre-review') throw new Refusal('forbidden');
      work.put(certificate);
      work.knowGates(lot.id, lot.data.openGates);
      // the first of the two has signed: that is on record too, its reason is not
      work.gov('gov-certificate-revocation-proposed', { subject: lot.id, lotId: lot.id, public: { certificateNo, proposedAt: work.now } });
      work.result = { ...work.result, pending: true };
      return;
    }
    if (action === 'revoke' || certificate.state === 'issued') work.move('certificate', certificate, 'cer-verify', { action });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('cer-verify', {
      subject: lot.id, lotId: lot.id, public: { certificateNo, action, result, actedAt: work.now }, docs: { certificateFile: fileDigest ?? certificate.data.fileDigest },
      facts: { action, actorRole: cmd.actor.role, signer: cmd.actor.accountId ?? '', reviewer: certificate.data.revocation?.proposedBy ?? null },
    });
  },
});

/** The first reviewer proposes, another person voids: a second account of the first is no second pair of eyes. */
function proposedByAnother(certificate: Rec<Certificate>, { accountId, personNo }: Person, at: string, reason: string): boolean {
  const proposed = certificate.data.revocation;
  if (proposed && proposed.proposedBy !== accountId) {
    if (personNo !== null && personNo === proposed.personNo) throw new Refusal('r-revoke-authority', { rule: 'r-revoke-authority' });
    return true;
  }
  certificate.data.revocation = { proposedBy: accountId ?? '', at, reason, ...(personNo === null ? {} : { personNo }) };
  return false;
}
