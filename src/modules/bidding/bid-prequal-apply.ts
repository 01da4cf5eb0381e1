import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { lotIsPublic, moveShared, type Application, type Lot } from '../project-intake/index.ts';
import { randomSeq } from './bid-encrypt.ts';
import { consortiumInput, consortiumName, consortiumOf, loadConsortium, type ConsortiumFacts, type ConsortiumMember } from './consortium.ts';

const input = z.strictObject({
  applicationFile: sha256Hex.describe('uploaded before; nobody else reads it before the deadline of the applications'),
  fileName: z.string().trim().min(1).max(200).default('资格预审申请文件.pdf'),
  consortium: consortiumInput.optional().describe('who applies together bids together'),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; own: Rec<Application>[]; file: { sha256: string; sm3: string; size: number } | null; consortium: ConsortiumFacts | null }

/** 资格预审申请递交 (实施条例 第18条): taken until its own deadline; a later one of the same applicant takes the place of the earlier. */
export const bidPrequalApply = (deployment: string) => defineAct<Input, Facts>({
  id: 'bid-prequal-apply', kind: 'act', subjectKind: 'lot', input, lock: 'shared',
  reads: ({ subject, entityId }) => [{ kind: 'lot', id: subject }, ...(entityId === null ? [] : [{ kind: 'application', lotId: subject, ownerId: entityId }])],
  async load(read, cmd, [lots, own]) {
    const lot = (lots as Rec<Lot>[] | undefined)?.[0];
    if (!lot || !lotIsPublic(lot)) throw new Refusal('not-found');
    // who runs the trade does not take part in it (实施条例 第34条)
    if ([lot.data.tendererId, lot.data.agencyId].includes(cmd.actor.entityId)) throw new Refusal('forbidden');
    authorise(cmd.id, cmd.actor, partiesOf({ lot }, cmd));
    const filed = cmd.input.consortium;
    return {
      lot, own: (own ?? []) as Rec<Application>[], file: await read.blob(cmd.input.applicationFile, cmd.actor.entityId),
      consortium: filed ? await loadConsortium(read, cmd, { deployment, filed }) : null,
    };
  },
  parties: (facts, cmd) => partiesOf(facts, cmd),
  decide({ lot, own, file, consortium }, cmd, work) {
    const { prequal } = lot.data;
    if (!prequal?.issued) throw new Refusal('state', { rule: 'state' });
    // after the deadline its own rule speaks; a stop and whatever else has its word before
    if (lot.state === 'suspended' || cmd.nowMs < Date.parse(prequal.deadline)) moveShared(work, lot, 'bid-prequal-apply');
    if (!file) throw new Refusal('blob-missing', { field: 'applicationFile' });
    const members = consortium && cmd.input.consortium ? consortiumOf(lot.data, cmd.input.consortium, consortium, { entityId: cmd.actor.entityId ?? '', name: cmd.actor.name }) : null;
    const application = apply(work, { lot, own, file, members }, cmd);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('bid-prequal-apply', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, applicationSeq: application.data.applicationSeq, submittedAt: work.now },
      salted: { bidderId: cmd.actor.entityId, ...(members ? { memberIds: application.data.members } : {}) },
      docs: { applicationFile: file.sha256, ...(cmd.input.consortium ? { agreementFile: cmd.input.consortium.agreementFile } : {}) },
      facts: { prequalDeadline: Date.parse(prequal.deadline) },
    });
    work.result = { applicationId: application.id, applicationSeq: application.data.applicationSeq, submittedAt: work.now };
  },
});

const partiesOf = ({ lot }: { lot: Rec<Lot> }, cmd: { actor: Cmd<Input>['actor'] }) => ({ public: true, region: lot.data.regionCode, industry: lot.data.industryId, ownerId: cmd.actor.entityId });

function apply(work: Work, { lot, own, file, members }: { lot: Rec<Lot>; own: readonly Rec<Application>[]; file: { sha256: string; sm3: string; size: number }; members: ConsortiumMember[] | null }, cmd: Cmd<Input>): Rec<Application> {
  for (const earlier of own.filter(({ state }) => state === 'applied')) {
    earlier.state = 'replaced';
    work.put(earlier);
  }
  return work.create<Application>('application', 'applied', {
    applicationSeq: randomSeq(work.uuid()), applicantId: cmd.actor.entityId ?? '', applicantName: members ? consortiumName(members) : cmd.actor.name,
    file: { ...file, name: cmd.input.fileName }, submittedAt: work.now, ...(members ? { members: members.map(({ entityId }) => entityId) } : {}),
  }, { lotId: lot.id, ownerId: cmd.actor.entityId });
}
