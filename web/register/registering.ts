// From a filled form to a desk: register, bind, sign in. Each step is sent under a key that is kept, so that an interruption goes on.
import { bytesOf } from '../../src/seal/bytes.ts';
import { exportPublicKey, generateKeyPair, fromBase64, parseCertificate, signAct, signActPayload, toBase64, type KeyUse } from '../../src/seal/index.ts';
import { ApiProblem, postJson } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { queryClient } from '../api/query-client.ts';
import { identityOf } from '../session/import-keys.ts';
import { keepIdentity, type KeptIdentity, type KeptKey } from '../session/keyring.ts';
import { signIn } from '../session/session.ts';
import { registerInput, type Registration } from './registration.ts';

export type Stage = 'register' | 'bind' | 'enter';
export interface Holder { organizationName?: string; creditCode?: string; personName?: string; personNo?: string }

/** Two pairs of keys made in this browser, which no script can read out, and the sandbox authority's certificates for them. */
export async function identityOfSandbox(holder: Holder): Promise<KeptIdentity> {
  const sign = await certified(holder, 'sign');
  const encrypt = holder.creditCode === undefined ? null : await certified(holder, 'encrypt');
  const identity = identityOf(parseCertificate(sign.certificate), sign, encrypt);
  await keepIdentity(identity);
  return identity;
}

async function certified(subject: Holder, usage: KeyUse): Promise<KeptKey> {
  const { publicKey, privateKey } = await generateKeyPair(usage);
  const response = await fetch('/sandbox/ca/certificates', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ subject, usage, publicKey: toBase64(await exportPublicKey(publicKey)) }),
  });
  if (!response.ok) throw new ApiProblem(response.status, null);
  const certificate = fromBase64(((await response.json()) as { certificate: string }).certificate);
  if (!certificate) throw new Error('the authority sent no certificate');
  return { privateKey, certificate };
}

/** What the certificate says of its holder, for a person to compare. */
export function holderOf(identity: KeptIdentity): { name: string; creditCode: string | undefined; notAfter: number; base64: string } {
  const { subject, notAfter, der } = parseCertificate(bytesOf(identity.sign.certificate));
  return { name: subject.organizationName ?? subject.commonName ?? '', creditCode: subject.creditCode, notAfter, base64: toBase64(der) };
}

/** Runs what is not done yet; `keep` writes down how far it has come before the next step begins. */
export async function runRegistration(registration: Registration, identity: KeptIdentity, keep: (next: Registration) => Promise<void>, told: (stage: Stage) => void): Promise<void> {
  let now = registration;
  const done = async (change: Partial<Registration>) => { now = { ...now, ...change }; await keep(now); };
  const act = async (which: 'register' | 'bind', id: string, input: unknown) => {
    try {
      await openAct(identity, id, now.entityId, input, now.keys[which]);
    } catch (error) {
      // refused is known to be not done: what is sent next is another request
      if (error instanceof ApiProblem && error.status < 500) await done({ keys: { ...now.keys, [which]: crypto.randomUUID() } });
      throw error;
    }
  };
  let refused: unknown = null;
  if (!now.registered) {
    told('register');
    // the answer to an earlier try may have been lost: then the code is taken, by this very registration
    refused = await act('register', 'ent-register', registerInput(now.details)).then(() => null, (error: unknown) => { if (codeOf(error) === 'r-identity-unique') return error; throw error; });
    if (refused === null) await done({ registered: true });
  }
  if (!now.bound) {
    told('bind');
    // a signature is never made twice the same: what is sent again must be what was sent
    if (now.challengeSignature === null) await done({ challengeSignature: await proofOf(now.entityId, identity) });
    await act('bind', 'ent-ca-bind', bindInput(now, identity)).catch((error: unknown) => { throw refused !== null && codeOf(error) === 'not-found' ? refused : error; });
    await done({ registered: true, bound: true });
  }
  told('enter');
  await signIn(identity);
}

async function proofOf(entityId: string, { id, sign }: KeptIdentity): Promise<string> {
  return signActPayload(bytesOf(new TextEncoder().encode(`qinglan-bind-v1\n${entityId}\n${id}`)), sign.privateKey);
}

function bindInput({ details, challengeSignature }: Registration, { sign, encrypt }: KeptIdentity) {
  return {
    signCertificate: toBase64(sign.certificate), encryptCertificate: toBase64((encrypt ?? sign).certificate), challengeSignature, holderIdNo: details.holderIdNo.trim(),
  };
}

function codeOf(error: unknown): string | undefined { return error instanceof ApiProblem ? error.body?.code : undefined; }

/** Signed by the certificate alone: whoever is signed in here is not the one who registers. */
async function openAct(identity: KeptIdentity, id: string, subject: string, input: unknown, key: string): Promise<void> {
  const { deployment } = await queryClient.ensureQueryData(platformQuery);
  const signature = await signAct({ deployment, act: id, subject, input, idempotencyKey: key }, identity.sign.certificate, identity.sign.privateKey);
  await postJson(`/acts/${id}`, { subject, input, signature }, key, 'omit');
}
