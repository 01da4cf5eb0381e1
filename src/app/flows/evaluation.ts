import type { Flow, System } from '../../platform/system.ts';

/** Draw to committee, chance to ranking: the two rooms do not know each other's records. */
export const evaluationFlows: readonly Flow[] = [
  on('draw.unsealed', 'session-open'),
  on('draw.seat-filled', 'session-open'),
  // a tie waits in `scored` for its contributions and then for the draw; a void draw waits for new ones
  onTie('chance.committed'), onTie('chance.drawn'), onTie('chance.void'),
  // a revoked bid may have been the last one the committee waited for
  on('bid.revoked', 'evl-settle'),
  // in a round of quotation it may have been the last one without a quote
  on('bid.revoked', 'timer:quote-end'),
  // final quotes stand: what is compared by price alone can be ranked, the rest can be scored
  on('quotes.final', 'evl-settle'),
  // a re-evaluation of a method that scores nothing
  on('lot.reopened', 'evl-settle'),
  // what became due while the lot stood still
  on('lot.resumed', 'evl-settle'),
];

function on(topic: string, specId: string): Flow {
  return { topic, run: (payload, system) => perform(system, specId, payload) };
}

function onTie(topic: string): Flow {
  return { topic, run: async (payload, system) => { if (payload['purpose'] === 'tie') await perform(system, 'evl-settle', payload); } };
}

async function perform(system: System, specId: string, payload: Record<string, unknown>): Promise<void> {
  await system(specId, String(payload['lotId']), {});
}
