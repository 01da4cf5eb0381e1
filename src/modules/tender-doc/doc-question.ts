import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '../../kernel/canonical.ts';
import { judgePeriod } from '../../kernel/limits.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParam, lotParties, moveShared, type Lot } from '../project-intake/index.ts';
import type { Question } from './question.ts';

const input = z.strictObject({
  kind: z.enum(['question', 'objection']).default('question').describe('objection: 异议, raised ten days before the deadline in tenders; it holds the deadline back until its reply'),
  text: z.string().trim().min(2).max(4000),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; own: Rec<Question>[] }

/** 文件提问与异议 (实施条例 第22条): who asks stays hidden until the deadline, from the tenderer too; nothing of the lot's row moves. */
export const docQuestion = defineAct<Input, Facts>({
  id: 'doc-question', kind: 'act', subjectKind: 'lot', lock: 'shared', input,
  reads: ({ subject, entityId }) => [{ kind: 'lot', id: subject }, ...(entityId === null ? [] : [{ kind: 'question', lotId: subject, ownerId: entityId }])],
  async load(_read, _cmd, [lots, own]) {
    const lot = lots?.[0] as Rec<Lot> | undefined;
    if (!lot) throw new Refusal('not-found');
    return { lot, own: (own ?? []) as Rec<Question>[] };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, own }, cmd, work) {
    moveShared(work, lot, 'doc-question');
    const { bidDeadline } = lot.data;
    if (bidDeadline === undefined || work.now >= bidDeadline) throw new Refusal('r-before-deadline', { rule: 'r-before-deadline' });
    const { kind, text } = cmd.input;
    const limit = lotParam(lot.data)('objectionLead', 'document');
    const timely = limit === null || judgePeriod(limit, work.nowMs, Date.parse(bidDeadline)).holds;
    const questionSeq = own.length + 1;
    const question = work.create<Question>('question', 'open', { questionSeq, kind, text, askedAt: work.now, timely }, { lotId: lot.id, ownerId: cmd.actor.entityId });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-question', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, questionSeq, askedAt: work.now }, salted: { bidderId: cmd.actor.entityId },
      docs: { questionText: createHash('sha256').update(canonical({ kind, text })).digest('hex') },
      facts: { bidDeadline: Date.parse(bidDeadline), param: lotParam(lot.data) },
    });
    work.result = { questionId: question.id, questionSeq, timely };
  },
});
