// Who is signed in. The token lies in a cookie that no script can read; the signing key lies in the keyring of this browser.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ApiProblem, postJson, readJson } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { queryClient } from '../api/query-client.ts';
import { keepIdentity, keptIdentities, type KeptIdentity } from './keyring.ts';

export interface Me {
  account: { id: string; name: string; roles: string[]; organ: string | null; regions: string[]; industries: string[]; expertNo?: string; representsId?: string };
  entity: { id: string; uscc: string; name: string; regionCode: string } | null;
  certificates: { fingerprint: string; usage: 'sign' | 'encrypt'; serial: string; notAfter: string; certificate: string }[];
  custodianId?: string;
}

/** `identity` is null when the certificate of this session is not in this browser: one may read, and must unlock it to act. */
export interface Session { me: Me; identity: KeptIdentity | null }

export const sessionQuery = queryOptions({
  queryKey: ['session'], staleTime: 60_000, retry: false,
  queryFn: async ({ signal }): Promise<Session | null> => {
    if (!hinted()) return null;
    return await meNow(signal) ?? (await renewedQuietly() ? await meNow(signal) : null) ?? giveBack();
  },
});

async function meNow(signal: AbortSignal): Promise<Session | null> {
  try {
    const me = await readJson<Me>('/me', signal);
    return { me, identity: await identityOf(me) };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** The session ended while its reader was away: it begins again with the key it was begun with, where that is still here. */
async function renewedQuietly(): Promise<boolean> {
  try {
    const id = localStorage.getItem(hintKey);
    const identity = (await keptIdentities()).find((one) => one.id === id);
    if (!identity) return false;
    await prove(identity);
    return true;
  } catch (error) {
    // an answer is final; a line that is away is not, nor is a platform with too much to do
    if (error instanceof TypeError || (error instanceof ApiProblem && (error.status >= 500 || error.status === 429))) throw error;
    return false;
  }
}

/** A dead cookie would be refused with every read: it is given back, and the reader is a guest. */
export async function giveBack(): Promise<null> {
  await fetch(`${api}/sessions`, { method: 'DELETE', credentials: 'same-origin' });
  hint(null);
  return null;
}

/** undefined while it is not known yet, null for a guest. */
export function useSession(): Session | null | undefined {
  return useQuery(sessionQuery).data;
}

/** Proves to the platform that the key is here, and keeps the identity for the next time. */
export async function signIn(identity: KeptIdentity, { keep = true }: { keep?: boolean } = {}): Promise<void> {
  await prove(identity);
  if (keep) await keepIdentity(identity);
  await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  forgetReads();
}

/** A session that has ended begins again for the same person: the pages stay as they are, with all that was typed in them. */
export async function renewSession(identity: KeptIdentity): Promise<void> {
  await prove(identity);
  await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

/** What goes out beside the acts and the cached reads: a session that ended begins again with the key that is here, once. */
export async function withSession<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.status === 401) || !(await renewedQuietly())) throw error;
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    return work();
  }
}

async function prove(identity: KeptIdentity): Promise<void> {
  const [{ signSessionChallenge }, { toBase64 }, { deployment }] = await Promise.all([
    import('../../src/seal/signatures.ts'), import('../../src/seal/bytes.ts'), queryClient.ensureQueryData(platformQuery),
  ]);
  const { challenge } = await postJson<{ challenge: string }>('/sessions/challenge', {});
  const signature = await signSessionChallenge(deployment, challenge, identity.sign.privateKey);
  await postJson('/sessions', { certificate: toBase64(identity.sign.certificate), challenge, signature, as: 'cookie' });
  left = false;
  hint(identity.id);
}

let left = false;
/** Whether the reader signed out: then nothing of the former person stays on the screen. */
export function signedOut(): boolean { return left; }

export async function signOut(): Promise<void> {
  left = true;
  await fetch(`${api}/sessions`, { method: 'DELETE', credentials: 'same-origin' });
  hint(null);
  await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
  queryClient.setQueryData(sessionQuery.queryKey, null);
  forgetReads();
}

/** What the former reader saw is not the next one's: what stands on the screen is read anew. */
export function forgetReads(): void {
  void queryClient.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'platform' && queryKey[0] !== sessionQuery.queryKey[0] });
}

async function identityOf(me: Me): Promise<KeptIdentity | null> {
  const own = new Set(me.certificates.filter(({ usage }) => usage === 'sign').map(({ fingerprint }) => fingerprint));
  try {
    return (await keptIdentities()).find(({ id }) => own.has(id)) ?? null;
  } catch {
    return null;
  }
}

export const hintKey = 'qinglan-session';

/** Whether this browser ever signed in: a guest's pages need not ask who he is. Where storage is forbidden, the pages ask. */
function hinted(): boolean {
  try {
    return localStorage.getItem(hintKey) !== null;
  } catch {
    return true;
  }
}

function hint(identityId: string | null): void {
  try {
    if (identityId !== null) localStorage.setItem(hintKey, identityId);
    else localStorage.removeItem(hintKey);
  } catch {
    // nothing to keep it in
  }
}
