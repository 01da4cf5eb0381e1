import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { dateText, dayOf } from '../../kernel/calendar.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Expert } from './model.ts';
import { employerKey } from './roster.ts';

const uscc = z.string().regex(/^[0-9A-Z]{18}$/);
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const input = z.strictObject({
  prevHash: hex.describe('hash of the leaf that this change follows: the enrolment or the last change'),
  proofFile: hex.describe('proof of the change, uploaded before'),
  employer: z.strictObject({ name: z.string().trim().min(1).max(100), uscc: uscc.nullable().default(null) }).optional(),
  relatedUsccs: z.array(uscc).max(50).optional().describe('entities the expert owns, controls or directs'),
  kinshipIds: z.array(z.string().max(64)).max(50).optional(),
  phone: z.string().regex(/^1\d{10}$/).optional(),
});
type Input = z.infer<typeof input>;
interface Facts { expert: Rec<Expert>; headHash: string | null; proof: unknown }

/**
 * 专家信息与回避单位变更: in force for every draw from now on, and looked at again in those that run. What is left behind does not
 * vanish: a former employer or holding is avoided for as long as the law looks back (AV-01, AV-02).
 */
export const expChange = defineAct<Input, Facts>({
  id: 'exp-change', kind: 'act', subjectKind: 'expert', input,
  async load(read, cmd) {
    const expert = await read.get<Expert>('expert', cmd.subject);
    if (!expert) throw new Refusal('not-found');
    return { expert, headHash: await read.lastLeafHash(cmd.subject, ['exp-enroll', 'exp-change']), proof: await read.blob(cmd.input.proofFile, cmd.actor.entityId ?? cmd.actor.accountId) };
  },
  parties: ({ expert }) => ({ ownerId: expert.ownerId }),
  decide({ expert, headHash, proof }, cmd, work) {
    if (!proof) throw new Refusal('blob-missing', { field: 'proofFile' });
    const changed = change(expert.data, cmd.input, dateText(dayOf(cmd.nowMs)));
    if (changed.length === 0) throw new Refusal('invalid-input', { field: 'employer', zh: '没有任何变更', en: 'Nothing is changed' });
    expert.data.changedAt = work.now;
    work.put(expert);
    const { expertNo, employerUscc, employerName, relatedUsccs, kinshipIds } = expert.data;
    work.act('exp-change', {
      subject: expert.id, public: { expertNo, changedFieldNames: changed, changedAt: work.now },
      salted: { employerId: employerUscc ?? employerName, relatedEntityIds: relatedUsccs, kinshipIds },
      docs: { proofFile: cmd.input.proofFile },
      facts: { prevHash: cmd.input.prevHash, headHash: headHash ?? '' },
    });
    work.send('expert.changed', { expertId: expert.id, changed });
    work.result = { expertId: expert.id, changedFieldNames: changed };
  },
});

/** Takes over what differs, and keeps what it replaces. */
function change(expert: Expert, { employer, relatedUsccs, kinshipIds, phone }: Input, today: string): string[] {
  const changed: string[] = [];
  if (employer && employerKey({ employerUscc: employer.uscc, employerName: employer.name }) !== employerKey(expert)) {
    expert.formerEmployers = [...expert.formerEmployers, { uscc: employerKey(expert), until: today }];
    Object.assign(expert, { employerName: employer.name, employerUscc: employer.uscc });
    changed.push('employer');
  }
  if (relatedUsccs && differs(relatedUsccs, expert.relatedUsccs)) {
    const left = expert.relatedUsccs.filter((one) => !relatedUsccs.includes(one));
    expert.formerRelations = [...expert.formerRelations ?? [], ...left.map((one) => ({ uscc: one, until: today }))];
    expert.relatedUsccs = relatedUsccs;
    changed.push('relatedUsccs');
  }
  if (kinshipIds && differs(kinshipIds, expert.kinshipIds)) { expert.kinshipIds = kinshipIds; changed.push('kinshipIds'); }
  if (phone !== undefined && phone !== expert.phone) { expert.phone = phone; changed.push('phone'); }
  return changed;
}

function differs(a: readonly string[], b: readonly string[]): boolean {
  return a.length !== b.length || a.some((one) => !b.includes(one));
}
