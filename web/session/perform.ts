// Acting: what a person typed becomes a signed request. A line that breaks is tried again with the same key, so that nothing is done
// twice; a session that ran out is renewed by the key that is here, so that nothing typed is lost.
import type { KeptIdentity } from './keyring.ts';
import { ApiProblem, postJson } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { queryClient } from '../api/query-client.ts';
import { signIn } from './session.ts';

export interface Asked { group: 'acts' | 'steps' | 'gov'; id: string; subject: string; input: unknown }
export interface Receipt { leafId: string; bodyHash: string; platformSignature: string; recordedAt?: string; at: string }
export interface Acted<R = Record<string, unknown>> {
  receipt: Receipt | null;
  events: { machine: string; subject: string; event: string; from: string; to: string; row: string }[];
  result: R;
}

const tries = 6;
const pauseMs = 1_500;

export async function perform<R = Record<string, unknown>>(identity: KeptIdentity, asked: Asked, idempotencyKey: string = crypto.randomUUID()): Promise<Acted<R>> {
  const body = await signedBody(identity, asked, idempotencyKey);
  for (let left = tries; ; left -= 1) {
    try {
      const acted = await postJson<Acted<R>>(`/${asked.group}/${asked.id}`, body, idempotencyKey);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'platform' && queryKey[0] !== 'contract' });
      return acted;
    } catch (error) {
      if (left <= 1) throw error;
      if (error instanceof ApiProblem && error.body?.code === 'session-expired') await signIn(identity);
      else if (error instanceof ApiProblem && error.status !== 503 && error.status !== 429) throw error;
      else await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
    }
  }
}

/** Exactly what will be signed, for the reader to see before. */
export async function signedText(identity: KeptIdentity, asked: Asked, idempotencyKey: string): Promise<string> {
  const [{ actPayload }, { deployment }] = await Promise.all([import('../../src/seal/signatures.ts'), queryClient.ensureQueryData(platformQuery)]);
  return new TextDecoder().decode(actPayload({ deployment, act: asked.id, subject: asked.subject, input: asked.input, idempotencyKey }, identity.sign.certificate));
}

async function signedBody(identity: KeptIdentity, { id, subject, input }: Asked, idempotencyKey: string) {
  const [{ signAct }, { deployment }] = await Promise.all([import('../../src/seal/signatures.ts'), queryClient.ensureQueryData(platformQuery)]);
  const signature = await signAct({ deployment, act: id, subject, input, idempotencyKey }, identity.sign.certificate, identity.sign.privateKey);
  return { subject, input, signature };
}
