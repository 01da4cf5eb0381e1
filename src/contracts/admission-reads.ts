// Who may take part in a trade that is not open to all. Conventions as in reads.ts.
import { z } from 'zod';
import { decimal, instant, pageOf, sha256Hex } from './reads.ts';

const file = z.strictObject({ sha256: sha256Hex, name: z.string(), size: z.int() });

// GET /api/v1/invitations: of the reader's own entity.
export const invitationsRead = pageOf(z.strictObject({
  lotId: z.uuid(), lotCode: z.string(), category: z.string(), projectName: z.string(), tendererName: z.string(), stage: z.string(), sentAt: instant, invitationFile: sha256Hex, bidDeadline: instant.optional(),
}));

// GET /api/v1/lots/{id}/invitations: to the tenderer and its agency whom they have invited; to everybody once the deadline has told.
export const inviteesRead = pageOf(z.strictObject({ inviteeId: z.uuid(), inviteeName: z.string(), sentAt: instant }));

// GET /api/v1/lots/{id}/applications: one's own; all to those who review, once their deadline has fallen.
export const applicationsRead = pageOf(z.strictObject({
  applicationSeq: z.int(), applicantId: z.uuid(), applicantName: z.string(), submittedAt: instant, state: z.enum(['applied', 'passed', 'failed']), file,
  members: z.array(z.uuid()).optional(), decidedAt: instant.optional(), score: decimal.optional(), reason: z.string().optional(),
}));

export type InvitationsRead = z.infer<typeof invitationsRead>;
export type InviteesRead = z.infer<typeof inviteesRead>;
export type ApplicationsRead = z.infer<typeof applicationsRead>;
