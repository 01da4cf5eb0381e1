// Acting: what a person typed becomes a signed request. While the line is away it waits and is sent with the same key when it is back,
// so that nothing is done twice; a session that ran out is renewed by the key that is here, so that nothing typed is lost.
import type { KeptIdentity } from './keyring.ts';
import { ApiProblem, postJson } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { queryClient } from '../api/query-client.ts';
import { sendUntilAnswered } from './line.ts';
import { renewSession } from './session.ts';

export interface Asked { group: 'acts' | 'steps' | 'gov'; id: string; subject: string; input: unknown }
export interface Receipt { leafId: string; bodyHash: string; platformSignature: string; recordedAt?: string; at: string }
export interface Acted<R = Record<string, unknown>> {
  receipt: Receipt | null;
  events: { machine: string; subject: string; event: string; from: string; to: string; row: string }[];
  result: R;
}

const sessionEnded = new Set(['session-expired', 'not-signed-in']);
/** A session that ends again at once is not renewed for ever. */
const renewalsMax = 3;

export async function perform<R = Record<string, unknown>>(identity: KeptIdentity, asked: Asked, idempotencyKey: string = crypto.randomUUID()): Promise<Acted<R>> {
  let renewals = 0;
  const send = async (): Promise<Acted<R>> => {
    try {
      return await postJson<Acted<R>>(`/${asked.group}/${asked.id}`, await signedBody(identity, asked, idempotencyKey), idempotencyKey);
    } catch (error) {
      if (!(error instanceof ApiProblem && sessionEnded.has(error.body?.code ?? '')) || renewals >= renewalsMax) throw error;
      renewals += 1;
      await renewSession(identity);
      return send();
    }
  };
  const acted = await sendUntilAnswered({ key: idempotencyKey, act: asked.id, subject: asked.subject }, send, isAway);
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'platform' && queryKey[0] !== 'contract' });
  return acted;
}

/** No answer, or the answer of a server that is not there or has too much to do: nothing is known of the act. */
function isAway(error: unknown): boolean {
  return error instanceof ApiProblem ? [429, 502, 503, 504].includes(error.status) : error instanceof TypeError;
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
