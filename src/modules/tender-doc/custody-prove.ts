import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { checkTestAnswer, SealError, type TestShare } from '../../seal/index.ts';
import { loadLot, type Lot } from '../project-intake/index.ts';

/** A share for practice. Record kind `custody-test`, lotId, ownerId = custodian's account; pending → answered or replaced. */
export interface CustodyTest { custodianId: string; test: TestShare; expected: string; askedAt: string; answeredAt?: string }

const input = z.strictObject({ custodianId: z.string().max(40), answer: z.string().regex(/^[0-9a-f]{64}$/) });
interface Facts { lot: Rec<Lot>; test: Rec<CustodyTest> | null }

/** The custodian shows for this lot that it can unwrap a share: before documents are issued, not after bids are in. */
export const custodyProve = defineAct<z.infer<typeof input>, Facts>({
  id: 'custody-prove', kind: 'gov', subjectKind: 'lot', input,
  async load(read, cmd) {
    const { accountId } = cmd.actor;
    const own = accountId === null ? [] : (await read.list<CustodyTest>({ kind: 'custody-test', lotId: cmd.subject, ownerId: accountId }));
    // a document sealed anew asks anew: the answer given for the version before stays as it was
    const asked = own.filter(({ data, state }) => state !== 'replaced' && data.custodianId === cmd.input.custodianId);
    const test = asked.find(({ state }) => state === 'pending') ?? asked[0] ?? null;
    // a lot one is not asked about is a lot one does not know
    if (!test) throw new Refusal('not-found');
    return { lot: await loadLot(read, cmd.subject), test };
  },
  parties: () => ({}),
  decide({ lot, test }, cmd, work) {
    const custodian = lot.data.document?.custodians.find(({ id }) => id === cmd.input.custodianId);
    if (!test || !custodian) throw new Refusal('not-found');
    if (test.state !== 'pending') throw new Refusal('state');
    try {
      checkTestAnswer(test.data.expected, cmd.input.answer);
    } catch (error) {
      throw error instanceof SealError ? new Refusal('custody-test-failed', { field: 'answer' }) : error;
    }
    test.state = 'answered';
    test.data.answeredAt = work.now;
    work.put(test);
    custodian.provedAt = work.now;
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.gov('gov-custody-proved', { subject: lot.id, lotId: lot.id, public: { custodianId: custodian.id, fingerprint: custodian.fingerprint, provedAt: work.now } });
    work.result = { custodianId: custodian.id, provedAt: work.now };
  },
});
