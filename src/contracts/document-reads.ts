// What is asked about the documents of a lot, and the calendar that follows from its deadline. Conventions as in reads.ts.
import { z } from 'zod';
import { deadlineItem, instant, pageOf } from './reads.ts';

// GET /api/v1/lots/{id}/calendar?newBidDeadline=; while a prequalification runs the instant asked about is that of its applications.
export const calendarQuery = z.strictObject({ newBidDeadline: instant.optional() });
export const calendarRead = z.strictObject({
  lotId: z.uuid(), now: instant, present: z.array(deadlineItem),
  proposed: z.strictObject({
    newBidDeadline: instant, deadlines: z.array(deadlineItem),
    // what the act that publishes it would be judged by; `earliest` is the first instant that holds
    checks: z.array(z.strictObject({ rule: z.string(), zh: z.string(), en: z.string(), holds: z.boolean(), earliest: instant, basis: z.string() })),
  }).optional(),
});

// GET /api/v1/lots/{id}/questions: without those who asked; `questionSeq` on one's own alone.
export const questionsRead = pageOf(z.strictObject({
  questionId: z.uuid(), kind: z.enum(['question', 'objection']), text: z.string(), askedAt: instant, timely: z.boolean(), state: z.enum(['open', 'answered']),
  clarificationSeq: z.int().optional(), answer: z.string().optional(), questionSeq: z.int().optional(),
}));

export type CalendarRead = z.infer<typeof calendarRead>;
export type QuestionsRead = z.infer<typeof questionsRead>;
