import { z } from 'zod';
import { instant, pageOf } from './reads.ts';

// GET /api/v1/representatives: 招标人代表 of the reader's own organisation. Not `active`: suspended by the administrators.
export const representativesRead = pageOf(z.strictObject({
  accountId: z.uuid(), name: z.string(), active: z.boolean(), registeredAt: instant, certificate: z.strictObject({ fingerprint: z.string(), notAfter: instant }).optional(),
}));

export type RepresentativesRead = z.infer<typeof representativesRead>;
