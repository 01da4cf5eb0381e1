// One's part in a draw by lot: 32 random bytes that this browser makes and keeps, committed to under salt before anything is known,
// and told when the list is fixed. Whoever loses them has the draw declared void, so they are stored before they are committed to.
import type { ChanceView } from '../../../src/contracts/chances.ts';
import { browserStore, type KeptIdentity } from '../../session/keyring.ts';
import { perform } from '../../session/perform.ts';

export type Purpose = 'experts' | 'coefficients' | 'tie';
interface Secret { r: string; salt: string }

/** Makes the numbers, keeps them here, and signs the commitment. */
export async function commit(identity: KeptIdentity, lotId: string, purpose: Purpose): Promise<void> {
  const { commitment, contributionBytes } = await import('../../../src/kernel/chance.ts');
  const [r, salt] = [crypto.getRandomValues(new Uint8Array(contributionBytes)), crypto.getRandomValues(new Uint8Array(16))];
  const committed = commitment(r, salt);
  const secret: Secret = { r: hex(r), salt: hex(salt) };
  await (await browserStore()).put('draft', { key: keyOf(committed), value: secret, savedAt: new Date().toISOString() });
  await perform(identity, { group: 'gov', id: 'chance-commit', subject: lotId, input: { purpose, commit: committed } });
}

/** Which of these draws this browser can still speak for. */
export async function keptOf(chances: readonly ChanceView[]): Promise<ReadonlySet<string>> {
  const db = await browserStore();
  const commits = chances.flatMap(({ contributions }) => contributions.map((one) => one.commit));
  const kept = await Promise.all(commits.map(async (one) => ((await db.get('draft', keyOf(one))) ? one : null)));
  return new Set(kept.filter((one) => one !== null));
}

/** Tells the numbers of one draw; does nothing where they are not in this browser. */
export async function reveal(identity: KeptIdentity, lotId: string, { chanceId, contributions }: ChanceView): Promise<void> {
  const db = await browserStore();
  for (const { commit: committed, revealedAt } of contributions) {
    const draft = revealedAt === undefined ? await db.get('draft', keyOf(committed)) : undefined;
    if (draft) await perform(identity, { group: 'gov', id: 'chance-reveal', subject: lotId, input: { chanceId, ...(draft.value as Secret) } });
  }
}

const keyOf = (committed: string): string => `chance/${committed}`;
function hex(bytes: Uint8Array): string { return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''); }
