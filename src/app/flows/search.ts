import type { Pool } from '../../platform/db.ts';
import type { Flow } from '../../platform/system.ts';
import { indexLot } from '../../modules/disclosure-portal/index.ts';

/** A lot has changed, or something of it was disclosed: what can be found of it is made anew. */
export function searchFlow(pool: Pool): Flow {
  return { topic: 'lot-changed', run: async ({ lot }) => { await indexLot(pool, String(lot)); } };
}
