/** The draw itself, rebuilt from what its parties revealed: the same call draws, and verifies years later. */
import type { GateId } from '../../catalogue/generated.ts';
import { commitment, inputHash, pick, seedOf, shuffle } from './chance.ts';

/** From this gate on a draw from a secret list (roster, tie) can be replayed by everyone; until then it is known only that it took its course. */
export const SECRET_UNTIL: GateId = 'award-decided';

/** One party's part: committed before the list was fixed, r and salt (hex) revealed after it. */
export interface RevealedContribution { readonly party: string; readonly role: string; readonly commit: string; readonly r?: string; readonly salt?: string }
/** What a replay needs of a chance, all of it public once drawn. */
export interface Revealed { readonly purpose: string; readonly inputIds: readonly string[]; readonly contributions: readonly RevealedContribution[]; readonly beacon?: string }

export interface Drawn { seed: string; inputHash: string; order: string[] }

/** Rebuilds seed and order from what the parties revealed; the same call draws and verifies. */
export function replayChance(lotId: string, chance: Revealed): Drawn {
  const hash = inputHash(chance.inputIds);
  const seed = seedFor(lotId, chance, chance.purpose, hash);
  return { seed: hex(seed), inputHash: hash, order: [...shuffle(chance.inputIds, seed)] };
}

/**
 * A value picked from a published list under a chance shared by several lists: each has its own seed, told apart by purpose
 * and by its own list hash. So one round of commitments serves every coefficient, and each verifies by itself:
 * seed = SM3(label ‖ `coefficient-x` ‖ lot ‖ hash(candidates) ‖ beacon ‖ contributions), value = pick(candidates, seed).
 */
export function replayPick(lotId: string, chance: Revealed, purpose: string, candidates: readonly string[]): { seed: string; inputHash: string; value: string } {
  const hash = inputHash(candidates);
  const seed = seedFor(lotId, chance, purpose, hash);
  return { seed: hex(seed), inputHash: hash, value: pick(candidates, seed) };
}

/** The list frozen at T0 for several lists at once: every candidate tagged with the name of its list, in published order. */
export function taggedInputs(lists: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.keys(lists).sort().flatMap((name) => (lists[name] ?? []).map((candidate) => `${name}=${candidate}`));
}

export function revealFits(contribution: Pick<RevealedContribution, 'commit'>, r: string, salt: string): boolean {
  return commitment(unhex(r), unhex(salt)) === contribution.commit;
}

export function distinctRoles(chance: { readonly contributions: readonly { readonly role: string }[] }): string[] {
  return [...new Set(chance.contributions.map((one) => one.role))].sort();
}

function seedFor(lotId: string, chance: Revealed, purpose: string, hash: string): Uint8Array {
  if (chance.beacon === undefined) throw new Error('a chance without a beacon has no seed');
  const contributions = chance.contributions.map(({ party, r }) => {
    if (r === undefined) throw new Error('a chance with a silent party has no seed');
    return { party, r: unhex(r) };
  });
  return seedOf({ purpose, lotId, inputHash: hash, beacon: chance.beacon, contributions });
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
