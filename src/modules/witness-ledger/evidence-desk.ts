import type { Pool } from 'pg';
import type { Ledger } from '../../ledger/index.ts';
import type { Actor } from '../../platform/act.ts';
import { keep } from '../../platform/bounded-map.ts';
import { Refusal } from '../../platform/refusal.ts';
import { evidence, settled, type TradeEvidence } from './evidence.ts';
import { knownLot } from './timeline.ts';

const keptMs = 60_000;
const keptMost = 8;
const atOnceMost = 2;

export interface EvidenceAsk { actor: Actor | null; lotId: string }
export type EvidenceDesk = (db: Pool, ask: EvidenceAsk) => Promise<TradeEvidence>;

/**
 * Evidence is the dearest thing a guest may ask for: a whole history with its proofs. At the same size of the log it is the same, so
 * it is made once a minute and shared; two are made at once, and a third asker is told to come again. Who may know of the lot is
 * asked each time.
 */
export function evidenceDesk(ledger: Ledger, deployment: { readonly id: string }, now: () => number = () => Date.now()): EvidenceDesk {
  const made = new Map<string, { at: number; bundle: Promise<TradeEvidence> }>();
  let running = 0;
  return async (db, { actor, lotId }) => {
    const { projectId } = (await knownLot(db, actor, lotId)).data;
    await settled(db, [lotId, projectId]);
    const key = `${lotId}/${ledger.size}`;
    const known = made.get(key);
    if (known !== undefined && now() - known.at < keptMs) return known.bundle;
    if (running >= atOnceMost) throw new Refusal('rate-limited');
    running += 1;
    const bundle = evidence(db, ledger, { deployment: deployment.id, actor, lotId }).finally(() => { running -= 1; });
    keep(made, key, { at: now(), bundle }, keptMost);
    bundle.catch(() => { if (made.get(key)?.bundle === bundle) made.delete(key); });
    return bundle;
  };
}
