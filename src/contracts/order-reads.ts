// Orders of a supervising organ on a lot. Conventions as in reads.ts.
import { z } from 'zod';
import { instant, pageOf, sha256Hex } from './reads.ts';

const text = z.string();

// GET /api/v1/lots/{id}/orders: to the tenderer, its agency and the posts in whose scope the lot lies; the file at /lots/{id}/files/{sha256}
export const ordersRead = pageOf(z.strictObject({
  orderId: z.uuid(), orderNo: text, orderType: text, organName: text, reason: text, effectiveAt: instant, dueAt: instant, orderFile: sha256Hex, state: text, closedAt: instant.optional(), reply: text.optional(),
  asking: z.literal(true).optional().describe('it waits for an answer'),
}));
export type OrdersRead = z.infer<typeof ordersRead>;
