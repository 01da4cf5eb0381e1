import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '../../kernel/canonical.ts';
import { judgePeriod } from '../../kernel/limits.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { admissionOf, inPrequalification, lotParam, lotParties, moveShared, type Admission, type Lot } from '../project-intake/index.ts';
import type { Question } from './question.ts';

const input = z.strictObject({
  kind: z.enum(['question', 'objection']).default('question').describe('objection: 异议, raised ten days before the deadline in tenders; it holds the deadline back until its reply'),
  text: z.string().trim().min(2).max(4000),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; own: Rec<Question>[]; admission: Admission }

/** 文件提问与异议 (实施条例 第22条): who asks stays hidden until the deadline, from the tenderer too; nothing of the lot's row moves. */
export const docQuestion = defineAct<Input, Facts>({
  id: 'doc-question', kind: 'act', subjectKind: 'lot', lock: 'shared', input,
  reads: ({ subject, entityId }) => [{ kind: 'lot', id: subject }, ...(entityId === null ? [] : [{ kind: 'question', lotId: subject, ownerId: entityId }])],
  async load(read, cmd, [lots, own]) {
    const lot = lots?.[0] as Rec<Lot> | undefined;
    if (!lot) throw new Refusal('not-found');
    return { lot, own: (own ?? []) as Rec<Question>[], admission: await admissionOf(read, lot, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, own, admission }, cmd, work) {
    moveShared(work, lot, 'doc-question');
    if (!admission.invited) throw new Refusal('not-invited');
    const { stage, rule, deadline } = askedIn(lot);
    if (deadline === undefined || work.now >= deadline) throw new Refusal(rule, { rule });
    const { kind, text } = cmd.input;
    const limit = lotParam(lot.data)('objectionLead', stage);
    const timely = limit === null || judgePeriod(limit, work.nowMs, Date.parse(deadline)).holds;
    const questionSeq = own.length + 1;
    const question = work.create<Question>('question', 'open', { questionSeq, kind, text, askedAt: work.now, timely }, { lotId: lot.id, ownerId: cmd.actor.entityId });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-question', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, questionSeq, askedAt: work.now }, salted: { bidderId: cmd.actor.entityId },
      docs: { questionText: createHash('sha256').update(canonical({ kind, text })).digest('hex') },
      facts: { bidDeadline: Date.parse(deadline), stage, param: lotParam(lot.data) },
    });
    work.result = { questionId: question.id, questionSeq, timely };
  },
});

/** What is asked about decides by when: the prequalification document until its applications are due, the tender document until the bids are. */
function askedIn(lot: Rec<Lot>) {
  const { prequal, bidDeadline } = lot.data;
  return inPrequalification(lot)
    ? { stage: 'prequalification', rule: 'r-prequal-before-deadline', deadline: prequal?.issued ? prequal.deadline : undefined } as const
    : { stage: 'document', rule: 'r-before-deadline', deadline: bidDeadline } as const;
}
