// Framework agreements and the orders of their second stage. Conventions as in reads.ts.
import { z } from 'zod';
import { fen, instant, sha256Hex } from './reads.ts';

const text = z.string();
const mode = z.enum(['direct', 'rota', 'competition']);

/** A competition. Whose offers there are nobody is told before it is decided; of one's own its giver is. */
export const orderCallItem = z.strictObject({
  callId: z.uuid(), itemId: text, itemZh: text, quantity: z.int(), openedAt: instant, offerEnd: instant, state: z.enum(['open', 'over', 'decided']), orderId: z.uuid().optional(),
  /** to the suppliers and to who asks: at /lots/{id}/files/{sha256} */
  demandFile: sha256Hex.optional(),
  own: z.strictObject({ priceFen: fen, at: instant }).optional(),
  /** to the purchaser, once it is over: two at least make a competition */
  offerCount: z.int().optional(),
  offers: z.array(z.strictObject({ supplierName: text, priceFen: fen })).optional(),
});

// GET /api/v1/lots/{id}/framework: of an agreement that was signed; everybody
export const frameworkRead = z.strictObject({
  lotId: z.uuid(), now: instant, signedAt: instant, validTo: instant, inForce: z.boolean(), modes: z.array(mode), items: z.array(z.strictObject({ itemId: text, zh: text })),
  suppliers: z.array(z.strictObject({ bidSeq: z.int(), rank: z.int(), supplierName: text, unitFen: fen, duration: text, out: z.literal(true).optional(), own: z.literal(true).optional(), nextInRota: z.literal(true).optional() })),
  calls: z.array(orderCallItem),
  orders: z.array(z.strictObject({ orderId: z.uuid(), lotCode: text, itemZh: text, quantity: z.int(), mode, supplierName: text, priceFen: fen, at: instant, stage: text, stageZh: text })),
});
export type FrameworkRead = z.infer<typeof frameworkRead>;
export type OrderCallItem = z.infer<typeof orderCallItem>;
