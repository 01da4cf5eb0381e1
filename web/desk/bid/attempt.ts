// What has been done of a submission, kept in this browser: a page that is closed, reloaded or cut off goes on where it stood.
// The sealed file lies in the browser's own file system, the keys under which the acts are sent lie here: nothing is done twice.
import { browserStore } from '../../session/keyring.ts';

export interface Attempt {
  /** of the form and the files it was made from: another price is another attempt */
  of: string;
  startedAt: string;
  priceFen: string;
  fileNames: readonly string[];
  /** the own bid that it takes the place of, as the bidder saw it when it began */
  replaces: number | null;
  sealed?: { name: string; sha256: string; plainSha256: string; size: number; fileMetadata: string };
  /** of the resumable upload */
  address?: string;
  uploaded?: boolean;
  bid?: { bidId: string; bidSeq: number };
  consortium?: unknown;
  filed?: boolean;
  marked?: boolean;
  /** the submission itself has been sent: whether it arrived is known by sending it again under its key */
  sent?: boolean;
  keys: { encrypt: string; consortium: string; fingerprint: string; submit: string };
}

export function newAttempt(about: Pick<Attempt, 'of' | 'startedAt' | 'priceFen' | 'fileNames' | 'replaces' | 'consortium'>): Attempt {
  const key = () => crypto.randomUUID();
  return { ...about, keys: { encrypt: key(), consortium: key(), fingerprint: key(), submit: key() } };
}

export const attemptKey = (identityId: string, lotId: string): string => `${identityId}/attempt/${lotId}`;

export async function keptAttempt(key: string): Promise<Attempt | null> {
  return ((await (await browserStore()).get('draft', key))?.value as Attempt | undefined) ?? null;
}

export async function keepAttempt(key: string, attempt: Attempt): Promise<void> {
  await (await browserStore()).put('draft', { key, value: attempt, savedAt: attempt.startedAt });
}

export async function dropAttempt(key: string): Promise<void> {
  await (await browserStore()).delete('draft', key);
}
