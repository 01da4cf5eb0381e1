import type { Flow } from '../../platform/system.ts';

/** An act that feeds a sub-item was done: the portal publishes it. */
export const disclosureFlow: Flow = {
  topic: 'acted',
  run: async ({ fp, lotId }, system) => { await system('pub-disclose', String(lotId), { fp }); },
};
