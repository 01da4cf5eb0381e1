import { functionPoint, isFunctionPointId } from '../../catalogue/acts.ts';
import type { GateId } from '../../catalogue/generated.ts';
import { SECRET_UNTIL } from '../kernel/chance-replay.ts';
import type { OffersGate } from '../law/evidence.ts';
import { belongsByFramework } from './framework.ts';
import { read, type Act } from './read.ts';
import { must } from './refusal.ts';
import { actsOf, type Trade } from './trade.ts';

/** A draw whose list is known by a commitment alone: its reveals wait behind the gate too. */
export function isSecretDraw(t0: Act): boolean { return t0.public['inputHash'] === undefined; }

/** The leaf that opened a gate; null where it is shut, or was opened by a later round of the lot, whose history is another. */
export function gateOpener({ acts }: Trade, gate: GateId | OffersGate): Act | null {
  return acts.find((act) => opens(act, gate)) ?? null;
}

/**
 * What waited behind a gate was committed to in a sealed batch of the second it came, and was in the log before anything that
 * followed its gate: nothing of it could be made up afterwards.
 * An order under a framework has no gates of its own: they opened with the award of its framework.
 */
export function checkSealed(trade: Trade): number {
  if (belongsByFramework(trade)) return 0;
  let sealed = 0;
  const secretDraws = new Set(actsOf(trade, 'gov-chance-t0', 'gov').filter(isSecretDraw).map((t0) => t0.public['chanceId']));
  for (const act of trade.acts) {
    const secretReveal = act.fp === 'gov-chance-reveal' && secretDraws.has(act.public['chanceId']);
    const gate = isFunctionPointId(act.fp) ? functionPoint(act.fp).publicFrom : secretReveal ? SECRET_UNTIL : 'immediate';
    if (gate === 'immediate' || gate === 'restricted') continue;
    const opener = gateOpener(trade, gate);
    if (opener !== null && act.time >= opener.time) continue;
    must(act.batch !== null, 'sealed', `#${act.index} ${act.fp} 未经封存批次`, `#${act.index}: ${act.fp} did not wait in a sealed batch`);
    must(opener === null || act.index < opener.index, 'sealed', `#${act.index} ${act.fp} 在公开之后才入账`, `#${act.index}: ${act.fp} entered the log after its gate had opened`);
    sealed += 1;
  }
  return sealed;
}

function opens(act: Act, gate: GateId | OffersGate): boolean {
  if (act.fp === 'gov-gates-opened' && act.kind === 'gov') return read('sealed', act).texts('gates').includes(gate);
  if (gate === 'bid-deadline') return act.moves.some(({ event }) => event === 'timer:bid-deadline') && act.public['openDocumentObjections'] === 'no';
  if (act.kind !== 'act' || gate.startsWith('order-offers:')) return false;
  // where no candidates are published the decision opens their gate too
  const decided = act.fp === 'awd-decide' || act.fp === 'awd-result';
  return decided || (gate === 'candidate-publicity' && act.fp === 'awd-candidate');
}
