import { keepState } from '../../modules/disclosure-portal/index.ts';
import type { Pool } from '../../platform/db.ts';
import type { Flow } from '../../platform/system.ts';

/** What happens without an act of its own, and completes what an act began. */
const COMPLETIONS = ['lot.issued', 'opening.closed', 'lot.filed'] as const;

/** An act that feeds a sub-item was done, or what it began has come to its end: the portal publishes what is due and complete. */
export const disclosureFlows: readonly Flow[] = [
  { topic: 'acted', run: async ({ fp, lotId }, system) => { await system('pub-disclose', String(lotId), { fp }); } },
  ...COMPLETIONS.map((topic): Flow => ({ topic, run: async ({ lotId }, system) => { await system('pub-disclose', String(lotId), { fp: topic }); } })),
];

/** A lot has changed: what it has published and owes is listed anew. */
export function disclosureStateFlow(pool: Pool): Flow {
  return { topic: 'lot-changed', run: async ({ lot }) => { await keepState(pool, String(lot)); } };
}
