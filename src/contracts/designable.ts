import { z } from 'zod';
import { pageOf } from './reads.ts';

/** GET /lots/{id}/designable?q=&cursor=: seats that the draw could not fill, and whom the roster has. To the tenderer alone, while its draw is exhausted. */
export const designableRead = pageOf(z.strictObject({ expertId: z.uuid(), name: z.string(), specialties: z.array(z.string()), employer: z.string(), regionCode: z.string() })).extend({
  seats: z.array(z.strictObject({ seatNo: z.int(), specialty: z.string() })),
});
export type DesignableRead = z.infer<typeof designableRead>;
export type Designable = DesignableRead['items'][number];
